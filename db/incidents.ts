import type { IncidentStatus } from '../domain/incident.js';
import { type Seeing, withinScope } from './scope.js';
import { type Db, type Page, page, readCursor, row, rows, run, type Tx } from './sql.js';

/** Open technical cases of one cause: same step, same failure without its numbers and ids. */
export interface IncidentRow {
  causeKey: string;
  step: string;
  cause: string;
  cases: number;
  retrying: number;
  failedAgain: number;
  money: { currency: string; amountMinor: number }[];
  firstSeenAt: Date;
  lastSeenAt: Date;
  assignedTo: string | null;
  noteVersion: number;
  kekId: string | null;
  wrapped: Buffer | null;
  fixSealed: Buffer | null;
}

export interface IncidentFilter {
  person: Seeing;
  causeKey?: string;
  step?: string;
  status?: IncidentStatus;
  /** Part of the failure's text. */
  text?: string;
  /** A person, or null for causes that nobody has. */
  assignedTo?: string | null;
}

/** Causes of the open technical cases that a person sees, the one that failed last first. */
export async function listIncidents(
  db: Db,
  filter: IncidentFilter,
  limit: number,
  cursor?: string,
): Promise<Page<IncidentRow>> {
  const [seenAt, causeKey] = readCursor(cursor) ?? ['infinity', ''];
  const { within, scope } = withinScope(filter.person);
  const found = await rows<IncidentRow>(
    db,
    `${groupedFor(within, narrow(filter))}
     select g.*, ${NOTE} from grouped g left join incident_notes n on n.cause_key = g."causeKey"
     where (g."lastSeenAt", g."causeKey") < (:seenAt::timestamptz, :after)
       ${filter.step === undefined ? '' : 'and g.step = :step'}
       ${filter.text === undefined ? '' : "and g.cause ilike '%' || :text || '%'"}
       ${assigned(filter)} ${standing(filter)}
     order by g."lastSeenAt" desc, g."causeKey" desc limit :limit`,
    { ...scope, ...bindings(filter), seenAt, after: causeKey, limit: limit + 1 },
  );
  return page(found, limit, (last) => [last.lastSeenAt.toISOString(), last.causeKey]);
}

export async function incidentOf(db: Db, person: Seeing, causeKey: string): Promise<IncidentRow | undefined> {
  return (await listIncidents(db, { person, causeKey }, 1)).items[0];
}

/** Sums as they are kept, unless the person does not see every order; what a cause is called, from one of its cases. */
const groupedFor = (within: string, narrowed: string): string => `
  with by_currency as (
    ${within === 'true' ? SUMS : sumsWithin(within)} ${narrowed} group by c.cause_key, c.currency having ${within === 'true' ? 'sum(c.cases)' : 'count(*)'} > 0
  ), summed as (
    select cause_key as "causeKey", sum(cases)::int as cases, sum(retrying)::int as retrying, sum(again)::int as "failedAgain",
      json_agg(json_build_object('currency', currency, 'amountMinor', amount) order by currency) as money,
      min(first_seen) as "firstSeenAt", max(last_seen) as "lastSeenAt"
    from by_currency group by cause_key
  ), grouped as (
    select summed.*, called.step, fold_cause(called.code) as cause from summed cross join lateral (
      select step, code from cases where cause_key = "causeKey" and kind = 'technical' and status in ('open', 'retrying')
      order by opened_at, id limit 1) called
  )`;

/** Its first and its last case are at the ends of two indexes. */
const SUMS = `
  select c.cause_key, c.currency, sum(c.cases) as cases, sum(c.retrying) as retrying, sum(c.again) as again,
    sum(c.amount_minor) as amount,
    (select min(opened_at) from cases o where o.cause_key = c.cause_key and o.kind = 'technical' and o.status in ('open', 'retrying')) as first_seen,
    (select max(failed_at) from cases o where o.cause_key = c.cause_key and o.kind = 'technical' and o.status in ('open', 'retrying')) as last_seen
  from cause_sums c where true`;

const sumsWithin = (within: string): string => `
  select c.cause_key, c.currency, count(*) as cases, count(*) filter (where c.status = 'retrying') as retrying,
    count(*) filter (where c.status = 'open' and c.attempts > 1) as again, sum(c.amount_minor) as amount,
    min(c.opened_at) as first_seen, max(c.failed_at) as last_seen
  from cases c join orders o on o.id = c.order_id
  where c.kind = 'technical' and c.status in ('open', 'retrying') and ${within}`;

const NOTE = `n.assigned_to as "assignedTo", coalesce(n.version, 0) as "noteVersion", n.kek_id as "kekId", n.wrapped,
  n.fix_sealed as "fixSealed"`;

const narrow = ({ causeKey }: IncidentFilter): string =>
  causeKey === undefined ? '' : 'and c.cause_key = :causeKey';

