import { type Db, forEach, rows, run, type Tx } from './sql.js';

export interface Wake {
  id: number;
  orderId: string;
  factNumber: number;
  signal: 'factsRecorded' | 'reviewDecided';
  lane: 'live' | 'bulk';
}

/**
 * Takes up to `limit` rows that are due, the live lane first and the bulk lane only while fewer than `bulkInFlight` bulk
 * orders are on their way. They are due again after `lease` seconds unless they are kept or sent; rivals skip them.
 */
export function takeDue(db: Db, limit: number, bulkInFlight: number, lease: number): Promise<Wake[]> {
  return rows(
    db,
    `with live as (
       select id from outbox where lane = 'live' and due_at <= now() order by due_at limit :limit for update skip locked
     ), room as (
       select greatest(0, :bulkInFlight - count(distinct order_id)) as free from outbox where lane = 'bulk' and due_at > now()
     ), bulk as (
       select id from outbox where lane = 'bulk' and due_at <= now() order by due_at
       limit (select least(free, :limit) from room) for update skip locked
     )
     update outbox set due_at = now() + make_interval(secs => :lease) where id in (select id from live union all select id from bulk)
     returning id, order_id as "orderId", fact_number as "factNumber", signal, lane`,
    { limit, bulkInFlight, lease },
  );
}

/** Rows that their taker has on the way stay his for `lease` seconds more. */
export const keep = (db: Db, ids: readonly number[], lease: number): Promise<number> =>
  touch(db, 'due_at = greatest(due_at, now() + make_interval(secs => :lease))', { ids, lease });

/**
 * Temporal has taken the signals. What is not settled `seconds` later is due again: a lost signal, a lost run. Each round
 * waits twice as long as the one before, up to an hour or so, so that a poisoned order stays cheap.
 */
export const sent = (db: Db, ids: readonly number[], seconds: number): Promise<number> =>
  touch(
    db,
    'sends = sends + 1, due_at = now() + make_interval(secs => :seconds * power(2, least(sends, 8)))',
    {
      ...{ ids, seconds },
    },
  );

/** Temporal did not take the signals: they are due `seconds` from now, behind what others wait for. */
export const putBack = (db: Db, ids: readonly number[], seconds: number): Promise<number> =>
  touch(db, 'due_at = now() + make_interval(secs => :seconds)', { ids, seconds });

/** Waits for nobody: a row that is locked is just being deleted, and if it is not after all, it is due when its lease ends. */
const touch = (
  db: Db,
  change: string,
  bound: { ids: readonly number[] } & Record<string, unknown>,
): Promise<number> =>
  run(
    db,
    `update outbox set ${change} where id in (select id from outbox where id = any(:ids::bigint[]) for update skip locked)`,
    bound,
  );

/** The lifecycle has acted on everything up to a fact and now waits: its wake-ups are done with. */
export async function settled(tx: Tx, orderId: string, appliedFact: number): Promise<void> {
  await run(tx, SETTLED, { orderId, appliedFact });
}

const SETTLED = forEach(
  'delete from outbox where order_id = :orderId and fact_number <= :appliedFact',
  'orderId uuid, appliedFact int',
  `delete from outbox o using each where o.order_id = each."orderId" and o.fact_number <= each."appliedFact"
   returning each.at::int as at`,
);

/** Adds a wake-up for an order whose lifecycle should look again; used by the sweep and the reconciler. */
export async function nudge(db: Db, orderId: string): Promise<void> {
  await run(
    db,
    `insert into outbox (order_id, fact_number, signal, lane)
     select id, fact_count, 'factsRecorded', lane from orders o where id = :orderId and fact_count > 0
       and not exists (select 1 from outbox where order_id = o.id)`,
    { orderId },
  );
}

/** How many wake-ups are waiting, sent, and how old the oldest is, in seconds. */
export async function backlog(db: Db): Promise<{ unsent: number; sent: number; oldestSeconds: number }> {
  const [found] = await rows<{ unsent: number; sent: number; oldestSeconds: number }>(
    db,
    `select count(*) filter (where not reached)::int as unsent, count(*) filter (where reached)::int as sent,
       coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as "oldestSeconds"
     from outbox, lateral (select sends > 0 and due_at > now() as reached) as at`,
  );
  return found ?? { unsent: 0, sent: 0, oldestSeconds: 0 };
}
