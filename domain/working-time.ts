/** Working time on the company calendar (architecture: time). Days are local days, counted from 1970-01-01. */

/** Where local days and wall-clock minutes lie in time, in one time zone; made outside, as the domain knows no zones. */
export interface ZoneClock {
  /** The local day of an instant. */
  dayOf(atMs: number): number;
  /** The instant of a minute 0–1440 of a local day; never goes back as the minutes go on. */
  instantOf(day: number, minute: number): number;
}

/** A stretch of work in a week; one over midnight is two. */
export interface Shift {
  /** 1 is Monday, 7 is Sunday. */
  weekday: number;
  fromMinute: number;
  toMinute: number;
}

export interface WorkingCalendar {
  clock: ZoneClock;
  /** A department without shifts of its own works those of `default`. */
  shifts: { readonly default: readonly Shift[]; readonly [department: string]: readonly Shift[] };
  /** Days as 2026-10-01. */
  holidays: ReadonlySet<string>;
  /** Weekend days that are worked, by the hours of the first working weekday. */
  makeUpDays: ReadonlySet<string>;
  /** Years whose holidays are known; any other goes by the weekdays alone. */
  years: ReadonlySet<number>;
}

/** `yearMissing`: the first year that was counted by its weekdays, because its holidays are not loaded. */
export interface WorkingInstant {
  atMs: number;
  yearMissing?: number;
}
export interface WorkingMinutes {
  minutes: number;
  yearMissing?: number;
}

/** The earliest instant by which so many minutes were worked since `fromMs`. */
export function addWorkingMinutes(
  calendar: WorkingCalendar,
  department: string,
  fromMs: number,
  minutes: number,
): WorkingInstant {
  const week = weekOf(calendar, department);
  const seen = yearsSeen(calendar);
  let leftMs = minutes * MINUTE_MS;
  if (!(leftMs > 0)) return { atMs: fromMs };
  for (let day = calendar.clock.dayOf(fromMs); ; day += 1) {
    seen.look(day);
    for (const [startMs, endMs] of worked(calendar, week, day)) {
      const atMs = Math.max(startMs, fromMs);
      if (atMs >= endMs) continue;
      if (leftMs <= endMs - atMs) return { atMs: atMs + leftMs, ...seen.missing() };
      leftMs -= endMs - atMs;
    }
  }
}

/** The minutes worked between two instants, to the millisecond; 0 when the second is not later. */
export function workingMinutesBetween(
  calendar: WorkingCalendar,
  department: string,
  fromMs: number,
  toMs: number,
): WorkingMinutes {
  const week = weekOf(calendar, department);
  const seen = yearsSeen(calendar);
  let workedMs = 0;
  if (toMs <= fromMs) return { minutes: 0 };
  const lastDay = calendar.clock.dayOf(toMs);
  for (let day = calendar.clock.dayOf(fromMs); day <= lastDay; day += 1) {
    seen.look(day);
    for (const [startMs, endMs] of worked(calendar, week, day))
      workedMs += Math.max(0, Math.min(endMs, toMs) - Math.max(startMs, fromMs));
  }
  return { minutes: workedMs / MINUTE_MS, ...seen.missing() };
}

/** When a department begins a local day, or undefined when it does not work on it. */
export const opensAt = (calendar: WorkingCalendar, department: string, day: number): number | undefined =>
  worked(calendar, weekOf(calendar, department), day)[0]?.[0];

/** Of these years, those whose holidays are not loaded. */
export const yearsMissing = (calendar: Pick<WorkingCalendar, 'years'>, years: readonly number[]): number[] =>
  [...new Set(years)].filter((year) => !calendar.years.has(year)).toSorted((one, other) => one - other);

/** A local day as 2026-10-01. */
export const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const FULL_WEEK: readonly Shift[] = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  fromMinute: 0,
  toMinute: 1440,
}));

type Stretch = readonly [fromMinute: number, toMinute: number];
interface Week {
  days: ReadonlyMap<number, readonly Stretch[]>;
  /** What a make-up day works. */
  first: readonly Stretch[];
  /** The stretches of days that were asked for, as instants. */
  known: Map<number, readonly Stretch[]>;
}

/** The weeks of a calendar that were asked for, as long as somebody holds it: it never changes. */
const weeks = new WeakMap<WorkingCalendar, Map<string, Week>>();

function weekOf(calendar: WorkingCalendar, department: string): Week {
  const known = weeks.get(calendar) ?? new Map<string, Week>();
  weeks.set(calendar, known);
  const week = known.get(department) ?? newWeek(calendar, department);
  known.set(department, week);
  return week;
}

/** A company that has named no hours works around the clock, so that deadlines still run. */
function newWeek({ shifts }: WorkingCalendar, department: string): Week {
  const real = (list: readonly Shift[] = []) => list.filter((shift) => shift.fromMinute < shift.toMinute);
  const own = real(shifts[department]);
  const named = own.length > 0 ? own : real(shifts.default);
  const week = named.length > 0 ? named : FULL_WEEK;
  const weekdays = [...new Set(week.map(({ weekday }) => weekday))].toSorted((one, other) => one - other);
  const days = new Map(weekdays.map((weekday) => [weekday, joined(week, weekday)]));
  return { days, first: days.get(weekdays[0] ?? 1) ?? [], known: new Map() };
}

/** The stretches of one weekday in order, those that touch as one. */
function joined(week: readonly Shift[], weekday: number): Stretch[] {
  const stretches: Stretch[] = [];
  const ordered = week
    .filter((shift) => shift.weekday === weekday)
    .toSorted((one, other) => one.fromMinute - other.fromMinute);
  for (const { fromMinute, toMinute } of ordered) {
    const last = stretches.at(-1);
    if (last && fromMinute <= last[1])
      stretches[stretches.length - 1] = [last[0], Math.max(last[1], toMinute)];
    else stretches.push([fromMinute, toMinute]);
  }
  return stretches;
}

const MOST_KNOWN = 5_000;

function worked(calendar: WorkingCalendar, week: Week, day: number): readonly Stretch[] {
  const stretches = week.known.get(day) ?? stretchesOf(calendar, week, day);
  if (week.known.size >= MOST_KNOWN) week.known.clear();
  week.known.set(day, stretches);
  return stretches;
}

/** The stretches of a day as instants: a shift over a change of clocks is as long as it really was. */
function stretchesOf({ clock, holidays, makeUpDays }: WorkingCalendar, week: Week, day: number): Stretch[] {
  const date = dateOf(day);
  if (holidays.has(date)) return [];
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1;
  const stretches = week.days.get(weekday) ?? (makeUpDays.has(date) ? week.first : []);
  return stretches.map(([from, to]) => [clock.instantOf(day, from), clock.instantOf(day, to)]);
}

function yearsSeen({ years }: WorkingCalendar) {
  let first: number | undefined;
  return {
    look: (day: number): void => {
      const year = new Date(day * DAY_MS).getUTCFullYear();
      if (first === undefined && !years.has(year)) first = year;
    },
    missing: (): { yearMissing?: number } => (first === undefined ? {} : { yearMissing: first }),
  };
}
