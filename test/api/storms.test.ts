import { createCipheriv } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../bench/seeded-random.js';
import { inspectHouse } from '../../host/verify/index.js';
import type { Callback } from '../../platform/catchers/payment-callbacks.js';
import { wechatHeaders } from '../../platform/catchers/payment-callbacks.js';
import { answerText, rsaSign } from '../../platform/payments/wechat-signature.js';
import { seal } from '../host/verify-world.js';
import {
  type Asked,
  anAskedOrder,
  moneyFacts,
  openPayingHouse,
  type PayingHouse,
  send,
} from './a-cashier.js';

let paying: PayingHouse;
beforeAll(async () => {
  paying = await openPayingHouse();
});
afterAll(() => paying.close());

const ORDERS = 12;
const TIMES = 12;
const AT_ONCE = 40;
const SEED = 20_261_129;

/** Everything of a list in an order that the seed decides. */
function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const random = seededRandom(seed);
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** What is none of the provider's, or no longer: by another key, long ago, of another body, without a signature. */
function badOnes({ simulator }: PayingHouse, callback: Callback): Callback[] {
  const { headers, body } = callback;
  if (!('wechatpay-signature' in headers))
    return [
      { ...callback, body: body.replace(/total_amount=[^&]+/, 'total_amount=0.01') },
      { ...callback, body: body.replace(/&?sign=[^&]+/, '') },
      { ...callback, body: body.replace('sign_type=RSA2', 'sign_type=RSA') },
      { ...callback, body: 'a=b' },
    ];
  const stamp = { timestamp: String(Math.floor(Date.now() / 1_000) - 3_600), nonce: 'N' };
  const signedBy = (key: Parameters<typeof rsaSign>[0]) => rsaSign(key, answerText(stamp, body));
  const stamped = { ...headers, 'wechatpay-timestamp': stamp.timestamp, 'wechatpay-nonce': stamp.nonce };
  return [
    { ...callback, body: body.replace('TRANSACTION.SUCCESS', 'REFUND.SUCCESS') },
    { ...callback, headers: { ...headers, 'wechatpay-signature': 'QQ==' } },
    { ...callback, headers: { ...headers, 'wechatpay-serial': '__proto__' } },
    {
      ...callback,
      headers: { ...stamped, 'wechatpay-signature': signedBy(simulator.keys.wechat.theirs.privateKey) },
    },
    {
      ...callback,
      headers: { ...stamped, 'wechatpay-signature': signedBy(simulator.keys.wechat.ours.privateKey) },
    },
    { ...callback, body: '' },
  ];
}

/** Sends all of them, so many at a time. */
async function storm(callbacks: readonly Callback[]): Promise<number[]> {
  const statuses: number[] = [];
  const waiting = [...callbacks.entries()];
  const one = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      statuses[next[0]] = (await send(next[1])).status;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return statuses;
}

async function askedOrders(): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (let count = 0; count < ORDERS; count += 1)
    asked.push(await anAskedOrder(paying, count % 2 === 0 ? 'wechat' : 'alipay'));
  return asked;
}

const callbackOf = (asked: Asked, count: number): Callback =>
  paying.simulator.paidCallback(count % 2 === 0 ? 'wechat' : 'alipay', asked.outTradeNo);

