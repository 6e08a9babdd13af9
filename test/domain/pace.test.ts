import { describe, expect, test } from '@jest/globals';
import { chanceLate, paceOf, staysOf } from '../../domain/pace.js';
import { aFact, aHistory } from './builders.js';
import { aCalendar } from './working-calendar.js';

const HOUR_MS = 3_600_000;

describe('the pace of a state', () => {
  const pace = paceOf(Array.from({ length: 101 }, (_, minutes) => minutes));

  test('is the shortest stay, every twentieth, the longest', () => {
    expect([pace.length, pace[0], pace[10], pace[20]]).toEqual([21, 0, 50, 100]);
    expect(paceOf([])).toEqual([]);
  });

  test('tells how likely an order that has stayed so long uses up its budget', () => {
    expect(chanceLate(pace, 0, 80)).toBeCloseTo(0.2);
    expect(chanceLate(pace, 60, 80)).toBeCloseTo(0.5);
    expect(chanceLate(pace, 10, 200)).toBe(0);
  });

  test('an order beyond its budget is late, and one that outstayed all others will be', () => {
    expect(chanceLate(pace, 80, 80)).toBe(1);
    expect(chanceLate(pace, 150, 200)).toBe(1);
  });

  test('without stays nothing is told', () => {
    expect(chanceLate([], 10, 80)).toBeUndefined();
  });
});

test('stays are counted in working time, pauses left out', () => {
  const at = (hours: number) => ({
    recordedAt: new Date(Date.parse('2026-03-02T09:00:00Z') + hours * HOUR_MS),
  });
  const facts = aHistory(
    aFact('order_entered', {}, at(0)),
    aFact('code_requested', {}, at(2)),
    aFact('clock_paused', { reason: 'other' }, at(4)),
    aFact('clock_resumed', {}, at(4.5)),
    aFact('code_issued', {}, at(5)),
  );
  expect(staysOf(aCalendar(), facts)).toEqual([
    { state: 'entered', minutes: 120 },
    { state: 'requested', minutes: 90 },
  ]);
});
