import type { State } from '../domain/lifecycle.js';
import { EVERY_ORDER, type Seeing, withinScope } from './scope.js';
import { type Db, row, rows, run } from './sql.js';

/** What the manager's board shows; counted by the sweeper, so that no screen counts orders (docs/decisions/0016). */

/** Orders of a state, of one department or, with null, of all. */
export interface FlowCell {
  state: State;
  department: string | null;
  orders: number;
  late: number;
  paused: number;
  /** The order in the middle came in then; the longest tenth of them before `p90Since`. Paused ones left out. */
  medianSince: string | null;
  p90Since: string | null;
}

export interface StuckCell {
  cause: string | null;
  department: string;
  orders: number;
}

export interface Tiles {
  activeCodes: number;
  issuedToday: number;
  writtenOffAuto: number;
  writtenOffReviewed: number;
  inReview: number;
  oldestReviewAt: string | null;
  exceptions: number;
  stuck: number;
  handoversOpen: number;
  handoversLost: number;
  watched: number;
  held: number;
}

export interface Flow {
  cells: FlowCell[];
  stuck: StuckCell[];
  tiles: Tiles;
}

/** Completed stays in a state as 21 values of working minutes; see `paceOf`. */
export type Paces = Partial<Record<State, number[]>>;

const REST = `('archived', 'voided', 'expired', 'purged')`;

/** Hand-overs that nobody accepted in time, of orders under way to which nothing was offered since (P4.2.2: lost). */
export const LOST_HANDOVER = `from hops h join orders under_way on under_way.id = h.order_id
  where h.status = 'timed_out' and under_way.state not in ${REST}
    and not exists (select from hops later where later.order_id = h.order_id and later.hop_no > h.hop_no)`;

/** Counts everything anew; one statement a part, none of them holds a lock. */
export async function countFlow(db: Db): Promise<Flow> {
  const active = await rows<FlowCell>(
    db,
    `select state, owner_department as department, count(*)::int as orders,
       count(*) filter (where due_at < statement_timestamp())::int as late,
       count(*) filter (where paused_at is not null)::int as paused,
       percentile_disc(0.5) within group (order by state_since) filter (where paused_at is null) as "medianSince",
       percentile_disc(0.1) within group (order by state_since) filter (where paused_at is null) as "p90Since"
     from orders where state not in ${REST} group by grouping sets ((state, owner_department), (state))`,
  );
  const resting = await rows<FlowCell>(
    db,
    `select state, null as department, count(*)::int as orders, 0 as late, 0 as paused, null as "medianSince",
       null as "p90Since" from orders where state in ${REST} group by state`,
  );
  const stuck = await rows<StuckCell>(
    db,
    `select cause, owner_department as department, count(*)::int as orders from orders
     where due_at < statement_timestamp() group by 1, 2 order by 3 desc`,
  );
  const tiles = await countTiles(db, EVERY_ORDER);
  return { cells: [...active, ...resting], stuck, tiles };
}

/** The numbers of the tiles, of what a person sees. */
export async function countTiles(db: Db, person: Seeing): Promise<Tiles> {
  const { within, scope } = withinScope(person);
  const all = within === 'true';
  const of = (column: string) => (all ? '' : `and ${column} in (select o.id from orders o where ${within})`);
  const tiles = await row<Tiles>(db, tilesOf(of), scope);
  if (!tiles) throw new Error('countTiles: nothing counted');
  return tiles;
}

