import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiHouse, openHouse } from './house.js';
import { anOrderBody, issuedOrder } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const desk = () => house.as('desk');

describe('entering an order', () => {
  test('records it, and the generation request as a second act when submitted', async () => {
    const { status, body } = await desk().post('/orders', anOrderBody({ submit: true }));
    expect(status).toBe(201);
    expect(body).toMatchObject({ fact: 2, state: 'requested', applied: false });
    const facts = await house.db('facts').where({ order_id: body.orderId }).orderBy('number');
    expect(facts.map((fact) => [fact.type, fact.actor_id, fact.source])).toEqual([
      ['order_entered', 'desk', 'api'],
      ['code_requested', 'desk', 'api'],
    ]);
    expect(await house.db('outbox').where({ order_id: body.orderId })).toMatchObject([
      { fact_number: 2, signal: 'factsRecorded', lane: 'live' },
    ]);
    expect(await house.db('log_entries').where({ order_id: body.orderId })).toHaveLength(2);
  });

  test('waits for its generation request when not submitted', async () => {
    const draft = anOrderBody();
    const { body } = await desk().post('/orders', draft);
    expect(body).toMatchObject({ fact: 1, state: 'entered' });
    const requested = await desk().post(`/orders/${draft.orderNo}/code-requests`, {});
    expect(requested.body).toMatchObject({ fact: 2, state: 'requested' });
    const again = await desk().post(`/orders/${draft.orderNo}/code-requests`, {});
    expect([again.status, again.body.code]).toEqual([409, 'state_forbids']);
  });

  test('answers the same order with the same id, in whatever offset its time is written', async () => {
    const draft = anOrderBody();
    const first = await desk().post('/orders', draft);
    const again = await desk().post('/orders', { ...draft, orderedAt: '2026-11-20T00:00:00Z' });
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect(await house.db('facts').where({ order_id: first.body.orderId })).toHaveLength(1);
  });

  test('refuses other content under a number that is taken', async () => {
    const draft = anOrderBody();
    await desk().post('/orders', draft);
    const other = await desk().post('/orders', { ...draft, customer: { ref: 'C-other', name: '李四' } });
    expect([other.status, other.body.code]).toEqual([409, 'order_differs']);
  });

  test('stores nothing personal in clear', async () => {
    const { body } = await desk().post('/orders', anOrderBody({ customer: { ref: 'R-77', name: '欧阳修' } }));
    const { rows } = await house.database.admin.raw(
      'select row_to_json(o)::text as text from orders o where id = ?',
      [body.orderId],
    );
    expect(rows[0].text).not.toContain('欧阳修');
    expect(rows[0].text).not.toContain('R-77');
    const shown = await desk().get(`/orders/${body.orderNo}`);
    expect(shown.body.customer).toEqual({ ref: 'R-77', name: '欧阳修' });
  });

  test('is one order when fifty desks enter it at the same moment', async () => {
    const draft = anOrderBody({ submit: true });
    const answers = await Promise.all(Array.from({ length: 50 }, () => desk().post('/orders', draft)));
    expect(new Set(answers.map((answer) => answer.body.orderId)).size).toBe(1);
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
  });
});

describe('an order', () => {
  test('shows amounts, lines, code and a masked customer', async () => {
    const { orderNo } = await issuedOrder(house);
    const { body } = await desk().get(`/orders/${orderNo}`);
    expect(body).toMatchObject({
      amountMinor: 12_000,
      state: 'issued',
      kind: 'goods',
      code: { issueNo: 1, status: 'live' },
      waitingFor: { code: 'facts' },
      customer: { phoneMasked: '*******8000', emailMasked: 'z***@example.com' },
    });
    expect(body.lines).toHaveLength(1);
  });

  test('hides its customer from people who do not deal with customers', async () => {
    const { orderNo } = await issuedOrder(house);
    expect((await house.as('auditor').get(`/orders/${orderNo}`)).body.customer).toBeNull();
  });

  test('can have a slash in its number', async () => {
    const { body } = await desk().post('/orders', anOrderBody({ orderNo: '2026/11/A-1' }));
    const shown = await desk().get(`/orders/${encodeURIComponent('2026/11/A-1')}`);
    expect(shown.body.id).toBe(body.orderId);
  });

  test('that is unknown is refused', async () => {
    expect((await desk().get('/orders/NONE')).body.code).toBe('order_unknown');
  });

  test('is cancelled before its write-off, and only once', async () => {
    const { orderNo } = await issuedOrder(house);
    const cancelled = await desk().post(`/orders/${orderNo}/cancellation`, {
      reason: 'customer_withdrew',
      note: '客户张三来电取消',
    });
    expect(cancelled.body).toMatchObject({ state: 'voided' });
    const again = await desk().post(`/orders/${orderNo}/cancellation`, {});
    expect([again.status, again.body.code, again.body.hint.state]).toEqual([409, 'state_forbids', 'voided']);
  });

  test('goes on the watch list and off it again', async () => {
    const { orderNo } = await issuedOrder(house);
    const manager = house.as('manager');
    await manager.post(`/orders/${orderNo}/watch`, { on: true });
    expect((await manager.get(`/orders/${orderNo}`)).body.watched).toBe(true);
    await manager.post(`/orders/${orderNo}/watch`, { on: false });
    expect((await manager.get(`/orders/${orderNo}`)).body.watched).toBe(false);
  });
});

describe('the list of orders', () => {
  test('pages through every order once, oldest first', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await desk().get(`/orders?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map((item: { id: string }) => item.id));
      cursor = body.next ?? '';
    } while (cursor);
    const all = await house.db('orders').orderBy(['created_at', 'id']);
    expect(seen).toEqual(all.map((order) => order.id));
  });

  test('filters by state', async () => {
    await issuedOrder(house);
    const { body } = await desk().get('/orders?state=issued&limit=200');
    expect(body.items.length).toBeGreaterThan(0);
    expect(new Set(body.items.map((item: { state: string }) => item.state))).toEqual(new Set(['issued']));
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=x', 'limit'],
    ['state=gone', 'state'],
    ['cursor=abc', 'cursor'],
    [`cursor=${Buffer.from('["x","y"]').toString('base64url')}`, 'cursor'],
    ['nonsense=1', ''],
    ['limit=1&limit=2', 'limit'],
  ])('refuses %s', async (query, path) => {
    const { status, body } = await desk().get(`/orders?${query}`);
    expect([status, body.code, body.errors[0].in, body.errors[0].path]).toEqual([
      400,
      'malformed',
      'query',
      path,
    ]);
  });
});
