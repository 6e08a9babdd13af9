import type { Department } from '../domain/people.js';
import { EVERY_ORDER, type Seeing, withinScope } from './scope.js';
import { type Db, type Page, page, readCursor, row, rows, run, type Tx } from './sql.js';

/** A canary batch of retries: what people want of it, and how far its workflow has got. */
export interface BatchRow {
  id: string;
  causeKey: string | null;
  /** Step and failure of its first case: what a person knows the batch by. */
  step: string | null;
  cause: string | null;
  requestedBy: string;
  onBehalfOf: string | null;
  department: string | null;
  rootCause: string;
  maxFailurePercent: number;
  wanted: 'run' | 'suspend' | 'cancel';
  revision: number;
  status: 'running' | 'suspended' | 'stopped' | 'cancelled' | 'finished';
  stoppedRevision: number;
  stage: number;
  createdAt: Date;
  endedAt: Date | null;
}

export const ITEM_STATUSES = [
  'pending',
  'started',
  'passed',
  'proven',
  'failed',
  'refused',
  'cancelled',
] as const;
export type ItemStatus = (typeof ITEM_STATUSES)[number];

const FIRST = (column: string) =>
  `(select ${column} from retry_batch_items i join cases c on c.id = i.case_id where i.batch_id = retry_batches.id order by i.position limit 1)`;

const COLUMNS = `id, cause_key as "causeKey", ${FIRST('c.step')} as step, ${FIRST('fold_cause(c.code)')} as cause, requested_by as "requestedBy", on_behalf_of as "onBehalfOf", department, root_cause as "rootCause",
  max_failure_percent as "maxFailurePercent", wanted, revision, status, stopped_revision as "stoppedRevision", stage,
  created_at as "createdAt", ended_at as "endedAt"`;

export interface NewBatch {
  id: string;
  causeKey: string | null;
  requestedBy: string;
  onBehalfOf: string | null;
  department: string | null;
  rootCause: string;
  maxFailurePercent: number;
}

export async function insertBatch(tx: Tx, batch: NewBatch): Promise<void> {
  await run(
    tx,
    `insert into retry_batches (id, cause_key, requested_by, on_behalf_of, department, root_cause, max_failure_percent)
     values (:id, :causeKey, :requestedBy, :onBehalfOf, :department, :rootCause, :maxFailurePercent)`,
    { ...batch },
  );
}

export interface Chosen {
  causeKey?: string;
  caseIds?: readonly string[];
  failedOf?: string;
}

/**
 * Puts the open cases that were chosen and that the person sees into a batch, oldest first; a case in another unfinished
 * batch stays there.
 */
export function insertItems(
  tx: Tx,
  batchId: string,
  { person, chosen }: { person: Seeing; chosen: Chosen },
  limit: number,
): Promise<number> {
  const { within, scope } = withinScope(person);
  return run(
    tx,
    `insert into retry_batch_items (batch_id, position, case_id, order_id)
     select :batchId, row_number() over (order by c.opened_at, c.id), c.id, c.order_id from cases c join orders o on o.id = c.order_id
     where c.kind = 'technical' and c.status = 'open' and ${choice(chosen)} and ${within}
       and not exists (select from retry_batch_items i where i.case_id = c.id and i.status in ('pending', 'started'))
     order by c.opened_at, c.id limit :limit
     on conflict (case_id) where status in ('pending', 'started') do nothing`,
    { ...scope, ...chosen, ...(chosen.caseIds && { caseIds: [...chosen.caseIds] }), batchId, limit },
  );
}

function choice({ causeKey, caseIds }: Chosen): string {
  if (causeKey !== undefined) return 'c.cause_key = :causeKey';
  if (caseIds !== undefined) return 'c.id = any(:caseIds::uuid[])';
  return `c.id in (select case_id from retry_batch_items where batch_id = :failedOf and status in ('failed', 'refused', 'cancelled'))`;
}

/** A batch is there for those who see every order of it: its counts and its course are all of theirs. */
function wholeInScope(person: Seeing): { within: string; scope: { seenBy?: Department[] } } {
  const { within, scope } = withinScope(person);
  if (within === 'true') return { within, scope };
  const outside = `select from retry_batch_items i join orders o on o.id = i.order_id
    where i.batch_id = retry_batches.id and not ${within}`;
  return { within: `not exists (${outside})`, scope };
}

/** A batch that a person sees. */
export function batchById(db: Db, person: Seeing, id: string): Promise<BatchRow | undefined> {
  const { within, scope } = wholeInScope(person);
  return row(db, `select ${COLUMNS} from retry_batches where id = :id and ${within}`, { ...scope, id });
}

