import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiHouse, openHouse } from './house.js';
import { issuedOrder, payAndShip } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const NONE = '7d444840-9dc0-41d1-b245-5ffdce74fad2';

async function caseOf(orderNo: string): Promise<{ id: string; status: string }> {
  const { body } = await house.as('technician').get('/cases?limit=200');
  return body.items.find((one: { orderNo: string }) => one.orderNo === orderNo);
}

/** An order whose dispatch kept failing. */
async function technicalCase() {
  const order = await issuedOrder(house);
  await house.deeds.openTechnicalCase({ orderId: order.orderId, step: 'verify', code: 'TypeError: broken' });
  return { ...order, caseId: (await caseOf(order.orderNo)).id };
}

/** An order that was overpaid. */
async function businessCase() {
  const order = await issuedOrder(house);
  await payAndShip(house, order.orderNo, 12_500);
  await house.settle(order.orderId);
  return { ...order, caseId: (await caseOf(order.orderNo)).id };
}

const retry = (person: string, id: string) =>
  house.as(person).post(`/cases/${id}/retries`, { rootCause: 'system_fault' });
const resolve = (person: string, id: string) =>
  house.as(person).post(`/cases/${id}/resolution`, {
    resolution: 'refunded',
    rootCause: 'entered_twice',
    note: '已退款给张三',
  });

describe('a technical case', () => {
  test('is retried, and proven by the write-off alone', async () => {
    const { orderId, orderNo, caseId } = await technicalCase();
    expect((await retry('technician', caseId)).status).toBe(201);
    await house.settle(orderId);
    const shown = () => house.as('technician').get(`/cases/${caseId}`);
    expect((await shown()).body.status).toBe('retrying');
    await payAndShip(house, orderNo, 12_000);
    await house.settle(orderId);
    expect((await shown()).body.status).toBe('proven');
    expect((await retry('technician', caseId)).body.code).toBe('case_closed');
  });

  test('is retried once at a time', async () => {
    const { orderId, caseId } = await technicalCase();
    const answers = await Promise.all(Array.from({ length: 6 }, () => retry('technician', caseId)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    await house.settle(orderId);
    const again = await retry('technician', caseId);
    expect([again.status, again.body.code]).toEqual([409, 'state_forbids']);
  });

  test('is not resolved by agreement', async () => {
    const { caseId } = await technicalCase();
    const refused = await resolve('finance', caseId);
    expect([refused.status, refused.body.code]).toEqual([409, 'case_not_business']);
  });
});

describe('a business case', () => {
  test('is resolved with what was agreed', async () => {
    const { orderId, orderNo, caseId } = await businessCase();
    const refund = { type: 'payment_refunded', amountMinor: 500, currency: 'CNY' };
    await house.as('finance').post(`/orders/${orderNo}/facts`, refund);
    expect((await resolve('finance', caseId)).status).toBe(201);
    expect((await resolve('finance', caseId)).body.code).toBe('case_closed');
    await house.settle(orderId);
    expect((await house.as('finance').get(`/cases/${caseId}`)).body).toMatchObject({
      status: 'resolved',
      resolution: 'refunded',
    });
    expect((await house.as('desk').get(`/orders/${orderNo}`)).body.state).toBe('archived');
    expect((await resolve('finance', caseId)).body.code).toBe('case_closed');
  });

  test('is not retried', async () => {
    const { caseId } = await businessCase();
    const refused = await retry('technician', caseId);
    expect([refused.status, refused.body.code]).toEqual([409, 'case_not_technical']);
  });

  test('says why in a code word; prose belongs into the note', async () => {
    const { caseId } = await businessCase();
    const prose = await house
      .as('finance')
      .post(`/cases/${caseId}/resolution`, { resolution: '已退款给张三', rootCause: 'other' });
    expect([prose.status, prose.body.errors[0].path]).toEqual([400, 'resolution']);
  });
});

test('a case that nobody opened is unknown', async () => {
  expect((await house.as('technician').get(`/cases/${NONE}`)).body.code).toBe('case_unknown');
  expect((await retry('technician', NONE)).body.code).toBe('case_unknown');
});

test('cases are listed by kind, oldest first, in pages', async () => {
  await technicalCase();
  await businessCase();
  const technician = house.as('technician');
  const first = await technician.get('/cases?limit=1');
  const second = await technician.get(`/cases?limit=1&cursor=${first.body.next}`);
  expect(second.body.items[0].id).not.toBe(first.body.items[0].id);
  const technical = await technician.get('/cases?kind=technical&limit=200');
  expect(new Set(technical.body.items.map((one: { kind: string }) => one.kind))).toEqual(
    new Set(['technical']),
  );
});

test('stuck orders are those past the budget of their state, the longest first', async () => {
  const [late, later] = [await issuedOrder(house), await issuedOrder(house)];
  await issuedOrder(house);
  await house.database.admin.raw(`update orders set due_at = null where id <> all (?)`, [
    [late.orderId, later.orderId],
  ]);
  const overdue = (orderId: string, hours: number) =>
    house.database.admin.raw('update orders set due_at = now() - make_interval(hours => ?) where id = ?', [
      hours,
      orderId,
    ]);
  await overdue(late.orderId, 1);
  await overdue(later.orderId, 2);
  const first = await house.as('manager').get('/stuck?limit=1');
  expect(first.body.items.map((item: { id: string }) => item.id)).toEqual([later.orderId]);
  const second = await house.as('manager').get(`/stuck?limit=1&cursor=${first.body.next}`);
  expect(second.body.items.map((item: { id: string }) => item.id)).toEqual([late.orderId]);
  expect(second.body.next).toBeUndefined();
});

describe('an answer to a business case', () => {
  test('settles the mismatch it was about; a dispute that came meanwhile stays open', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    await house
      .as('finance')
      .post(`/orders/${orderNo}/facts`, { type: 'payment_mismatch', note: '金额对不上' });
    await payAndShip(house, orderNo, 12_000);
    await house.settle(orderId);
    const { id } = await caseOf(orderNo);
    await house.as('service').post(`/orders/${orderNo}/facts`, { type: 'dispute_opened', note: '客户投诉' });
    expect((await resolve('service', id)).status).toBe(201);
    await house.settle(orderId);
    const again = await caseOf(orderNo);
    expect(again.id).not.toBe(id);
    expect((await house.as('technician').get(`/cases/${again.id}`)).body).toMatchObject({
      code: 'dispute_open',
      status: 'open',
    });
    expect((await resolve('service', again.id)).status).toBe(201);
    await house.settle(orderId);
    // A corrected mismatch is a risk: a person looks at it before it is final.
    expect((await house.as('manager').get(`/orders/${orderNo}`)).body.state).toBe('pending_review');
  });
});

test('who approved an order cannot retry it', async () => {
  const { orderId, caseId } = await technicalCase();
  const other = await technicalCase();
  await house.database.admin.raw(
    `insert into facts (order_id, number, type, family, happened_at, actor_kind, actor_id, source)
     select id, fact_count + 1, 'review_approved', 'decision', now(), 'person', 'technician', 'api' from orders where id = ?`,
    [orderId],
  );
  await house.database.admin.raw('update orders set fact_count = fact_count + 1 where id = ?', [orderId]);
  expect((await retry('technician', caseId)).body.code).toBe('four_eyes');
  expect((await retry('technician', other.caseId)).status).toBe(201);
});
