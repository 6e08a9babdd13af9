import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addWorkingMinutes,
  dateOf,
  type Shift,
  type WorkingCalendar,
  workingMinutesBetween,
  yearsMissing,
} from '../../domain/working-time.js';
import { aCalendar, at, utc, week } from './working-calendar.js';

const HOUR = 60;
const added = (from: string, minutes: number, calendar = aCalendar(), department = 'sales') =>
  new Date(addWorkingMinutes(calendar, department, at(from), minutes).atMs)
    .toISOString()
    .slice(0, 16)
    .replace('T', ' ');
const between = (from: string, to: string, calendar = aCalendar(), department = 'sales') =>
  workingMinutesBetween(calendar, department, at(from), at(to)).minutes;

describe('adding working time', () => {
  test.each([
    ['within a shift', '2026-11-23 09:30', 60, '2026-11-23 10:30'],
    ['over lunch', '2026-11-23 11:30', 60, '2026-11-23 13:30'],
    ['to the very end of a shift', '2026-11-23 11:00', 60, '2026-11-23 12:00'],
    ['over night', '2026-11-23 17:30', 60, '2026-11-24 09:30'],
    ['over a weekend', '2026-11-20 17:30', 60, '2026-11-23 09:30'],
    ['from before work', '2026-11-23 03:00', 60, '2026-11-23 10:00'],
    ['from a Sunday', '2026-11-22 12:00', 8 * HOUR, '2026-11-23 18:00'],
    ['over National Day, on a make-up Saturday', '2026-10-09 17:00', 2 * HOUR, '2026-10-10 10:00'],
    ['over the whole holiday', '2026-09-30 17:00', 2 * HOUR, '2026-10-08 10:00'],
    ['nothing', '2026-11-22 12:00', 0, '2026-11-22 12:00'],
  ])('%s', (_, from, minutes, due) => {
    expect(added(from, minutes)).toBe(due);
  });

  test('without its holidays National Day is worked: the calendar makes the difference', () => {
    expect(added('2026-09-30 17:00', 2 * HOUR, aCalendar({ holidays: new Set() }))).toBe('2026-10-01 10:00');
  });

  test('a make-up day that is not named is a weekend', () => {
    expect(added('2026-10-09 17:00', 2 * HOUR, aCalendar({ makeUpDays: new Set() }))).toBe(
      '2026-10-12 10:00',
    );
  });

  test('goes by the shifts of the department, and by the default ones where it has none', () => {
    const calendar = aCalendar({
      shifts: { default: week([9, 17]), logistics: [{ weekday: 7, fromMinute: 0, toMinute: 1440 }] },
    });
    expect(added('2026-11-21 12:00', 60, calendar, 'logistics')).toBe('2026-11-22 01:00');
    expect(added('2026-11-21 12:00', 60, calendar, 'sales')).toBe('2026-11-23 10:00');
  });

  test('overlapping shifts count once', () => {
    const calendar = aCalendar({ shifts: { default: week([9, 12], [11, 13], [9, 10]) } });
    expect(between('2026-11-23 00:00', '2026-11-24 00:00', calendar)).toBe(4 * HOUR);
  });

  test('without any hours everybody works around the clock, so that deadlines still run', () => {
    const none = aCalendar({ shifts: { default: [] } });
    expect(added('2026-11-22 12:00', 60, none)).toBe('2026-11-22 13:00');
    const nonsense = aCalendar({ shifts: { default: [{ weekday: 1, fromMinute: 9, toMinute: 9 }] } });
    expect(added('2026-11-22 12:00', 60, nonsense)).toBe('2026-11-22 13:00');
  });
});

describe('a year whose holidays are not loaded', () => {
  const lateDecember = at('2026-12-31 17:00');

  test('is told, and counted by its weekdays', () => {
    expect(addWorkingMinutes(aCalendar(), 'sales', lateDecember, 2 * HOUR)).toEqual({
      atMs: at('2027-01-01 10:00'),
      yearMissing: 2027,
    });
    expect(workingMinutesBetween(aCalendar(), 'sales', lateDecember, at('2027-01-02 00:00'))).toEqual({
      minutes: 9 * HOUR,
      yearMissing: 2027,
    });
  });

  test('is not told when it is loaded, nor when it is not reached', () => {
    const loaded = aCalendar({ years: new Set([2026, 2027]), holidays: new Set(['2027-01-01']) });
    expect(addWorkingMinutes(loaded, 'sales', lateDecember, 2 * HOUR)).toEqual({
      atMs: at('2027-01-04 10:00'),
    });
    expect(addWorkingMinutes(aCalendar(), 'sales', lateDecember, HOUR)).toEqual({
      atMs: at('2026-12-31 18:00'),
    });
  });

  test('is named among those that are needed', () => {
    expect(yearsMissing(aCalendar(), [2027, 2026, 2027])).toEqual([2027]);
    expect(yearsMissing(aCalendar(), [2026])).toEqual([]);
  });
});

describe('for any calendar', () => {
  const shift = fc
    .record({
      weekday: fc.integer({ min: 1, max: 7 }),
      fromMinute: fc.integer({ min: 0, max: 1439 }),
      lasts: fc.integer({ min: 1, max: 1440 }),
    })
    .map(
      ({ weekday, fromMinute, lasts }): Shift => ({
        weekday,
        fromMinute,
        toMinute: Math.min(1440, fromMinute + lasts),
      }),
    );
  const start = at('2026-01-01 00:00');
  const instant = fc.integer({ min: start, max: at('2027-12-31 00:00') });
  const dates = fc.array(instant.map((ms) => dateOf(utc.dayOf(ms)))).map((days) => new Set(days));
  const calendar: fc.Arbitrary<WorkingCalendar> = fc
    .record({ shifts: fc.array(shift, { maxLength: 12 }), holidays: dates, makeUpDays: dates })
    .map(({ shifts, ...days }) => aCalendar({ ...days, shifts: { default: shifts } }));
  const minutes = fc.integer({ min: 0, max: 20_000 });

  test('what was added is what is measured', () => {
    fc.assert(
      fc.property(calendar, instant, minutes, (one, from, lasts) => {
        const { atMs } = addWorkingMinutes(one, 'sales', from, lasts);
        expect(workingMinutesBetween(one, 'sales', from, atMs).minutes).toBe(lasts);
        if (lasts > 0)
          expect(workingMinutesBetween(one, 'sales', from, atMs - 1).minutes).toBeLessThan(lasts);
      }),
    );
  });

  test('more time is never due earlier, and two stretches add up', () => {
    fc.assert(
      fc.property(calendar, instant, minutes, minutes, (one, from, first, second) => {
        const early = addWorkingMinutes(one, 'sales', from, first).atMs;
        const late = addWorkingMinutes(one, 'sales', from, first + second).atMs;
        expect(late).toBeGreaterThanOrEqual(early);
        expect(addWorkingMinutes(one, 'sales', early, second).atMs).toBe(late);
      }),
    );
  });

  test('working time is never more than time', () => {
    fc.assert(
      fc.property(calendar, instant, fc.nat(10_000_000_000), (one, from, lastsMs) => {
        const { minutes: worked } = workingMinutesBetween(one, 'sales', from, from + lastsMs);
        expect(worked).toBeGreaterThanOrEqual(0);
        expect(Math.round(worked * 60_000)).toBeLessThanOrEqual(lastsMs);
        expect(workingMinutesBetween(one, 'sales', from + lastsMs, from).minutes).toBe(0);
      }),
    );
  });
});