/** `of`: the condition that leaves the orders which are counted. */
const tilesOf = (of: (column: string) => string): string => `
  with today as (select date_trunc('day', clock_timestamp() at time zone zone) at time zone zone as begins from calendars)
  select
    (select count(*)::int from codes where status = 'live' ${of('order_id')}) as "activeCodes",
    (select count(*)::int from issue_records where issued_at >= begins ${of('order_id')}) as "issuedToday",
    (select count(*)::int from write_offs where written_off_at >= begins and review_id is null ${of('order_id')}) as "writtenOffAuto",
    (select count(*)::int from write_offs where written_off_at >= begins and review_id is not null ${of('order_id')}) as "writtenOffReviewed",
    (select count(*)::int from reviews where status = 'open' ${of('order_id')}) as "inReview",
    (select min(opened_at) from reviews where status = 'open' ${of('order_id')}) as "oldestReviewAt",
    (select count(*)::int from cases where status in ('open', 'retrying') ${of('order_id')}) as exceptions,
    (select count(*)::int from orders where due_at < statement_timestamp() ${of('id')}) as stuck,
    (select count(*)::int from hops where status = 'offered' ${of('order_id')}) as "handoversOpen",
    (select count(*)::int ${LOST_HANDOVER} ${of('h.order_id')}) as "handoversLost",
    (select count(*)::int from orders where watched and state not in ${REST} ${of('id')}) as watched,
    (select count(*)::int from orders where held and state not in ${REST} ${of('id')}) as held
  from today`;

/** Counts the days from the last one counted, at most the last thirty, and writes them. */
export async function countDays(db: Db): Promise<void> {
  await run(
    db,
    `with company as (
       select zone, (clock_timestamp() at time zone zone)::date as today from calendars
     ), span as (
       select zone, today, greatest(today - 30, coalesce((select max(day) from flow_days), today - 30)) as first from company
     ), days as (
       select generate_series(first, today, interval '1 day')::date as day, zone from span
     )
     insert into flow_days (day, issued, written_off_auto, written_off_reviewed)
     select day,
       (select count(*) from issue_records where issued_at >= day::timestamp at time zone zone
          and issued_at < (day + 1)::timestamp at time zone zone),
       (select count(*) from write_offs where review_id is null and written_off_at >= day::timestamp at time zone zone
          and written_off_at < (day + 1)::timestamp at time zone zone),
       (select count(*) from write_offs where review_id is not null and written_off_at >= day::timestamp at time zone zone
          and written_off_at < (day + 1)::timestamp at time zone zone)
     from days
     on conflict (day) do update set issued = excluded.issued, written_off_auto = excluded.written_off_auto,
       written_off_reviewed = excluded.written_off_reviewed`,
  );
}

export interface FlowDay {
  /** As 2026-10-01. */
  day: string;
  issued: number;
  writtenOffAuto: number;
  writtenOffReviewed: number;
}

/** The last days that were counted, oldest first. */
export function flowDays(db: Db, most: number): Promise<FlowDay[]> {
  return rows(
    db,
    `select * from (select to_char(day, 'YYYY-MM-DD') as day, issued, written_off_auto as "writtenOffAuto",
       written_off_reviewed as "writtenOffReviewed" from flow_days order by flow_days.day desc limit :most) d order by day`,
    { most },
  );
}

export type FigureName = 'flow' | 'paces';
interface Bodies {
  flow: Flow;
  paces: Paces;
}

export interface Figure<Name extends FigureName> {
  body: Bodies[Name];
  countedAt: Date;
  tookMs: number;
  ageMs: number;
}

/** Writes what was counted, in place of what was counted before. */
export async function putFigure<Name extends FigureName>(
  db: Db,
  name: Name,
  body: Bodies[Name],
  tookMs: number,
): Promise<void> {
  await run(
    db,
    `insert into figures (name, body, counted_at, took_ms) values (:name, :body::jsonb, clock_timestamp(), :tookMs)
     on conflict (name) do update set body = excluded.body, counted_at = excluded.counted_at, took_ms = excluded.took_ms`,
    { name, body: JSON.stringify(body), tookMs },
  );
}

/** What was counted last, or undefined when nothing was yet. */
export function figure<Name extends FigureName>(db: Db, name: Name): Promise<Figure<Name> | undefined> {
  return row(
    db,
    `select body, counted_at as "countedAt", took_ms as "tookMs",
       (extract(epoch from clock_timestamp() - counted_at) * 1000)::float8 as "ageMs" from figures where name = :name`,
    { name },
  );
}

/** Orders that came to the archive lately, by live work and not by import: what the pace is told by. */
export function lateArrivals(db: Db, most: number): Promise<{ id: string }[]> {
  return rows(
    db,
    `select id from (select id, lane from orders where state = 'archived' order by state_since desc, id desc limit :looked) o
     where lane = 'live' limit :most`,
    { most, looked: most * 5 },
  );
}
