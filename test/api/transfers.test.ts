import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiHouse, openHouse } from './house.js';
import { anOrderBody, issuedOrder } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const toLogistics = { toKind: 'department', toName: 'logistics' };
const offer = (orderNo: string, body: object) => house.as('desk').post(`/orders/${orderNo}/transfers`, body);
const answer = (person: string, orderNo: string, body: object) =>
  house.as(person).post(`/orders/${orderNo}/transfers/answer`, body);

describe('a transfer', () => {
  test('is offered, then accepted by the receiving department, which owns the order then', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    expect((await offer(orderNo, toLogistics)).status).toBe(201);
    const accepted = await answer('logistics', orderNo, { answer: 'accepted' });
    expect(accepted.status).toBe(201);
    await house.settle(orderId);
    const { body } = await house.as('desk').get(`/orders/${orderNo}`);
    expect(body).toMatchObject({ state: 'circulating', ownerDepartment: 'logistics' });
  });

  test('is answered by nobody but the receiver', async () => {
    const { orderNo } = await issuedOrder(house);
    await offer(orderNo, toLogistics);
    const other = await answer('sales', orderNo, { answer: 'accepted' });
    expect([other.status, other.body.code]).toEqual([403, 'not_the_receiver']);
  });

  test('is not offered twice before it is answered', async () => {
    const { orderNo } = await issuedOrder(house);
    await offer(orderNo, toLogistics);
    const second = await offer(orderNo, { toKind: 'department', toName: 'finance' });
    expect([second.status, second.body.code]).toEqual([409, 'transfer_pending']);
    await answer('logistics', orderNo, { answer: 'refused', reason: 'no_room' });
    expect((await offer(orderNo, toLogistics)).status).toBe(201);
  });

  test('is answered once', async () => {
    const { orderNo } = await issuedOrder(house);
    await offer(orderNo, toLogistics);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => answer('logistics', orderNo, { answer: 'accepted' })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.find(({ status }) => status !== 201)?.body.code).toBe('transfer_answered');
  });

  test('cannot be answered before one was offered', async () => {
    const { orderNo } = await issuedOrder(house);
    const { status, body } = await answer('logistics', orderNo, { answer: 'accepted' });
    expect([status, body.code]).toEqual([404, 'transfer_unknown']);
  });

  test('of an answer that means an earlier offer is refused', async () => {
    const { orderNo } = await issuedOrder(house);
    const first = await offer(orderNo, toLogistics);
    await answer('logistics', orderNo, { answer: 'refused' });
    await offer(orderNo, toLogistics);
    const stale = await answer('logistics', orderNo, { answer: 'accepted', offer: first.body.fact });
    expect([stale.status, stale.body.code]).toEqual([409, 'transfer_answered']);
  });

  test('to a carrier is answered by logistics', async () => {
    const { orderNo } = await issuedOrder(house);
    await offer(orderNo, { toKind: 'carrier', toName: '顺丰速运' });
    expect((await answer('finance', orderNo, { answer: 'accepted' })).status).toBe(403);
    expect((await answer('logistics', orderNo, { answer: 'accepted' })).status).toBe(201);
  });

  test('is refused before the code is issued', async () => {
    const { body } = await house.as('desk').post('/orders', anOrderBody());
    const refused = await offer(body.orderNo, toLogistics);
    expect([refused.status, refused.body.code]).toEqual([409, 'state_forbids']);
  });
});