function assigned({ assignedTo }: IncidentFilter): string {
  if (assignedTo === undefined) return '';
  return assignedTo === null ? 'and n.assigned_to is null' : 'and n.assigned_to = :assignedTo';
}

function standing({ status }: IncidentFilter): string {
  if (status === undefined) return '';
  switch (status) {
    case 'waiting':
      return 'and g.cases > g.retrying';
    case 'retrying':
      return 'and g.retrying > 0';
    case 'again':
      return 'and g."failedAgain" > 0';
  }
}

const bindings = ({ person: _, status: __, ...filter }: IncidentFilter): Record<string, unknown> =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== null));

const TREND_HOURS = 24;
const THIS_HOUR = `date_trunc('hour', now(), 'UTC')`;
const DAY_BEFORE = `${THIS_HOUR} - make_interval(hours => :hours::int)`;

/**
 * How often each of some causes failed in each of the last hours of the clock among what a person sees, the oldest first;
 * the last one is under way.
 */
export async function trendsOf(
  db: Db,
  person: Seeing,
  causeKeys: readonly string[],
): Promise<Map<string, number[]>> {
  const { within, scope } = withinScope(person);
  const found = await rows<{ causeKey: string; hoursAgo: number; failures: number }>(
    db,
    `select f.cause_key as "causeKey", (extract(epoch from ${THIS_HOUR} - f.hour) / 3600)::int as "hoursAgo", sum(f.failures)::int as failures
     from ${within === 'true' ? 'cause_failures' : failuresWithin(within)} f
     where f.cause_key = any(:causeKeys) and f.hour > ${DAY_BEFORE} and f.hour <= ${THIS_HOUR} group by 1, 2`,
    { ...scope, hours: TREND_HOURS, causeKeys: [...causeKeys] },
  );
  const trends = new Map(causeKeys.map((key) => [key, Array<number>(TREND_HOURS).fill(0)]));
  for (const { causeKey, hoursAgo, failures } of found) {
    const trend = trends.get(causeKey);
    if (trend) trend[TREND_HOURS - 1 - hoursAgo] = failures;
  }
  return trends;
}

const failuresWithin = (within: string): string => `(
  select a.cause_key, date_trunc('hour', a.failed_at, 'UTC') as hour, count(*) as failures
  from case_attempts a join cases c on c.id = a.case_id join orders o on o.id = c.order_id
  where a.cause_key = any(:causeKeys) and a.failed_at > ${DAY_BEFORE} and ${within} group by 1, 2)`;

export interface IncidentNote {
  causeKey: string;
  assignedTo: string | null;
  fixSealed: Buffer | null;
  editedBy: string;
}

/** The key that a cause's note is sealed under, made by whoever writes first; locked until the transaction ends. */
export async function noteKeyFor(
  tx: Tx,
  offered: { causeKey: string; kekId: string; wrapped: Buffer; editedBy: string },
): Promise<{ kekId: string; wrapped: Buffer; version: number; isNew: boolean }> {
  const isNew = await run(
    tx,
    `insert into incident_notes (cause_key, kek_id, wrapped, edited_by) values (:causeKey, :kekId, :wrapped, :editedBy)
     on conflict (cause_key) do nothing`,
    { ...offered },
  );
  const kept = await row<{ kekId: string; wrapped: Buffer; version: number }>(
    tx,
    `select kek_id as "kekId", wrapped, version from incident_notes where cause_key = :causeKey for update`,
    { causeKey: offered.causeKey },
  );
  if (!kept) throw new Error('noteKeyFor: nothing kept');
  return { ...kept, isNew: isNew === 1 };
}

/** Writes a cause's note; its version goes up unless it is the first. */
export function writeNote(tx: Tx, note: IncidentNote & { version: number }): Promise<number> {
  return run(
    tx,
    `update incident_notes set assigned_to = :assignedTo, fix_sealed = :fixSealed, edited_by = :editedBy, version = :version,
       edited_at = clock_timestamp() where cause_key = :causeKey`,
    { ...note },
  );
}

/** Closed cases of what a person sees per week and root cause, the newest week first (P6.3.2). */
export function rootCausesByWeek(
  db: Db,
  person: Seeing,
  weeks: number,
): Promise<{ week: string; kind: string; rootCause: string; cases: number }[]> {
  const { within, scope } = withinScope(person);
  return rows(
    db,
    `select to_char(date_trunc('week', closed_at at time zone z.zone), 'YYYY-MM-DD') as week, c.kind,
       coalesce(root_cause, 'unnamed') as "rootCause", count(*)::int as cases
     from cases c join orders o on o.id = c.order_id, (select zone from calendars) z
     where closed_at > statement_timestamp() - make_interval(weeks => :weeks) and c.status <> 'cancelled' and ${within}
     group by 1, 2, 3 order by 1 desc, 4 desc, 3`,
    { ...scope, weeks },
  );
}
