import type { Shift, WorkingCalendar, ZoneClock } from '../../domain/working-time.js';

/** A clock without offset: local time is UTC, and every day has 24 hours. */
export const utc: ZoneClock = {
  dayOf: (atMs) => Math.floor(atMs / 86_400_000),
  instantOf: (day, minute) => day * 86_400_000 + minute * 60_000,
};

export const week = (...hours: readonly (readonly [from: number, to: number])[]): Shift[] =>
  [1, 2, 3, 4, 5].flatMap((weekday) =>
    hours.map(([from, to]) => ({ weekday, fromMinute: from * 60, toMinute: to * 60 })),
  );

/** Monday to Friday, 9–12 and 13–18; National Day of 2026 with its make-up Saturday. */
export function aCalendar(parts: Partial<WorkingCalendar> = {}): WorkingCalendar {
  return {
    clock: utc,
    shifts: { default: week([9, 12], [13, 18]) },
    holidays: new Set(['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07']),
    makeUpDays: new Set(['2026-10-10']),
    years: new Set([2025, 2026]),
    ...parts,
  };
}

/** An instant as UTC text: `2026-10-01 09:00`. */
export const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00Z`);
