import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FACT_RIGHTS } from '../../api/contract/facts.js';
import { type ApiHouse, openHouse } from './house.js';
import { anOrderBody, issuedOrder, payAndShip } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const payment = { type: 'payment_received', amountMinor: 12_000, currency: 'CNY' };
const factsOf = (orderNo: string) => `/orders/${orderNo}/facts`;

describe('a fact', () => {
  test('is recorded with its actor, department and moment', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const happenedAt = '2026-11-21T10:00:00+08:00';
    const { status, body } = await house.as('finance').post(factsOf(orderNo), { ...payment, happenedAt });
    expect(status).toBe(201);
    const [fact] = await house.db('facts').where({ order_id: orderId, number: body.fact });
    expect(fact).toMatchObject({
      type: 'payment_received',
      actor_id: 'finance',
      department: 'finance',
      source: 'api',
      detail: { amountMinor: 12_000, currency: 'CNY' },
      happened_at: new Date(happenedAt),
    });
  });

  test('is the same fact when its external id comes again, under another key', async () => {
    const { orderNo } = await issuedOrder(house);
    const stated = { ...payment, externalId: 'bank-1' };
    const first = await house.as('finance').post(factsOf(orderNo), stated);
    const again = await house.as('finance').post(factsOf(orderNo), stated);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.fact).toBe(first.body.fact);
  });

  test('with other content under a known external id is refused', async () => {
    const { orderNo } = await issuedOrder(house);
    await house.as('finance').post(factsOf(orderNo), { ...payment, externalId: 'bank-1' });
    const other = await house
      .as('finance')
      .post(factsOf(orderNo), { ...payment, amountMinor: 1, externalId: 'bank-1' });
    expect([other.status, other.body.code]).toEqual([409, 'fact_differs']);
  });

  test('keeps its free text out of every column in clear', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const { body } = await house
      .as('service')
      .post(factsOf(orderNo), { type: 'dispute_opened', reason: 'damaged', note: '王五说\n茶叶受潮' });
    const [fact] = await house.db('facts').where({ order_id: orderId, number: body.fact });
    expect(fact.detail).toEqual({ reason: 'damaged' });
    expect(fact.sealed.toString('latin1')).not.toContain('王五');
    const timeline = await house.as('service').get(`/orders/${orderNo}/timeline`);
    const told = timeline.body.items.find(
      (item: { kind: string; fact: { number: number } }) =>
        item.kind === 'fact' && item.fact.number === body.fact,
    );
    expect(told.fact.note).toBe('王五说\n茶叶受潮');
  });

  test('is never refused for state: one after the write-off is recorded', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    await payAndShip(house, orderNo, 12_000);
    await house.settle(orderId);
    const refund = { type: 'payment_refunded', amountMinor: 500, currency: 'CNY' };
    const late = await house.as('finance').post(factsOf(orderNo), refund);
    expect([late.status, late.body.state]).toEqual([201, 'archived']);
    await house.settle(orderId);
    const cases = await house.as('finance').get('/cases?kind=business&limit=200');
    expect(cases.body.items).toContainEqual(
      expect.objectContaining({ orderNo, code: 'late_payment_refunded', blocking: false }),
    );
  });

  test('that overpays is recorded, and is a case', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    await payAndShip(house, orderNo, 12_001);
    await house.settle(orderId);
    const { body } = await house.as('desk').get(`/orders/${orderNo}`);
    expect(body.state).toBe('exception');
  });

  test('about a line that the order does not have is refused', async () => {
    const { orderNo } = await issuedOrder(house);
    const lines = [{ lineNo: 9, quantity: 1 }];
    const { status, body } = await house.as('logistics').post(factsOf(orderNo), { type: 'shipped', lines });
    expect([status, body.code, body.hint.lines]).toEqual([422, 'lines_unknown', [9]]);
    const known = { type: 'shipped', lines: [{ lineNo: 1, quantity: 1 }] };
    expect((await house.as('logistics').post(factsOf(orderNo), known)).status).toBe(201);
  });

  test('that is a decision asks the domain: no credit after the write-off', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const credit = { type: 'credit_approved' };
    expect((await house.as('finance').post(factsOf(orderNo), credit)).status).toBe(201);
    await payAndShip(house, orderNo, 12_000);
    await house.settle(orderId);
    const late = await house.as('finance').post(factsOf(orderNo), credit);
    expect([late.status, late.body.code]).toEqual([409, 'already_written_off']);
  });

  test.each([
    ['a decimal amount', { amountMinor: 12.5 }, 'amount_invalid'],
    ['a text amount', { amountMinor: '12.50' }, 'amount_invalid'],
    ['a negative amount', { amountMinor: -1 }, 'amount_invalid'],
    ['no amount at all', { amountMinor: 0 }, 'amount_invalid'],
    ['an amount beyond exact integers', { amountMinor: 2 ** 53 }, 'amount_invalid'],
    ['an unknown currency', { currency: 'XXX' }, 'currency_unknown'],
    ['a currency in lower case', { currency: 'cny' }, 'currency_unknown'],
    ['two faults', { amountMinor: -1, currency: 'XXX' }, 'malformed'],
  ])('with %s is refused with its own code', async (_name, wrong, code) => {
    const { status, body } = await house.as('finance').post(factsOf('ANY'), { ...payment, ...wrong });
    expect([status, body.code]).toEqual([400, code]);
  });
});

