import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FACT_TYPES, type Fact, type FactType } from '../../domain/facts.js';
import { due, next, type State } from '../../domain/lifecycle.js';
import { aFact, aHistory, aStanding } from './builders.js';

const ENDS: readonly (readonly [State, FactType])[] = [
  ['written_off', 'written_off'],
  ['voided', 'order_cancelled'],
  ['expired', 'code_expired'],
];
const LATE: readonly FactType[] = [
  'payment_received',
  'payment_refunded',
  'payment_mismatch',
  'shipped',
  'service_completed',
  'dispute_opened',
];

/** Writes down what is due until nothing is, as the lifecycle would. */
function settled(state: State, facts: readonly Fact[]): Fact[] {
  const history = [...facts];
  for (;;) {
    const one = due(aStanding({ state, facts: history }));
    if (!one) return history;
    expect(history.length).toBeLessThan(2 * facts.length + 1);
    history.push(aFact(one.type, one.detail, { number: history.length + 1 }));
  }
}
const notes = (facts: readonly Fact[]): unknown[] =>
  facts.filter((fact) => fact.type === 'late_fact').map((fact) => fact.detail.of);

describe.each(ENDS)('after %s', (state, ending) => {
  test.each(LATE)('%s is noted, once', (type) => {
    const facts = aHistory('code_issued', ending, type);
    const order = aStanding({ state, facts });
    expect(due(order)).toEqual({ type: 'late_fact', detail: { of: 3, what: type } });
    expect(next(order)).toBe('settle');
    const after = settled(state, facts);
    expect(notes(after)).toEqual([3]);
    expect(next(aStanding({ state, facts: after }))).not.toBe('settle');
  });

  test.each(FACT_TYPES.filter((type) => !LATE.includes(type) && !ENDS.some((row) => row[1] === type)))(
    '%s is not late',
    (type) => {
      expect(due(aStanding({ state, facts: aHistory('code_issued', ending, type) }))).toBeUndefined();
    },
  );

  test.each(LATE)('%s from before the end is not late', (type) => {
    expect(due(aStanding({ state, facts: aHistory('code_issued', type, ending) }))).toBeUndefined();
  });

  test('every late fact is noted exactly once, oldest first, in any mixture', () => {
    const types = fc.array(
      fc.constantFrom(
        ...FACT_TYPES.filter((type) => type !== 'late_fact' && !ENDS.some((row) => row[1] === type)),
      ),
    );
    fc.assert(
      fc.property(types, types, (before, after) => {
        const facts = aHistory(...before, ending, ...after);
        const expected = facts.filter((fact) => fact.number > before.length + 1 && LATE.includes(fact.type));
        expect(notes(settled(state, facts))).toEqual(expected.map((fact) => fact.number));
      }),
    );
  });
});

test('a late fact is noted before a written-off order is archived', () => {
  const facts = aHistory('written_off', 'payment_refunded');
  expect(next(aStanding({ state: 'written_off', facts }))).toBe('settle');
  expect(next(aStanding({ state: 'written_off', facts: settled('written_off', facts) }))).toBe('archive');
});

test.each<State>(['archived', 'purged'])('a refund is late in %s too', (state) => {
  const facts = aHistory('written_off', 'archived', 'payment_refunded');
  expect(due(aStanding({ state, facts }))?.detail).toEqual({ of: 3, what: 'payment_refunded' });
});

test.each<State>(['issued', 'dispatched', 'circulating', 'verifying', 'pending_review'])(
  'nothing is late in %s',
  (state) => {
    for (const type of LATE) {
      expect(due(aStanding({ state, facts: aHistory('code_issued', type) }))?.type).not.toBe('late_fact');
    }
  },
);

describe('an expired order that is reissued', () => {
  const facts = aHistory('code_issued', 'code_expired', 'payment_received', 'reissue_requested');

  test('first notes what came late, then issues', () => {
    expect(next(aStanding({ state: 'expired', facts }))).toBe('settle');
    expect(next(aStanding({ state: 'expired', facts: settled('expired', facts) }))).toBe('issue');
  });

  test('does not note again at its next end what came before it', () => {
    const again = aHistory(...settled('expired', facts), 'code_issued', 'payment_received', 'written_off');
    expect(due(aStanding({ state: 'written_off', facts: again }))).toBeUndefined();
    const refund = aHistory(...again, 'payment_refunded');
    expect(due(aStanding({ state: 'written_off', facts: refund }))?.detail.of).toBe(refund.length);
  });
});
