import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { backfillTerms } from '../../api/backfill.js';
import { type ApiHouse, openHouse } from './house.js';
import { anOrderBody, issuedOrder } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
  for (const [orderNo, customer] of Object.entries(CUSTOMERS))
    await house.as('desk').post('/orders', anOrderBody({ orderNo, customer }));
});
afterAll(() => house.close());

const CUSTOMERS = {
  'SO-2026-0001': { ref: 'K-77', name: '单小明', phone: '+86 138 0013 4321', email: 'Dan@Example.com' },
  'SO-2026-0002': { ref: 'K-78', name: 'Antonio Moreno Taquería', contact: '吕布', phone: '555-123-4321' },
  'SO_2026.0003': { ref: 'K-79', name: '北京龙井茶业有限公司' },
};

async function found(text: string, person = 'service'): Promise<Record<string, string[]>> {
  const { status, body } = await house.as(person).post('/searches', { text }, { key: null });
  expect(status).toBe(200);
  return Object.fromEntries(
    body.items.map((item: { orderNo: string; by: string[] }) => [item.orderNo, item.by]),
  );
}

describe('an order is found', () => {
  test.each([
    ['SO-2026-0001', { 'SO-2026-0001': ['order_no'] }],
    ['so-2026', { 'SO-2026-0001': ['order_no'], 'SO-2026-0002': ['order_no'] }],
    ['0002', { 'SO-2026-0002': ['order_no'] }],
    ['K-79', { 'SO_2026.0003': ['customer_no'] }],
    ['+86 138-0013-4321', { 'SO-2026-0001': ['phone'] }],
    ['4321', { 'SO-2026-0001': ['phone_last4'], 'SO-2026-0002': ['phone_last4'] }],
    ['dan@example.COM', { 'SO-2026-0001': ['email'] }],
    ['单小明', { 'SO-2026-0001': ['name'] }],
    ['antonio moreno  taquería', { 'SO-2026-0002': ['name'] }],
    ['Moreno', { 'SO-2026-0002': ['name'] }],
    ['吕布', { 'SO-2026-0002': ['name'] }],
    ['sxm', { 'SO-2026-0001': ['pinyin'] }],
    ['Shan Xiao Ming', { 'SO-2026-0001': ['pinyin'] }],
    ['bjljcyyxgs', { 'SO_2026.0003': ['pinyin'] }],
  ])('by %s', async (text, orders) => {
    expect(await found(text)).toEqual(orders);
  });

  test.each(['小明', 'SO%', '_2026', 'zz', '9999', 'K-7'])('%s finds nothing', async (text) => {
    expect(await found(text)).toEqual({});
  });

  test('by the content of its code, whatever became of that', async () => {
    const { orderNo } = await issuedOrder(house, { orderNo: 'CODED-1' });
    const { text } = (await house.as('desk').get(`/orders/${orderNo}/code`)).body;
    expect(await found(text)).toEqual({ 'CODED-1': ['code'] });
    expect(await found(text, 'technician')).toEqual({ 'CODED-1': ['code'] });
  });
});

