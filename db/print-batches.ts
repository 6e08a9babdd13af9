import type { CodeRow, Grade } from './codes.js';
import { type Seeing, withinScope } from './scope.js';
import { type Db, type Page, page, readCursor, row, rows, run, type Tx } from './sql.js';

export interface NewPrintBatch {
  id: string;
  preset: string;
  format: 'pdf' | 'zpl';
  requestedBy: string;
}

export type PrintBatchRow = NewPrintBatch & {
  status: 'waiting' | 'running' | 'ready';
  createdAt: Date;
  readyAt: Date | null;
  labels: number;
  ready: number;
  skipped: number;
  printed: number;
  samples: number;
};

/** Which codes: those of named orders, or all live ones of a state that nobody printed yet. */
export interface ChosenCodes {
  orderNos?: readonly string[] | undefined;
  state?: string | undefined;
  limit: number;
}

/** Begins a batch with the live codes of the orders that were chosen and that this person sees, by order number. */
export async function insertPrintBatch(
  tx: Tx,
  batch: NewPrintBatch,
  { orderNos, state, limit }: ChosenCodes,
  person: Seeing,
): Promise<number> {
  const { within, scope } = withinScope(person);
  const choice = orderNos
    ? 'o.order_no = any(:orderNos::text[])'
    : `o.state = :state and not exists (select from code_prints p where p.code_id = c.id)
       and not exists (select from print_batch_items i where i.code_id = c.id and i.status <> 'skipped')`;
  await run(
    tx,
    'insert into print_batches (id, preset, format, requested_by) values (:id, :preset, :format, :requestedBy)',
    { ...batch },
  );
  return run(
    tx,
    `insert into print_batch_items (batch_id, position, order_id, code_id)
     select :id, row_number() over (order by o.order_no), o.id, c.id
     from orders o join codes c on c.order_id = o.id and c.status = 'live'
     where ${choice} and ${within} order by o.order_no limit :limit`,
    { ...scope, id: batch.id, limit, ...(orderNos ? { orderNos: [...orderNos] } : { state }) },
  );
}

const BATCH = `b.id, b.preset, b.format, b.requested_by as "requestedBy", b.status, b.created_at as "createdAt",
  b.ready_at as "readyAt", i.labels, i.ready, i.skipped,
  (select count(*)::int from print_batch_files f where f.batch_id = b.id) as printed,
  (select count(*)::int from print_samples s where s.batch_id = b.id) as samples`;
const COUNTED = `print_batches b cross join lateral (
  select count(*)::int as labels, count(*) filter (where status = 'ready')::int as ready,
    count(*) filter (where status = 'skipped')::int as skipped from print_batch_items where batch_id = b.id) i`;

export function printBatchById(db: Db, id: string): Promise<PrintBatchRow | undefined> {
  return row(db, `select ${BATCH} from ${COUNTED} where b.id = :id`, { id });
}

/** Batches, newest first; their own alone for who sees some orders alone. */
export async function listPrintBatches(
  db: Db,
  person: Seeing & { id: string },
  limit: number,
  cursor?: string,
): Promise<Page<PrintBatchRow>> {
  const own = person.seenBy === null ? null : person.id;
  const [createdAt, id] = readCursor(cursor) ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  const found = await rows<PrintBatchRow>(
    db,
    `select ${BATCH} from ${COUNTED} where (b.created_at, b.id) < (:createdAt::timestamptz, :id::uuid)
       and (:own::text is null or b.requested_by = :own::text)
     order by b.created_at desc, b.id desc limit :limit`,
    { createdAt, id, own, limit: limit + 1 },
  );
  return page(found, limit, (last) => [last.createdAt.toISOString(), last.id]);
}

/** Batches whose labels are not all checked, oldest first. */
export function unreadyBatches(db: Db, limit: number): Promise<{ id: string }[]> {
  return rows(db, `select id from print_batches where status <> 'ready' order by created_at limit :limit`, {
    limit,
  });
}

export type BatchedCode = Pick<
  CodeRow,
  'issueNo' | 'tokenId' | 'profile' | 'keyId' | 'status' | 'expiresAt'
> & {
  position: number;
  orderId: string;
  orderNo: string;
};

/** Codes of a batch behind a position, with what their labels are drawn from. */
export function codesOfBatch(
  db: Db,
  batchId: string,
  { status, after, limit }: { status: 'pending' | 'ready'; after: number; limit: number },
): Promise<BatchedCode[]> {
  return rows(
    db,
    `select i.position, o.id as "orderId", o.order_no as "orderNo", c.issue_no as "issueNo", c.token_id as "tokenId", c.profile,
       c.key_id as "keyId", c.status, c.expires_at as "expiresAt"
     from print_batch_items i join codes c on c.id = i.code_id join orders o on o.id = i.order_id
     where i.batch_id = :batchId and i.status = :status and i.position > :after order by i.position limit :limit`,
    { batchId, status, after, limit },
  );
}

export interface CheckedItem {
  position: number;
  status: 'ready' | 'skipped';
  reason: string | null;
  grade: Grade | null;
}

/** Keeps what became of labels; one that another runner settled before stays as it is. */
export async function settleItems(db: Db, batchId: string, items: readonly CheckedItem[]): Promise<void> {
  await run(
    db,
    `update print_batch_items i set status = r.status, reason = r.reason, grade = r.grade
     from jsonb_to_recordset(:items::jsonb) as r(position int, status text, reason text, grade text)
     where i.batch_id = :batchId and i.position = r.position and i.status = 'pending'`,
    { batchId, items: JSON.stringify(items) },
  );
}

export async function beginBatch(db: Db, id: string): Promise<void> {
  await run(db, `update print_batches set status = 'running' where id = :id and status = 'waiting'`, { id });
}

/** Ready once no label is left to check; true for the one who made it so. */
export async function endBatch(db: Db, id: string): Promise<boolean> {
  const ended = await run(
    db,
    `update print_batches set status = 'ready', ready_at = clock_timestamp() where id = :id and status <> 'ready'
       and not exists (select from print_batch_items where batch_id = :id and status = 'pending')`,
    { id },
  );
  return ended === 1;
}

/** Labels that cannot be printed, and why. */
export function skippedOf(
  db: Db,
  batchId: string,
  limit: number,
): Promise<{ position: number; orderNo: string; reason: string }[]> {
  return rows(
    db,
    `select i.position, o.order_no as "orderNo", i.reason from print_batch_items i join orders o on o.id = i.order_id
     where i.batch_id = :batchId and i.status = 'skipped' order by i.position limit :limit`,
    { batchId, limit },
  );
}

export async function insertBatchFile(
  db: Db,
  file: { id: string; batchId: string; printedBy: string },
): Promise<void> {
  await run(
    db,
    'insert into print_batch_files (id, batch_id, printed_by) values (:id, :batchId, :printedBy)',
    file,
  );
}
