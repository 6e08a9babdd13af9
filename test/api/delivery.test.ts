import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Catchers, startCatchers } from '../../platform/catchers/catchers.js';
import { optOutProof } from '../../platform/keys/opt-out.js';
import { smsSecret } from '../../platform/keys/secrets.js';
import { testKeyRing } from '../../platform/keys/test-ring.js';
import { openLog } from '../../platform/log.js';
import { deliverMessage } from '../../queues/delivery.js';
import { houseOf } from '../support/house.js';
import { type ApiHouse, openHouse } from './house.js';
import { issuedOrder } from './order-body.js';

let house: ApiHouse;
let catchers: Catchers;
beforeAll(async () => {
  catchers = await startCatchers({ smsSecret: smsSecret(testKeyRing()) });
  house = await openHouse({ inbox: { url: catchers.inboxUrl, token: catchers.inboxToken } });
});
afterAll(async () => {
  await house.close();
  await catchers.stop();
});

interface Sent {
  orderId: string;
  orderNo: string;
  messageId: string;
}

/** An order whose first e-mail was tried, and arrived unless the relay is away. */
async function aTriedOrder(smtpUrl?: string): Promise<Sent> {
  const { orderId, orderNo } = await issuedOrder(house, { notify: true });
  const [{ id: messageId }] = await messagesOf(orderNo);
  const channels = { smtpUrl, mailFrom: 'a@shop.example', smsUrl: undefined, smsSecret: Buffer.alloc(32) };
  await deliverMessage(
    { ...houseOf(house.database), ...channels, log: openLog('t', 'silent') },
    messageId,
    true,
  );
  await house.settle(orderId);
  return { orderId, orderNo, messageId };
}
const resend = (orderNo: string, id: string) =>
  house.as('service').post(`/orders/${orderNo}/messages/${id}/resends`, {});
/** Every message of an order that waits is handed to the relay. */
async function sendAll(orderNo: string): Promise<void> {
  const smtpUrl = `smtp://${catchers.smtp.host}:${catchers.smtp.port}`;
  const channels = { smtpUrl, mailFrom: 'a@shop.example', smsUrl: undefined, smsSecret: Buffer.alloc(32) };
  for (const { id, status } of await messagesOf(orderNo))
    if (status === 'queued')
      await deliverMessage(
        { ...houseOf(house.database), ...channels, log: openLog('t', 'silent') },
        id,
        true,
      );
}
const arrived = () => aTriedOrder(`smtp://${catchers.smtp.host}:${catchers.smtp.port}`);
const messagesOf = async (orderNo: string) =>
  (await house.as('desk').get(`/messages?order=${orderNo}`)).body.items;

describe('a lost message', () => {
  test('is listed, and sent again once, by those who may', async () => {
    const { orderId, orderNo, messageId } = await aTriedOrder();
    const listed = (await house.as('technician').get('/dead-letters')).body.items;
    expect(listed).toMatchObject([
      { id: messageId, orderNo, status: 'failed', code: 'channel_not_configured' },
    ]);
    const place = `/orders/${orderNo}/messages/${messageId}/resends`;
    expect((await house.as('manager').post(place, {})).body.code).toBe('not_permitted');
    const answers = await Promise.all([1, 2].map(() => house.as('service').post(place, {})));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    await house.settle(orderId);
    expect((await house.as('technician').get('/dead-letters')).body.items).toEqual([]);
    const channels = (await messagesOf(orderNo)).map((one: { channel: string }) => one.channel);
    expect(channels).toEqual(['email', 'sms', 'email']);
  });

  test('that is another order’s is not sent again', async () => {
    const [mine, other] = [await arrived(), await arrived()];
    expect((await resend(mine.orderNo, other.messageId)).body.code).toBe('message_unknown');
  });
});

