import { type Db, forEach, rows, run, type Tx } from './sql.js';

export interface Wake {
  id: number;
  orderId: string;
  factNumber: number;
  signal: 'factsRecorded' | 'reviewDecided';
  lane: 'live' | 'bulk';
}

/**
 * Takes up to `limit` unsent rows, the live lane first and the bulk lane only while fewer than `bulkInFlight` bulk
 * orders are on their way. Locks them; rivals skip them.
 */
export function takeUnsent(tx: Tx, limit: number, bulkInFlight: number): Promise<Wake[]> {
  return rows(
    tx,
    `with live as (
       select id from outbox where sent_at is null and lane = 'live' order by id limit :limit for update skip locked
     ), room as (
       select greatest(0, :bulkInFlight - count(distinct order_id)) as free from outbox where sent_at is not null and lane = 'bulk'
     ), bulk as (
       select id from outbox where sent_at is null and lane = 'bulk' order by id
       limit (select least(free, :limit) from room) for update skip locked
     )
     update outbox set sent_at = clock_timestamp(), sends = sends + 1 where id in (select id from live union all select id from bulk)
     returning id, order_id as "orderId", fact_number as "factNumber", signal, lane`,
    { limit, bulkInFlight },
  );
}

/**
 * Makes rows that were sent longer than `seconds` ago and not settled due again: a lost signal, a lost run. Each round
 * waits twice as long as the one before, up to an hour or so, so that a poisoned order stays cheap.
 */
export function resendUnsettled(db: Db, seconds: number): Promise<number> {
  return run(
    db,
    `update outbox set sent_at = null where id in (
       select id from outbox where sent_at < clock_timestamp() - make_interval(secs => :seconds * power(2, least(sends - 1, 8)))
       order by sent_at limit 1000 for update skip locked)`,
    { seconds },
  );
}

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
    `select count(*) filter (where sent_at is null)::int as unsent, count(*) filter (where sent_at is not null)::int as sent,
       coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as "oldestSeconds" from outbox`,
  );
  return found ?? { unsent: 0, sent: 0, oldestSeconds: 0 };
}