describe('a storm of callbacks', () => {
  test('counts each payment once, refuses what is forged or stale, and leaves room for others', async () => {
    const asked = await askedOrders();
    const good = asked.map(callbackOf);
    const bad = good.flatMap((callback) => badOnes(paying, callback));
    const sent = shuffled(
      [...Array.from({ length: TIMES }, () => good).flat(), ...bad].map((callback) => ({
        callback,
        forged: bad.includes(callback),
      })),
      SEED,
    );
    expect(sent.length).toBeGreaterThan(200);
    const storming = storm(sent.map(({ callback }) => callback));
    const others = await Promise.all(
      asked.map(({ orderNo }) => paying.house.as('finance').get(`/orders/${orderNo}`)),
    );
    expect(others.map(({ status }) => status)).toEqual(asked.map(() => 200));
    const statuses = await storming;
    expect(sent.flatMap(({ forged }, at) => (forged ? [statuses[at]] : [])).every((one) => one === 401)).toBe(
      true,
    );
    expect(sent.flatMap(({ forged }, at) => (forged ? [] : [statuses[at]])).every((one) => one === 200)).toBe(
      true,
    );
    for (const { orderId } of asked) {
      const facts = await moneyFacts(paying.house, orderId);
      expect(facts.map(({ type, detail }) => [type, detail.amountMinor])).toEqual([
        ['payment_received', 12_000],
      ]);
    }
    const { database } = paying.house;
    await seal(database);
    const { violations } = await inspectHouse({
      ...{ db: database.as('oqr_worker', 2), ring: database.ring },
      settledWithinSeconds: 86_400,
    });
    expect(violations).toEqual([]);
  });

  test('control: without the key that makes a movement of money one, it counts twice', async () => {
    const { admin } = paying.house.database;
    const asked = await anAskedOrder(paying, 'wechat');
    const callback = callbackOf(asked, 0);
    await send(callback);
    await admin('payment_receipts').where({ order_id: asked.orderId }).del();
    await admin.raw('update facts set external_id = null where order_id = ?', [asked.orderId]);
    await send(callback);
    expect(await moneyFacts(paying.house, asked.orderId)).toHaveLength(2);
  });
});

/** A callback of WeChat's own hand that says whatever it is told to. */
function signedAndSealed({ simulator, house }: PayingHouse, said: object): Callback {
  const nonce = 'abcdefghijkl';
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(simulator.keys.wechat.apiV3Key), nonce);
  const sealed = [cipher.update(JSON.stringify(said), 'utf8'), cipher.final(), cipher.getAuthTag()];
  const ciphertext = Buffer.concat(sealed).toString('base64');
  const resource = { algorithm: 'AEAD_AES_256_GCM', nonce, ciphertext, associated_data: '' };
  const body = JSON.stringify({ event_type: 'TRANSACTION.SUCCESS', resource });
  const headers = wechatHeaders(simulator.keys, body);
  return { url: `${house.url}/payments/callbacks/wechat`, headers, body };
}

describe('what WeChat signed and nobody can keep', () => {
  const ODD: readonly object[] = [
    { success_time: 'soon' },
    { success_time: '0000-01-01T00:00:00Z' },
    { amount: { total: -1, currency: 'CNY' } },
    { amount: { total: 2 ** 60, currency: 'CNY' } },
    { amount: undefined },
    { out_trade_no: 'A\u0000B' },
    { transaction_id: '' },
  ];
  test.each(ODD)('is refused and told again: %j', async (untruth) => {
    const said = {
      ...{ mchid: paying.simulator.keys.wechat.mchId, out_trade_no: 'SHOP-7', transaction_id: '77' },
      ...{ trade_state: 'SUCCESS', success_time: '2026-11-29T09:30:00+08:00' },
      amount: { total: 100, currency: 'CNY' },
    };
    const { status, text } = await send(signedAndSealed(paying, { ...said, ...untruth }));
    expect([status, JSON.parse(text).code]).toEqual([422, 'callback_unreadable']);
    expect(await paying.house.database.admin('payment_receipts').where({ trade_no: '77' })).toEqual([]);
  });

  test('control: the same without the oddity is taken', async () => {
    const said = {
      ...{ mchid: paying.simulator.keys.wechat.mchId, out_trade_no: 'SHOP-8', transaction_id: '78' },
      ...{ trade_state: 'SUCCESS', success_time: '2026-11-29T09:30:00+08:00' },
      amount: { total: 100, currency: 'CNY' },
    };
    expect((await send(signedAndSealed(paying, said))).status).toBe(200);
    expect(await paying.house.database.admin('payment_receipts').where({ trade_no: '78' })).toHaveLength(1);
  });
});
