import type { z } from 'zod';
import type { Routes } from '../../api/contract/routes.js';

export type Calendar = z.output<Routes['showCalendar']['answers'][200]['schema']>;
export type NamedDay = Calendar['days'][number];
type Shift = Calendar['shifts'][number];

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
type Weekday = (typeof WEEKDAYS)[number];

const DAY_MS = 86_400_000;

/** One day of the grid, as 2026-10-01, with its weekday: 1 is Monday. */
export interface Day {
  day: string;
  month: number;
  date: number;
  weekday: Weekday;
}

/** The days of each month of a year. */
export function monthsOf(year: number): Day[][] {
  const months: Day[][] = Array.from({ length: 12 }, () => []);
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += DAY_MS) {
    const on = new Date(at);
    const weekday = WEEKDAYS[(on.getUTCDay() + 6) % 7] ?? 1;
    const month = on.getUTCMonth() + 1;
    months[month - 1]?.push({ day: dayOf(at), month, date: on.getUTCDate(), weekday });
  }
  return months;
}

const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** Shifts of a department, or the default ones where it has none of its own. */
export function shiftsOf(shifts: readonly Shift[], department: string | null): Shift[] {
  const own = shifts.filter((shift) => shift.department === department);
  return own.length > 0 ? own : shifts.filter((shift) => shift.department === null);
}

/** Whether a day is worked: as it is named, else as its weekday is. */
export function isWorked({ weekday }: Day, named: NamedDay | undefined, shifts: readonly Shift[]): boolean {
  if (named) return named.kind === 'make_up';
  return shifts.some((shift) => shift.weekday === weekday);
}

/** "09:00" for 540. */
export const clockOf = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** 540 for "09:00"; "24:00" is the end of a day; undefined for what is no time. */
export function minuteOf(clock: string): number | undefined {
  const [, hours = '', minutes = ''] = /^(\d\d):([0-5]\d)$/.exec(clock) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  return hours !== '' && minute <= 1440 ? minute : undefined;
}

type Read = { days: { day: string; kind: NamedDay['kind']; reason?: string }[] } | { wrong: number };

/** Reads a notice, one line each: a date or first and last, whether it is off, a name. */
export function readYear(text: string, marks: Readonly<Record<string, NamedDay['kind']>>): Read {
  const days: { day: string; kind: NamedDay['kind']; reason?: string }[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [, from = '', to = from, mark = '', name = ''] =
      /^(\d{4}-\d\d-\d\d)(?:\s+(\d{4}-\d\d-\d\d))?\s+(\S+)(?:\s+(.+))?$/.exec(line.trim()) ?? [];
    const kind = marks[mark.toLowerCase()];
    const all = kind ? daysBetween(from, to) : [];
    if (!kind || all.length === 0) return { wrong: index + 1 };
    days.push(...all.map((day) => ({ day, kind, ...(name !== '' && { reason: name }) })));
  }
  return { days };
}

function daysBetween(from: string, to: string): string[] {
  const [first, last] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)];
  const isDay = dayOrNot(first) === from && dayOrNot(last) === to;
  if (!isDay || last < first || last - first > 60 * DAY_MS) return [];
  return Array.from({ length: (last - first) / DAY_MS + 1 }, (_, index) => dayOf(first + index * DAY_MS));
}

const dayOrNot = (atMs: number): string => (Number.isNaN(atMs) ? '' : dayOf(atMs));
