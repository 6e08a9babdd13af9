import { expect, test } from '@jest/globals';
import type { InvariantId, Verdict } from '../../host/chaos/check/finding.js';
import { checkHistory } from '../../host/chaos/check/index.js';
import { aRun, type Mutable, ROUND } from './a-history.js';

type Order = Mutable['orders'][number];
type Planting = (order: Order, trade: Mutable['trades'][number], world: Mutable) => unknown;

const PAID = 'alipay/payment/H-1-w';
const BACK = 'alipay/refund/H-1-r';

function renumber(order: Order): void {
  for (const [index, fact] of order.facts.entries()) fact.number = index + 1;
  order.factCount = order.facts.length;
}
function forget(order: Order, externalId: string): void {
  order.facts = order.facts.filter((fact) => fact.externalId !== externalId);
  renumber(order);
}
function repeat(order: Order, externalId: string): void {
  order.facts.push(...order.facts.filter((fact) => fact.externalId === externalId));
  order.facts = order.facts.map((fact) => ({ ...fact }));
  renumber(order);
}
const once = <Item>(items: readonly Item[]): Item => {
  const [item] = items;
  if (!item) throw new Error('nothing there');
  return item;
};

/** What is planted where money moves must be found there, in these words. */
const PLANTED: Readonly<Record<string, [InvariantId, Verdict, string, Planting]>> = {
  'a payment that no fact tells of': ['I2', 'lost', `${PAID} moved money`, (order) => forget(order, PAID)],
  'a refund that no fact tells of': ['I2', 'lost', `${BACK} moved money`, (order) => forget(order, BACK)],
  'a payment with two facts': ['I1', 'doubled', `${PAID} has 2 facts`, (order) => repeat(order, PAID)],
  'a refund with two facts': ['I1', 'doubled', `${BACK} has 2 facts`, (order) => repeat(order, BACK)],
  'a fact of a payment that nobody made': [
    ...(['I3', 'illegal', 'money that never moved'] as const),
    (_, trade) => (trade.state = 'open'),
  ],
  'a payment of another amount': ['I8', 'illegal', 'moved 5001', (_, trade) => (trade.amountMinor += 1)],
  'a refund of another amount': [
    ...(['I8', 'illegal', 'refund H-1-r is of 5001'] as const),
    (_, trade) => (once(trade.refunds).amountMinor += 1),
  ],
  'a refund made twice': [
    ...(['I1', 'doubled', 'was made 2 times'] as const),
    (_, trade) => trade.refunds.push(once(trade.refunds)),
  ],
  'a refund made again under another name': [
    ...(['I3', 'illegal', 'refund again was made, but nobody asked'] as const),
    (_, trade) => trade.refunds.push({ ...once(trade.refunds), outRefundNo: 'again' }),
  ],
  'a refund that succeeded and was never made': [
    ...(['I7', 'lost', 'no money went back'] as const),
    (_, trade) => trade.refunds.pop(),
  ],
  'a refund that failed and was made': [
    ...(['I7', 'illegal', 'failed, but money went back'] as const),
    (order) => (once(order.refunds).state = 'failed'),
  ],
  'a refund that hangs': [
    'I11',
    'stuck',
    'still asked for',
    (order) => (once(order.refunds).state = 'asked'),
  ],
  'a payment that the record closed': [
    ...(['I7', 'lost', 'was made, but is closed'] as const),
    (order) => (once(order.payments).state = 'closed'),
  ],
  'a payment that succeeded and nobody made': [
    ...(['I7', 'illegal', 'succeeded, but nobody paid'] as const),
    (_, trade) => (trade.state = 'closed'),
  ],
  'a lost asking for a payment': ['I2', 'lost', '1 payments were', (order) => order.payments.pop()],
  'a lost asking for a refund': ['I2', 'lost', '1 refunds were', (order) => order.refunds.pop()],
  'a payment asked for twice': [
    ...(['I1', 'doubled', '2 payments are there'] as const),
    (order) => order.payments.push({ outTradeNo: 'other', state: 'closed' }),
  ],
  'a refund asked for twice': [
    ...(['I1', 'doubled', '2 refunds are there'] as const),
    (order) => order.refunds.push({ ...once(order.refunds), outRefundNo: 'other' }),
  ],
  'a payment that no order has': [
    ...(['I3', 'illegal', 'no order has asked for payment foreign'] as const),
    (_order, trade, world) => world.trades.push({ ...trade, outTradeNo: 'foreign' }),
  ],
};

test.each(Object.entries(PLANTED))('%s is found', (_name, [invariant, verdict, words, plant]) => {
  const { operations, world } = aRun();
  plant(once(world.orders), once(world.trades), world);
  const line = expect.stringContaining(words);
  expect(checkHistory(operations, world, new Map())).toContainEqual({ invariant, verdict, line });
});

test('an asking that nobody knows of may have come to nothing', () => {
  const { operations, world } = aRun();
  const refund = once(operations.filter(({ name }) => name === 'refund'));
  refund.outcome = 'unknown';
  const order = once(world.orders);
  order.refunds.pop();
  once(world.trades).refunds.pop();
  forget(order, BACK);
  order.amountMinor += ROUND;
  expect(checkHistory(operations, world, new Map())).toEqual([]);
});