/** Locks a batch until the transaction ends: whoever moves it does this first. */
export function lockBatch(tx: Tx, id: string, person: Seeing = EVERY_ORDER): Promise<BatchRow | undefined> {
  const { within, scope } = wholeInScope(person);
  return row(tx, `select ${COLUMNS} from retry_batches where id = :id and ${within} for no key update`, {
    ...scope,
    id,
  });
}

/** Batches that a person sees, newest first. */
export async function listBatches(
  db: Db,
  person: Seeing,
  limit: number,
  cursor?: string,
): Promise<Page<BatchRow>> {
  const { within, scope } = wholeInScope(person);
  const [createdAt, id] = readCursor(cursor) ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  const found = await rows<BatchRow>(
    db,
    `select ${COLUMNS} from retry_batches where (created_at, id) < (:createdAt::timestamptz, :id::uuid) and ${within}
     order by created_at desc, id desc limit :limit`,
    { ...scope, createdAt, id, limit: limit + 1 },
  );
  return page(found, limit, (last) => [last.createdAt.toISOString(), last.id]);
}

/** How many items of each batch are in each status; a passed one whose write-off was read back since is proven. */
export async function countItems(
  db: Db,
  batchIds: readonly string[],
): Promise<Map<string, Partial<Record<ItemStatus, number>>>> {
  const found = await rows<{ batchId: string; status: ItemStatus; items: number }>(
    db,
    `select i.batch_id as "batchId", ${SHOWN} as status, count(*)::int as items
     from retry_batch_items i join cases c on c.id = i.case_id where i.batch_id = any(:batchIds::uuid[]) group by 1, 2`,
    { batchIds: [...batchIds] },
  );
  const counts = new Map<string, Partial<Record<ItemStatus, number>>>(batchIds.map((id) => [id, {}]));
  for (const { batchId, status, items } of found)
    counts.set(batchId, { ...counts.get(batchId), [status]: items });
  return counts;
}

const SHOWN = `case when i.status in ('started', 'passed') and c.status = 'proven' then 'proven' else i.status end`;

export interface BatchItem {
  position: number;
  caseId: string;
  orderNo: string;
  amountMinor: number;
  currency: string;
  status: ItemStatus;
  stage: number | null;
  code: string | null;
  startedAt: Date | null;
  endedAt: Date | null;
}

/** The items of a batch, by position, a page from after one. */
export function itemsOf(
  db: Db,
  batchId: string,
  { after, limit }: { after: number; limit: number },
): Promise<BatchItem[]> {
  return rows(
    db,
    `select i.position, i.case_id as "caseId", o.order_no as "orderNo", o.amount_minor as "amountMinor", o.currency,
       ${SHOWN} as status, i.stage, i.code, i.started_at as "startedAt", i.ended_at as "endedAt"
     from retry_batch_items i join cases c on c.id = i.case_id join orders o on o.id = i.order_id
     where i.batch_id = :batchId and i.position > :after order by i.position limit :limit`,
    { batchId, after, limit },
  );
}

/** What people want of a batch from now on; its revision goes up, so that the workflow is told. */
export function wish(tx: Tx, id: string, wanted: BatchRow['wanted']): Promise<number> {
  return run(tx, 'update retry_batches set wanted = :wanted, revision = revision + 1 where id = :id', {
    id,
    wanted,
  });
}

/** Batches whose workflow has not been told what people want of them last. */
export function unsentBatches(db: Db, limit: number): Promise<{ id: string; revision: number }[]> {
  return rows(
    db,
    'select id, revision from retry_batches where sent_revision < revision order by id limit :limit',
    { limit },
  );
}

/** Temporal has taken the signal with this revision. */
export async function batchSent(db: Db, { id, revision }: { id: string; revision: number }): Promise<void> {
  await run(
    db,
    'update retry_batches set sent_revision = :revision where id = :id and sent_revision < :revision',
    {
      ...{ id, revision },
    },
  );
}

export async function moveBatch(
  tx: Tx,
  id: string,
  to: Pick<BatchRow, 'status' | 'stage' | 'stoppedRevision'>,
): Promise<void> {
  await run(
    tx,
    `update retry_batches set status = :status, stage = :stage, stopped_revision = :stoppedRevision,
       ended_at = case when :status in ('cancelled', 'finished') then clock_timestamp() end where id = :id`,
    { id, ...to },
  );
}
