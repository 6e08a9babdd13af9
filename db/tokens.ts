import type { TokenScope } from '../domain/scopes.js';
import { type Db, row, rows, run } from './sql.js';

/** A bearer token as those who manage it see it: what it opens with is nowhere. */
export interface TokenRow {
  id: string;
  personId: string;
  name: string;
  /** Null: everything that its person may. */
  scopes: TokenScope[] | null;
  issuedBy: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

const COLUMNS = `id, person_id as "personId", label as name, scopes, issued_by as "issuedBy", created_at as "createdAt",
  expires_at as "expiresAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"`;

/** Tokens of everybody, or of one person; those in force first, then the newest. */
export function tokensOf(db: Db, personId?: string): Promise<TokenRow[]> {
  return rows(
    db,
    `select ${COLUMNS} from api_tokens where (:personId::text is null or person_id = :personId)
     order by revoked_at is not null, created_at desc, id limit 500`,
    { personId: personId ?? null },
  );
}

export function tokenOf(db: Db, id: string): Promise<TokenRow | undefined> {
  return row(db, `select ${COLUMNS} from api_tokens where id = :id`, { id });
}

export async function issueToken(
  db: Db,
  token: {
    tokenHash: Buffer;
    personId: string;
    name: string;
    scopes: readonly TokenScope[];
    expiresAt: Date;
    issuedBy: string;
  },
): Promise<string> {
  const issued = await row<{ id: string }>(
    db,
    `insert into api_tokens (token_hash, person_id, label, scopes, expires_at, issued_by)
     values (:tokenHash, :personId, :name, :scopes, :expiresAt, :issuedBy) returning id`,
    { ...token, scopes: [...token.scopes] },
  );
  if (!issued) throw new Error('issueToken: no row');
  return issued.id;
}

/** Whether it was in force until now. */
export async function revokeToken(db: Db, id: string): Promise<boolean> {
  return (
    (await run(db, 'update api_tokens set revoked_at = now() where id = :id and revoked_at is null', {
      id,
    })) === 1
  );
}

/** Notes that a token is in use, once a minute at most. */
export async function noteTokenUse(db: Db, tokenHash: Buffer): Promise<void> {
  await run(
    db,
    `update api_tokens set last_used_at = now()
     where token_hash = :tokenHash and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
    { tokenHash },
  );
}
