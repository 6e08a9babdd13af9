import type { Shift } from '../domain/working-time.js';
import { type Db, prepared, row, run, type Tx } from './sql.js';

export interface CalendarDay {
  /** As 2026-10-01. */
  day: string;
  kind: 'holiday' | 'make_up';
  reason?: string;
}

/** A shift of one department, or of every department without shifts of its own. */
export interface ShiftRow extends Shift {
  department: string | null;
}

/** The company calendar as it is stored. */
export interface CalendarRows {
  name: string;
  zone: string;
  revision: number;
  /** The database's clock, and its day in the calendar's zone. */
  now: Date;
  today: string;
  days: readonly (CalendarDay & { source: string })[];
  years: readonly number[];
  shifts: readonly ShiftRow[];
}

const CALENDAR = `select name, zone, revision, clock_timestamp() as now, to_char(clock_timestamp() at time zone zone, 'YYYY-MM-DD') as today,
  (select coalesce(json_agg(json_strip_nulls(json_build_object('day', to_char(day, 'YYYY-MM-DD'), 'kind', kind, 'source', source,
     'reason', reason)) order by day),
     '[]') from calendar_days) as days,
  (select coalesce(json_agg(year order by year), '[]') from calendar_years) as years,
  (select coalesce(json_agg(json_build_object('department', department, 'weekday', weekday, 'fromMinute', from_minute,
     'toMinute', to_minute) order by department nulls first, weekday, from_minute), '[]') from shifts) as shifts
  from calendars`;

/** The whole calendar in one statement, so that its parts are of one revision. */
export async function readCalendar(db: Db): Promise<CalendarRows> {
  const found = await row<CalendarRows>(db, CALENDAR);
  if (!found) throw new Error('readCalendar: the company has no calendar');
  return found;
}

/** Which edit of the calendar is in force, and the database's clock. */
export async function calendarNow(db: Db): Promise<Pick<CalendarRows, 'revision' | 'now'>> {
  const found = await row<Pick<CalendarRows, 'revision' | 'now'>>(
    db,
    'select revision, clock_timestamp() as now from calendars',
  );
  if (!found) throw new Error('calendarNow: the company has no calendar');
  return found;
}

/** The time zone of the company's days, as IANA names it. */
export async function zoneOf(db: Db): Promise<string> {
  const found = await row<{ zone: string }>(db, prepared('select zone from calendars'));
  if (!found) throw new Error('zoneOf: the company has no calendar');
  return found.zone;
}

/** Begins an edit: whoever edits the calendar waits here for the one before. Answers with the new revision. */
export async function reviseCalendar(tx: Tx, change: { name?: string; zone?: string } = {}): Promise<number> {
  const revised = await row<{ revision: number }>(
    tx,
    `update calendars set revision = revision + 1, name = coalesce(:name::text, name), zone = coalesce(:zone::text, zone)
     returning revision`,
    { name: change.name ?? null, zone: change.zone ?? null },
  );
  if (!revised) throw new Error('reviseCalendar: the company has no calendar');
  return revised.revision;
}

/** Names days; one that was named before is named anew. */
export async function putDays(db: Db, days: readonly CalendarDay[], source: string): Promise<void> {
  await run(
    db,
    `insert into calendar_days (day, kind, source, reason)
     select day, kind, :source, reason from jsonb_to_recordset(:days::jsonb) as d(day date, kind text, reason text)
     on conflict (day) do update set kind = excluded.kind, source = excluded.source, reason = excluded.reason`,
    { days: JSON.stringify(days), source },
  );
}

/** Makes days ordinary again. */
export async function clearDays(db: Db, days: readonly string[]): Promise<void> {
  await run(db, 'delete from calendar_days where day = any(:days::date[])', { days: [...days] });
}

/** Makes every day of a year ordinary. */
export async function clearYear(db: Db, year: number): Promise<void> {
  await run(db, 'delete from calendar_days where extract(year from day) = :year', { year });
}

/** Marks a year as loaded; what is named in it now is all there is. */
export async function putYear(db: Db, year: number, source: string): Promise<void> {
  await run(
    db,
    `insert into calendar_years (year, source) values (:year, :source)
     on conflict (year) do update set source = excluded.source, loaded_at = now()`,
    { year, source },
  );
}

/** Replaces the shifts of a department, or with null the default ones. */
export async function putShifts(tx: Tx, department: string | null, shifts: readonly Shift[]): Promise<void> {
  await run(tx, 'delete from shifts where department is not distinct from :department::text', { department });
  await run(
    tx,
    `insert into shifts (department, weekday, from_minute, to_minute)
     select :department::text, s.weekday, s."fromMinute", s."toMinute"
     from jsonb_to_recordset(:shifts::jsonb) as s(weekday int, "fromMinute" int, "toMinute" int)`,
    { department, shifts: JSON.stringify(shifts) },
  );
}

/** True for the first who tells of a missing year on a day. */
export async function tellOncePerDay(db: Db): Promise<boolean> {
  const told = await run(
    db,
    `update calendars set alarmed_on = (clock_timestamp() at time zone zone)::date
     where alarmed_on is distinct from (clock_timestamp() at time zone zone)::date`,
  );
  return told > 0;
}
