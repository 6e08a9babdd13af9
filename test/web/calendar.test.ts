import { describe, expect, test } from '@jest/globals';
import { clockOf, isWorked, minuteOf, monthsOf, readYear, shiftsOf } from '../../web/calendar/days.js';

describe('the grid of a year', () => {
  test('has every day once, with its weekday', () => {
    const days = monthsOf(2028).flat();
    expect(days).toHaveLength(366);
    expect(new Set(days.map(({ day }) => day)).size).toBe(366);
    expect(days.find(({ day }) => day === '2028-02-29')).toEqual({
      ...{ day: '2028-02-29', month: 2, date: 29, weekday: 2 },
    });
  });

  test('works on weekdays with hours, on make-up days, and on no holiday', () => {
    const shifts = [
      { department: null, weekday: 1, fromMinute: 540, toMinute: 1080 },
      { department: 'logistics', weekday: 6, fromMinute: 0, toMinute: 720 },
    ];
    const on = (weekday: 1 | 6) => ({ day: '2026-01-01', month: 1, date: 1, weekday });
    const named = (kind: 'holiday' | 'make_up') => ({ day: '2026-01-01', kind, source: 'test' });
    expect(isWorked(on(1), undefined, shiftsOf(shifts, null))).toBe(true);
    expect(isWorked(on(6), undefined, shiftsOf(shifts, 'sales'))).toBe(false);
    expect(isWorked(on(6), undefined, shiftsOf(shifts, 'logistics'))).toBe(true);
    expect(isWorked(on(1), named('holiday'), shiftsOf(shifts, null))).toBe(false);
    expect(isWorked(on(6), named('make_up'), shiftsOf(shifts, null))).toBe(true);
  });
});

describe('a notice of holidays', () => {
  const marks = { off: 'holiday', work: 'make_up' } as const;
  const day = (day: string, kind: 'holiday' | 'make_up', reason?: string) => ({
    ...{ day, kind },
    ...(reason !== undefined && { reason }),
  });

  test('is read line by line', () => {
    expect(readYear('2027-10-01 2027-10-02 off National Day\n\n 2027-10-10 WORK\n', marks)).toEqual({
      days: [
        day('2027-10-01', 'holiday', 'National Day'),
        day('2027-10-02', 'holiday', 'National Day'),
        day('2027-10-10', 'make_up'),
      ],
    });
  });

  test.each([
    ['2027-10-01'],
    ['2027-10-01 sometimes'],
    ['2027-02-30 off'],
    ['2027-10-07 2027-10-01 off'],
    ['2027-01-01 2027-12-31 off'],
    ['1 October off'],
  ])('with %s names the line that cannot be read', (line) => {
    expect(readYear(`2027-01-01 off\n${line}`, marks)).toEqual({ wrong: 2 });
  });
});

test('minutes of a day are times and back', () => {
  for (const clock of ['00:00', '09:05', '24:00']) expect(clockOf(minuteOf(clock) ?? -1)).toBe(clock);
  for (const clock of ['24:01', '9:00', '12:60', '']) expect(minuteOf(clock)).toBeUndefined();
});
