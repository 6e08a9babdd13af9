import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ledger } from '../../domain/ledger.js';
import { aFact, aHistory, aLine, anOrder, pays, refunds, ships } from './builders.js';

const TWO_LINES = anOrder({
  lines: [
    aLine({ lineNo: 1, quantity: 3, amountMinor: 30_000 }),
    aLine({ lineNo: 2, quantity: 2, amountMinor: 18_000 }),
    aLine({ lineNo: 3, kind: 'charge', quantity: 1, amountMinor: 2_000 }),
  ],
});

describe('money', () => {
  test('adds payments and takes refunds off', () => {
    const facts = aHistory(pays(30_000), pays(20_000), refunds(5_000));
    expect(ledger(anOrder(), facts)).toMatchObject({
      dueMinor: 50_000,
      paidMinor: 45_000,
      otherCurrencies: [],
    });
  });

  test('counts only the currency of the order, and names the others once', () => {
    const facts = aHistory(pays(50_000, 'USD'), pays(100, 'USD'), pays(10_000), refunds(1, 'EUR'));
    const { paidMinor, otherCurrencies } = ledger(anOrder(), facts);
    expect(paidMinor).toBe(10_000);
    expect([...otherCurrencies].sort()).toEqual(['EUR', 'USD']);
  });

  test('a mismatch is not a payment', () => {
    expect(ledger(anOrder(), aHistory('payment_mismatch'))).toMatchObject({ paidMinor: 0, mismatches: 1 });
  });

  test('does not depend on the order in which money came', () => {
    const money = fc
      .tuple(fc.boolean(), fc.nat(1_000_000), fc.constantFrom('CNY', 'USD'))
      .map(([back, minor, currency]) => (back ? refunds(minor, currency) : pays(minor, currency)));
    fc.assert(
      fc.property(fc.array(money), (facts) => {
        const paid = ledger(anOrder(), aHistory(...facts)).paidMinor;
        expect(ledger(anOrder(), aHistory(...facts.toReversed())).paidMinor).toBe(paid);
      }),
    );
  });
});

describe('shipments', () => {
  test('nothing shipped, three of five, all five', () => {
    expect(ledger(TWO_LINES, [])).toMatchObject({ toShip: 5, shipped: 0 });
    expect(ledger(TWO_LINES, aHistory(ships([1, 2], [2, 1])))).toMatchObject({ toShip: 5, shipped: 3 });
    expect(ledger(TWO_LINES, aHistory(ships([1, 2], [2, 1]), ships([1, 1], [2, 1])))).toMatchObject({
      shipped: 5,
    });
  });

  test('a shipment without lines ships all that is left, and no more', () => {
    const once = ledger(TWO_LINES, aHistory(ships([1, 1]), 'shipped'));
    expect(once).toMatchObject({ shipped: 5, shippedTooMuch: [] });
    const twice = ledger(TWO_LINES, aHistory('shipped', 'shipped'));
    expect(twice).toMatchObject({ shipped: 5, shippedTooMuch: [] });
  });

  test('too much of one line does not stand in for another', () => {
    const sums = ledger(TWO_LINES, aHistory(ships([1, 5])));
    expect(sums).toMatchObject({ toShip: 5, shipped: 3, shippedTooMuch: [1] });
  });

  test('the same line twice in one shipment adds up', () => {
    expect(ledger(TWO_LINES, aHistory(ships([2, 1], [2, 1])))).toMatchObject({
      shipped: 2,
      shippedTooMuch: [],
    });
    expect(ledger(TWO_LINES, aHistory(ships([2, 1], [2, 2])))).toMatchObject({ shippedTooMuch: [2] });
  });

  test('lines after a shipment of everything are too much', () => {
    expect(ledger(TWO_LINES, aHistory('shipped', ships([1, 1])))).toMatchObject({ shippedTooMuch: [1] });
  });

  test('charges and services never ship', () => {
    expect(ledger(TWO_LINES, aHistory(ships([3, 1])))).toMatchObject({
      toShip: 5,
      shipped: 0,
      shippedTooMuch: [],
    });
    const service = anOrder({ kind: 'service', lines: [aLine({ kind: 'service' })] });
    expect(ledger(service, aHistory('shipped'))).toMatchObject({ toShip: 0, shipped: 0 });
  });

  test('never counts more as shipped than there is to ship', () => {
    const shipment = fc.array(fc.tuple(fc.constantFrom(1, 2, 3), fc.integer({ min: 1, max: 4 })), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(shipment, { maxLength: 4 }), (shipments) => {
        const sums = ledger(TWO_LINES, aHistory(...shipments.map((lines) => ships(...lines))));
        const sent = (lineNo: number) =>
          shipments.flat().reduce((sum, [line, quantity]) => (line === lineNo ? sum + quantity : sum), 0);
        expect(sums.shipped).toBe(Math.min(3, sent(1)) + Math.min(2, sent(2)));
        expect(sums.shippedTooMuch).toEqual([...(sent(1) > 3 ? [1] : []), ...(sent(2) > 2 ? [2] : [])]);
      }),
    );
  });
});

describe('yes and no', () => {
  test('nothing happened to a new order', () => {
    expect(ledger(anOrder(), aHistory('order_entered', 'code_requested', 'code_issued'))).toEqual({
      dueMinor: 50_000,
      paidMinor: 0,
      otherCurrencies: [],
      mismatches: 0,
      toShip: 1,
      shipped: 0,
      shippedTooMuch: [],
      delivered: false,
      serviceCompleted: false,
      creditApproved: false,
      disputesOpen: 0,
    });
  });

  test('delivery, service and credit are read from their facts', () => {
    expect(ledger(anOrder(), aHistory('delivered'))).toMatchObject({
      delivered: true,
      serviceCompleted: false,
    });
    expect(ledger(anOrder(), aHistory('service_completed'))).toMatchObject({ serviceCompleted: true });
    expect(ledger(anOrder(), aHistory('credit_approved'))).toMatchObject({ creditApproved: true });
  });
});

describe('open questions', () => {
  test('a dispute is open until it is closed, and open again when another comes', () => {
    expect(ledger(anOrder(), aHistory('dispute_opened')).disputesOpen).toBe(1);
    expect(ledger(anOrder(), aHistory('dispute_opened', 'dispute_closed')).disputesOpen).toBe(0);
    expect(
      ledger(anOrder(), aHistory('dispute_opened', 'dispute_closed', 'dispute_opened')).disputesOpen,
    ).toBe(1);
  });

  test('a payment mismatch is open until a person resolves its case', () => {
    const answer = aFact('case_resolved', { materialFact: 1 });
    expect(ledger(anOrder(), aHistory('payment_mismatch', 'payment_received')).mismatches).toBe(1);
    expect(ledger(anOrder(), aHistory('payment_mismatch', answer)).mismatches).toBe(0);
    expect(ledger(anOrder(), aHistory('case_resolved', 'payment_mismatch')).mismatches).toBe(1);
  });

  test('a closed dispute does not settle a mismatch', () => {
    expect(ledger(anOrder(), aHistory('payment_mismatch', 'dispute_opened', 'dispute_closed'))).toMatchObject(
      {
        mismatches: 1,
        disputesOpen: 0,
      },
    );
  });
});
