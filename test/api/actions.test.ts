import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ACTIONS, type Action } from '../../api/contract/actions.js';
import { RIGHTS } from '../../domain/people.js';
import { type ApiHouse, openHouse } from './house.js';
import { anOrderBody, orderInReview } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function reasons(personId: string, orderNo: string): Promise<Record<Action, string | null>> {
  const { status, body } = await house.as(personId).get(`/orders/${orderNo}/actions`);
  expect(status).toBe(200);
  const items: { action: Action; allowed: boolean; because: string | null }[] = body.items;
  for (const { allowed, because } of items) expect(allowed).toBe(because === null);
  expect(items.map(({ action }) => action)).toEqual([...ACTIONS]);
  return Object.fromEntries(items.map(({ action, because }) => [action, because])) as Record<
    Action,
    string | null
  >;
}

async function entered(orderNo: string, submit: boolean): Promise<void> {
  const { body } = await house.as('desk').post('/orders', anOrderBody({ orderNo, submit }));
  if (submit) await house.settle(body.orderId);
}

describe('what a caller may ask', () => {
  test('names the right that is missing before the state that forbids', async () => {
    await entered('ACT-1', false);
    const desk = await reasons('desk', 'ACT-1');
    expect(desk).toMatchObject({
      request_code: null,
      cancel_order: null,
      watch: 'right',
      void_code: 'right',
    });
    expect(desk.offer_transfer).toBe('state');
    expect((await reasons('manager', 'ACT-1')).void_code).toBe('state');
  });

  test('what it allows is done, and what it forbids is refused', async () => {
    await entered('ACT-2', true);
    expect((await reasons('sales', 'ACT-2')).offer_transfer).toBeNull();
    const offered = await house
      .as('sales')
      .post('/orders/ACT-2/transfers', { toKind: 'department', toName: 'logistics' });
    expect(offered.status).toBe(201);
    expect(await reasons('sales', 'ACT-2')).toMatchObject({
      offer_transfer: 'transfer_pending',
      accept_transfer: 'not_the_receiver',
    });
    const answer = { answer: 'accepted' };
    expect((await house.as('sales').post('/orders/ACT-2/transfers/answer', answer)).status).toBe(403);
    expect((await reasons('logistics', 'ACT-2')).accept_transfer).toBeNull();
    expect((await house.as('logistics').post('/orders/ACT-2/transfers/answer', answer)).status).toBe(201);
    expect((await reasons('logistics', 'ACT-2')).accept_transfer).toBe('transfer_unknown');
  });

  test('of an unknown order is refused', async () => {
    expect((await house.as('desk').get('/orders/NONE/actions')).status).toBe(404);
  });
});

describe('who is calling', () => {
  test('is told with name, department, roles and rights', async () => {
    const { body } = await house.as('reviewer').get('/me');
    expect(body).toMatchObject({ id: 'reviewer', department: 'review', roles: ['reviewer'] });
    expect(body.rights).toContain('review.decide');
    expect(body.rights).not.toContain('case.retry');
    expect(RIGHTS).toEqual(expect.arrayContaining(body.rights));
  });

  test('strangers are nobody', async () => {
    expect((await house.stranger.get('/me')).status).toBe(401);
  });
});

test('the last verification is told rule by rule, and is null before the first', async () => {
  const { orderNo } = await orderInReview(house);
  const { body } = await house.as('sales').get(`/orders/${orderNo}/verification`);
  const { verdict, conditions, risks } = body.latest.evaluation;
  expect(verdict).toBe('pass');
  expect(conditions[0]).toEqual({
    id: 'paid_in_full',
    met: true,
    expected: 'CNY 10000.00',
    found: 'CNY 10000.00',
  });
  expect(risks.find((one: { id: string }) => one.id === 'amount_at_least').met).toBe(true);
  await entered('ACT-3', false);
  expect((await house.as('sales').get('/orders/ACT-3/verification')).body.latest).toBeNull();
});
