import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addWorkingMinutes, workingMinutesBetween } from '../../domain/working-time.js';
import { isZone, zoneClock } from '../../platform/zone-clock.js';
import { aCalendar } from '../domain/working-calendar.js';

const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
const day = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const instant = (zone: string, date: string, hour: number): string =>
  new Date(zoneClock(zone).instantOf(day(date), hour * 60)).toISOString();

describe('a local minute', () => {
  test.each([
    ['Asia/Shanghai', '2026-11-23', 9, '2026-11-23T01:00:00.000Z'],
    ['Europe/Berlin', '2026-03-28', 9, '2026-03-28T08:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29', 9, '2026-03-29T07:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29', 2.5, '2026-03-29T01:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29', 24, '2026-03-29T22:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', 2.5, '2026-10-25T00:30:00.000Z'],
    ['Europe/Berlin', '2026-10-25', 3, '2026-10-25T02:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-04', 2.25, '2026-10-03T15:30:00.000Z'],
  ])('in %s on %s at %d o’clock is %s', (zone, date, hour, expected) => {
    expect(instant(zone, date, hour)).toBe(expected);
  });

  test.each(ZONES)('in %s lies on its day and never goes back', (zone) => {
    const clock = zoneClock(zone);
    const from = day('2026-01-01');
    fc.assert(
      fc.property(
        fc.integer({ min: from, max: from + 730 }),
        fc.integer({ min: 0, max: 1439 }),
        (one, minute) => {
          const atMs = clock.instantOf(one, minute);
          expect(clock.dayOf(atMs)).toBe(one);
          expect(clock.instantOf(one, minute + 1)).toBeGreaterThanOrEqual(atMs);
          expect(clock.instantOf(one, 1440)).toBe(clock.instantOf(one + 1, 0));
        },
      ),
    );
  });
});

describe('working time over a change of clocks', () => {
  const night = [{ weekday: 7, fromMinute: 60, toMinute: 300 }];
  const calendar = (zone: string) => aCalendar({ clock: zoneClock(zone), shifts: { default: night } });
  const nightOf = (zone: string, date: string) => {
    const { clock } = calendar(zone);
    const [from, to] = [clock.instantOf(day(date), 0), clock.instantOf(day(date), 1440)];
    return workingMinutesBetween(calendar(zone), 'sales', from, to).minutes;
  };

  test('a night shift is as long as it really was', () => {
    expect(nightOf('Europe/Berlin', '2026-03-29')).toBe(180);
    expect(nightOf('Europe/Berlin', '2026-10-25')).toBe(300);
    expect(nightOf('Asia/Shanghai', '2026-03-29')).toBe(240);
  });

  test.each(ZONES)('what was added in %s is what is measured', (zone) => {
    const one = aCalendar({ clock: zoneClock(zone) });
    const nights = calendar(zone);
    const start = Date.parse('2026-03-01T00:00:00Z');
    fc.assert(
      fc.property(fc.nat(300 * 86_400_000), fc.integer({ min: 1, max: 4_000 }), (after, minutes) => {
        for (const each of [one, nights]) {
          const { atMs } = addWorkingMinutes(each, 'sales', start + after, minutes);
          expect(workingMinutesBetween(each, 'sales', start + after, atMs).minutes).toBe(minutes);
        }
      }),
      { numRuns: 50 },
    );
  });
});

test('names of zones are those of the IANA database', () => {
  expect(['Asia/Shanghai', 'UTC'].map(isZone)).toEqual([true, true]);
  expect(['Asia/Nowhere', '', '北京'].map(isZone)).toEqual([false, false, false]);
  expect(() => zoneClock('Asia/Nowhere')).toThrow('no time zone');
});