describe('the right to state a fact', () => {
  test.each(Object.keys(FACT_RIGHTS))('%s belongs to some and not to all', async (type) => {
    const body = type.startsWith('payment') ? { ...payment, type } : { type };
    const denied = await house.as('technician').post(factsOf('NONE'), body);
    expect([denied.status, denied.body.code]).toEqual([403, 'not_permitted']);
    const people = ['finance', 'logistics', 'service', 'sales'];
    const allowed = await Promise.all(people.map((id) => house.as(id).post(factsOf('NONE'), body)));
    expect(allowed.some((answer) => answer.status !== 403)).toBe(true);
  });
});

describe('a fact for an unknown order', () => {
  test('is kept sealed and adopted when the order is entered', async () => {
    const draft = anOrderBody();
    const finance = house.as('finance');
    const orphan = {
      ...payment,
      happenedAt: '2026-11-19T09:00:00Z',
      externalId: 'early-1',
      note: '张三已付',
    };
    const kept = await finance.post(factsOf(draft.orderNo), orphan);
    expect([kept.status, kept.body]).toEqual([202, { orderNo: draft.orderNo, orphan: true }]);
    expect((await finance.post(factsOf(draft.orderNo), orphan)).status).toBe(202);
    const { rows } = await house.database.admin.raw(
      'select row_to_json(f)::text as text from orphan_facts f',
    );
    expect(rows.map((row: { text: string }) => row.text).join()).not.toMatch(/payment|张三/);
    const { body } = await house.as('desk').post('/orders', draft);
    expect(body.fact).toBe(2);
    const facts = await house.db('facts').where({ order_id: body.orderId }).orderBy('number');
    expect(facts[1]).toMatchObject({
      type: 'payment_received',
      actor_id: 'finance',
      external_id: 'early-1',
      happened_at: new Date('2026-11-19T09:00:00Z'),
      detail: { amountMinor: 12_000, currency: 'CNY' },
    });
    expect((await finance.post(factsOf(draft.orderNo), orphan)).status).toBe(200);
  });

  test('is not mixed up with the same external id of another order', async () => {
    const [one, two] = [anOrderBody(), anOrderBody()];
    for (const { orderNo } of [one, two])
      await house.as('finance').post(factsOf(orderNo), { ...payment, externalId: 'pay-1' });
    const entered = await Promise.all([one, two].map((draft) => house.as('desk').post('/orders', draft)));
    expect(entered.map((answer) => answer.body.fact)).toEqual([2, 2]);
  });

  test('is never lost, whichever comes first when both come at once', async () => {
    const drafts = Array.from({ length: 20 }, () => anOrderBody());
    await Promise.all(
      drafts.flatMap((draft) => [
        house.as('desk').post('/orders', draft),
        house.as('finance').post(factsOf(draft.orderNo), payment),
      ]),
    );
    for (const { orderNo } of drafts) {
      const { body } = await house.as('desk').get(`/orders/${orderNo}`);
      expect(body.lastMaterialFact).toBe(2);
    }
  });

  test('is refused when it is a decision', async () => {
    const { status, body } = await house.as('finance').post(factsOf('NONE'), { type: 'credit_approved' });
    expect([status, body.code]).toEqual([404, 'order_unknown']);
  });

  test('is lost, and logged as lost, once its intake key is destroyed', async () => {
    const draft = anOrderBody();
    await house.as('finance').post(factsOf(draft.orderNo), payment);
    await house.database.admin('intake_keys').update({ wrapped: null, destroyed_at: new Date() });
    const { body } = await house.as('desk').post('/orders', draft);
    expect(body.fact).toBe(1);
    const logged = await house.db('log_entries').where({ order_id: body.orderId, action: 'orphan_lost' });
    expect(logged).toHaveLength(1);
  });
});
