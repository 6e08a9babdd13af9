import { describe, expect, test } from '@jest/globals';
import { customerStatus, lockMs, mayPay, openQuestion, storyOf } from '../../domain/customer.js';
import type { Fact } from '../../domain/facts.js';
import type { Ordered } from '../../domain/ledger.js';
import type { State } from '../../domain/lifecycle.js';

const AT = new Date('2026-11-20T08:00:00Z');
const order: Ordered = {
  ...{ kind: 'goods', settlement: 'prepaid', currency: 'CNY', amountMinor: 100 },
  lines: [{ lineNo: 1, kind: 'goods', quantity: 2 }],
};
const history = (
  ...facts: Pick<Fact, 'type'>[] | (Pick<Fact, 'type'> & { detail?: Fact['detail'] })[]
): Fact[] =>
  facts.map((fact, index) => ({
    ...{ number: index + 1, happenedAt: AT, recordedAt: AT, source: 'api' as const, detail: {} },
    ...{ actor: { kind: 'customer' as const, id: 'stranger' } },
    ...fact,
  }));
const PAID = { type: 'payment_received', detail: { amountMinor: 100, currency: 'CNY' } } as const;

describe('a customer reads', () => {
  test.each<[string, State, Fact[]]>([
    ['awaiting_payment', 'dispatched', []],
    ['preparing', 'circulating', history(PAID)],
    [
      'partly_shipped',
      'circulating',
      history(PAID, { type: 'shipped', detail: { lines: [{ lineNo: 1, quantity: 1 }] } }),
    ],
    ['on_its_way', 'pending_review', history(PAID, { type: 'shipped' })],
    ['delivered', 'verifying', history(PAID, { type: 'shipped' }, { type: 'delivered' })],
    ['in_question', 'archived', history(PAID, { type: 'dispute_opened' })],
    ['done', 'archived', history(PAID, { type: 'shipped' })],
  ])('%s of an order that is %s', (word, state, facts) => {
    expect(customerStatus(state, order, facts)).toBe(word);
  });

  test('nothing of what the company does among itself', () => {
    const facts = history(PAID, { type: 'review_opened' }, { type: 'exception_opened' }, { type: 'nudged' });
    expect(storyOf(facts)).toEqual([{ what: 'paid', at: AT, amountMinor: 100 }]);
  });
});

test('pays what is owed in the currency of the providers, until the order is closed', () => {
  expect(mayPay('circulating', order, [])).toBe(true);
  expect(mayPay('circulating', order, history(PAID))).toBe(false);
  expect(mayPay('circulating', { ...order, currency: 'USD' }, [])).toBe(false);
  expect(mayPay('archived', order, [])).toBe(false);
});

test('a lock grows fourfold from half a minute to a day, and never ends before its time', () => {
  const seconds = [2, 3, 4, 5, 6, 7, 8, 9, 10, 500].map((failures) => lockMs(failures, 3) / 1000);
  expect(seconds).toEqual([0, 30, 120, 480, 1920, 7680, 30_720, 86_400, 86_400, 86_400]);
});

test('the newest question alone is open, for ten minutes and one answer', () => {
  const asked = history({ type: 'proof_code_asked' }, { type: 'proof_code_asked' });
  const after = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);
  expect(openQuestion(asked, after(10))).toBe(2);
  expect(openQuestion(asked, after(10.1))).toBeUndefined();
  const used = [...asked, ...history({ type: 'customer_proven', detail: { of: 2 } })];
  expect(openQuestion(used, after(1))).toBeUndefined();
});
