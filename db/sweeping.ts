import { advanceMark } from './advancing.js';
import { lockOrder } from './orders.js';
import { type Db, row, rows, run, type Tx } from './sql.js';

/** Orders with facts past the mark none of which wakes anybody; generated ones stay as they are. */
export function quietOrders(db: Db, limit: number): Promise<{ orderId: string }[]> {
  return rows(
    db,
    `select q.order_id as "orderId" from quiet_facts q join orders o on o.id = q.order_id
     where not o.seeded and not exists (select from outbox b where b.order_id = q.order_id)
       and q.since < statement_timestamp() - interval '1 second' order by q.since limit :limit`,
    { limit },
  );
}

/** Moves the mark over facts that wake nobody, under the lock, unless a waking one came meanwhile. */
export async function markQuietFacts(tx: Tx, orderId: string): Promise<void> {
  const order = await lockOrder(tx, orderId);
  const woken = await row(tx, 'select 1 from outbox where order_id = :orderId limit 1', { orderId });
  if (!order || woken) return;
  await advanceMark(tx, orderId);
  await run(tx, 'delete from quiet_facts where order_id = :orderId', { orderId });
}

/** Ids of orders whose lifecycle is not over and that nothing has touched for a minute, by id; no generated ones. */
export async function openOrderIds(db: Db, limit: number, after?: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    `select id from orders where state not in ('archived', 'voided', 'expired', 'purged')
       and not seeded and id > :after::uuid and state_since < statement_timestamp() - interval '1 minute'
     order by id limit :limit`,
    { after: after ?? '00000000-0000-0000-0000-000000000000', limit },
  );
  return found.map(({ id }) => id);
}
