import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codesOf } from '../../db/codes.js';
import { linesOf, orderById } from '../../db/orders.js';
import { textAs } from '../../qr/code-text.js';
import { canonicalItems, readToken, sealedFactsMatch } from '../../qr/token.js';
import { type ApiHouse, CODE_HOST, openHouse } from './house.js';
import { issuedOrder, payAndShip } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const LINES = [{ kind: 'goods', sku: 'TEA-2', name: '大红袍', quantity: 3, amountMinor: 30_000 }];
const propose = (orderNo: string, changes: object, person = 'sales') =>
  house.as(person).post(`/orders/${orderNo}/amendments`, { changes });
const shown = async (orderNo: string, person = 'manager') =>
  (await house.as(person).get(`/orders/${orderNo}/amendment`)).body.amendment;
async function answer(orderNo: string, word: 'applied' | 'refused', person = 'manager') {
  const { id: amendmentId } = await shown(orderNo);
  return house.as(person).post(`/orders/${orderNo}/amendments/answer`, { amendmentId, answer: word });
}
async function amend({ orderId, orderNo }: { orderId: string; orderNo: string }, changes: object) {
  expect((await propose(orderNo, changes)).status).toBe(201);
  expect((await answer(orderNo, 'applied')).status).toBe(201);
  await house.settle(orderId);
}
const statuses = async (orderId: string) =>
  (await codesOf(house.db, orderId)).map(({ issueNo, status }) => `${issueNo} ${status}`);

/** What a sealed symbol of the live code states, compared with the order as it is now. */
async function sealedAgainstOrder(orderId: string, ref: string) {
  const code = (await codesOf(house.db, orderId)).find(({ status }) => status === 'live');
  const order = await orderById(house.db, orderId);
  if (!code || !order) throw new Error('no live code');
  const lines = await linesOf(house.db, orderId);
  const coded = { ...order, customerRef: ref, lines };
  const text = textAs('sealed', house.deps.tokenKeys, CODE_HOST, { code, order: coded });
  const reading = readToken(house.deps.tokenKeys, text, { hosts: [CODE_HOST], now: new Date() });
  if (!('sealed' in reading) || !reading.sealed) throw new Error(reading.verdict);
  const facts = { ...order, customer: ref, items: canonicalItems(lines) };
  const read = { tokenId: reading.tokenId, sealed: reading.sealed };
  return {
    issueNo: reading.sealed.issueNo,
    now: sealedFactsMatch(house.deps.tokenKeys, read, facts),
    other: sealedFactsMatch(house.deps.tokenKeys, read, { ...facts, amountMinor: 12_000 }),
  };
}

describe('an amendment of what the code states', () => {
  test('issues the code anew in the same lifecycle, true to the order (P1.3)', async () => {
    const order = await issuedOrder(house);
    await amend(order, { ref: 'C-OTHER', name: '李四', lines: LINES });
    expect(await statuses(order.orderId)).toEqual(['1 replaced', '2 live']);
    const { body } = await house.as('sales').get(`/orders/${order.orderNo}`);
    expect(body).toMatchObject({ amountMinor: 30_000, state: 'issued', customer: { ref: 'C-OTHER' } });
    expect(body.lines).toMatchObject([{ lineNo: 1, sku: 'TEA-2', quantity: 3, amountMinor: 30_000 }]);
    expect(await sealedAgainstOrder(order.orderId, 'C-OTHER')).toMatchObject({
      issueNo: 2,
      now: { matches: true },
      other: { matches: false, differing: ['amountMinor'] },
    });
  });

  test('leaves an order where it was, and has it verified and reviewed again', async () => {
    const order = await issuedOrder(house);
    const payment = { type: 'payment_received', amountMinor: 5_000, currency: 'CNY' };
    await house.as('finance').post(`/orders/${order.orderNo}/facts`, payment);
    await house.settle(order.orderId);
    await amend(order, { lines: [{ ...LINES[0], amountMinor: 5_000 }] });
    expect((await house.as('sales').get(`/orders/${order.orderNo}`)).body.state).toBe('circulating');
    await house.as('logistics').post(`/orders/${order.orderNo}/facts`, { type: 'shipped' });
    await house.settle(order.orderId);
    expect((await house.as('sales').get(`/orders/${order.orderNo}`)).body.state).toBe('pending_review');
    expect(await statuses(order.orderId)).toEqual(['1 replaced', '2 live']);
  });

  test('of a phone number leaves the code, and is what the order is found by', async () => {
    const order = await issuedOrder(house);
    await amend(order, { phone: '13912340007' });
    expect(await statuses(order.orderId)).toEqual(['1 live']);
    const found = await house.as('sales').post('/searches', { text: '0007' });
    expect(found.body.items.map(({ orderNo }: { orderNo: string }) => orderNo)).toContain(order.orderNo);
  });

  test('issues nothing for a code that was voided', async () => {
    const order = await issuedOrder(house);
    await house.as('manager').post(`/orders/${order.orderNo}/code-voids`, {});
    await amend(order, { name: '王五' });
    expect(await statuses(order.orderId)).toEqual(['1 voided']);
  });
});

