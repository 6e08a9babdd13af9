import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Fact } from '../../domain/facts.js';
import { FIRST_POLICY } from '../../domain/policy.js';
import { type Evaluation, evaluate } from '../../domain/rules.js';
import {
  aFact,
  aHistory,
  aLine,
  anOrder,
  type BuiltOrder,
  type Happening,
  noRisk,
  pays,
  refunds,
  ships,
} from './builders.js';
import { KINDS_AND_SETTLEMENTS, type Need } from './policy-table.js';

const judge = (order: BuiltOrder, ...facts: readonly Happening[]): Evaluation =>
  evaluate(FIRST_POLICY.rules, order, aHistory(...facts), noRisk);

/** CNY 500.00: two teapots, an assembly and freight, so that every kind of order can be made of them. */
const LINES = [
  aLine({ lineNo: 1, quantity: 2, amountMinor: 30_000 }),
  aLine({ lineNo: 2, kind: 'service', amountMinor: 15_000 }),
  aLine({ lineNo: 3, kind: 'charge', amountMinor: 5_000 }),
];

/** The fact that fills each need, and the words for its lack. */
const FILL: Readonly<Record<Need, { fact: Fact; change: string }>> = {
  paid_in_full: { fact: pays(50_000), change: 'pay CNY 500.00 more' },
  all_shipped: { fact: ships([1, 2]), change: 'ship 2 more' },
  delivered: { fact: aFact('delivered'), change: 'deliver the goods' },
  service_completed: { fact: aFact('service_completed'), change: 'complete the service' },
  credit_approved: { fact: aFact('credit_approved'), change: 'approve the credit' },
};

describe.each(KINDS_AND_SETTLEMENTS)('$kind, $settlement', ({ kind, settlement, needs }) => {
  const order = anOrder({ kind, settlement, lines: LINES });
  const filled = needs.map((need) => FILL[need].fact);

  test('passes when everything is there', () => {
    const found = judge(order, ...filled);
    expect(found).toMatchObject({ verdict: 'pass', nearest: [], materialFact: filled.length });
    expect(found.conditions.every((outcome) => outcome.met)).toBe(true);
    expect(found.conditions.map((outcome) => outcome.id).sort()).toEqual([...needs].sort());
  });

  test.each(needs.map((need) => [need]))('waits when %s is missing, and says what would do', (missing) => {
    const found = judge(order, ...needs.filter((need) => need !== missing).map((need) => FILL[need].fact));
    expect(found.verdict).toBe('not_yet');
    expect(found.conditions.filter((outcome) => !outcome.met).map((outcome) => outcome.id)).toEqual([
      missing,
    ]);
    expect(found.nearest).toEqual([FILL[missing].change]);
  });

  test('waits without any fact, and lists every change', () => {
    const found = judge(order);
    expect(found).toMatchObject({ verdict: 'not_yet', materialFact: 0 });
    expect([...found.nearest].sort()).toEqual(needs.map((need) => FILL[need].change).sort());
  });

  test('fails when all is there and a dispute is open', () => {
    const found = judge(order, ...filled, 'dispute_opened');
    expect(found).toMatchObject({ verdict: 'fail', nearest: ['close the dispute'] });
  });
});

describe('an order that no rule fits', () => {
  test('waits instead of passing', () => {
    const rules = { ...FIRST_POLICY.rules, writeOff: [] };
    const found = evaluate(rules, anOrder(), aHistory(pays(50_000), 'shipped'), noRisk);
    expect(found).toMatchObject({ rule: 'none', verdict: 'not_yet' });
  });
});

