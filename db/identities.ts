import { type Db, row, rows } from './sql.js';

/** A person as a provider knows them. */
export interface Identity {
  id: string;
  issuer: string;
  subject: string;
  personId: string;
  linkedBy: string;
  linkedAt: Date;
}

const COLUMNS = `id, issuer, subject, person_id as "personId", linked_by as "linkedBy", linked_at as "linkedAt"`;

export function identities(db: Db): Promise<Identity[]> {
  return rows(db, `select ${COLUMNS} from identities order by person_id, linked_at limit 1000`);
}

/** Whom a provider speaks of, if anybody was linked. */
export async function personOfIdentity(
  db: Db,
  known: { issuer: string; subject: string },
): Promise<string | undefined> {
  const found = await row<{ personId: string }>(
    db,
    `select person_id as "personId" from identities where issuer = :issuer and subject = :subject`,
    { ...known },
  );
  return found?.personId;
}

/** The new link's id, or undefined when that identity is somebody's already. */
export async function linkIdentity(
  db: Db,
  link: Pick<Identity, 'issuer' | 'subject' | 'personId' | 'linkedBy'>,
): Promise<string | undefined> {
  const linked = await row<{ id: string }>(
    db,
    `insert into identities (issuer, subject, person_id, linked_by) values (:issuer, :subject, :personId, :linkedBy)
     on conflict (issuer, subject) do nothing returning id`,
    { ...link },
  );
  return linked?.id;
}

/** Whose it was, or undefined when there is no such link. */
export async function unlinkIdentity(db: Db, id: string): Promise<string | undefined> {
  const unlinked = await row<{ personId: string }>(
    db,
    `delete from identities where id = :id returning person_id as "personId"`,
    { id },
  );
  return unlinked?.personId;
}
