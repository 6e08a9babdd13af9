import { type Db, forEach, row, type Tx } from './sql.js';

export interface OrderFileRow {
  orderId: string;
  archiveNo: string;
  classification: string;
  archivedAt: Date;
  retainUntil: Date;
  summary: Record<string, unknown>;
}

const COLUMNS = `order_id as "orderId", archive_no as "archiveNo", classification, archived_at as "archivedAt",
  retain_until as "retainUntil", summary`;

/** Files an order under the next archive number; filing it twice gives the first number (P6.2.2). */
export async function fileOrder(
  tx: Tx,
  file: { orderId: string; classification: string; retentionDays: number; summary: Record<string, unknown> },
): Promise<OrderFileRow> {
  const filed = await row<OrderFileRow>(tx, FILE, { ...file, summary: JSON.stringify(file.summary) });
  const kept = filed ?? (await orderFile(tx, file.orderId));
  if (!kept) throw new Error('fileOrder: nothing filed');
  return kept;
}

const INTO = 'insert into order_files (order_id, archive_no, classification, retain_until, summary)';
const valuesOf = (orderId: string, classification: string, days: string, summary: string) =>
  `${orderId}, to_char(clock_timestamp(), 'YYYY') || '-' || ${classification} || '-' || lpad(nextval('order_file_numbers')::text, 7, '0'),
   ${classification}, clock_timestamp() + make_interval(days => ${days}), ${summary}`;
const FILE = forEach(
  `${INTO} values (${valuesOf(':orderId', ':classification', ':retentionDays::int', ':summary::jsonb')})
   on conflict (order_id) do nothing returning ${COLUMNS}`,
  'orderId uuid, classification text, retentionDays int, summary jsonb',
  `, filed as (
     ${INTO} select ${valuesOf('"orderId"', 'classification', '"retentionDays"', 'summary')} from each order by at
     on conflict (order_id) do nothing returning ${COLUMNS}
   ) select each.at::int as at, filed.* from each join filed using ("orderId")`,
);

function orderFile(db: Db, orderId: string): Promise<OrderFileRow | undefined> {
  return row(db, `select ${COLUMNS} from order_files where order_id = :orderId`, { orderId });
}
