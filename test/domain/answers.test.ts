import { describe, expect, test } from '@jest/globals';
import { lastMaterial } from '../../domain/facts.js';
import { next } from '../../domain/lifecycle.js';
import { FIRST_POLICY } from '../../domain/policy.js';
import { mayNotRetry } from '../../domain/review.js';
import { evaluate } from '../../domain/rules.js';
import {
  aFact,
  aHistory,
  anOrder,
  aPass,
  aPerson,
  aStanding,
  type Happening,
  noRisk,
  pays,
  refunds,
} from './builders.js';

/** A person's answer counts for what it answered, and for nothing else. */

const order = anOrder();
const paidAndShipped = [pays(order.amountMinor), 'shipped'] as const;
const judge = (...happened: Happening[]) =>
  evaluate(FIRST_POLICY.rules, order, aHistory(...happened), noRisk);

describe('a resolved case', () => {
  test('settles the mismatch that its verification had seen', () => {
    expect(judge(...paidAndShipped, 'payment_mismatch').verdict).toBe('fail');
    const resolved = aFact('case_resolved', { materialFact: 3 });
    expect(judge(...paidAndShipped, 'payment_mismatch', resolved).verdict).toBe('pass');
  });

  test('settles nothing when it belonged to another question', () => {
    expect(judge(...paidAndShipped, 'dispute_opened', 'case_resolved').verdict).toBe('fail');
  });

  test('does not swallow a dispute that came after its verification', () => {
    const resolved = aFact('case_resolved', { materialFact: 3 });
    expect(judge(...paidAndShipped, 'payment_mismatch', 'dispute_opened', resolved).verdict).toBe('fail');
  });

  test('is material, so the facts up to a write-off tell its verdict again', () => {
    const resolved = aFact('case_resolved', { materialFact: 3 });
    const facts = aHistory(...paidAndShipped, 'payment_mismatch', resolved);
    const upTo = facts.filter((fact) => fact.number <= lastMaterial(facts));
    expect(evaluate(FIRST_POLICY.rules, order, upTo, noRisk).verdict).toBe('pass');
  });
});

test('one of two disputes closed leaves one open', () => {
  expect(
    judge(...paidAndShipped, 'dispute_opened', 'dispute_opened', 'dispute_closed').inputs.disputesOpen,
  ).toBe(1);
});

test('a foreign payment that went back contradicts nothing', () => {
  expect(judge(...paidAndShipped, pays(100, 'USD')).verdict).toBe('fail');
  expect(judge(...paidAndShipped, pays(100, 'USD'), refunds(100, 'USD')).verdict).toBe('pass');
});

describe('a pass counts no more', () => {
  test.each(['watch_set', 'retry_requested', 'case_resolved'] as const)(
    'after %s: the risks are looked at again',
    (type) => {
      const facts = aHistory(...paidAndShipped);
      const before = aStanding({
        state: 'verifying',
        facts,
        verified: aPass(facts, { reviewers: 0, factNumber: 3 }),
      });
      expect(next(before)).toBe('write_off');
      const after = [...facts, ...aHistory(...paidAndShipped, 'verification_passed', type).slice(2)];
      expect(next({ ...before, facts: after })).toBe('verify');
    },
  );
});

test('a reissue asked for before the first code issues no second one', () => {
  const facts = aHistory('code_requested', 'reissue_requested', 'code_issued');
  expect(next(aStanding({ state: 'issued', facts }))).toBe('wait');
});

test('an order without goods is never shipped, and one without a rule says which rule it lacks', () => {
  const charge = { ...order, lines: [{ lineNo: 1, kind: 'charge' as const, quantity: 1 }] };
  expect(evaluate(FIRST_POLICY.rules, charge, aHistory(...paidAndShipped), noRisk).verdict).toBe('not_yet');
  const ruleless = evaluate(
    { ...FIRST_POLICY.rules, writeOff: [] },
    order,
    aHistory(...paidAndShipped),
    noRisk,
  );
  expect(ruleless).toMatchObject({
    verdict: 'not_yet',
    nearest: [`add a write-off rule for ${order.kind} ${order.settlement}`],
  });
});

test('who approved an order cannot retry it', () => {
  const facts = aHistory(aFact('review_approved', {}, { actor: aPerson('sun', 'review') }));
  expect(mayNotRetry(facts, 'sun')).toBe(true);
  expect(mayNotRetry(facts, 'li')).toBe(false);
});
