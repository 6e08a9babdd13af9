import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTechnicalCase } from '../../activities/exceptions.js';
import { sweepFigures } from '../../activities/sweep-figures.js';
import { csvLine } from '../../api/csv.js';
import { houseOf } from '../support/house.js';
import { type ApiHouse, openHouse } from './house.js';
import { issuedOrder, orderInReview, payAndShip } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** Makes an order late by so many hours, as time would. */
const lateBy = (orderId: string, hours: number) =>
  house.database.admin.raw(`update orders set due_at = now() - make_interval(hours => ?) where id = ?`, [
    hours,
    orderId,
  ]);

async function lateOrder(hours: number, amountMinor = 12_000) {
  const line = { kind: 'goods' as const, sku: 'T', name: '茶', quantity: 1, amountMinor };
  const order = await issuedOrder(house, { lines: [line] });
  await lateBy(order.orderId, hours);
  return order;
}

async function listed(query: string, as = 'manager'): Promise<string[]> {
  const nos: string[] = [];
  let cursor = '';
  do {
    const { body, status } = await house.as(as).get(`/stuck?limit=2&${query}${cursor}`);
    expect(status).toBe(200);
    nos.push(...body.items.map(({ orderNo }: { orderNo: string }) => orderNo));
    cursor = body.next ? `&cursor=${body.next}` : '';
  } while (cursor);
  return nos;
}

describe('the manager’s list', () => {
  test('is in the order of the delay, or of amount × delay, page by page and without a gap', async () => {
    const small = await lateOrder(300);
    const large = await lateOrder(200, 900_000);
    const middle = await lateOrder(250, 100_000);
    const ours = (nos: string[]) =>
      nos.filter((no) => [small, large, middle].some(({ orderNo }) => orderNo === no));
    expect(ours(await listed('scope=late'))).toEqual([small.orderNo, middle.orderNo, large.orderNo]);
    expect(ours(await listed('scope=late&order=value'))).toEqual([
      large.orderNo,
      middle.orderNo,
      small.orderNo,
    ]);
  });

  test('says how long, why, who, what next, and the last event', async () => {
    const { orderNo } = await lateOrder(10);
    const { body } = await house.as('manager').get('/stuck?scope=all&state=issued&limit=200');
    expect(body.items.find((item: { orderNo: string }) => item.orderNo === orderNo)).toMatchObject({
      cause: 'unpaid',
      nextAction: 'record_payment',
      ownerDepartment: 'order_desk',
      assignee: null,
      priority: 'normal',
      held: false,
      lastEvent: { type: 'code_issued' },
      lateMinutes: 0,
    });
  });

  test('is filtered by department, cause, person, priority, watch and pause', async () => {
    const { orderId, orderNo } = await lateOrder(20);
    const act = (body: object) =>
      house.as('manager').post('/steerings', { reason: 'other', orders: [{ orderNo }], ...body });
    await act({ act: 'reassign', department: 'sales', person: 'sales' });
    await act({ act: 'prioritise', priority: 'urgent' });
    await act({ act: 'watch', on: true });
    await house.settle(orderId);
    await lateBy(orderId, 20);
    expect(await listed('department=sales')).toEqual([orderNo]);
    expect(await listed('person=sales&priority=urgent&cause=unpaid')).toEqual([orderNo]);
    expect(await listed('scope=all&person=me', 'technician')).toEqual([]);
    expect(await listed('scope=all&watched=true')).toEqual([orderNo]);
    expect(await listed('department=sales&cause=unshipped')).toEqual([]);
    await act({ act: 'pause' });
    await house.settle(orderId);
    const { body } = await house.as('manager').get('/stuck?scope=all&state=issued&paused=true');
    expect(body.items).toMatchObject([{ orderNo, pausedBy: 'manager', pauseReason: 'other' }]);
  });

  test('names what is due by the end of tomorrow and is not late yet', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    await house.database.admin.raw(`update orders set due_at = now() + interval '1 minute' where id = ?`, [
      orderId,
    ]);
    expect(await listed('scope=tomorrow')).toContain(orderNo);
    expect(await listed('scope=late')).not.toContain(orderNo);
  });

  test('refuses a cursor of another list', async () => {
    const cursor = Buffer.from(JSON.stringify(["1@'; drop table", randomUUID()])).toString('base64url');
    for (const order of ['due', 'value'])
      expect((await house.as('manager').get(`/stuck?order=${order}&cursor=${cursor}`)).status).toBe(400);
  });
});

