import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FACT_TYPES, type FactType } from '../../domain/facts.js';
import { type Decision, mayNotReview, OWN_HAND, standing } from '../../domain/review.js';
import { aFact, aHistory, aPerson, theSystem } from './builders.js';

const OWN_DEEDS: readonly FactType[] = [
  'order_entered',
  'order_amended',
  'payment_received',
  'payment_refunded',
  'shipped',
  'service_completed',
  'retry_requested',
  'evidence_supplied',
  'amendment_proposed',
];

const by = (personId: string, decision: Decision['decision'] = 'approved'): Decision => ({
  personId,
  decision,
});

describe('four eyes', () => {
  test.each(OWN_DEEDS)('whoever did %s may not review the order', (type) => {
    const facts = aHistory('order_entered', aFact(type, {}, { actor: aPerson('lin') }));
    expect(mayNotReview(facts, 'lin')).toBe(type);
    expect(mayNotReview(facts, 'zhou')).toBeUndefined();
  });

  test.each(FACT_TYPES.filter((type) => !OWN_DEEDS.includes(type)))(
    '%s leaves a person free to review',
    (type) => {
      expect(mayNotReview(aHistory(aFact(type, {}, { actor: aPerson('lin') })), 'lin')).toBeUndefined();
    },
  );

  test('the list of deeds is the one that the database refuses', () => {
    expect([...OWN_HAND].sort()).toEqual([...OWN_DEEDS].sort());
  });

  test('a system or a customer with the same id is not the person', () => {
    const facts = aHistory(
      aFact('payment_received', {}, { actor: { ...theSystem, id: 'lin' } }),
      aFact('shipped', {}, { actor: { kind: 'customer', id: 'lin' } }),
    );
    expect(mayNotReview(facts, 'lin')).toBeUndefined();
  });

  test('names the first deed of the person, not of somebody else', () => {
    const facts = aHistory(
      aFact('order_entered', {}, { actor: aPerson('zhou') }),
      aFact('shipped', {}, { actor: aPerson('lin') }),
      aFact('payment_received', {}, { actor: aPerson('lin') }),
    );
    expect(mayNotReview(facts, 'lin')).toBe('shipped');
  });
});

describe('where a review stands', () => {
  test('is open without decisions', () => {
    expect(standing([], 1)).toBe('open');
  });

  test('one approval is enough for one reviewer, not for two', () => {
    expect(standing([by('lin')], 1)).toBe('approved');
    expect(standing([by('lin')], 2)).toBe('open');
  });

  test('the same person twice is one reviewer', () => {
    expect(standing([by('lin'), by('lin')], 2)).toBe('open');
    expect(standing([by('lin'), by('zhou')], 2)).toBe('approved');
  });

  test('one rejection ends it, before or after an approval', () => {
    expect(standing([by('lin', 'rejected')], 2)).toBe('rejected');
    expect(standing([by('lin'), by('zhou', 'rejected')], 2)).toBe('rejected');
    expect(standing([by('lin', 'rejected'), by('zhou')], 1)).toBe('rejected');
  });

  test('one return ends it too', () => {
    expect(standing([by('lin'), by('zhou', 'returned')], 2)).toBe('returned');
  });

  test('what ended it first stands', () => {
    expect(standing([by('lin', 'returned'), by('zhou', 'rejected')], 2)).toBe('returned');
    expect(standing([by('lin', 'rejected'), by('zhou', 'returned')], 2)).toBe('rejected');
  });

  test('is never approved by fewer different people than the policy asks for', () => {
    const decision = fc.record({
      personId: fc.constantFrom('lin', 'zhou', 'qian'),
      decision: fc.constantFrom<Decision['decision']>(
        'approved',
        'approved',
        'approved',
        'rejected',
        'returned',
      ),
    });
    fc.assert(
      fc.property(fc.array(decision, { maxLength: 5 }), fc.constantFrom(1, 2), (decisions, needed) => {
        const approvers = new Set(
          decisions.filter((one) => one.decision === 'approved').map((one) => one.personId),
        );
        const unanimous = decisions.every((one) => one.decision === 'approved');
        expect(standing(decisions, needed) === 'approved').toBe(unanimous && approvers.size >= needed);
      }),
    );
  });
});
