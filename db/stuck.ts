import type { State } from '../domain/lifecycle.js';
import { LOST_HANDOVER } from './figures.js';
import type { OrderItem } from './order-list.js';
import { type Seeing, withinScope } from './scope.js';
import { type Db, type Page, page, readCursor, rows } from './sql.js';

export interface StuckRow extends OrderItem {
  assignee: string | null;
  assigneeName: string | null;
  priority: number;
  escalation: number;
  held: boolean;
  watched: boolean;
  lastType: string | null;
  lastAt: Date | null;
  /** What the list is ordered by, as its cursor holds it. */
  sortKey: string;
}

export interface StuckFilter {
  /** Who looks: nobody sees orders that are none of theirs. */
  viewer: Seeing;
  scope: 'late' | 'tomorrow' | 'all';
  order: 'due' | 'value';
  state?: State | undefined;
  department?: string | undefined;
  person?: string | undefined;
  cause?: string | undefined;
  /** The cause key of the open technical case that holds the order. */
  fault?: string | undefined;
  withoutFaults?: boolean;
  priority?: number | undefined;
  currency?: string | undefined;
  watched?: boolean | undefined;
  held?: boolean | undefined;
  paused?: boolean | undefined;
  tile?: keyof typeof BEHIND | undefined;
  /** By currency, the minor units that count as one; for the order by value. */
  units?: Readonly<Record<string, number>>;
}

const COLUMNS = `o.id, o.order_no as "orderNo", o.kind, o.currency, o.amount_minor as "amountMinor", o.ordered_at as "orderedAt",
  o.created_at as "createdAt", o.state, o.state_since as "stateSince", o.owner_department as "ownerDepartment",
  o.waiting_for as "waitingFor", o.due_at as "dueAt", o.budget_minutes as "budgetMinutes", o.paused_at as "pausedAt", o.cause,
  o.next_action as "nextAction", o.assignee, o.priority, o.escalation, o.held, o.watched,
  p.display_name as "assigneeName", f.type as "lastType", f.recorded_at as "lastAt"`;

const TODAY = `(select date_trunc('day', clock_timestamp() at time zone zone) at time zone zone from calendars)`;

/** The orders behind a number of the board. */
const BEHIND = {
  issued_today: `select order_id from issue_records where issued_at >= ${TODAY}`,
  auto_today: `select order_id from write_offs where written_off_at >= ${TODAY} and review_id is null`,
  reviewed_today: `select order_id from write_offs where written_off_at >= ${TODAY} and review_id is not null`,
  handovers_open: `select order_id from hops where status = 'offered'`,
  handovers_lost: `select h.order_id ${LOST_HANDOVER}`,
} as const;

const FIRST: readonly [string, string] = ['', '00000000-0000-0000-0000-000000000000'];

/** A page of the manager's list, in the order of an index; only the order by value reads all that is late. */
export async function listStuck(
  db: Db,
  filter: StuckFilter,
  limit: number,
  cursor?: string,
): Promise<Page<StuckRow>> {
  const after = readCursor(cursor) ?? FIRST;
  const sort = sortOf(filter);
  const where = [...conditionsOf(filter), ...(cursor ? [sort.after] : [])].join(' and ');
  const found = await rows<StuckRow>(
    db,
    `with chosen as (
       select o.id as chosen_id, ${sort.key} as sort_key from orders o where ${where} order by ${sort.by} limit :limit
     )
     select ${COLUMNS}, ${sort.text} as "sortKey" from chosen c join orders o on o.id = c.chosen_id
       left join people p on p.id = o.assignee
       left join facts f on f.order_id = o.id and f.number = o.fact_count
     order by ${sort.outer}`,
    { ...bindingsOf(filter), ...sort.bindings(after), limit: limit + 1 },
  );
  return page(found, limit, (last) => [last.sortKey, last.id]);
}

interface Sort {
  key: string;
  text: string;
  by: string;
  outer: string;
  after: string;
  bindings(after: readonly [string, string]): Record<string, unknown>;
}

