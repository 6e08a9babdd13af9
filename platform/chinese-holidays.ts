import chineseDays from 'chinese-days';

/** A day that differs from its weekday: a holiday, or a weekend day worked to make up for one. */
export interface StatutoryDay {
  day: string;
  kind: 'holiday' | 'make_up';
  /** The holiday as a code word: national_day. */
  reason: string;
}

export const HOLIDAY_SOURCE = 'chinese-days 1.5.7';

/**
 * The statutory days of a year in China, or undefined when the package has none: for such a year it calls every weekday
 * a workday, the national day too.
 */
export function statutoryDays(year: number): StatutoryDay[] | undefined {
  const days: StatutoryDay[] = [];
  const end = Date.UTC(year + 1, 0, 1);
  for (let at = Date.UTC(year, 0, 1); at < end; at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    const { work, name } = chineseDays.getDayDetail(day);
    if (name.includes(',')) days.push({ day, kind: work ? 'make_up' : 'holiday', reason: codeOf(name) });
  }
  return days.some(({ kind }) => kind === 'holiday') ? days : undefined;
}

/** The package tells "National Day,国庆节,3". */
const codeOf = (name: string): string =>
  (name.split(',')[0] ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ' ')
    .trim()
    .replaceAll(' ', '_');
