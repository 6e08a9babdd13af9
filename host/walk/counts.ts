import type { Knex } from 'knex';
import { countByState } from '../../db/order-list.js';
import { EVERY_ORDER } from '../../db/scope.js';
import { row } from '../../db/sql.js';

export interface Counts {
  orders: number;
  states: Partial<Record<string, number>>;
  writeOffs: number;
  reviews: { approved: number; rejected: number; open: number };
  cases: { opened: number; proven: number; open: number };
  messages: { sent: number; failed: number; unknown: number };
}

/** What the record holds, counted in it. */
export async function count(db: Knex): Promise<Counts> {
  const numbers = await row<Record<string, number>>(
    db,
    `select (select count(*)::int from orders) as orders, (select count(*)::int from write_offs) as "writeOffs",
       (select count(*)::int from reviews where status = 'approved') as approved,
       (select count(*)::int from reviews where status = 'rejected') as rejected,
       (select count(*)::int from reviews where status = 'open') as "reviewsOpen",
       (select count(*)::int from cases) as opened,
       (select count(*)::int from cases where status = 'proven') as proven,
       (select count(*)::int from cases where status in ('open', 'retrying')) as "casesOpen",
       (select count(*)::int from messages where status = 'sent') as sent,
       (select count(*)::int from messages where status = 'failed') as failed,
       (select count(*)::int from messages where status = 'unknown') as unknown`,
  );
  const of = (name: string) => numbers?.[name] ?? 0;
  return {
    orders: of('orders'),
    states: await countByState(db, EVERY_ORDER),
    writeOffs: of('writeOffs'),
    reviews: { approved: of('approved'), rejected: of('rejected'), open: of('reviewsOpen') },
    cases: { opened: of('opened'), proven: of('proven'), open: of('casesOpen') },
    messages: { sent: of('sent'), failed: of('failed'), unknown: of('unknown') },
  };
}

/** Whether anything still moves by itself: wake-ups, unfinished steps, unsent messages, work for the scripted people. */
export async function unsettled(
  db: Knex,
): Promise<{ moving: number; reviews: number; retries: number; done: number }> {
  const found = await row<{ moving: number; reviews: number; retries: number; done: number }>(
    db,
    `select (select count(*) from outbox)::int
         + (select count(*) from orders where state in ('entered', 'requested', 'issued', 'verifying', 'written_off'))::int
         + (select count(*) from messages where status in ('queued', 'sending'))::int as moving,
       (select count(*)::int from reviews where status = 'open') as reviews,
       (select count(*)::int from cases where kind = 'technical' and status = 'open') as retries,
       (select count(*)::int from write_offs) as done`,
  );
  return found ?? { moving: 0, reviews: 0, retries: 0, done: 0 };
}

/** Messages that left the house, as far as the record knows; the confirmation page never leaves it. */
export async function sentOutside(db: Knex): Promise<{ sent: number; unknown: number }> {
  const found = await row<{ sent: number; unknown: number }>(
    db,
    `select count(*) filter (where status = 'sent')::int as sent, count(*) filter (where status = 'unknown')::int as unknown
     from messages where channel <> 'page'`,
  );
  return found ?? { sent: 0, unknown: 0 };
}
