import { type Shift, type WorkingCalendar, yearsMissing } from '../domain/working-time.js';
import { zoneClock } from './zone-clock.js';

/** What a calendar is made of, as it is stored. */
interface Stored {
  zone: string;
  today: string;
  days: readonly { day: string; kind: 'holiday' | 'make_up' }[];
  years: readonly number[];
  shifts: readonly (Shift & { department: string | null })[];
}

/** The stored calendar as the domain counts with it. */
export function openCalendar({ zone, days, years, shifts }: Stored): WorkingCalendar {
  const of = (kind: string) => new Set(days.filter((one) => one.kind === kind).map(({ day }) => day));
  const departments = [...new Set(shifts.map(({ department }) => department))];
  const weeks = departments.map((department) => [
    department ?? 'default',
    shifts.filter((shift) => shift.department === department),
  ]);
  return {
    clock: zoneClock(zone),
    shifts: { default: [], ...Object.fromEntries(weeks) },
    holidays: of('holiday'),
    makeUpDays: of('make_up'),
    years: new Set(years),
  };
}

/** Years that deadlines of this quarter and the next fall in, and whose holidays are not loaded. */
export function missingYears({ today, years }: Pick<Stored, 'today' | 'years'>): number[] {
  const [year = 0, month = 0] = today.split('-').map(Number);
  return yearsMissing({ years: new Set(years) }, month > 9 ? [year, year + 1] : [year]);
}
