import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PROVIDERS, type Provider } from '../../domain/payment.js';
import { eventually } from '../queues/a-post.js';
import { anAskedOrder, askAgain, moneyFacts, openPayingHouse, type PayingHouse, send } from './a-cashier.js';
import { issuedOrder } from './order-body.js';

let paying: PayingHouse;
beforeAll(async () => {
  paying = await openPayingHouse();
});
afterAll(() => paying.close());

async function aPaidOrder(provider: Provider) {
  const asked = await anAskedOrder(paying, provider);
  await send(paying.simulator.paidCallback(provider, asked.outTradeNo));
  return asked;
}
const refund = (orderNo: string, paymentId: string, body: object, as = 'finance') =>
  paying.house
    .as(as)
    .post(`/orders/${orderNo}/payments/${paymentId}/refunds`, { reason: 'returned', ...body });
const refundsOf = async (orderNo: string) =>
  (await paying.house.as('finance').get(`/orders/${orderNo}/refunds`)).body.items;
const back = async (orderId: string) =>
  (await moneyFacts(paying.house, orderId))
    .filter(({ type }) => type === 'payment_refunded')
    .map(({ detail }) => detail.amountMinor);

describe.each(PROVIDERS)('a refund by %s', (provider) => {
  test('is made once, however it is told, and never more than was paid', async () => {
    const { orderId, orderNo, paymentId } = await aPaidOrder(provider);
    expect((await refund(orderNo, paymentId, { amountMinor: 2_000 })).body.state).toBe('asked');
    await paying.sweep();
    expect(await back(orderId)).toEqual([2_000]);
    paying.simulator.faults.calls.set('broken');
    const answers = await Promise.all([1, 2].map(() => refund(orderNo, paymentId, { amountMinor: 6_000 })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 422]);
    await paying.sweep();
    paying.simulator.faults.calls.set(undefined);
    await paying.hurry();
    await paying.sweep();
    const states = async () => (await refundsOf(orderNo)).map(({ state }: { state: string }) => state);
    await eventually(states, (all) => all.every((state: string) => state === 'succeeded'));
    expect(await back(orderId)).toEqual([2_000, 6_000]);
    expect((await refund(orderNo, paymentId, {})).body.amountMinor).toBe(4_000);
    expect((await refund(orderNo, paymentId, {})).body.code).toBe('refund_too_large');
  });
});

describe('a large refund', () => {
  test('waits for another person, who answers once', async () => {
    const { house, sweep, simulator } = paying;
    const line = { kind: 'goods' as const, sku: 'TEA-9', name: '大红袍', quantity: 1, amountMinor: 200_000 };
    const order = await issuedOrder(house, { lines: [line] });
    const { paymentId, outTradeNo } = await askAgain(house, sweep, order.orderNo, { provider: 'alipay' });
    expect((await refund(order.orderNo, paymentId, {})).body.code).toBe('payment_not_made');
    await send(simulator.paidCallback('alipay', outTradeNo));
    const asked = await refund(order.orderNo, paymentId, { amountMinor: 100_001 });
    expect(asked.body.state).toBe('waiting');
    await sweep();
    expect(await back(order.orderId)).toEqual([]);
    const answer = (as: string, answer = 'agreed') =>
      house.as(as).post(`/orders/${order.orderNo}/refunds/${asked.body.refundId}/answer`, { answer });
    expect((await answer('finance')).body.code).toBe('four_eyes');
    expect((await answer('sales')).body.code).toBe('not_permitted');
    const answers = await Promise.all([answer('manager'), answer('manager', 'refused')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    await sweep();
    const [{ state }] = await refundsOf(order.orderNo);
    expect(await back(order.orderId)).toEqual(state === 'refused' ? [] : [100_001]);
    const own = house.database.admin('refund_decisions').insert({
      ...{ refund_id: (await refund(order.orderNo, paymentId, { amountMinor: 1 })).body.refundId },
      ...{ asked_by: 'finance', decided_by: 'finance', agreed: true },
    });
    await expect(own).rejects.toThrow(/four_eyes/);
  });
});