describe('who searches', () => {
  test('is not told by names, phones and addresses unless they deal with customers', async () => {
    for (const text of ['单小明', '4321', 'sxm', 'dan@example.com', '+86 138 0013 4321'])
      expect(await found(text, 'technician')).toEqual({});
    const { body } = await house.as('technician').post('/searches', { text: 'SO-2026-0001' }, { key: null });
    expect(body).toMatchObject({ personal: false, items: [{ customerName: null }] });
    const seen = await house.as('service').post('/searches', { text: 'SO-2026-0001' }, { key: null });
    expect(seen.body).toMatchObject({ personal: true, items: [{ customerName: '单小明' }] });
  });

  test('finds only what is in their sight', async () => {
    await house.database.admin('people').where({ id: 'sales' }).update({ scope: 'department' });
    expect(await found('sxm', 'desk')).toEqual({ 'SO-2026-0001': ['pinyin'] });
    expect(await found('sxm', 'sales')).toEqual({});
    expect(await found('SO-2026-0001', 'sales')).toEqual({});
  });

  test('leaves a log row with how many were found, and nothing of the text', async () => {
    await found('单小明');
    // Without the numbers and moments that a row comes with: any digits may be among those.
    const said = ['actor_kind', 'actor_id', 'department', 'detail'];
    const rows = await house
      .db('log_entries')
      .select(said)
      .where({ action: 'orders_searched' })
      .orderBy('id');
    expect(rows.at(-1)).toMatchObject({ actor_id: 'service', detail: { by: ['name'], found: 1 } });
    expect(JSON.stringify(rows)).not.toMatch(/单小明|4321|sxm/);
  });

  test('may do so thirty times a minute', async () => {
    const answers: number[] = [];
    for (let time = 0; time < 31; time += 1)
      answers.push((await house.as('finance').post('/searches', { text: 'zz' }, { key: null })).status);
    expect([answers[0], answers[29], answers[30]]).toEqual([200, 200, 429]);
  });

  test.each(['', '   ', 'x'.repeat(513), 7])('with %p is refused', async (text) => {
    expect((await house.as('desk').post('/searches', { text }, { key: null })).status).toBe(400);
  });
});

test('older orders are hashed once, and what does not open is left out', async () => {
  const admin = house.database.admin;
  await admin('order_terms').delete();
  const broken = await admin('orders').where({ order_no: 'SO_2026.0003' }).update({ customer_sealed: 'x' });
  expect(broken).toBe(1);
  expect(await found('sxm', 'desk')).toEqual({});
  const left = Number((await admin('orders').count({ n: '*' }))[0]?.n) - 1;
  const { signal } = new AbortController();
  expect(await backfillTerms(house.deps, signal)).toEqual({ orders: left, parcels: 0 });
  expect(await backfillTerms(house.deps, signal)).toEqual({ orders: 0, parcels: 0 });
  expect(await found('sxm', 'desk')).toEqual({ 'SO-2026-0001': ['pinyin'] });
});

describe('a parcel whose number alone is known', () => {
  const TRACKING = 'SF-1234 5678 9012';
  const shipped = async (orderNo: string) => {
    const { orderId } = await issuedOrder(house, { orderNo, settlement: 'cash_on_delivery' });
    const parcel = { carrier: 'sf', trackingNo: TRACKING.replaceAll(' ', '') };
    const handled = await house
      .as('logistics')
      .post(`/orders/${orderNo}/handlings`, { handling: 'ship', parcel });
    expect(handled.status).toBe(201);
    return orderId;
  };

  test('leads to its orders, for those who deal with customers', async () => {
    await shipped('PARCEL-1');
    await shipped('PARCEL-2');
    const both = { 'PARCEL-1': ['tracking_no'], 'PARCEL-2': ['tracking_no'] };
    for (const text of [TRACKING, 'sf123456789012']) expect(await found(text, 'logistics')).toEqual(both);
    for (const text of ['SF1234', '56789012', 'SF-1234 5678 9013']) expect(await found(text)).toEqual({});
    expect(await found(TRACKING, 'technician')).toEqual({});
  });

  test('is hashed later where it was not, and not where it does not open', async () => {
    const table = house.database.admin('tracking_numbers');
    const of = { order_id: await shipped('PARCEL-3') };
    await table.clone().update({ term: null });
    await table.clone().where(of).update({ sealed: 'x' });
    const { signal } = new AbortController();
    expect(await backfillTerms(house.deps, signal)).toEqual({ orders: 0, parcels: 2 });
    expect(Object.keys(await found(TRACKING))).toEqual(['PARCEL-2', 'PARCEL-1']);
  });
});

test('nothing personal stands in the table of terms', async () => {
  const rows = await house.db('order_terms').select('term');
  expect(rows.length).toBeGreaterThan(5);
  for (const { term } of rows) expect(Buffer.from(term)).toHaveLength(16);
});
