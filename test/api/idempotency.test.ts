import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiHouse, openHouse } from './house.js';
import { anOrderBody, issuedOrder } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const payment = { type: 'payment_received', amountMinor: 12_000, currency: 'CNY' };
const pay = (orderNo: string, key: string | null, body: object = payment, person = 'finance') =>
  house.as(person).post(`/orders/${orderNo}/facts`, body, { key });
const payments = async (orderId: string) =>
  (await house.db('facts').where({ order_id: orderId, type: 'payment_received' })).length;

describe('an idempotency key', () => {
  test('is asked for on every POST that records', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const { status, body } = await pay(orderNo, null);
    expect([status, body.code]).toEqual([400, 'idempotency_key_missing']);
    expect(await payments(orderId)).toBe(0);
  });

  test('gets the same bytes again, and the deed is done once', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const key = randomUUID();
    const first = await pay(orderNo, key);
    await house.settle(orderId);
    const again = await pay(orderNo, key);
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(await payments(orderId)).toBe(1);
    await pay(orderNo, randomUUID());
    expect(await payments(orderId)).toBe(2);
  });

  test('with another body, or at another address, is refused', async () => {
    const [one, two] = [await issuedOrder(house), await issuedOrder(house)];
    const key = randomUUID();
    await pay(one.orderNo, key);
    const body = await pay(one.orderNo, key, { ...payment, amountMinor: 1 });
    expect([body.status, body.body.code]).toEqual([422, 'idempotency_key_reused']);
    expect((await pay(two.orderNo, key)).body.code).toBe('idempotency_key_reused');
    expect(await payments(two.orderId)).toBe(0);
  });

  test('belongs to its caller: the same key of somebody else is another', async () => {
    const { orderNo } = await issuedOrder(house);
    const key = randomUUID();
    const dispute = { type: 'dispute_opened' };
    const first = await pay(orderNo, key, dispute, 'service');
    const other = await pay(orderNo, key);
    expect([first.status, other.status]).toEqual([201, 201]);
    expect(other.body.fact).not.toBe(first.body.fact);
  });

  test('lets rivals in once: all of them get the one answer', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 12 }, () => pay(orderNo, key)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await payments(orderId)).toBe(1);
  });

  test('waits for the rival that holds it, and takes over when that one fails', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const key = randomUUID();
    const rival = await house.db.transaction();
    await rival.raw(
      `insert into idempotency_keys (principal, key, request_hash) values ('finance', ?, '\\x00')`,
      [key],
    );
    const waiting = pay(orderNo, key);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await payments(orderId)).toBe(0);
    await rival.rollback();
    expect((await waiting).status).toBe(201);
    expect(await payments(orderId)).toBe(1);
  });

  test('is not used up by a refusal: the same request may succeed later', async () => {
    const draft = anOrderBody();
    const key = randomUUID();
    const ask = () => house.as('desk').post(`/orders/${draft.orderNo}/code-requests`, {}, { key });
    expect((await ask()).body.code).toBe('order_unknown');
    await house.as('desk').post('/orders', draft);
    expect((await ask()).status).toBe(201);
  });

  test('leaves nothing when the act breaks half-way, and the retry does it all', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    await house.database.admin.raw(
      `create function breaks() returns trigger language plpgsql as $$ begin raise exception 'disk full' using errcode = '53100'; end $$`,
    );
    await house.database.admin.raw(
      'create trigger breaks before update on idempotency_keys for each row execute function breaks()',
    );
    const key = randomUUID();
    const broken = await pay(orderNo, key);
    expect([broken.status, broken.body.code]).toEqual([503, 'out_of_service']);
    expect(await payments(orderId)).toBe(0);
    await house.database.admin.raw('drop trigger breaks on idempotency_keys');
    expect((await pay(orderNo, key)).status).toBe(201);
    expect(await payments(orderId)).toBe(1);
  });

  test.each(['', 'a b', 'x'.repeat(256), 'ü'])('that is no key (%j) is refused', async (key) => {
    const { status, body } = await pay('ANY', key);
    expect([status, body.code]).toEqual([400, 'malformed']);
  });

  test('stores no text of the caller', async () => {
    await house.as('desk').post('/orders', anOrderBody({ customer: { ref: 'R-8', name: '司马光' } }));
    const stored = await house.db('idempotency_keys').select('answer');
    expect(JSON.stringify(stored)).not.toContain('司马光');
  });
});
