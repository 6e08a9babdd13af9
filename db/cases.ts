import { type Seeing, withinScope } from './scope.js';
import { type Db, type Page, page, readCursor, row, rows, run, type Tx } from './sql.js';

export const CASE_STATUSES = [
  'open',
  'retrying',
  'proven',
  'resolved',
  'cancelled',
  'skipped',
  'given_up',
] as const;

export interface CaseRow {
  id: string;
  orderId: string;
  orderNo: string;
  amountMinor: number;
  currency: string;
  kind: 'technical' | 'business';
  step: string;
  code: string;
  causeKey: string | null;
  blocking: boolean;
  status: (typeof CASE_STATUSES)[number];
  attempts: number;
  detail: Record<string, unknown>;
  ownerDepartment: string;
  openedAt: Date;
  failedAt: Date;
  retryAt: Date | null;
  dueAt: Date | null;
  closedAt: Date | null;
  resolution: string | null;
  rootCause: string | null;
}

const COLUMNS = `c.id, c.order_id as "orderId", o.order_no as "orderNo", c.amount_minor as "amountMinor", c.currency, c.kind, c.step, c.code,
  c.cause_key as "causeKey", c.blocking, c.status, c.attempts, c.detail, c.owner_department as "ownerDepartment", c.opened_at as "openedAt",
  c.failed_at as "failedAt", c.retry_at as "retryAt", c.due_at as "dueAt", c.closed_at as "closedAt", c.resolution, c.root_cause as "rootCause"`;

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
    `with opened as (
       insert into cases (id, order_id, kind, step, code, blocking, owner_department, detail, due_at)
       values (:id, :orderId, :kind, :step, :code, :blocking, :ownerDepartment, :detail::jsonb,
         clock_timestamp() + make_interval(hours => :dueHours))
       on conflict (order_id, step) where kind = 'technical' and status in ('open', 'retrying')
       do update set status = 'open', attempts = cases.attempts + (cases.status = 'retrying')::int, code = excluded.code,
         detail = excluded.detail, due_at = excluded.due_at, failed_at = clock_timestamp()
       returning id, kind, attempts, code
     ), noted as (
       insert into case_attempts (case_id, attempt, code)
       select id, attempts, code from opened where kind = 'technical' on conflict (case_id, attempt) do nothing
     )
     select id from opened`,
    { ...one, detail: JSON.stringify(one.detail ?? {}) },
  );
  if (!opened) throw new Error('openCase: nothing inserted');
  return opened.id;
}

/** A technician asks for another try: the case no longer blocks, and is proven by the write-off alone. */
export function startRetry(tx: Tx, caseId: string, rootCause: string | null): Promise<number> {
  return run(
    tx,
    `update cases set status = 'retrying', closed_at = null, retry_at = null, retry_by = null,
       root_cause = coalesce(:rootCause, root_cause)
     where id = :caseId and status in ('open', 'given_up') and kind = 'technical'`,
    { caseId, rootCause },
  );
}

/** Sets when the sweeper asks for a retry, and for whom; null takes it back. */
export function scheduleRetry(
  tx: Tx,
  caseId: string,
  at: { retryAt: string; retryBy: string; rootCause: string | null } | null,
): Promise<number> {
  return run(
    tx,
    `update cases set retry_at = :retryAt::timestamptz, retry_by = :retryBy, root_cause = coalesce(:rootCause, root_cause)
     where id = :caseId and status in ('open', 'given_up') and kind = 'technical'`,
    {
      caseId,
      retryAt: at?.retryAt ?? null,
      retryBy: at?.retryBy ?? null,
      rootCause: at?.rootCause ?? null,
    },
  );
}

export interface DueRetry {
  caseId: string;
  orderId: string;
  step: string;
}

/** Retries whose time has come, the earliest first. */
export function dueRetries(db: Db, limit: number): Promise<DueRetry[]> {
  return rows(
    db,
    `select id as "caseId", order_id as "orderId", step from cases
     where retry_at <= statement_timestamp() order by retry_at limit :limit`,
    { limit },
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

/** People end a technical case without a retry: the step was done by other means, or never will be. */
export function endCase(
  tx: Tx,
  caseId: string,
  end: { status: 'skipped' | 'given_up'; rootCause: string },
): Promise<number> {
  return run(
    tx,
    `update cases set status = :status, closed_at = clock_timestamp(), root_cause = :rootCause, retry_at = null, retry_by = null
     where id = :caseId and status = 'open' and kind = 'technical'`,
    { caseId, ...end },
  );
}

/** A cancelled order waits for nothing: its cases end with it, also those that were given up and could be taken up again. */
export function cancelCases(tx: Tx, orderId: string): Promise<number> {
  return run(
    tx,
    `update cases set status = 'cancelled', closed_at = clock_timestamp(), retry_at = null, retry_by = null
     where order_id = :orderId and status in ('open', 'retrying', 'given_up')`,
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

/** Of some cases, those that a person sees, oldest first. */
export function casesById(db: Db, person: Seeing, ids: readonly string[]): Promise<CaseRow[]> {
  const { within, scope } = withinScope(person);
  return rows(
    db,
    `select ${COLUMNS} from cases c join orders o on o.id = c.order_id
     where c.id = any(:ids::uuid[]) and ${within} order by c.opened_at, c.id`,
    { ...scope, ids: [...ids] },
  );
}

/** The tries of a technical case, first to last. */
export function attemptsOf(
  db: Db,
  caseId: string,
): Promise<{ attempt: number; code: string; failedAt: Date }[]> {
  return rows(
    db,
    `select attempt, code, failed_at as "failedAt" from case_attempts where case_id = :caseId order by attempt`,
    { caseId },
  );
}

export interface CaseFilter {
  person: Seeing;
  kind?: CaseRow['kind'];
  causeKey?: string;
  givenUp?: boolean;
}

/** Open cases of what a person sees, oldest first; of one kind or cause, or those that were given up, when asked. */
export async function openCases(
  db: Db,
  filter: CaseFilter,
  limit: number,
  cursor?: string,
): Promise<Page<CaseRow>> {
  const [openedAt, id] = readCursor(cursor) ?? ['-infinity', '00000000-0000-0000-0000-000000000000'];
  const { within, scope } = withinScope(filter.person);
  const found = await rows<CaseRow>(
    db,
    `select ${COLUMNS} from cases c join orders o on o.id = c.order_id
     where ${filter.givenUp ? "c.status = 'given_up'" : "c.status in ('open', 'retrying')"}
       ${filter.kind ? 'and c.kind = :kind' : ''}
       ${filter.causeKey ? "and c.kind = 'technical' and c.cause_key = :causeKey" : ''}
       and ${within} and (c.opened_at, c.id) > (:openedAt::timestamptz, :id::uuid)
     order by c.opened_at, c.id limit :limit`,
    {
      ...scope,
      ...(filter.kind ? { kind: filter.kind } : {}),
      ...(filter.causeKey ? { causeKey: filter.causeKey } : {}),
      ...{ openedAt, id, limit: limit + 1 },
    },
  );
  return page(found, limit, (last) => [last.openedAt.toISOString(), last.id]);
}