describe('a code that arrived', () => {
  test('goes again to a customer who cannot find it: once a message, five times a day', async () => {
    const { orderId, orderNo, messageId } = await arrived();
    const answers = await Promise.all([1, 2].map(() => resend(orderNo, messageId)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    await house.settle(orderId);
    const [first, second] = await messagesOf(orderNo);
    expect([first, second]).toMatchObject([
      { id: messageId, status: 'sent' },
      { channel: 'email', status: 'queued' },
    ]);
    expect((await resend(orderNo, second.id)).body.code).toBe('message_not_lost');
    for (let more = 2; more <= 5; more++) {
      await sendAll(orderNo);
      expect((await resend(orderNo, (await messagesOf(orderNo)).at(-1).id)).status).toBe(201);
      await house.settle(orderId);
    }
    await sendAll(orderNo);
    expect((await resend(orderNo, (await messagesOf(orderNo)).at(-1).id)).body.code).toBe('resent_often');
    const sent = (await messagesOf(orderNo)).map(({ channel, status }: Record<string, string>) => [
      channel,
      status,
    ]);
    expect(sent).toEqual(Array(6).fill(['email', 'sent']));
    const caught = catchers.list().filter((one) => one.channel === 'email' && one.subject.includes(orderNo));
    expect(new Set(caught.map(({ deliveryId }) => deliveryId)).size).toBe(6);
  });

  test('does not go again once it was replaced, nor by a channel that its customer stopped', async () => {
    const { orderId, orderNo, messageId } = await arrived();
    const choice = { channel: 'email', allowed: false, preferred: false };
    await house.as('service').post(`/orders/${orderNo}/contact-choices`, choice);
    expect((await resend(orderNo, messageId)).body.code).toBe('channel_stopped');
    await house.as('service').post(`/orders/${orderNo}/contact-choices`, { ...choice, allowed: true });
    await house.as('sales').post(`/orders/${orderNo}/reissues`, {});
    await house.settle(orderId);
    expect((await resend(orderNo, messageId)).body.code).toBe('message_outdated');
  });
});

describe('a provider', () => {
  test('tells of a bounce: one fact however often, and the next channel tries', async () => {
    const { orderId, orderNo, messageId } = await arrived();
    const report = { messageId, outcome: 'bounced', code: 'mailbox_full' };
    const first = await house.as('technician').post('/receipts', report);
    expect((await house.as('technician').post('/receipts', report)).body.fact).toBe(first.body.fact);
    await house.settle(orderId);
    expect(await messagesOf(orderNo)).toMatchObject([
      { channel: 'email', status: 'bounced', errorCode: 'mailbox_full' },
      { channel: 'sms', status: 'queued' },
    ]);
  });

  test('tells that a message arrived; of one that nobody sent it tells nothing', async () => {
    const { orderId, messageId } = await arrived();
    expect((await house.as('technician').post('/receipts', { messageId, outcome: 'received' })).status).toBe(
      201,
    );
    await house.settle(orderId);
    const [row] = await house.database.admin('messages').where({ id: messageId });
    expect(row.received_at).not.toBeNull();
    const none = { messageId: orderId, outcome: 'received' };
    expect((await house.as('technician').post('/receipts', none)).body.code).toBe('message_unknown');
  });
});

describe('what a customer wishes', () => {
  test('is stopped by the reader of a message alone, with its link, by a POST', async () => {
    const { orderNo, messageId } = await arrived();
    const proof = optOutProof(house.deps.ring, messageId);
    const forged = `${proof.slice(0, -4)}AAAA`;
    expect((await house.stranger.post('/opt-outs', { proof: forged })).body.code).toBe('opt_out_unknown');
    expect((await house.stranger.get('/opt-outs')).status).toBe(405);
    const contact = async () => (await house.as('sales').get(`/orders/${orderNo}/contact`)).body.items[0];
    expect(await contact()).toEqual({ channel: 'email', allowed: true, preferred: false, reachable: true });
    expect((await house.stranger.post('/opt-outs', { proof })).body).toEqual({ channel: 'email' });
    expect((await contact()).allowed).toBe(false);
    const [entry] = await house.database.admin('log_entries').where({ action: 'messages_stopped' });
    expect(entry.detail).toEqual({ channel: 'email' });
    const choice = { channel: 'email', allowed: true, preferred: true };
    expect((await house.as('service').post(`/orders/${orderNo}/contact-choices`, choice)).status).toBe(200);
    expect(await contact()).toMatchObject(choice);
  });
});

test('quiet hours are changed by one of two who saw the same', async () => {
  const { version, ...hours } = (await house.as('admin').get('/quiet-hours')).body;
  const change = { ...hours, fromMinute: 60, seen: version };
  const answers = await Promise.all([1, 2].map(() => house.as('admin').post('/quiet-hours', change)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  expect((await house.as('admin').get('/quiet-hours')).body.fromMinute).toBe(60);
});

test('the key that browsers subscribe under is anybody’s', async () => {
  expect((await house.stranger.get('/push-key')).body.publicKey).toMatch(/^[\w-]{87}$/);
});
