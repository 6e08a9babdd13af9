import type { z } from 'zod';
import type { orderDraft } from '../../api/contract/orders.js';
import type { ApiHouse } from './house.js';

export type OrderBody = z.input<typeof orderDraft>;

let serial = 0;

/** A small prepaid order of goods as the order desk sends it: 120.00 CNY, two pieces of one product. */
export function anOrderBody(overrides: Partial<OrderBody> = {}): OrderBody {
  serial += 1;
  return {
    orderNo: `A-${serial}`,
    orderedAt: '2026-11-20T08:00:00+08:00',
    settlement: 'prepaid',
    currency: 'CNY',
    customer: { ref: `C-${serial}`, name: '张三', phone: '13800138000', email: 'zhang@example.com' },
    lines: [{ kind: 'goods', sku: 'TEA-1', name: '龙井茶', quantity: 2, amountMinor: 12_000 }],
    notify: false,
    ...overrides,
  };
}

/** Enters an order over HTTP and lets its lifecycle issue the code. */
export async function issuedOrder(
  house: ApiHouse,
  overrides: Partial<OrderBody> = {},
): Promise<{ orderId: string; orderNo: string }> {
  const { body } = await house.as('desk').post('/orders', anOrderBody({ submit: true, ...overrides }));
  await house.settle(body.orderId);
  return body;
}

/** An order that passed but is risky by its amount: its review is open. */
export async function orderInReview(house: ApiHouse, amountMinor = 1_000_000) {
  const line = { kind: 'goods' as const, sku: 'TEA-9', name: '大红袍', quantity: 1, amountMinor };
  const order = await issuedOrder(house, { lines: [line] });
  await payAndShip(house, order.orderNo, amountMinor);
  await house.settle(order.orderId);
  const { body } = await house.as('reviewer').get('/reviews?limit=200');
  const review = body.items.find((one: { orderNo: string }) => one.orderNo === order.orderNo);
  return { ...order, reviewId: String(review?.id), materialFact: Number(review?.materialFact) };
}

export async function payAndShip(house: ApiHouse, orderNo: string, amountMinor: number): Promise<void> {
  const payment = { type: 'payment_received', amountMinor, currency: 'CNY' };
  await house.as('finance').post(`/orders/${orderNo}/facts`, payment);
  await house.as('logistics').post(`/orders/${orderNo}/facts`, { type: 'shipped' });
}