/** By when the state is due; by when it began for those without a due time; by amount × delay. */
function sortOf({ scope, order, state, watched, tile }: StuckFilter): Sort {
  if (order === 'value' && scope !== 'all') return BY_VALUE;
  const column = scope === 'all' && (state || watched || tile) ? 'state_since' : 'due_at';
  return {
    key: `o.${column}`,
    text: `to_char(c.sort_key at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    by: `o.${column}, o.id`,
    outer: 'c.sort_key, o.id',
    after: `(o.${column}, o.id) > (:afterKey::timestamptz, :afterId::uuid)`,
    bindings: ([afterKey, afterId]) => (afterKey === '' ? {} : { afterKey, afterId }),
  };
}

/** The pages of one walk share their clock: the cursor names it, so that no order moves between them. */
const VALUE = `((o.amount_minor::float8 / coalesce((:units::jsonb->>o.currency)::float8, 1000000))
  * greatest(extract(epoch from coalesce(:clock::timestamptz, date_trunc('milliseconds', transaction_timestamp())) - o.due_at)::float8, 60))`;

const BY_VALUE: Sort = {
  key: VALUE,
  text: `c.sort_key || '@' || to_char(coalesce(:clock::timestamptz, date_trunc('milliseconds', transaction_timestamp())) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  by: `${VALUE} desc, o.id`,
  outer: 'c.sort_key desc, o.id',
  after: `(${VALUE} < :afterKey::float8 or (${VALUE} = :afterKey::float8 and o.id > :afterId::uuid))`,
  bindings: ([afterKey, afterId]) => {
    if (afterKey === '') return { clock: null };
    const [key, clock] = afterKey.split('@');
    return { afterKey: key, afterId, clock };
  },
};

/** The cursor of a list by value, as its first part tells it. */
export const VALUE_KEY = /^\d+(\.\d+)?(e[+-]?\d+)?@\d{4}-\d\d-\d\dT[\d:.]+Z$/;

const TOMORROW_ENDS = `(select ((clock_timestamp() at time zone zone)::date + 2)::timestamp at time zone zone from calendars)`;

function conditionsOf(filter: StuckFilter): string[] {
  const conditions: string[] = [withinScope(filter.viewer).within];
  if (filter.scope === 'late') conditions.push('o.due_at < clock_timestamp()');
  if (filter.scope === 'tomorrow')
    conditions.push(`o.due_at >= clock_timestamp() and o.due_at < ${TOMORROW_ENDS}`);
  if (filter.scope === 'all' && !filter.state && !filter.watched && !filter.tile)
    conditions.push('o.due_at is not null');
  if (filter.scope === 'all' && filter.watched)
    conditions.push(`o.state not in ('archived', 'voided', 'expired', 'purged')`);
  if (filter.tile) conditions.push(`o.id in (${BEHIND[filter.tile]})`);
  if (filter.state) conditions.push('o.state = :state');
  if (filter.department) conditions.push('o.owner_department = :department');
  if (filter.person) conditions.push('o.assignee = :person');
  if (filter.cause) conditions.push('o.cause = :cause');
  if (filter.withoutFaults) conditions.push(`o.cause is distinct from 'technical_fault'`);
  if (filter.priority !== undefined) conditions.push('o.priority = :priority');
  if (filter.currency) conditions.push('o.currency = :currency');
  if (filter.watched !== undefined) conditions.push(filter.watched ? 'o.watched' : 'not o.watched');
  if (filter.held !== undefined) conditions.push(filter.held ? 'o.held' : 'not o.held');
  if (filter.paused !== undefined) conditions.push(`o.paused_at is ${filter.paused ? 'not null' : 'null'}`);
  if (filter.fault)
    conditions.push(`o.id in (select order_id from cases
      where kind = 'technical' and status = 'open' and cause_key = :fault)`);
  return conditions;
}

/** Only what the statement names: a binding that it does not would be refused. */
function bindingsOf(filter: StuckFilter): Record<string, unknown> {
  const { state, department, person, cause, priority, currency, fault } = filter;
  const given = { state, department, person, cause, priority, currency, fault };
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    ...withinScope(filter.viewer).scope,
    ...named,
    ...(filter.order === 'value' && filter.scope !== 'all' && { units: JSON.stringify(filter.units ?? {}) }),
  };
}

export interface FaultLine {
  causeKey: string;
  step: string;
  /** The failure without its numbers and ids. */
  code: string;
  orders: number;
  firstAt: Date;
  lastAt: Date;
  amounts: { currency: string; amountMinor: number }[];
}

/** What technically holds orders that a person sees: one line a cause, the most orders first. */
export function faultLines(db: Db, viewer: Seeing, most: number): Promise<FaultLine[]> {
  const { within, scope } = withinScope(viewer);
  return rows(
    db,
    `select cause_key as "causeKey", min(step) as step, fold_cause(min(code)) as code, sum(orders)::int as orders,
       min(first_at) as "firstAt", max(last_at) as "lastAt",
       jsonb_agg(jsonb_build_object('currency', currency, 'amountMinor', amount) order by currency) as amounts
     from (
       select c.cause_key, min(c.step) as step, min(c.code) as code, o.currency, count(*) as orders,
         min(c.opened_at) as first_at, max(c.opened_at) as last_at, sum(o.amount_minor) as amount
       from cases c join orders o on o.id = c.order_id where c.kind = 'technical' and c.status = 'open' and ${within}
       group by c.cause_key, o.currency
     ) part group by cause_key order by 4 desc, 1 limit :most`,
    { ...scope, most },
  );
}
