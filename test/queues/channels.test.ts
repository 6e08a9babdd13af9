import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { choose, setQuietHours, subscribe } from '../../db/contact.js';
import { deadLetters } from '../../db/dead-letters.js';
import { record } from '../../db/facts.js';
import { messageById, messagesOf, queuedMessages } from '../../db/messages.js';
import { dataKeyOf, lockOrder, orderById } from '../../db/orders.js';
import { EVERY_ORDER } from '../../db/scope.js';
import type { FactDetail, FactType } from '../../domain/facts.js';
import type { CaughtMail, CaughtPush, CaughtSms } from '../../platform/catchers/caught.js';
import { sealJson, unwrapKey } from '../../platform/keys/envelope.js';
import { noteContext, orderKeyContext } from '../../platform/keys/note.js';
import { pushSender, sealSubscription } from '../../platform/push.js';
import { sendByAliyun } from '../../queues/aliyun.js';
import { signedRequest } from '../../queues/aliyun-signature.js';
import { deliverMessage } from '../../queues/delivery.js';
import { sweepMessages } from '../../queues/messages.js';
import { DESK } from '../support/orders.js';
import {
  anIssuedOrder,
  CUSTOMER,
  delivered,
  eventually,
  lastMessage,
  openTestPost,
  type TestPost,
} from './a-post.js';

let post: TestPost;
beforeAll(async () => {
  post = await openTestPost();
  post.options.push = pushSender(post.options.ring, 'shop@shop.example');
  post.start();
});
afterAll(() => post.close());
afterEach(() => {
  post.catchers.faults.mail.set(undefined);
  post.catchers.faults.sms.set(undefined);
  post.catchers.faults.push.set(undefined);
});

const arrivals = () => {
  const { email, sms, push } = post.catchers.counts();
  return { email: email.arrivals, sms: sms.arrivals, push: push.arrivals };
};
const doubled = () => Object.values(post.catchers.counts()).map(({ duplicates }) => duplicates);
const told = async (orderId: string) =>
  (await messagesOf(post.db, orderId)).map(({ channel, status }) => `${channel} ${status}`);
const sweep = () => sweepMessages({ db: post.db, queue: post.queue, log: post.options.log });
const state = (orderId: string, type: FactType, detail: FactDetail = {}) =>
  post.db.transaction(async (tx) => {
    await lockOrder(tx, orderId);
    await record(tx, orderId, { type, actor: DESK, source: 'api', detail });
  });

/** Lets the lifecycle and the queues go on until an order's newest message has an end. */
async function settled(orderId: string): Promise<string[]> {
  for (let ended = ''; ; ) {
    await post.deeds.survey(orderId);
    const { id, channel } = await lastMessage(post.db, orderId);
    if (id === ended) return told(orderId);
    if (channel !== 'page') await delivered(post, orderId);
    ended = id;
  }
}

async function withBrowser(orderId: string) {
  const wrapped = await dataKeyOf(post.db, orderId);
  if (!wrapped) throw new Error('no key');
  const sealed = sealSubscription(post.options.ring, orderId, wrapped, post.catchers.subscribe());
  await post.database.admin.transaction((tx) =>
    subscribe(tx, { id: crypto.randomUUID(), orderId, ...sealed }),
  );
}

async function prefer(orderId: string, channel: 'email' | 'sms' | 'push', allowed = true) {
  const order = await orderById(post.db, orderId);
  const customerKey = order?.customerKey ?? Buffer.alloc(0);
  await post.database.admin.transaction((tx) =>
    choose(tx, { customerKey, channel, allowed, preferred: allowed, chosenBy: 'person' }),
  );
}

describe('a message whose channel fails', () => {
  test('past every retry takes the next, and that one’s garbage leads to the page: each visible, none twice', async () => {
    const before = arrivals();
    post.catchers.faults.mail.set('busy');
    post.catchers.faults.sms.set({ kind: 'garbage' });
    const { id } = await anIssuedOrder(post, { ...CUSTOMER, ref: 'F-1' });
    expect(await settled(id)).toEqual(['email failed', 'sms unknown', 'page sent']);
    expect((await orderById(post.db, id))?.state).toBe('dispatched');
    expect(arrivals()).toEqual(before);
    const dead = (await deadLetters(post.db, EVERY_ORDER, 200)).items;
    const [mail, text] = await messagesOf(post.db, id);
    expect(dead.filter((one) => [mail?.id, text?.id].includes(one.id)).map(({ code }) => code)).toEqual([
      'unknown',
      'smtp_451',
    ]);
  });

  test('that is throttled arrives once by the same channel', async () => {
    const before = arrivals();
    post.catchers.faults.mail.set('unknown_recipient', 1);
    post.catchers.faults.sms.set({ kind: 'throttled', retryAfterSeconds: 1 }, 2);
    const { id } = await anIssuedOrder(post, { ...CUSTOMER, ref: 'F-2' });
    expect(await settled(id)).toEqual(['email failed', 'sms sent']);
    expect(arrivals()).toEqual({ ...before, sms: before.sms + 1 });
  });

  test('that bounces after it was sent takes the next, once, however often the bounce is told', async () => {
    const { id } = await anIssuedOrder(post, { ...CUSTOMER, ref: 'F-3' });
    const message = await delivered(post, id);
    for (let again = 0; again < 2; again++)
      await state(id, 'message_bounced', { messageId: message.id, code: 'mailbox_full' });
    expect(await settled(id)).toEqual(['email bounced', 'sms sent']);
    expect(await messageById(post.db, message.id)).toMatchObject({ errorCode: 'mailbox_full' });
  });

  test('and is sent again by a person goes out once, under a key of its own', async () => {
    post.catchers.faults.mail.set('unknown_recipient', 1);
    const { id, message } = await anIssuedOrder(post, { email: CUSTOMER.email ?? '', ref: 'F-4' });
    expect(await settled(id)).toEqual(['email failed', 'page sent']);
    await state(id, 'resend_requested', { messageId: message.id });
    await state(id, 'resend_requested', { messageId: message.id });
    await post.deeds.survey(id);
    expect((await delivered(post, id)).attemptKey).toBe(`order/${id}/code/1/email/2`);
    expect(await told(id)).toEqual(['email failed', 'page sent', 'email sent']);
    const dead = (await deadLetters(post.db, EVERY_ORDER, 200)).items;
    expect(dead.filter((one) => one.id === message.id)).toEqual([]);
  });
});

