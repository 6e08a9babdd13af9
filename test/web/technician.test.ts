import { describe, expect, test } from '@jest/globals';
import { DEEDS, hindrance } from '../../web/cases/deeds.js';
import { failureOf } from '../../web/cases/failure.js';
import { growthOf } from '../../web/incidents/growth.js';
import { incidentSearch, queryOf, weeksOf } from '../../web/incidents/search.js';
import { byCause, byWeek } from '../../web/incidents/statistics.js';

describe('a failure', () => {
  test.each([
    ['InjectedFault: write_off_fault', 'failure.drill'],
    ['Postgres: 57P01', 'failure.database_away'],
    ['Postgres: 23505 orders_order_no_key', 'failure.database_refused'],
    ['Postgres: 42501', 'failure.database_rights'],
    ['Postgres: XX000', 'failure.database'],
    ['Refusal: customer_erased', 'failure.rule'],
    ['SymbolUnreadable: no symbol', 'failure.symbol'],
    ['SealBroken: seal_broken', 'failure.seal'],
    ['Error: ECONNREFUSED', 'failure.unreachable'],
    ['Error: ETIMEDOUT', 'failure.late'],
    ['TypeError: see the log', 'failure.bug'],
    ['unknown', 'failure.bug'],
  ])('%s is told as %s', (code, key) => {
    expect(failureOf(code)).toBe(key);
  });
});

describe('a deed about a case', () => {
  const open = { status: 'open', closedAt: null, retryAt: null };
  const work = { mayNotRetry: false, skippable: true, skip: null };
  const rights = ['case.retry', 'case.resolve'] as const;
  const all = (one: Parameters<typeof hindrance>[1], more: Partial<Parameters<typeof hindrance>[2]> = {}) =>
    DEEDS.technical.map((deed) => hindrance(deed, one, { work, rights, ...more }));

  test('is possible while the case waits, but for a timed retry that nobody set', () => {
    expect(all(open)).toEqual([undefined, undefined, 'case.not_scheduled', undefined, undefined]);
    expect(all({ ...open, retryAt: '2099-01-01T00:00:00.000Z' })[2]).toBeUndefined();
  });

  test('is not possible without the right, under retry or when it is over, and says which', () => {
    expect(new Set(all(open, { rights: [] }))).toEqual(new Set(['case.no_right']));
    expect(new Set(all({ ...open, status: 'retrying' }))).toEqual(new Set(['case.is_retrying']));
    const closedAt = '2026-11-22T00:00:00.000Z';
    expect(new Set(all({ ...open, status: 'proven', closedAt }))).toEqual(new Set(['case.closed']));
    expect(all({ ...open, status: 'given_up', closedAt })).toEqual([
      ...[undefined, undefined],
      ...['case.closed', 'case.closed', 'case.closed'],
    ]);
  });

  test('is left to others by who approved the order; a skip waits for one answer at a time', () => {
    expect(all(open, { work: { ...work, mayNotRetry: true } })).toEqual([
      ...['case.four_eyes', 'case.four_eyes', 'case.not_scheduled', 'case.four_eyes', undefined],
    ]);
    const asked = { askedBy: 'technician', proof: 'photo', at: '2026-11-22T00:00:00.000Z' };
    expect(all(open, { work: { ...work, skip: asked } })[3]).toBe('case.skip_waits');
    expect(all(open, { work: { ...work, skippable: false } })[3]).toBe('case.not_skippable');
  });
});

test('a trend compares the newer hours with the older ones', () => {
  const hours = (older: number, newer: number) => [
    ...Array<number>(12).fill(older),
    ...Array<number>(12).fill(newer),
  ];
  expect(growthOf(hours(0, 2))).toEqual({ before: 0, now: 24, arrow: '↑' });
  expect(growthOf(hours(3, 1)).arrow).toBe('↓');
  expect(growthOf(hours(1, 1)).arrow).toBe('→');
});

test('an address holds only filters that are known', () => {
  const search = incidentSearch({ step: 'write_off', status: 'again', holder: 'me', text: '  Boom ', x: 1 });
  expect(search).toEqual({ step: 'write_off', status: 'again', holder: 'me', text: 'Boom' });
  expect(queryOf(search, 'technician')).toMatchObject({ assignedTo: 'technician', text: 'Boom' });
  expect(Object.values(incidentSearch({ step: 'x', status: '<b>', text: ' '.repeat(3) }))).toEqual(
    Array(4).fill(undefined),
  );
  expect(weeksOf({ weeks: '26' })).toEqual({ weeks: 26 });
  expect(weeksOf({ weeks: '27' })).toEqual({ weeks: undefined });
});

test('closed cases are counted by cause, the most frequent first, and by week, the newest first', () => {
  const closed = (week: string, kind: 'technical' | 'business', rootCause: string, cases: number) => ({
    ...{ week, kind, rootCause, cases },
  });
  const items = [
    closed('2026-11-09', 'technical', 'wrong_data', 2),
    closed('2026-11-16', 'technical', 'system_fault', 4),
    closed('2026-11-16', 'business', 'wrong_data', 3),
  ];
  expect(byCause(items)).toEqual([
    { name: 'wrong_data', technical: 2, business: 3, total: 5 },
    { name: 'system_fault', technical: 4, business: 0, total: 4 },
  ]);
  expect(byWeek(items).map(({ name, total }) => [name, total])).toEqual([
    ['2026-11-16', 7],
    ['2026-11-09', 2],
  ]);
});
