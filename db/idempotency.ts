import { type Db, forEach, row, run, type Tx } from './sql.js';

export interface StoredAnswer {
  requestHash: Buffer;
  status: number | null;
  answer: unknown;
}

/**
 * Takes a key for this transaction; returns false when it was taken before. A rival that holds it uncommitted is
 * waited for, so the loser always finds an answer or a free key.
 */
export async function takeKey(tx: Tx, principal: string, key: string, requestHash: Buffer): Promise<boolean> {
  return (await run(tx, TAKE, { principal, key, requestHash })) === 1;
}

const TAKE = forEach(
  `insert into idempotency_keys (principal, key, request_hash) values (:principal, :key, :requestHash)
   on conflict (principal, key) do nothing`,
  'principal text, key text, requestHash bytea',
  `, taken as (
     insert into idempotency_keys (principal, key, request_hash)
     select principal, key, "requestHash" from each order by at on conflict (principal, key) do nothing
     returning principal, key
   ) select each.at::int as at from each join taken using (principal, key)`,
);

export function storedAnswer(db: Db, principal: string, key: string): Promise<StoredAnswer | undefined> {
  return row(
    db,
    `select request_hash as "requestHash", status, answer from idempotency_keys where principal = :principal and key = :key`,
    { principal, key },
  );
}

/**
 * Stores the answer beside its key; commits or vanishes with the act. Returns it as every later call will read it, so
 * that the first answer and a replay are the same bytes.
 */
export async function storeAnswer(
  tx: Tx,
  principal: string,
  key: string,
  status: number,
  answer: unknown,
): Promise<unknown> {
  const bindings = { principal, key, status, answer: JSON.stringify(answer) };
  const stored = await row<{ answer: unknown }>(tx, STORE, bindings);
  if (!stored) throw new Error('storeAnswer: the key was not taken');
  return stored.answer;
}

const STORE = forEach(
  `update idempotency_keys set status = :status, answer = :answer::jsonb where principal = :principal and key = :key
   returning answer`,
  'principal text, key text, status int, answer jsonb',
  `update idempotency_keys k set status = each.status, answer = each.answer from each
   where k.principal = each.principal and k.key = each.key returning each.at::int as at, k.answer`,
);

export function forgetKeys(db: Db, olderThanDays: number): Promise<number> {
  return run(
    db,
    `delete from idempotency_keys where created_at < now() - make_interval(days => :olderThanDays)`,
    {
      olderThanDays,
    },
  );
}