describe('the export', () => {
  test('is the whole list as CSV, safe for spreadsheets, and in the log', async () => {
    const { orderNo } = await lateOrder(400);
    const { status, text, headers } = await house
      .as('manager')
      .post('/stuck/exports', { scope: 'late', order: 'value' });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    const [titles = '', ...lines] = text.trim().split('\r\n');
    expect(titles.replace('\ufeff', '')).toMatch(/^order_no,state,/);
    expect(lines.length).toBe((await listed('scope=late')).length);
    expect(lines.find((line) => line.startsWith(`${orderNo},`))).toContain(',120.00,');
    const { rows } = await house.database.admin.raw(
      `select actor_id, detail from log_entries where action = 'stuck_exported'`,
    );
    expect(rows).toMatchObject([{ actor_id: 'manager', detail: { scope: 'late' } }]);
  });

  test('is refused to whoever may not take it, and logs nothing then', async () => {
    expect((await house.as('technician').post('/stuck/exports', {})).body.code).toBe('not_permitted');
    const { rows } = await house.database.admin.raw(
      `select 1 from log_entries where action = 'stuck_exported' and actor_id = 'technician'`,
    );
    expect(rows).toEqual([]);
  });

  test('quotes what needs it, and disarms formulas', () => {
    expect(csvLine(['=1+1', '-2', '@x', ' =x', 'a,"b"', 'ok', 7, null])).toBe(
      `'=1+1,'-2,'@x,' =x,"a,""b""",ok,7,\r\n`,
    );
  });
});

describe('the board', () => {
  test('is empty until it was counted', async () => {
    expect((await house.as('manager').get('/board')).body).toMatchObject({
      asOf: null,
      flow: [],
      tiles: null,
    });
  });

  test('counts states, lanes, late orders and the day, and keeps technical faults in one line', async () => {
    const worker = houseOf(house.database);
    const done = await issuedOrder(house);
    await payAndShip(house, done.orderNo, 12_000);
    await house.settle(done.orderId);
    await orderInReview(house);
    const broken = [await issuedOrder(house), await issuedOrder(house)];
    for (const { orderId } of broken)
      await openTechnicalCase(worker, { orderId, step: 'verification', code: 'TypeError: broken' });
    for (const { orderId } of broken) await lateBy(orderId, 5);
    await sweepFigures(worker);
    const { body } = await house.as('manager').get('/board');
    const all = (state: string) =>
      body.flow.find(
        (cell: { state: string; department: unknown }) => cell.state === state && cell.department === null,
      );
    const { rows } = await house.database.admin.raw(
      `select count(*)::int as count from orders where state = 'issued'`,
    );
    expect(all('issued')).toMatchObject({ orders: rows[0].count, medianMinutes: expect.any(Number) });
    expect(all('exception')).toMatchObject({ orders: 2, late: 2 });
    expect(body.tiles).toMatchObject({
      inReview: 1,
      writtenOffAuto: 1,
      writtenOffReviewed: 0,
      exceptions: 2,
    });
    expect(body.faults).toMatchObject([
      {
        step: 'verification',
        code: 'TypeError: broken',
        causeKey: expect.stringMatching(/^[0-9a-f]{16}$/),
        orders: 2,
        amounts: [{ currency: 'CNY', amountMinor: 24_000 }],
      },
    ]);
    expect(body.days.at(-1)).toMatchObject({ writtenOffAuto: 1, issued: expect.any(Number) });
    expect(body.budgetMinutes.issued).toBe(24 * 60);
    const fault = `fault=${body.faults[0].causeKey}`;
    expect(await listed(`scope=all&fault=${'0'.repeat(16)}`)).toEqual([]);
    expect((await listed(`scope=all&${fault}`)).toSorted()).toEqual(
      broken.map(({ orderNo }) => orderNo).toSorted(),
    );
    expect(await listed('faults=grouped')).not.toContain(broken[0]?.orderNo);
    expect(await listed('faults=listed')).toContain(broken[0]?.orderNo);
    expect(await listed('scope=all&tile=auto_today')).toEqual([done.orderNo]);
  });

  test('lists what was issued today once each, in the order of the last issue', async () => {
    const before = await listed('scope=all&tile=issued_today');
    const first = await issuedOrder(house);
    const second = await issuedOrder(house);
    const third = await issuedOrder(house);
    await house.as('sales').post(`/orders/${first.orderNo}/reissues`, {});
    await house.settle(first.orderId);
    await house.database.admin.raw(
      `update issue_records set issued_at = issued_at - interval '2 days' where order_id = ?`,
      [second.orderId],
    );
    const today = await listed('scope=all&tile=issued_today');
    expect(today).toEqual([...before, third.orderNo, first.orderNo]);
    expect(new Set(today).size).toBe(today.length);
  });

  test('lists what was written off today as it was', async () => {
    const before = await listed('scope=all&tile=auto_today');
    const orders = [await issuedOrder(house), await issuedOrder(house), await issuedOrder(house)];
    for (const { orderId, orderNo } of orders.toReversed()) {
      await payAndShip(house, orderNo, 12_000);
      await house.settle(orderId);
    }
    const written = orders.map(({ orderNo }) => orderNo).toReversed();
    expect(await listed('scope=all&tile=auto_today')).toEqual([...before, ...written]);
    expect(await listed('scope=all&tile=reviewed_today')).toEqual([]);
  });

  test('is for those who may see what is stuck', async () => {
    expect((await house.as('desk').get('/board')).body.code).toBe('not_permitted');
  });
});
