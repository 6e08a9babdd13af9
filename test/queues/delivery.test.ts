import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { codesOf, endLive } from '../../db/codes.js';
import { orderById } from '../../db/orders.js';
import type { CaughtMail, CaughtSms } from '../../platform/catchers/caught.js';
import { decodePng } from '../../qr/check.js';
import { textOf } from '../../qr/code-text.js';
import { deliverMessage } from '../../queues/delivery.js';
import {
  anIssuedOrder,
  CUSTOMER,
  delivered,
  eventually,
  lastMessage,
  messageFacts,
  openTestPost,
  type TestPost,
  withoutJobs,
} from './a-post.js';

let post: TestPost;

beforeAll(async () => {
  post = await openTestPost();
  post.start();
});
afterAll(() => post.close());
afterEach(() => {
  post.catchers.faults.mail.set(undefined);
  post.catchers.faults.sms.set(undefined);
});

const mailsOf = (id: string) =>
  post.catchers.list().filter((one): one is CaughtMail => one.channel === 'email' && one.deliveryId === id);
const textsOf = (id: string) =>
  post.catchers.list().filter((one): one is CaughtSms => one.channel === 'sms' && one.deliveryId === id);

async function codeText(orderId: string): Promise<string> {
  const order = await orderById(post.db, orderId);
  const [code] = await codesOf(post.db, orderId);
  if (!order || !code) throw new Error('no code');
  return textOf(post.options.tokenKeys, post.options.codeHost, code, {
    ...order,
    customerRef: '',
    lines: [],
  });
}

describe('an e-mail', () => {
  test('arrives once, with symbols that decode to the code, its instructions and the reminder', async () => {
    const { id, orderNo } = await anIssuedOrder(post);
    const message = await delivered(post, id);
    const [mail, ...more] = mailsOf(message.id);
    expect(message).toMatchObject({ channel: 'email', status: 'sent' });
    expect(more).toEqual([]);
    expect(mail?.to).toEqual([CUSTOMER.email]);
    expect(mail?.subject).toContain(orderNo);
    const link = await codeText(id);
    for (const part of [orderNo, link, '妥善保管', 'Keep it safe']) {
      expect(mail?.text).toContain(part);
      expect(mail?.html).toContain(part);
    }
    const [shown, attached] = mail?.attachments ?? [];
    expect(mail?.html).toContain(`cid:${shown?.contentId?.replace(/[<>]/g, '')}`);
    expect(attached).toMatchObject({ filename: 'order-qr-code.png', contentType: 'image/png' });
    for (const part of [shown, attached]) {
      expect((await decodePng(part?.content ?? Buffer.alloc(0)))?.text).toBe(link);
    }
  });

  test('that arrived is a fact of its order, and the code counts as dispatched', async () => {
    const { id } = await anIssuedOrder(post);
    const message = await delivered(post, id);
    expect(await messageFacts(post.db, id)).toEqual([
      { type: 'message_delivered', detail: { messageId: message.id, channel: 'email' } },
    ]);
    await post.deeds.survey(id);
    expect((await orderById(post.db, id))?.state).toBe('dispatched');
  });

  test('names the version of the template that it was written by', async () => {
    const [first, second] = [await anIssuedOrder(post), await anIssuedOrder(post)];
    expect((await delivered(post, first.id)).templateVersion).toBe(1);
    await post.database.admin.raw(`insert into message_templates (kind, channel, version, texts, saved_by)
      select kind, channel, 2, jsonb_set(texts, '{zh,subject}', '"第二版"'), 'admin' from message_templates
      where kind = 'code_issued' and channel = 'email'`);
    const message = await delivered(post, second.id);
    expect(message.templateVersion).toBe(2);
    expect(mailsOf(message.id)[0]?.subject).toMatch(/^第二版 /);
    await post.database.admin.raw('delete from message_templates where version = 2');
  });

  test('queued again and again arrives once', async () => {
    const { id, message } = await anIssuedOrder(post);
    await post.queue.add([message]);
    await delivered(post, id);
    for (let again = 0; again < 3; again++) {
      await post.queue.add([message]);
      await withoutJobs(post);
    }
    expect(mailsOf(message.id)).toHaveLength(1);
    expect(await messageFacts(post.db, id)).toHaveLength(1);
  });

  test('to a busy mailbox is tried again and arrives once', async () => {
    const { id } = await anIssuedOrder(post);
    post.catchers.faults.mail.set('busy', 2);
    const message = await delivered(post, id);
    expect(message.status).toBe('sent');
    expect(mailsOf(message.id)).toHaveLength(1);
  });

  test('to a mailbox that stays busy fails after five attempts', async () => {
    const { id } = await anIssuedOrder(post);
    const before = post.logged.length;
    post.catchers.faults.mail.set('busy');
    const message = await delivered(post, id);
    expect(message).toMatchObject({ status: 'failed', errorCode: 'smtp_451' });
    expect(post.logged.slice(before).filter((line) => line.includes('smtp_451'))).toHaveLength(5);
    expect(mailsOf(message.id)).toHaveLength(0);
  });

  test('that the relay refuses for good fails at once, and the lifecycle takes the next channel', async () => {
    const { id } = await anIssuedOrder(post);
    post.catchers.faults.mail.set('unknown_recipient', 1);
    const message = await delivered(post, id);
    expect(message).toMatchObject({ channel: 'email', status: 'failed', errorCode: 'smtp_550' });
    expect(await messageFacts(post.db, id)).toEqual([
      {
        type: 'message_failed',
        detail: { messageId: message.id, channel: 'email', code: 'smtp_550' },
      },
    ]);
    await post.deeds.dispatchCode(id);
    expect(await delivered(post, id)).toMatchObject({ channel: 'sms', status: 'sent' });
  });

  test('about a code that was voided meanwhile is not sent', async () => {
    const { id } = await anIssuedOrder(post);
    await post.db.transaction((tx) => endLive(tx, id, 'voided'));
    const message = await delivered(post, id);
    expect(message).toMatchObject({ status: 'failed', errorCode: 'code_not_live' });
    expect(mailsOf(message.id)).toHaveLength(0);
  });

  test('about a customer whose key was destroyed is not sent', async () => {
    const { id } = await anIssuedOrder(post);
    await post.database.admin.raw(
      'update data_keys set wrapped = null, destroyed_at = now() where order_id = ?',
      [id],
    );
    expect(await delivered(post, id)).toMatchObject({ status: 'failed', errorCode: 'customer_erased' });
  });
});

