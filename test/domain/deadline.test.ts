import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dueAtMs, openPause, pausesOf, stayedMinutes } from '../../domain/deadline.js';
import type { Fact, FactDetail, FactType } from '../../domain/facts.js';
import { aFact, aPerson } from './builders.js';
import { aCalendar, at } from './working-calendar.js';

const calendar = aCalendar();
const stay = (since: string, ...pauses: readonly (readonly [from: string, to?: string])[]) => ({
  department: 'sales',
  sinceMs: at(since),
  pauses: pauses.map(([from, to]) => ({
    pausedAtMs: at(from),
    ...(to === undefined ? {} : { resumedAtMs: at(to) }),
  })),
});
const due = (one: ReturnType<typeof stay>, hours: number) => {
  const atMs = dueAtMs(calendar, one, hours * 60);
  return atMs === undefined ? undefined : new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
};

describe('when a state is due', () => {
  test('is its budget in working time', () => {
    expect(due(stay('2026-11-23 09:00'), 8)).toBe('2026-11-23 18:00');
    expect(due(stay('2026-11-20 17:00'), 8)).toBe('2026-11-23 17:00');
  });

  test('is pushed by a pause as long as it was worked', () => {
    expect(due(stay('2026-11-23 09:00', ['2026-11-23 10:00', '2026-11-24 10:00']), 8)).toBe(
      '2026-11-24 18:00',
    );
    expect(due(stay('2026-11-23 09:00', ['2026-11-23 12:00', '2026-11-23 13:00']), 8)).toBe(
      '2026-11-23 18:00',
    );
  });

  test('has no answer while the clock is paused within the budget', () => {
    expect(due(stay('2026-11-23 09:00', ['2026-11-23 10:00']), 8)).toBeUndefined();
  });

  test('stays what it was when the pause came too late', () => {
    expect(due(stay('2026-11-23 09:00', ['2026-11-24 10:00']), 8)).toBe('2026-11-23 18:00');
  });

  test('is not moved by pauses before the state began, and by part of one that reaches into it', () => {
    const earlier = ['2026-11-20 09:00', '2026-11-20 18:00'] as const;
    expect(due(stay('2026-11-23 09:00', earlier), 8)).toBe('2026-11-23 18:00');
    expect(due(stay('2026-11-23 09:00', ['2026-11-20 09:00', '2026-11-23 10:00']), 8)).toBe(
      '2026-11-24 10:00',
    );
  });

  test('agrees with the minutes that were counted, whatever the pauses', () => {
    const day = fc.integer({ min: 0, max: 40 * 24 * 60 });
    const since = at('2026-09-20 00:00');
    fc.assert(
      fc.property(
        fc.uniqueArray(day, { maxLength: 8 }),
        fc.integer({ min: 1, max: 5_000 }),
        (moments, budget) => {
          const edges = moments
            .toSorted((one, other) => one - other)
            .map((minute) => since + minute * 60_000);
          const pauses = edges.flatMap((pausedAtMs, index) => {
            const resumedAtMs = edges[index + 1];
            return index % 2 === 1 ? [] : [{ pausedAtMs, ...(resumedAtMs && { resumedAtMs }) }];
          });
          const one = { department: 'sales', sinceMs: since, pauses };
          const atMs = dueAtMs(calendar, one, budget);
          const free = dueAtMs(calendar, { ...one, pauses: [] }, budget) ?? 0;
          if (atMs === undefined) expect(stayedMinutes(calendar, one, since + 1e11)).toBeLessThan(budget);
          else {
            expect(stayedMinutes(calendar, one, atMs)).toBe(budget);
            expect(atMs).toBeGreaterThanOrEqual(free);
          }
        },
      ),
    );
  });
});

const history = (...acts: readonly (readonly [FactType, string, FactDetail?])[]): Fact[] =>
  [
    ['code_requested', '2026-11-20 09:00'] as const,
    ['code_issued', '2026-11-20 09:01'] as const,
    ...acts,
  ].map(([type, when, detail], index) =>
    aFact(type, detail ?? {}, {
      number: index + 1,
      recordedAt: new Date(at(when)),
      actor: aPerson('manager', 'management'),
    }),
  );

describe('the pauses of a history', () => {
  test('begin and end with the facts that say so', () => {
    const facts = history(
      ['clock_paused', '2026-11-20 10:00', { reason: 'customer_away' }],
      ['picked', '2026-11-20 10:30'],
      ['clock_resumed', '2026-11-20 11:00'],
    );
    expect(pausesOf(facts)).toMatchObject([
      { fact: 3, reason: 'customer_away', by: { id: 'manager' }, pausedAtMs: at('2026-11-20 10:00') },
    ]);
    expect(pausesOf(facts)[0]?.resumedAtMs).toBe(at('2026-11-20 11:00'));
    expect(openPause(pausesOf(facts.slice(0, 4)))?.fact).toBe(3);
    expect(openPause(pausesOf(facts))).toBeUndefined();
  });

  test('a second pause inside the first is none, and a resumption without one neither', () => {
    const facts = history(
      ['clock_resumed', '2026-11-20 09:30'],
      ['clock_paused', '2026-11-20 10:00', { reason: 'a' }],
      ['clock_paused', '2026-11-20 10:10', { reason: 'b' }],
    );
    expect(pausesOf(facts)).toHaveLength(1);
  });

  test('one ends with the state it belongs to', () => {
    const facts = history(
      ['clock_paused', '2026-11-20 10:00', { reason: 'a' }],
      ['circulation_started', '2026-11-20 12:00'],
    );
    expect(pausesOf(facts)[0]?.resumedAtMs).toBe(at('2026-11-20 12:00'));
  });

  const returned = [
    ['circulation_started', '2026-11-20 10:00'],
    ['verification_started', '2026-11-20 10:00'],
    ['review_opened', '2026-11-20 10:01'],
    ['review_returned', '2026-11-20 11:00'],
    ['circulation_started', '2026-11-20 11:01', { reason: 'review_returned' }],
  ] as const;

  test('a returned review begins one, and the next material fact ends it', () => {
    const facts = history(...returned, ['picked', '2026-11-20 12:00'], ['shipped', '2026-11-20 13:00']);
    expect(pausesOf(facts)).toMatchObject([
      {
        reason: 'review_returned',
        pausedAtMs: at('2026-11-20 11:01'),
        resumedAtMs: at('2026-11-20 13:00'),
      },
    ]);
    expect(openPause(pausesOf(facts.slice(0, -1)))?.reason).toBe('review_returned');
  });

  test('a material fact does not end the pause of a person', () => {
    const facts = history(
      ['clock_paused', '2026-11-20 10:00', { reason: 'a' }],
      ['shipped', '2026-11-20 13:00'],
    );
    expect(openPause(pausesOf(facts))?.fact).toBe(3);
  });

  test('coming to circulate for any other reason begins none', () => {
    expect(pausesOf(history(['circulation_started', '2026-11-20 10:00']))).toEqual([]);
  });
});
