import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiHouse, openHouse } from './house.js';
import { issuedOrder } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const ship = (orderNo: string, prefer: string, key?: string) =>
  house
    .as('logistics')
    .post(`/orders/${orderNo}/facts`, { type: 'shipped' }, { headers: { prefer }, ...(key && { key }) });

/** Plays the lifecycle as soon as the order's fact is committed. */
async function settleOnce(orderId: string, facts: number): Promise<void> {
  for (;;) {
    const [order] = await house.db('orders').where({ id: orderId });
    if (order.fact_count >= facts) return house.settle(orderId);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('a caller who prefers to wait', () => {
  test('is answered when the lifecycle has acted on the fact', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const [{ fact_count: before }] = await house.db('orders').where({ id: orderId });
    const [answer] = await Promise.all([ship(orderNo, 'wait=20'), settleOnce(orderId, before + 1)]);
    expect(answer.body).toMatchObject({ state: 'circulating', applied: true });
    expect(answer.headers.get('preference-applied')).toBe('wait=20');
  });

  test('is answered with what is when the time is over', async () => {
    const { orderNo } = await issuedOrder(house);
    const { status, body, headers } = await ship(orderNo, 'wait=1');
    expect([status, body.state, body.applied]).toEqual([201, 'issued', false]);
    expect(headers.get('preference-applied')).toBe('wait=1');
  });

  test('waits at most twenty seconds', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const [{ fact_count: before }] = await house.db('orders').where({ id: orderId });
    const [answer] = await Promise.all([
      ship(orderNo, 'respond-async, wait=9999'),
      settleOnce(orderId, before + 1),
    ]);
    expect(answer.headers.get('preference-applied')).toBe('wait=20');
  });

  test('shares one look at the database with everybody else who waits', async () => {
    const orders = await Promise.all(Array.from({ length: 15 }, () => issuedOrder(house)));
    let looks = 0;
    const count = ({ sql }: { sql: string }) => {
      if (sql.includes('applied_fact as "appliedFact" from orders where id = any')) looks += 1;
    };
    house.db.on('query', count);
    await Promise.all(orders.map(({ orderNo }) => ship(orderNo, 'wait=1')));
    house.db.removeListener('query', count);
    expect(looks).toBeGreaterThan(5);
    expect(looks).toBeLessThan(60);
  });

  test('of a replay waits again, for the same fact', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const first = await ship(orderNo, 'wait=1', 'again-1');
    expect(first.body.applied).toBe(false);
    await house.settle(orderId);
    const again = await ship(orderNo, 'wait=1', 'again-1');
    expect(again.body).toEqual({ ...first.body, state: 'circulating', applied: true });
  });
});

test('nobody else is held', async () => {
  const { orderNo } = await issuedOrder(house);
  const { headers } = await ship(orderNo, '');
  expect(headers.get('preference-applied')).toBeNull();
  const commented = await house
    .as('manager')
    .post(`/orders/${orderNo}/comments`, { text: '客户来电' }, { headers: { prefer: 'wait=20' } });
  expect([commented.status, commented.headers.get('preference-applied')]).toEqual([201, null]);
});