describe('a text message', () => {
  const byPhone = { phone: CUSTOMER.phone ?? '' };

  test('arrives once, signed, with the link and the number of the order', async () => {
    const { id, orderNo } = await anIssuedOrder(post, byPhone);
    const message = await delivered(post, id);
    const [text, ...more] = textsOf(message.id);
    expect(message).toMatchObject({ channel: 'sms', status: 'sent' });
    expect(message.providerId).toMatch(/^sim-/);
    expect(more).toEqual([]);
    expect(text).toMatchObject({
      to: ['+8613800138000'],
      template: 'code_issued',
      params: { orderNo, link: await codeText(id) },
    });
  });

  test('that is throttled waits as long as it is told and arrives once', async () => {
    const { id, message } = await anIssuedOrder(post, byPhone);
    post.catchers.faults.sms.set({ kind: 'throttled', retryAfterSeconds: 1 }, 1);
    await post.queue.add([message]);
    const delayMs = await eventually(
      () => post.redis.client.hget(`bull:messages-sms:message-${message.id}`, 'delay'),
      (delay) => delay !== null && delay !== '0',
    );
    expect(delayMs).toBe('1000');
    expect((await delivered(post, id)).status).toBe('sent');
    expect(textsOf(message.id)).toHaveLength(1);
  });

  test.each([{ kind: 'broken' }, { kind: 'garbage' }] as const)(
    'with an answer that says nothing ($kind) is visibly unknown',
    async (fault) => {
      const { id } = await anIssuedOrder(post, byPhone);
      post.catchers.faults.sms.set(fault, 1);
      const message = await delivered(post, id);
      expect(message).toMatchObject({ status: 'unknown', errorCode: 'unknown' });
      expect(await messageFacts(post.db, id)).toEqual([
        { type: 'message_failed', detail: { messageId: message.id, channel: 'sms', code: 'unknown' } },
      ]);
    },
  );

  test('whose answer is lost is unknown, and is never sent again', async () => {
    const { id, message } = await anIssuedOrder(post, byPhone);
    const before = post.catchers.counts().sms.arrivals;
    post.catchers.faults.sms.set({ kind: 'lost_answer' }, 1);
    await deliverMessage({ ...post.options, patienceMs: 300 }, message.id, false);
    expect(await lastMessage(post.db, id)).toMatchObject({ status: 'unknown' });
    await post.queue.add([message]);
    await withoutJobs(post);
    expect(post.catchers.counts().sms.arrivals).toBe(before + 1);
    expect(await messageFacts(post.db, id)).toHaveLength(1);
  });

  test('signed with another secret is postponed, fails in the end and never arrives', async () => {
    const { id, message } = await anIssuedOrder(post, byPhone);
    const forged = { ...post.options, smsSecret: Buffer.alloc(32) };
    expect(await deliverMessage(forged, message.id, false)).toEqual({ code: 'http_401', retryAfterMs: 0 });
    expect((await lastMessage(post.db, id)).status).toBe('queued');
    await deliverMessage(forged, message.id, true);
    expect(await lastMessage(post.db, id)).toMatchObject({ status: 'failed', errorCode: 'http_401' });
    expect(textsOf(message.id)).toHaveLength(0);
  });
});

test('a customer without phone and e-mail gets the page: nothing waits and nothing is sent', async () => {
  const arrivals = post.catchers.list().length;
  const { id, message } = await anIssuedOrder(post, {});
  expect(message).toMatchObject({ channel: 'page', status: 'sent' });
  await post.queue.add([message]);
  await withoutJobs(post);
  expect(post.catchers.list()).toHaveLength(arrivals);
  expect(await messageFacts(post.db, id)).toEqual([]);
});

test('a channel that is not configured fails at once, so that the next one is taken', async () => {
  const { id, message } = await anIssuedOrder(post);
  await deliverMessage({ ...post.options, smtpUrl: undefined }, message.id, false);
  expect(await lastMessage(post.db, id)).toMatchObject({
    status: 'failed',
    errorCode: 'channel_not_configured',
  });
});
