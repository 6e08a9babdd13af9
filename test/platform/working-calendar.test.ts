import { describe, expect, test } from '@jest/globals';
import { addWorkingMinutes } from '../../domain/working-time.js';
import { statutoryDays } from '../../platform/chinese-holidays.js';
import { missingYears, openCalendar } from '../../platform/working-calendar.js';

describe('the statutory days of China', () => {
  const kinds = new Map(statutoryDays(2026)?.map(({ day, kind }) => [day, kind]));

  test('of 2026 have National Day and its make-up days', () => {
    expect(kinds.get('2026-10-01')).toBe('holiday');
    for (const day of ['2026-01-04', '2026-02-14', '2026-10-10']) expect(kinds.get(day)).toBe('make_up');
  });

  test('hold no plain weekend and no plain weekday', () => {
    expect(kinds.has('2026-11-22')).toBe(false);
    expect(kinds.has('2026-11-23')).toBe(false);
  });

  test('of a year that the package does not have are none, not a year of work', () => {
    expect(statutoryDays(2099)).toBeUndefined();
    expect(statutoryDays(1999)).toBeUndefined();
  });
});

describe('the years that deadlines need', () => {
  const missing = (today: string, ...years: number[]) => missingYears({ today, years });

  test('are this quarter’s and the next’s', () => {
    expect(missing('2026-09-30', 2026)).toEqual([]);
    expect(missing('2026-10-01', 2026)).toEqual([2027]);
    expect(missing('2026-12-31', 2026, 2027)).toEqual([]);
    expect(missing('2027-01-01', 2026)).toEqual([2027]);
    expect(missing('2026-10-01')).toEqual([2026, 2027]);
  });
});

test('a stored calendar is opened with its zone, hours and days', () => {
  const calendar = openCalendar({
    zone: 'Asia/Shanghai',
    today: '2026-09-30',
    days: statutoryDays(2026) ?? [],
    years: [2026],
    shifts: [
      ...[1, 2, 3, 4, 5].map((weekday) => ({ department: null, weekday, fromMinute: 540, toMinute: 1080 })),
      { department: 'logistics', weekday: 6, fromMinute: 0, toMinute: 720 },
    ],
  });
  const due = (department: string) =>
    new Date(
      addWorkingMinutes(calendar, department, Date.parse('2026-09-30T17:30:00+08:00'), 60).atMs,
    ).toISOString();
  expect(due('sales')).toBe('2026-10-08T01:30:00.000Z');
  expect(due('logistics')).toBe('2026-10-09T17:00:00.000Z');
});
