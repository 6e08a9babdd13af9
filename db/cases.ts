import { type Seeing, withinScope } from './scope.js';
import { type Db, type Page, page, readCursor, row, rows, run, type Tx } from './sql.js';

export interface CaseRow {
  id: string;
  orderId: string;
  orderNo: string;
  kind: 'technical' | 'business';
  step: string;
  code: string;
  blocking: boolean;
  status: 'open' | 'retrying' | 'proven' | 'resolved' | 'cancelled';
  attempts: number;
  detail: Record<string, unknown>;
  ownerDepartment: string;
  openedAt: Date;
  dueAt: Date | null;
  closedAt: Date | null;
  resolution: string | null;
  rootCause: string | null;
}

const COLUMNS = `c.id, c.order_id as "orderId", o.order_no as "orderNo", c.kind, c.step, c.code, c.blocking, c.status, c.attempts,
  c.detail, c.owner_department as "ownerDepartment", c.opened_at as "openedAt", c.due_at as "dueAt", c.closed_at as "closedAt",
  c.resolution, c.root_cause as "rootCause"`;

export interface NewCase {
  id: string;
  orderId: string;
  kind: CaseRow['kind'];
  step: string;
  code: string;
  blocking: boolean;
  ownerDepartment: string;
  detail?: Record<string, unknown>;
  dueHours: number;
}

/** Opens a case (P6.3.1). A technical one that is still being retried at the same step opens again, one attempt later. */
export async function openCase(tx: Tx, one: NewCase): Promise<string> {
  const opened = await row<{ id: string }>(
    tx,
    `insert into cases (id, order_id, kind, step, code, blocking, owner_department, detail, due_at)
     values (:id, :orderId, :kind, :step, :code, :blocking, :ownerDepartment, :detail::jsonb,
       clock_timestamp() + make_interval(hours => :dueHours))
     on conflict (order_id, step) where kind = 'technical' and status in ('open', 'retrying')
     do update set status = 'open', attempts = cases.attempts + (cases.status = 'retrying')::int, code = excluded.code,
       detail = excluded.detail, due_at = excluded.due_at
     returning id`,
    { ...one, detail: JSON.stringify(one.detail ?? {}) },
  );
  if (!opened) throw new Error('openCase: nothing inserted');
  return opened.id;
}

/** A technician asks for another try: the case no longer blocks, and is proven by the write-off alone. */
export function startRetry(tx: Tx, caseId: string): Promise<number> {
  return run(
    tx,
    `update cases set status = 'retrying' where id = :caseId and status = 'open' and kind = 'technical'`,
    { caseId },
  );
}

/** The write-off was read back: every technical case under retry on this order is proven. */
export function proveRetries(tx: Tx, orderId: string): Promise<number> {
  return run(
    tx,
    `update cases set status = 'proven', closed_at = clock_timestamp()
     where order_id = :orderId and kind = 'technical' and status = 'retrying'
       and exists (select 1 from write_offs where order_id = :orderId)`,
    { orderId },
  );
}

export function resolveCase(
  tx: Tx,
  caseId: string,
  resolution: string,
  rootCause: string | null,
): Promise<number> {
  return run(
    tx,
    `update cases set status = 'resolved', closed_at = clock_timestamp(), resolution = :resolution, root_cause = :rootCause
     where id = :caseId and status = 'open'`,
    { caseId, resolution, rootCause },
  );
}

/** A cancelled order waits for nothing: its open cases end with it. */
export function cancelCases(tx: Tx, orderId: string): Promise<number> {
  return run(
    tx,
    `update cases set status = 'cancelled', closed_at = clock_timestamp()
     where order_id = :orderId and status in ('open', 'retrying')`,
    { orderId },
  );
}

export function caseById(db: Db, id: string): Promise<CaseRow | undefined> {
  return row(db, `select ${COLUMNS} from cases c join orders o on o.id = c.order_id where c.id = :id`, {
    id,
  });
}

export function casesOf(db: Db, orderId: string): Promise<CaseRow[]> {
  return rows(
    db,
    `select ${COLUMNS} from cases c join orders o on o.id = c.order_id where c.order_id = :orderId order by c.opened_at, c.id`,
    { orderId },
  );
}

/** Open cases of what a person sees, oldest first; of one kind when asked. */
export async function openCases(
  db: Db,
  filter: { person: Seeing; kind?: CaseRow['kind'] },
  limit: number,
  cursor?: string,
): Promise<Page<CaseRow>> {
  const [openedAt, id] = readCursor(cursor) ?? ['-infinity', '00000000-0000-0000-0000-000000000000'];
  const { within, scope } = withinScope(filter.person);
  const found = await rows<CaseRow>(
    db,
    `select ${COLUMNS} from cases c join orders o on o.id = c.order_id
     where c.status in ('open', 'retrying') and ${within} and (:kind::text is null or c.kind = :kind)
       and (c.opened_at, c.id) > (:openedAt::timestamptz, :id::uuid)
     order by c.opened_at, c.id limit :limit`,
    { ...scope, kind: filter.kind ?? null, openedAt, id, limit: limit + 1 },
  );
  return page(found, limit, (last) => [last.openedAt.toISOString(), last.id]);
}