test('a code that is forwarded arrives at the further contact, who cannot stop what the customer gets', async () => {
  const { id, message: own } = await anIssuedOrder(post, { ...CUSTOMER, ref: 'FW-1' });
  const wrapped = await dataKeyOf(post.db, id);
  if (!wrapped) throw new Error('no key');
  const key = unwrapKey(post.options.ring, wrapped, orderKeyContext(id));
  const sealed = sealJson(key, 'li@example.com', noteContext(id));
  await post.db.transaction(async (tx) => {
    await lockOrder(tx, id);
    const detail = { channel: 'email', issueNo: 1 };
    await record(tx, id, { type: 'code_forwarded', actor: DESK, source: 'api', detail, sealed });
  });
  await post.deeds.survey(id);
  const forwarded = await lastMessage(post.db, id);
  expect(forwarded.template).toBe('code_forwarded');
  const stopUrlOf = (messageId: string) => `https://shop.example/stop/${messageId}`;
  for (const one of [own, forwarded]) await deliverMessage({ ...post.options, stopUrlOf }, one.id, true);
  const mailOf = (messageId: string) =>
    post.catchers
      .list()
      .find((one): one is CaughtMail => one.deliveryId === messageId && one.channel === 'email');
  const [toOwn, toLi] = [mailOf(own.id), mailOf(forwarded.id)];
  expect([toOwn?.to, toLi?.to]).toEqual([[CUSTOMER.email], ['li@example.com']]);
  expect([toOwn, toLi].map((mail) => mail?.attachments.length)).toEqual([2, 2]);
  expect([toOwn, toLi].map((mail) => mail?.text.includes('/stop/'))).toEqual([true, false]);
});

test('Redis emptied at any time loses no message and doubles none', async () => {
  const before = arrivals();
  post.catchers.faults.mail.set('busy', 6);
  const made: Awaited<ReturnType<typeof anIssuedOrder>>[] = [];
  for (let one = 0; one < 6; one++)
    made.push(await anIssuedOrder(post, { email: CUSTOMER.email ?? '', ref: `R-${one}` }));
  await sweep();
  await post.redis.client.flushdb();
  await eventually(
    async () => {
      await sweep();
      return (await Promise.all(made.map(({ id }) => told(id)))).flat();
    },
    (all) => all.every((one) => one === 'email sent'),
  );
  expect(arrivals().email).toBe(before.email + 6);
  expect(doubled()).toEqual([0, 0, 0]);
});

describe('a push message', () => {
  const texts = () => post.catchers.list().filter((one): one is CaughtPush => one.channel === 'push');

  test('goes to the browser that asked, signed and sealed for it alone, when its customer prefers it', async () => {
    const { id } = await anIssuedOrder(post, { email: CUSTOMER.email ?? '', ref: 'P-1' });
    await withBrowser(id);
    await prefer(id, 'push');
    await delivered(post, id);
    await state(id, 'progress_told', { caseId: 'none', progress: 'settled' });
    await post.deeds.survey(id);
    expect(await delivered(post, id)).toMatchObject({ channel: 'push', status: 'sent', templateVersion: 1 });
    expect(texts().at(-1)).toMatchObject({ title: expect.stringContaining('处理进度') });
  });

  test('to a browser that is gone ends the subscription, and the next channel takes it', async () => {
    const { id } = await anIssuedOrder(post, { email: CUSTOMER.email ?? '', ref: 'P-2' });
    await withBrowser(id);
    await prefer(id, 'push');
    await delivered(post, id);
    post.catchers.faults.push.set('gone', 1);
    await state(id, 'progress_told', { caseId: 'none', progress: 'received' });
    await post.deeds.survey(id);
    expect(await delivered(post, id)).toMatchObject({ channel: 'push', errorCode: 'subscription_gone' });
    await post.deeds.survey(id);
    expect(await delivered(post, id)).toMatchObject({ channel: 'email', status: 'sent' });
    const [{ ended_at: ended }] = await post.database.admin('push_subscriptions').where({ order_id: id });
    expect(ended).not.toBeNull();
  });
});