describe('two people', () => {
  test('make an amendment: who proposed it cannot agree, and one waits at a time', async () => {
    const { orderNo, orderId } = await issuedOrder(house);
    expect((await propose(orderNo, { name: '李四' })).status).toBe(201);
    expect((await propose(orderNo, { name: '王五' })).body.code).toBe('answer_waits');
    expect((await answer(orderNo, 'applied', 'sales')).status).toBe(403);
    expect(await shown(orderNo)).toMatchObject({
      status: 'proposed',
      reissues: true,
      changes: [{ field: 'name', before: '张三', after: '李四' }],
    });
    expect((await shown(orderNo, 'technician')).changes).toEqual([
      { field: 'name', before: '***', after: '***' },
    ]);
    expect((await answer(orderNo, 'refused')).status).toBe(201);
    expect((await answer(orderNo, 'applied')).body.code).toBe('nothing_asked');
    await house.settle(orderId);
    expect(await statuses(orderId)).toEqual(['1 live']);
    expect(await shown(orderNo)).toMatchObject({ status: 'refused', decidedBy: 'manager' });
  });

  test('are refused what changes nothing, lines of goods that went out, and orders that are over', async () => {
    const { orderNo, orderId } = await issuedOrder(house);
    expect((await propose(orderNo, { name: '张三' })).body.code).toBe('nothing_amended');
    expect((await propose(orderNo, {})).status).toBe(400);
    await propose(orderNo, { lines: LINES });
    await payAndShip(house, orderNo, 12_000);
    expect((await answer(orderNo, 'applied')).body.code).toBe('goods_gone');
    expect((await answer(orderNo, 'refused')).status).toBe(201);
    await house.settle(orderId);
    expect((await propose(orderNo, { name: '李四' })).body.code).toBe('already_written_off');
  });

  test('keep every value sealed under the order’s key', async () => {
    const { orderNo, orderId } = await issuedOrder(house);
    await propose(orderNo, { name: '欧阳修' });
    const [row] = await house.db('amendments').where({ order_id: orderId });
    expect(JSON.stringify(row)).not.toContain('欧阳修');
    expect(Buffer.from(row.changes_sealed).includes(Buffer.from('欧阳修'))).toBe(false);
  });
});

test('the worker changes amounts and lines only as two people agreed (P4.3.2)', async () => {
  const { orderNo, orderId } = await issuedOrder(house);
  const worker = house.database.as('oqr_worker', 1);
  const lines = () => worker('order_lines').where({ order_id: orderId }).delete();
  const amount = () => worker('orders').where({ id: orderId }).update({ amount_minor: 1 });
  await propose(orderNo, { lines: LINES });
  for (const deed of [lines, amount]) await expect(deed()).rejects.toMatchObject({ code: '42501' });
  await answer(orderNo, 'applied');
  expect(await amount()).toBe(1);
  expect(await lines()).toBe(1);
});
