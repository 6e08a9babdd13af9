import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FactType } from '../../domain/facts.js';
import { FIRST_POLICY } from '../../domain/policy.js';
import { type Evaluation, evaluate, type RiskInputs } from '../../domain/rules.js';
import { aFact, aHistory, anOrder, aPerson, noRisk, theSystem } from './builders.js';

const SMALL = anOrder({ amountMinor: 100 });

const judge = (
  order = SMALL,
  facts = aHistory('order_entered', 'code_issued'),
  known: Partial<RiskInputs> = {},
) => evaluate(FIRST_POLICY.rules, order, facts, { ...noRisk, ...known });
const met = (found: Evaluation): readonly string[] =>
  found.risks.filter((outcome) => outcome.met).map((outcome) => outcome.id);

test('an everyday order has no risk and needs no reviewer, and every rule is explained', () => {
  const found = judge();
  expect(met(found)).toEqual([]);
  expect(found.reviewers).toBe(0);
  expect(found.risks.map((outcome) => outcome.id)).toEqual([
    'amount_at_least',
    'watched',
    'amended_after_issue',
    'mismatch_corrected',
    'scan_anomaly',
    'reissued',
    'first_order_at_least',
    'entered_by_own_hand',
  ]);
});

describe('amounts', () => {
  test.each(['CNY', 'USD'])(
    'an order of %s 10,000.00 is reviewed, one minor unit less is not',
    (currency) => {
      expect(met(judge(anOrder({ currency, amountMinor: 1_000_000 })))).toEqual(['amount_at_least']);
      expect(met(judge(anOrder({ currency, amountMinor: 999_999 })))).toEqual([]);
    },
  );

  test.each(['CNY', 'USD'])(
    'a first order of %s 3,000.00 is reviewed, one minor unit less is not',
    (currency) => {
      const first = { firstOrderOfCustomer: true };
      expect(met(judge(anOrder({ currency, amountMinor: 300_000 }), [], first))).toEqual([
        'first_order_at_least',
      ]);
      expect(met(judge(anOrder({ currency, amountMinor: 299_999 }), [], first))).toEqual([]);
      expect(met(judge(anOrder({ currency, amountMinor: 300_000 })))).toEqual([]);
    },
  );

  test('a currency without a threshold is reviewed whatever the amount', () => {
    const found = judge(anOrder({ currency: 'JPY', amountMinor: 1 }));
    expect(met(found)).toEqual(['amount_at_least']);
    expect(found.reviewers).toBe(1);
    expect(found.risks[0]?.expected).toBe('no threshold for JPY');
  });

  test('a currency without a threshold makes only a first order risky as a first order', () => {
    const order = anOrder({ currency: 'EUR', amountMinor: 1 });
    expect(met(judge(order, [], { firstOrderOfCustomer: true }))).toEqual([
      'amount_at_least',
      'first_order_at_least',
    ]);
  });

  test('says the threshold and the amount in money', () => {
    const [amount] = judge(anOrder({ amountMinor: 1_250_000 })).risks;
    expect(amount).toMatchObject({ expected: '< CNY 10000.00', found: 'CNY 12500.00' });
  });
});

describe('reviewers', () => {
  test.each([
    [999_999, 0],
    [1_000_000, 1],
    [9_999_999, 1],
    [10_000_000, 2],
  ])('an order of %i minor units needs %i', (amountMinor, reviewers) => {
    expect(judge(anOrder({ amountMinor })).reviewers).toBe(reviewers);
    expect(judge(anOrder({ amountMinor, currency: 'USD' })).reviewers).toBe(reviewers);
  });

  test('never fall as the amount grows', () => {
    const amounts = fc.tuple(fc.nat(20_000_000), fc.nat(20_000_000));
    fc.assert(
      fc.property(amounts, fc.boolean(), ([one, more], watched) => {
        const needed = (amountMinor: number) => judge(anOrder({ amountMinor }), [], { watched }).reviewers;
        expect(needed(one + more)).toBeGreaterThanOrEqual(needed(one));
      }),
    );
  });

  test('are asked for before the verdict is in, so that the reviewer’s work can be seen coming', () => {
    expect(judge(SMALL, [], { watched: true })).toMatchObject({ verdict: 'not_yet', reviewers: 1 });
  });
});

describe('what is known beside the facts', () => {
  test('an order on the watch list is reviewed', () => {
    expect(met(judge(SMALL, [], { watched: true }))).toEqual(['watched']);
  });

  test('a scan anomaly is reviewed', () => {
    expect(met(judge(SMALL, [], { scanAnomaly: true }))).toEqual(['scan_anomaly']);
  });
});

describe('what happened', () => {
  test('an amendment after issue is a risk, before issue it is not', () => {
    expect(met(judge(SMALL, aHistory('order_entered', 'code_issued', 'order_amended')))).toEqual([
      'amended_after_issue',
    ]);
    expect(met(judge(SMALL, aHistory('order_entered', 'order_amended', 'code_issued')))).toEqual([]);
    expect(met(judge(SMALL, aHistory('order_entered', 'order_amended')))).toEqual([]);
  });

  test('an amendment between two issues is after the first', () => {
    const facts = aHistory('code_issued', 'order_amended', 'reissue_requested', 'code_issued');
    expect(met(judge(SMALL, facts))).toContain('amended_after_issue');
  });

  test('a corrected mismatch stays a risk', () => {
    expect(met(judge(SMALL, aHistory('payment_mismatch', 'case_resolved')))).toEqual(['mismatch_corrected']);
  });

  test('a reissue is a risk', () => {
    expect(met(judge(SMALL, aHistory('code_issued', 'reissue_requested', 'code_issued')))).toEqual([
      'reissued',
    ]);
    expect(met(judge(SMALL, aHistory('code_issued')))).toEqual([]);
  });
});

describe('own hand', () => {
  const entered = aFact('order_entered', {}, { actor: aPerson('lin') });

  test.each<FactType>(['payment_received', 'shipped', 'service_completed', 'retry_requested'])(
    'who entered the order and did %s makes it risky',
    (type) => {
      expect(met(judge(SMALL, aHistory(entered, aFact(type, {}, { actor: aPerson('lin') }))))).toEqual([
        'entered_by_own_hand',
      ]);
      expect(met(judge(SMALL, aHistory(entered, aFact(type, {}, { actor: aPerson('zhou') }))))).toEqual([]);
    },
  );

  test('an import that enters and pays is not a person', () => {
    const facts = aHistory('order_entered', aFact('payment_received', {}, { actor: theSystem }));
    expect(met(judge(SMALL, facts))).toEqual([]);
  });
});

test('several risks are all named, and still one reviewer is enough below the two-reviewer amount', () => {
  const found = judge(SMALL, aHistory('code_issued', 'reissue_requested'), {
    watched: true,
    scanAnomaly: true,
  });
  expect(met(found)).toEqual(['watched', 'scan_anomaly', 'reissued']);
  expect(found.reviewers).toBe(1);
});