describe('what a customer chose', () => {
  test('is kept for all their orders: a refused channel is passed over, the preferred one comes first', async () => {
    const first = await anIssuedOrder(post, { ...CUSTOMER, ref: 'K-1' });
    await prefer(first.id, 'email', false);
    expect((await anIssuedOrder(post, { ...CUSTOMER, ref: 'K-1' })).message.channel).toBe('sms');
    await prefer(first.id, 'sms', false);
    expect((await anIssuedOrder(post, { ...CUSTOMER, ref: 'K-1' })).message.channel).toBe('page');
    expect((await anIssuedOrder(post, { ...CUSTOMER, ref: 'K-2' })).message.channel).toBe('email');
  });
});

test('in quiet hours what can wait is held back, and a code goes out', async () => {
  const { rows } = await post.database.admin.raw(
    `select extract(hour from clock_timestamp() at time zone zone)::int as hour from calendars`,
  );
  const nowMinute = rows[0].hour * 60;
  const quiet = (fromMinute: number, toMinute: number, version: number) =>
    post.database.admin.transaction((tx) =>
      setQuietHours(tx, { fromMinute, toMinute, channels: ['email', 'sms'], version }),
    );
  expect(await quiet((nowMinute + 1380) % 1440, (nowMinute + 120) % 1440, 1)).toBe(true);
  expect(await quiet(0, 0, 1)).toBe(false);
  const { id } = await anIssuedOrder(post, { email: CUSTOMER.email ?? '', ref: 'Q-1' });
  expect((await delivered(post, id)).status).toBe('sent');
  await state(id, 'progress_told', { caseId: 'none', progress: 'settled' });
  await post.deeds.survey(id);
  const { id: held } = await lastMessage(post.db, id);
  await deliverMessage(post.options, held, false);
  const [{ not_before: until }] = await post.database.admin('messages').where({ id: held });
  expect(until.getTime()).toBeGreaterThan(Date.now());
  expect((await queuedMessages(post.db, 1_000)).map(({ id }) => id)).not.toContain(held);
  await post.database
    .admin('messages')
    .where({ id: held })
    .update({ not_before: new Date(0) });
  await quiet(0, 0, 2);
  expect((await delivered(post, id)).status).toBe('sent');
});

describe('Aliyun', () => {
  const sms = { to: '+8613800138000', template: 'SMS_1', params: { orderNo: 'A&1 *' }, requestId: 'm-1' };

  test('is sent what its gateway can verify, with template parameters alone', async () => {
    const outcome = await sendByAliyun(post.catchers.aliyun, sms);
    expect(outcome).toEqual({ kind: 'sent', providerId: 'biz-m-1' });
    const caught = post.catchers
      .list()
      .filter((one): one is CaughtSms => one.channel === 'sms')
      .at(-1);
    expect(caught).toMatchObject({ to: ['13800138000'], template: 'SMS_1', params: { orderNo: 'A&1 *' } });
  });

  test.each([
    ['another secret', { accessKeySecret: 'x' }, undefined, 'not_taken'],
    ['another company', { signName: 'x' }, undefined, 'refused'],
    ['a throttled account', {}, { kind: 'throttled', retryAfterSeconds: 1 }, 'not_taken'],
    ['garbage', {}, { kind: 'garbage' }, 'unknown'],
  ] as const)('with %s comes to what is certain', async (_, change, fault, kind) => {
    post.catchers.faults.sms.set(fault, 1);
    const outcome = await sendByAliyun({ ...post.catchers.aliyun, ...change }, { ...sms, requestId: 'm-2' });
    expect(outcome.kind).toBe(kind);
    expect(post.catchers.list().filter((one) => one.deliveryId === 'm-2')).toEqual([]);
  });

  test('takes the place of the generic gateway, and refuses words that it has not approved', async () => {
    const { message } = await anIssuedOrder(post, { phone: CUSTOMER.phone ?? '', ref: 'A-1' });
    const options = { ...post.options, aliyun: post.catchers.aliyun };
    await deliverMessage(options, message.id, true);
    expect(await messageById(post.db, message.id)).toMatchObject({ errorCode: 'template_not_registered' });
  });

  // The worked example of Aliyun's own page: help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
  // (English: alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature).
  test('is signed as its documentation signs', () => {
    const { headers } = signedRequest(
      { accessKeyId: 'YourAccessKeyId', accessKeySecret: 'YourAccessKeySecret' },
      {
        ...{ host: 'ecs.cn-shanghai.aliyuncs.com', path: '/', action: 'RunInstances', version: '2014-05-26' },
        query: {
          ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
          RegionId: 'cn-shanghai',
        },
        ...{ date: '2023-10-26T10:22:32Z', nonce: '3156853299f313e23d1673dc12e1703d' },
      },
    );
    expect(headers.authorization).toBe(
      'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,' +
        'SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,' +
        'Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    );
  });
});
