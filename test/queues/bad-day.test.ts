import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { deadLetters } from '../../db/dead-letters.js';
import { record } from '../../db/facts.js';
import { messagesOf } from '../../db/messages.js';
import { lockOrder } from '../../db/orders.js';
import { EVERY_ORDER } from '../../db/scope.js';
import { sweepMessages } from '../../queues/messages.js';
import { sendText } from '../../queues/sms.js';
import { DESK } from '../support/orders.js';
import { anIssuedOrder, CUSTOMER, delivered, lastMessage, openTestPost, type TestPost } from './a-post.js';

/** Nobody listens on the first port of a machine. */
const NO_RELAY = 'smtp://127.0.0.1:1';
const FLUSHES = 4;

let post: TestPost;
beforeAll(async () => {
  post = await openTestPost();
});
afterAll(() => post.close());

const told = async (orderId: string) =>
  (await messagesOf(post.db, orderId)).map(({ channel, status }) => `${channel} ${status}`);
const arrived = () => post.catchers.list().map(({ deliveryId }) => deliveryId);

/** What the sweeper and the lifecycle of each order do, again and again, until every message has an end. */
async function untilSettled(orderIds: readonly string[]): Promise<void> {
  const endMs = Date.now() + 60_000;
  for (let round = 0; ; round++) {
    if (Date.now() > endMs)
      throw new Error(`not settled: ${JSON.stringify(await Promise.all(orderIds.map(told)))}`);
    // Attempts are counted in Redis: emptied for ever, it would have them go on for ever.
    if (round < FLUSHES) await post.redis.client.flushdb();
    await sweepMessages({ db: post.db, queue: post.queue, log: post.options.log });
    let open = 0;
    for (const id of orderIds) {
      const last = await lastMessage(post.db, id);
      if (['queued', 'sending'].includes(last.status)) open += 1;
      else {
        await post.deeds.survey(id);
        if ((await lastMessage(post.db, id)).id !== last.id) open += 1;
      }
    }
    if (open === 0) return;
    await sleep(20);
  }
}

test('without a relay, with a gateway that mumbles and an empty Redis, each message is delivered once or visibly lost, and the next channel has it', async () => {
  const away = post.start({ smtpUrl: NO_RELAY });
  post.catchers.faults.sms.set({ kind: 'throttled', retryAfterSeconds: 1 }, 3);
  const orders: string[] = [];
  for (let one = 0; one < 4; one++)
    orders.push((await anIssuedOrder(post, { ...CUSTOMER, ref: `B-${one}` })).id);
  const mailOnly = (await anIssuedOrder(post, { email: CUSTOMER.email ?? '', ref: 'B-9' })).id;
  await untilSettled([...orders, mailOnly]);
  for (const id of orders) expect(await told(id)).toEqual(['email failed', 'sms sent']);
  expect(await told(mailOnly)).toEqual(['email failed', 'page sent']);

  post.catchers.faults.sms.set({ kind: 'garbage' }, 1);
  const mumbled = (await anIssuedOrder(post, { ...CUSTOMER, ref: 'B-G' })).id;
  await untilSettled([mumbled]);
  expect(await told(mumbled)).toEqual(['email failed', 'sms unknown', 'page sent']);

  await away.close();
  post.start();
  const { id: bounced } = await anIssuedOrder(post, { ...CUSTOMER, ref: 'B-B' });
  const mail = await delivered(post, bounced);
  await post.db.transaction(async (tx) => {
    await lockOrder(tx, bounced);
    const detail = { messageId: mail.id, code: 'mailbox_full' };
    await record(tx, bounced, { type: 'message_bounced', actor: DESK, source: 'api', detail });
  });
  await post.deeds.survey(bounced);
  await untilSettled([bounced]);
  expect(await told(bounced)).toEqual(['email bounced', 'sms sent']);

  const all = (
    await Promise.all([...orders, mailOnly, mumbled, bounced].map((id) => messagesOf(post.db, id)))
  ).flat();
  const left = all.filter(
    ({ channel, status }) => channel !== 'page' && ['sent', 'bounced'].includes(status),
  );
  expect(arrived().toSorted()).toEqual(left.map(({ id }) => id).toSorted());
  expect(new Set(all.map(({ attemptKey }) => attemptKey)).size).toBe(all.length);
  const lost = all.filter(({ status }) => ['failed', 'unknown', 'bounced'].includes(status));
  const dead = (await deadLetters(post.db, EVERY_ORDER, 200)).items.map(({ id }) => id);
  expect(dead.toSorted()).toEqual(lost.map(({ id }) => id).toSorted());
});

test('control: a message that is handed over twice is seen', async () => {
  const sms = { to: '+8613800138000', template: 'code_issued', params: { orderNo: 'X' }, requestId: 'twice' };
  const before = arrived().length;
  for (let again = 0; again < 2; again++)
    await sendText({ smsUrl: post.options.smsUrl ?? '', smsSecret: post.options.smsSecret }, sms);
  const { duplicates, arrivals } = post.catchers.counts().sms;
  expect([duplicates, arrivals + duplicates > before]).toEqual([1, true]);
});
