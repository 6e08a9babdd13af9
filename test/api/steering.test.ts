import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { logOf } from '../../db/log.js';
import { orderById } from '../../db/orders.js';
import { type ApiHouse, openHouse } from './house.js';
import { anOrderBody, issuedOrder, payAndShip } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const steer = (body: object, orderNos: readonly string[], as = 'manager') =>
  house
    .as(as)
    .post('/steerings', { reason: 'overdue', ...body, orders: orderNos.map((orderNo) => ({ orderNo })) });

async function row(orderId: string) {
  await house.settle(orderId);
  return orderById(house.db, orderId);
}

const noticesOf = async (person: string, orderNo: string) =>
  (await house.as(person).get('/notices?limit=200')).body.items.filter(
    (notice: { orderNo: string }) => notice.orderNo === orderNo,
  );

describe('a nudge', () => {
  test('reaches the owner’s department with its reason, once an hour, and is logged', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    expect((await steer({ act: 'nudge', note: '客户在催' }, [orderNo])).body.items).toMatchObject([
      { orderNo, outcome: 'done', refusal: null },
    ]);
    const again = await steer({ act: 'nudge' }, [orderNo]);
    expect(again.body.items).toMatchObject([{ outcome: 'refused', refusal: 'nudged_lately', fact: null }]);
    expect(await noticesOf('desk', orderNo)).toMatchObject([
      { kind: 'nudged', reason: 'overdue', from: 'manager' },
    ]);
    expect(await noticesOf('finance', orderNo)).toEqual([]);
    const logged = await logOf(house.database.admin, orderId);
    expect(logged.filter(({ action }) => action === 'nudged')).toMatchObject([{ actorId: 'manager' }]);
  });

  test('is put away by whom it was for, and by nobody else', async () => {
    const { orderNo } = await issuedOrder(house);
    await steer({ act: 'nudge' }, [orderNo]);
    const [notice] = await noticesOf('desk', orderNo);
    expect((await house.as('finance').post(`/notices/${notice.id}/seen`, {})).body.code).toBe('not_found');
    expect((await house.as('desk').post(`/notices/${notice.id}/seen`, {})).status).toBe(200);
    expect(await noticesOf('desk', orderNo)).toEqual([]);
  });
});

describe('a reassignment', () => {
  test('of many gives each its own outcome, and the new owner the order', async () => {
    const [one, other] = [await issuedOrder(house), await issuedOrder(house)];
    const { body } = await steer({ act: 'reassign', department: 'logistics', person: 'logistics' }, [
      one.orderNo,
      'NONE-1',
      other.orderNo,
    ]);
    expect(body.items.map((item: { outcome: string }) => item.outcome).toSorted()).toEqual([
      'done',
      'done',
      'refused',
    ]);
    expect(await row(one.orderId)).toMatchObject({ ownerDepartment: 'logistics', assignee: 'logistics' });
    expect(await noticesOf('logistics', other.orderNo)).toMatchObject([
      { kind: 'reassigned', toPerson: 'logistics' },
    ]);
  });

  test('counts only for an order as it was seen', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const seen = { state: 'issued', ownerDepartment: 'order_desk', assignee: null };
    const asSeen = (department: string) =>
      house.as('manager').post('/steerings', {
        act: 'reassign',
        department,
        reason: 'absent',
        orders: [{ orderNo, seen }],
      });
    const [first, second] = await Promise.all([asSeen('sales'), asSeen('finance')]);
    const refusals = [first, second].map(({ body }) => body.items[0].refusal);
    expect(refusals.toSorted()).toEqual([null, 'order_moved'].toSorted());
    expect(['sales', 'finance']).toContain((await row(orderId))?.ownerDepartment);
  });

  test('to somebody of another department is refused as a whole', async () => {
    const { orderNo } = await issuedOrder(house);
    const { body } = await steer({ act: 'reassign', department: 'sales', person: 'finance' }, [orderNo]);
    expect(body.code).toBe('person_unknown');
  });
});

describe('a hold', () => {
  test('keeps an order that passes from its write-off until it is released', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    await steer({ act: 'hold' }, [orderNo]);
    expect((await steer({ act: 'hold' }, [orderNo])).body.items[0].refusal).toBe('held_already');
    await payAndShip(house, orderNo, 12_000);
    expect(await row(orderId)).toMatchObject({ state: 'verifying', held: true, cause: 'on_hold' });
    await steer({ act: 'release' }, [orderNo]);
    expect(await row(orderId)).toMatchObject({ state: 'archived', held: false });
  });
});

test('priority, watch, more time and escalation are columns of the order', async () => {
  const { orderId, orderNo } = await issuedOrder(house);
  await steer({ act: 'prioritise', priority: 'urgent' }, [orderNo]);
  await steer({ act: 'watch', on: true }, [orderNo]);
  await steer({ act: 'extend', minutes: 60 }, [orderNo]);
  await steer({ act: 'escalate' }, [orderNo]);
  expect(await row(orderId)).toMatchObject({
    priority: 3,
    watched: true,
    escalation: 1,
    budgetMinutes: 25 * 60,
  });
  expect(await noticesOf('manager', orderNo)).toMatchObject([{ kind: 'escalated' }]);
});

test('a question goes to the owner, whose answer goes to the asker', async () => {
  const { orderNo } = await issuedOrder(house);
  const explain = (as: string) =>
    house.as(as).post(`/orders/${orderNo}/explanations`, { reason: 'customer_away' });
  expect((await explain('desk')).body.code).toBe('not_asked');
  await steer({ act: 'ask' }, [orderNo]);
  expect((await explain('finance')).body.code).toBe('not_the_owner');
  expect((await explain('desk')).status).toBe(201);
  expect(await noticesOf('desk', orderNo)).toEqual([]);
  expect(await noticesOf('manager', orderNo)).toMatchObject([{ kind: 'explained', reason: 'customer_away' }]);
});

describe('the door', () => {
  test('is shut to whoever lacks the right of the act', async () => {
    const { orderNo } = await issuedOrder(house);
    expect((await steer({ act: 'nudge' }, [orderNo], 'desk')).body.code).toBe('not_permitted');
    expect((await steer({ act: 'hold' }, [orderNo], 'technician')).body.code).toBe('not_permitted');
  });

  test('does a repeated request once, and refuses what the state forbids', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const request = { act: 'escalate', reason: 'overdue', orders: [{ orderNo }] };
    const key = 'escalate-once';
    await house.as('manager').post('/steerings', request, { key });
    await house.as('manager').post('/steerings', request, { key });
    expect((await row(orderId))?.escalation).toBe(1);
    await house.as('manager').post(`/orders/${orderNo}/cancellation`, {});
    await house.settle(orderId);
    expect((await steer({ act: 'nudge' }, [orderNo])).body.items[0].refusal).toBe('state_forbids');
  });

  test('takes no empty list, no unknown act and no 201 orders', async () => {
    const { orderNo } = anOrderBody();
    expect((await steer({ act: 'nudge' }, [])).status).toBe(400);
    expect((await steer({ act: 'vanish' }, [orderNo])).status).toBe(400);
    expect(
      (
        await steer(
          { act: 'nudge' },
          Array.from({ length: 201 }, () => orderNo),
        )
      ).status,
    ).toBe(400);
  });
});
