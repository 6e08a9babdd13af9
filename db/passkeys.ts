import { type Db, row, rows, run } from './sql.js';

export interface Passkey {
  id: string;
  personId: string;
  credentialId: string;
  publicKey: Buffer;
  counter: number;
  transports: string[];
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const COLUMNS = `id, person_id as "personId", credential_id as "credentialId", public_key as "publicKey",
  counter::float8 as counter, transports, name, created_at as "createdAt", last_used_at as "lastUsedAt"`;

export function passkeysOf(db: Db, personId: string): Promise<Passkey[]> {
  return rows(db, `select ${COLUMNS} from passkeys where person_id = :personId order by created_at, id`, {
    personId,
  });
}

export function passkeyOf(db: Db, credentialId: string): Promise<Passkey | undefined> {
  return row(db, `select ${COLUMNS} from passkeys where credential_id = :credentialId`, { credentialId });
}

/** Keeps a passkey; false when somebody has it already. */
export async function putPasskey(
  db: Db,
  passkey: Pick<Passkey, 'personId' | 'credentialId' | 'publicKey' | 'counter' | 'transports' | 'name'>,
): Promise<boolean> {
  const put = await run(
    db,
    `insert into passkeys (person_id, credential_id, public_key, counter, transports, name)
     values (:personId, :credentialId, :publicKey, :counter, :transports, :name) on conflict (credential_id) do nothing`,
    { ...passkey },
  );
  return put === 1;
}

/** Moves the counter on: false when it went back, as the copy of a key would. A key that does not count stays at 0. */
export async function countPasskey(db: Db, use: { id: string; counter: number }): Promise<boolean> {
  const used = await run(
    db,
    `update passkeys set counter = :counter, last_used_at = now()
     where id = :id and (counter < :counter or (counter = 0 and :counter = 0))`,
    { ...use },
  );
  return used === 1;
}

export async function removePasskey(db: Db, passkey: { id: string; personId: string }): Promise<boolean> {
  return (
    (await run(db, 'delete from passkeys where id = :id and person_id = :personId', { ...passkey })) === 1
  );
}
