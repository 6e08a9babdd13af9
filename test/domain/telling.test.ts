import { describe, expect, test } from '@jest/globals';
import { ledger } from '../../domain/ledger.js';
import type { State } from '../../domain/lifecycle.js';
import { isNextHand, nextHand } from '../../domain/next-hand.js';
import { RIGHTS_OF } from '../../domain/people.js';
import { TELLINGS, tellingOf } from '../../domain/telling.js';
import { aHistory, aLine, anOrder, type Happening, pays, refunds, ships } from './builders.js';

const ORDER = anOrder({ lines: [aLine({ quantity: 2 })] });
const told = (state: State, order: typeof ORDER, ...facts: Happening[]) =>
  tellingOf({ state, kind: order.kind, settlement: order.settlement }, ledger(order, aHistory(...facts)));

describe('what the customer is told', () => {
  const cod = { ...ORDER, settlement: 'cash_on_delivery' as const };
  const service = { ...ORDER, kind: 'service' as const, lines: [aLine({ kind: 'service' })] };

  test.each<[string, ReturnType<typeof told>, unknown]>([
    ['before the code', told('requested', ORDER), { code: 'preparing' }],
    [
      'what is theirs to pay',
      told('circulating', ORDER, pays(20_000)),
      { code: 'awaiting_payment', amountMinor: 30_000 },
    ],
    [
      'what is given back',
      told('circulating', ORDER, pays(50_100)),
      { code: 'awaiting_refund', amountMinor: 100 },
    ],
    ['paid, not shipped', told('circulating', ORDER, pays(50_000)), { code: 'packing' }],
    ['a part shipped', told('circulating', ORDER, pays(50_000), ships([1, 1])), { code: 'part_shipped' }],
    ['cash on delivery, not shipped', told('issued', cod), { code: 'packing' }],
    ['on its way', told('circulating', cod, 'shipped'), { code: 'on_the_way' }],
    [
      'delivered, not paid',
      told('circulating', cod, 'shipped', 'delivered'),
      { code: 'awaiting_payment', amountMinor: 50_000 },
    ],
    ['a service to come', told('circulating', service, pays(50_000)), { code: 'service_due' }],
    ['checked inside', told('pending_review', ORDER), { code: 'checking' }],
    ['a technical fault', told('exception', ORDER, pays(50_000)), { code: 'checking' }],
    ['a dispute', told('exception', ORDER, 'dispute_opened'), { code: 'in_dispute' }],
    ['done', told('archived', ORDER, pays(50_000), refunds(0)), { code: 'complete' }],
    ['cancelled', told('voided', ORDER), { code: 'cancelled' }],
    ['too late', told('expired', ORDER), { code: 'code_expired' }],
    ['destroyed', told('purged', ORDER), { code: 'erased' }],
  ])('%s', (_name, found, expected) => {
    expect(found).toEqual(expected);
    expect(TELLINGS).toContain(found.code);
  });
});

describe('whom an order is taken to', () => {
  const hand = (nextAction: string | null, ownerDepartment = 'logistics') =>
    nextHand({ nextAction, ownerDepartment });
  const person = (role: 'finance' | 'logistics' | 'customer_service') => ({
    rights: new Set(RIGHTS_OF[role]),
    department: role,
  });

  test('is whoever makes its next move, and nobody at rest', () => {
    expect(hand('record_payment')).toEqual({ department: 'finance', does: 'record_payment' });
    expect(hand('answer_transfer', 'sales')).toEqual({ department: 'sales', does: 'answer_transfer' });
    expect(hand(null)).toBeNull();
  });

  test('is nobody else for those whose move it is', () => {
    expect(isNextHand(hand('record_payment'), person('finance'))).toBe(true);
    expect(isNextHand(hand('record_payment'), person('logistics'))).toBe(false);
    expect(isNextHand(hand('resolve_case', 'customer_service'), person('customer_service'))).toBe(true);
  });
});
