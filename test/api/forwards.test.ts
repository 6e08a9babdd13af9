import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { messagesOf } from '../../db/messages.js';
import { URGENT_KINDS } from '../../domain/delivery.js';
import { letterOf } from '../../queues/letter.js';
import { type ApiHouse, openHouse } from './house.js';
import { issuedOrder } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const LI = 'li@example.com';
const forward = (orderNo: string, to: object = { email: LI }, who = 'service') =>
  house.as(who).post(`/orders/${orderNo}/forwards`, { to });
const forwarded = async (orderId: string) =>
  (await messagesOf(house.database.admin, orderId)).filter(({ template }) => template === 'code_forwarded');

describe('a code that is forwarded', () => {
  test('goes to the further contact alone, with the live code, and to nobody else', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    expect((await forward(orderNo)).status).toBe(201);
    await house.settle(orderId);
    const [message, ...more] = await forwarded(orderId);
    expect(more).toEqual([]);
    if (!message) throw new Error('no message');
    expect([message.channel, message.status]).toEqual(['email', 'queued']);
    const { db, ring, tokenKeys, codeHost } = house.deps;
    const letter = await letterOf({ db, ring, tokenKeys, codeHost }, { ...message, templateVersion: 1 });
    if (!('link' in letter)) throw new Error(letter.code);
    expect(letter.customer).toEqual({ ref: '', name: '', email: LI });
    expect(letter.link).toBe((await house.as('desk').get(`/orders/${orderNo}/code`)).body.text);
    expect(letter.texts.zh.body).toContain(orderNo);
  });

  test('has its address sealed with the fact, and waits for the end of quiet hours', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    await forward(orderNo);
    await house.settle(orderId);
    const [fact] = await house.db('facts').where({ order_id: orderId, type: 'code_forwarded' });
    expect(fact.detail).toMatchObject({ channel: 'email', issueNo: 1 });
    expect(fact.sealed.includes(LI)).toBe(false);
    const logged = await house.db('log_entries').where({ order_id: orderId });
    expect(JSON.stringify([logged, fact.detail, await forwarded(orderId)])).not.toContain('li@');
    expect(URGENT_KINDS).not.toContain('code_forwarded');
  });

  test('by a phone number goes by SMS', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    await forward(orderNo, { phone: '13900139000' });
    await house.settle(orderId);
    expect((await forwarded(orderId)).map(({ channel }) => channel)).toEqual(['sms']);
  });

  test('is refused by whom has no right, and to what is no address', async () => {
    const { orderNo } = await issuedOrder(house);
    expect((await forward(orderNo, { email: LI }, 'logistics')).body.code).toBe('not_permitted');
    for (const to of [{ email: 'a@b, c@d.com' }, { phone: '12' }])
      expect((await forward(orderNo, to)).body.code).toBe('address_unusable');
  });

  test('is not sent by a channel that its customer has stopped', async () => {
    const { orderNo } = await issuedOrder(house);
    const stop = { channel: 'email', allowed: false, preferred: false };
    await house.as('service').post(`/orders/${orderNo}/contact-choices`, stop);
    expect((await forward(orderNo)).body.code).toBe('channel_stopped');
    expect((await forward(orderNo, { phone: '13900139000' })).status).toBe(201);
  });

  test('goes out five times a day and no more, and never after it was voided or replaced', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const codes = [];
    for (let time = 0; time < 6; time += 1) codes.push((await forward(orderNo)).body.code ?? 'sent');
    expect(codes).toEqual([...Array.from({ length: 5 }, () => 'sent'), 'forwarded_often']);
    await house.settle(orderId);
    expect(await forwarded(orderId)).toHaveLength(5);

    const voided = await issuedOrder(house);
    await forward(voided.orderNo);
    await house.as('manager').post(`/orders/${voided.orderNo}/code-voids`, {});
    expect((await forward(voided.orderNo)).body.code).toBe('code_not_issued');
    const [message] = await forwarded(voided.orderId);
    expect(message).toBeUndefined();
  });
});
