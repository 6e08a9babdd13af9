import type { Channel } from '../domain/letters.js';
import { type Seeing, withinScope } from './scope.js';
import { type Db, type Page, page, readCursor, rows, run, type Tx } from './sql.js';

/** A message that nothing tries any more. */
export interface DeadLetterRow {
  id: string;
  orderNo: string;
  channel: Channel;
  template: string;
  status: 'failed' | 'unknown' | 'bounced';
  code: string;
  diedAt: Date;
}

/** Notes that a message is over without having arrived, once. */
export async function bury(
  tx: Tx,
  { id, orderId, code }: { id: string; orderId: string; code: string },
): Promise<void> {
  await run(
    tx,
    `insert into dead_letters (message_id, order_id, code) values (:id, :orderId, :code)
     on conflict (message_id) do nothing`,
    { id, orderId, code },
  );
}

/** Notes as which message a dead one was sent again; false when it is not dead or was sent again before. */
export async function replayedAs(tx: Tx, id: string, replacement: string): Promise<boolean> {
  const noted = await run(
    tx,
    'update dead_letters set replayed_as = :replacement where message_id = :id and replayed_as is null',
    { id, replacement },
  );
  return noted === 1;
}

/** Dead letters that nobody has sent again, newest first, of orders that a person sees. */
export async function deadLetters(
  db: Db,
  person: Seeing,
  limit: number,
  cursor?: string,
): Promise<Page<DeadLetterRow>> {
  const { within, scope } = withinScope(person);
  const [moment = null, id = null] = cursor === undefined ? [] : (readCursor(cursor) ?? []);
  const found = await rows<DeadLetterRow>(
    db,
    `select m.id, o.order_no as "orderNo", m.channel, m.template, m.status, d.code, d.died_at as "diedAt"
     from dead_letters d join messages m on m.id = d.message_id join orders o on o.id = d.order_id
     where d.replayed_as is null and ${within}
       and (:moment::timestamptz is null or (d.died_at, d.message_id) < (:moment, :id::uuid))
     order by d.died_at desc, d.message_id desc limit :limit`,
    { limit: limit + 1, moment, id, ...scope },
  );
  return page(found, limit, (last) => [last.diedAt.toISOString(), last.id]);
}