describe('payment', () => {
  test('says how much is missing', () => {
    const found = judge(anOrder(), pays(12_000), 'shipped');
    expect(found.nearest).toEqual(['pay CNY 380.00 more']);
    expect(found.conditions.find((outcome) => outcome.id === 'paid_in_full')).toMatchObject({
      met: false,
      expected: 'CNY 500.00',
      found: 'CNY 120.00',
    });
  });

  test('parts add up, to the last minor unit', () => {
    expect(judge(anOrder(), pays(30_000), pays(19_999), 'shipped').nearest).toEqual(['pay CNY 0.01 more']);
    expect(judge(anOrder(), pays(30_000), pays(20_000), 'shipped').verdict).toBe('pass');
  });

  test('a refund takes a paid order back to waiting', () => {
    const found = judge(anOrder(), pays(50_000), 'shipped', refunds(1));
    expect(found).toMatchObject({ verdict: 'not_yet', materialFact: 3, nearest: ['pay CNY 0.01 more'] });
  });

  test('is written in the currency’s own places', () => {
    const yen = anOrder({ currency: 'JPY', amountMinor: 500 });
    expect(judge(yen, pays(100, 'JPY'), 'shipped').nearest).toEqual(['pay JPY 400 more']);
  });

  test('passes exactly at the amount due: below waits, above fails', () => {
    const parts = fc.array(fc.tuple(fc.boolean(), fc.nat(40_000)), { maxLength: 6 });
    fc.assert(
      fc.property(parts, (money) => {
        const paid = money.reduce((sum, [back, minor]) => sum + (back ? -minor : minor), 0);
        const facts = money.map(([back, minor]) => (back ? refunds(minor) : pays(minor)));
        const expected = paid > 50_000 ? 'fail' : paid < 50_000 ? 'not_yet' : 'pass';
        expect(judge(anOrder(), ...facts, 'shipped').verdict).toBe(expected);
        const rest = 50_000 - paid;
        const settled = rest > 0 ? [pays(rest)] : [refunds(-rest)];
        expect(judge(anOrder(), ...facts, ...settled, 'shipped').verdict).toBe('pass');
      }),
    );
  });
});

describe('shipment', () => {
  const order = anOrder({
    lines: [
      aLine({ lineNo: 1, quantity: 3, amountMinor: 30_000 }),
      aLine({ lineNo: 2, quantity: 2, amountMinor: 18_000 }),
      aLine({ lineNo: 3, kind: 'charge', amountMinor: 2_000 }),
    ],
  });

  test('waits for the lines still to ship', () => {
    expect(judge(order, pays(50_000), ships([1, 3])).nearest).toEqual(['ship 2 more']);
    expect(judge(order, pays(50_000), ships([1, 3]), ships([2, 1])).nearest).toEqual(['ship 1 more']);
  });

  test('passes when the last part left, though the charge never ships', () => {
    expect(judge(order, pays(50_000), ships([1, 3]), ships([2, 2])).verdict).toBe('pass');
  });

  test('five of one line do not make five of two lines', () => {
    expect(judge(order, pays(50_000), ships([1, 5]))).toMatchObject({
      verdict: 'fail',
      nearest: ['take back what was shipped beyond the order', 'ship 2 more'],
    });
  });
});

describe('contradictions', () => {
  const complete = [pays(50_000), aFact('shipped')];
  const against = (found: Evaluation): readonly string[] =>
    found.contradictions.filter((outcome) => outcome.met).map((outcome) => outcome.id);

  test('none is found on a clean order, and all are explained', () => {
    const found = judge(anOrder(), ...complete);
    expect(against(found)).toEqual([]);
    expect(found.contradictions.map((outcome) => outcome.id)).toEqual([
      'overpaid',
      'other_currency',
      'shipped_too_much',
      'payment_mismatch',
      'dispute_open',
    ]);
  });

  test.each<[string, Fact, string, string]>([
    ['overpaid', pays(1), 'refund CNY 0.01', 'CNY 500.01'],
    ['other_currency', pays(1, 'USD'), 'settle in CNY only', 'CNY USD'],
    ['shipped_too_much', ships([1, 1]), 'take back what was shipped beyond the order', '1'],
    ['payment_mismatch', aFact('payment_mismatch'), 'clear the payment mismatch', '1'],
    ['dispute_open', aFact('dispute_opened'), 'close the dispute', '1'],
  ])('%s fails a complete order', (id, fact, change, shown) => {
    const found = judge(anOrder(), ...complete, fact);
    expect(found).toMatchObject({ verdict: 'fail', nearest: [change] });
    expect(against(found)).toEqual([id]);
    expect(found.contradictions.find((outcome) => outcome.id === id)?.found).toBe(shown);
  });

  test('fail beats not_yet, and names the contradiction before what is missing', () => {
    const found = judge(anOrder(), pays(50_001));
    expect(found).toMatchObject({ verdict: 'fail', nearest: ['refund CNY 0.01', 'ship 1 more'] });
  });

  test('a refund of the surplus clears an overpayment', () => {
    expect(judge(anOrder(), pays(60_000), 'shipped', refunds(10_000)).verdict).toBe('pass');
  });

  test('a closed dispute no longer counts', () => {
    expect(judge(anOrder(), ...complete, 'dispute_opened', 'dispute_closed').verdict).toBe('pass');
  });

  test('a contradiction that the policy does not list is not held against the order', () => {
    const rules = { ...FIRST_POLICY.rules, contradictions: [] };
    expect(evaluate(rules, anOrder(), aHistory(pays(60_000), 'shipped'), noRisk).verdict).toBe('pass');
  });
});
