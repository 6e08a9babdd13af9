import type { State } from '../domain/lifecycle.js';
import { zoneOf } from './calendars.js';
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

/** Bound, so that the planner knows how much lies between: what it must look up first it takes for very little. */
const DAY = (from: number) =>
  `((now() at time zone :zone::text)::date + ${from})::timestamp at time zone :zone::text`;
const today = (column: string) => `${column} >= (${DAY(0)}) and ${column} < (${DAY(1)})`;

/** The orders behind a number of the board; as an array, so that they are found first. */
const BEHIND = {
  issued_today: `select order_id from issue_records where ${today('issued_at')}`,
  auto_today: `select order_id from write_offs where ${today('written_off_at')} and review_id is null`,
  reviewed_today: `select order_id from write_offs where ${today('written_off_at')} and review_id is not null`,
  handovers_open: `select order_id from hops where status = 'offered'`,
  handovers_lost: `select h.order_id ${LOST_HANDOVER}`,
} as const;

/** A page of the manager's list, in the order of an index. What is only shown is joined left, so that a count leaves it out. */
export async function listStuck(
  db: Db,
  filter: StuckFilter,
  limit: number,
  cursor?: string,
): Promise<Page<StuckRow>> {
  const after = readCursor(cursor);
  const sort = sortOf(filter);
  const zone = filter.tile || filter.scope === 'tomorrow' ? await zoneOf(db) : undefined;
  const found = await rows<StuckRow>(
    db,
    `with ${sort.chosen(conditionsOf(filter).join(' and '), after !== undefined)}
     select ${COLUMNS}, ${sort.text} as "sortKey" from chosen c left join orders o on o.id = c.chosen_id
       left join people p on p.id = o.assignee
       left join facts f on f.order_id = o.id and f.number = o.fact_count
     order by ${sort.by}`,
    { ...bindingsOf(filter), ...sort.bindings(after), ...(zone && { zone }), limit: limit + 1 },
  );
  return page(found, limit, (last) => [last.sortKey, last.id]);
}

interface Sort {
  /** The expressions that end with `chosen`: ids and what they are ordered by. */
  chosen(where: string, further: boolean): string;
  text: string;
  by: string;
  bindings(after: readonly [string, string] | undefined): Record<string, unknown>;
}

/** By when the state is due; by when it began for those without a due time; by amount × delay; as a number of the board counts. */
function sortOf(filter: StuckFilter): Sort {
  const { scope, order, state, watched, tile, paused } = filter;
  if (order === 'value' && scope !== 'all') return byValue(scope);
  const counted = countedBy(filter);
  if (counted) return counted;
  const undue = scope === 'all' && (state || watched || tile || paused);
  return byTime('orders o', 'o.id', undue ? 'o.state_since' : 'o.due_at');
}

const byTime = (from: string, id: string, key: string): Sort => ({
  chosen: (where, further) => `chosen as (
      select ${id} as chosen_id, ${key} as sort_key from ${from}
      where ${where} ${further ? `and (${key}, ${id}) > (:afterKey::timestamptz, :afterId::uuid)` : ''}
      order by ${key}, ${id} limit :limit)`,
  text: `to_char(c.sort_key at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
  by: 'c.sort_key, c.chosen_id',
  bindings: (after) => (after ? { afterKey: after[0], afterId: after[1] } : {}),
});

/** What a number of the board counts is in the order of an index: the list is read from there, however many there are. */
const COUNTED: Partial<Record<keyof typeof BEHIND, Sort>> = {
  handovers_open: byTime(
    `hops h join orders o on o.id = h.order_id and h.status = 'offered'`,
    'h.order_id',
    'h.order_since',
  ),
  issued_today: byTime(
    `issue_records i join orders o on o.id = i.order_id and ${today('i.issued_at')}
       and not exists (select from codes later where later.order_id = i.order_id and later.issue_no > i.issue_no)`,
    'i.order_id',
    'i.issued_at',
  ),
  auto_today: writtenOffToday('is null'),
  reviewed_today: writtenOffToday('is not null'),
};

function writtenOffToday(reviewed: 'is null' | 'is not null'): Sort {
  return byTime(
    `write_offs w join orders o on o.id = w.order_id and ${today('w.written_off_at')} and w.review_id ${reviewed}`,
    'w.order_id',
    'w.written_off_at',
  );
}

const countedBy = ({ scope, tile }: StuckFilter): Sort | undefined =>
  scope === 'all' && tile ? COUNTED[tile] : undefined;

/** The pages of one walk share their clock: the cursor names it, so that no order moves between them. */
const CLOCK = `coalesce(:clock::timestamptz, date_trunc('milliseconds', transaction_timestamp()))`;
const DUE_DAY = `((o.due_at at time zone 'UTC')::date)`;
const UNIT = `coalesce((:units::jsonb->>b.currency)::float8, 1000000)`;

/**
 * Amount × begun days of delay. Within a currency and a due day that is the order of the amount, which an index has: each
 * such heap gives its largest, and of these the largest are the page. A few of each tell how low the page ends at most
 * (`least`): only heaps that reach so high are read further, however many orders are late.
 */
const byValue = (scope: keyof typeof DAYS_OF): Sort => ({
  chosen: (where, further) => `recursive clock as materialized (select ${CLOCK} as at), currencies as (
      (select currency from orders where due_at is not null order by currency limit 1)
      union all
      select (select o.currency from orders o where o.due_at is not null and o.currency > c.currency order by o.currency limit 1)
      from currencies c where c.currency is not null
    ), heaps as (
      select b.currency, day::date as day, greatest((clock.at at time zone 'UTC')::date - day::date + 1, 1) as days, ${UNIT} as unit
      from currencies b cross join clock cross join lateral (
        select min(${DUE_DAY}) as first, max(${DUE_DAY}) as last from orders o where o.due_at is not null and o.currency = b.currency
      ) span cross join generate_series(${DAYS_OF[scope]}, interval '1 day') as day
      where b.currency is not null
    ), begun as materialized (
      select b.*, large.sort_key from heaps b cross join lateral (
        ${largestOf(where, further)} limit ceil(sqrt(:limit::int))::int) large
    ), bound as materialized (
      select coalesce((select sort_key from begun order by sort_key desc offset :limit::int - 1 limit 1), 0) as least
    ), chosen as (
      select large.id as chosen_id, large.sort_key from bound
        cross join lateral (select distinct currency, day, days, unit from begun where sort_key >= bound.least) b
        cross join lateral (${largestOf(`${where} ${NO_LOWER}`, further)} limit :limit) large
      order by large.sort_key desc, large.id limit :limit)`,
  text: `c.sort_key || '@' || to_char((select at from clock) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  by: 'c.sort_key desc, c.chosen_id',
  bindings: (after) => {
    if (!after) return { clock: null };
    const [key, clock] = after[0].split('@');
    return { afterKey: key, afterId: after[1], clock };
  },
});

const TODAY = `(now() at time zone 'UTC')::date`;
/** The due days that a scope may reach; tomorrow ends somewhere in the day after, whatever the time zone. */
const DAYS_OF = {
  late: `span.first::timestamp, least(span.last, ${TODAY})::timestamp`,
  tomorrow: `greatest(span.first, ${TODAY})::timestamp, least(span.last, ${TODAY} + 3)::timestamp`,
} as const;

const largestOf = (where: string, further: boolean): string => `
  select o.id, o.amount_minor / b.unit * b.days as sort_key from orders o
  where o.currency = b.currency and ${DUE_DAY} = b.day and ${where} ${further ? FURTHER : ''}
  order by o.amount_minor desc, o.id`;

/** The bounds on the amount are for the index, rounded outwards; the products decide. */
const NO_LOWER = `and o.amount_minor >= floor(bound.least * b.unit / b.days * 0.999999)::bigint
  and o.amount_minor / b.unit * b.days >= bound.least`;
const FURTHER = `and o.amount_minor <= ceil(:afterKey::float8 * b.unit / b.days + 1)::bigint
  and (o.amount_minor / b.unit * b.days, :afterId::uuid) < (:afterKey::float8, o.id)`;

/** The cursor of a list by value, as its first part tells it. */
export const VALUE_KEY = /^\d+(\.\d+)?(e[+-]?\d+)?@\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function conditionsOf(filter: StuckFilter): string[] {
  const conditions: string[] = [withinScope(filter.viewer).within];
  if (filter.scope === 'late') conditions.push('o.due_at < now()');
  if (filter.scope === 'tomorrow') conditions.push(`o.due_at >= now() and o.due_at < (${DAY(2)})`);
  if (filter.scope === 'all' && !filter.state && !filter.watched && !filter.tile && !filter.paused)
    conditions.push('o.due_at is not null');
  if (filter.scope === 'all' && filter.watched)
    conditions.push(`o.state not in ('archived', 'voided', 'expired', 'purged')`);
  if (filter.tile && !countedBy(filter)) conditions.push(`o.id = any(array(${BEHIND[filter.tile]}))`);
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
    conditions.push(`o.id = any(array(select order_id from cases
      where kind = 'technical' and status = 'open' and cause_key = :fault))`);
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
    `select line.*, called.step, fold_cause(called.code) as code from (
       select cause_key as "causeKey", sum(orders)::int as orders, min(first_at) as "firstAt", max(last_at) as "lastAt",
         jsonb_agg(jsonb_build_object('currency', currency, 'amountMinor', amount) order by currency) as amounts
       from (${within === 'true' ? HELD_SUMS : heldWithin(within)}
       ) part group by cause_key order by 2 desc, 1 limit :most
     ) line cross join lateral (
       select step, code from cases where cause_key = "causeKey" and kind = 'technical' and status in ('open', 'retrying')
       order by opened_at, id limit 1) called order by orders desc, "causeKey"`,
    { ...scope, most },
  );
}

const HELD_SUMS = `
  select s.cause_key, s.currency, sum(s.cases - s.retrying) as orders, sum(s.open_amount_minor) as amount,
    (select min(opened_at) from cases c where c.cause_key = s.cause_key and c.kind = 'technical' and c.status in ('open', 'retrying')
       and c.status = 'open') as first_at,
    (select max(opened_at) from cases c where c.cause_key = s.cause_key and c.kind = 'technical' and c.status in ('open', 'retrying')
       and c.status = 'open') as last_at
  from cause_sums s group by s.cause_key, s.currency having sum(s.cases - s.retrying) > 0`;

const heldWithin = (within: string): string => `
  select c.cause_key, c.currency, count(*) as orders, sum(c.amount_minor) as amount, min(c.opened_at) as first_at,
    max(c.opened_at) as last_at
  from cases c join orders o on o.id = c.order_id
  where c.kind = 'technical' and c.status in ('open', 'retrying') and c.status = 'open' and ${within}
  group by c.cause_key, c.currency`;
