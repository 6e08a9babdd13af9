import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dataKeyOf } from '../../db/orders.js';
import { PROVIDERS } from '../../domain/payment.js';
import { openPayer } from '../../platform/keys/payer.js';
import { eventually } from '../queues/a-post.js';
import { moneyFacts, openPayingHouse, type PayingHouse, send } from './a-cashier.js';
import { aBrowser, type Browser } from './browser.js';
import { issuedOrder, payAndShip } from './order-body.js';

let paying: PayingHouse;
beforeAll(async () => {
  paying = await openPayingHouse();
});
afterAll(() => paying.close());

/** The page of an issued order of 120.00 CNY, before its second proof. */
async function opened(overrides: Parameters<typeof issuedOrder>[1] = {}) {
  const { house } = paying;
  const order = await issuedOrder(house, overrides);
  const { text: token } = (await house.as('desk').get(`/orders/${order.orderNo}/code`)).body;
  const browser = aBrowser(house.url);
  await browser.send('POST', '/customer/sessions', { token });
  return { ...order, browser };
}

async function proven(overrides: Parameters<typeof issuedOrder>[1] = {}) {
  const order = await opened(overrides);
  expect((await order.browser.send('POST', '/customer/proofs', { phone: '8000' })).status).toBe(200);
  return order;
}

const pay = (browser: Browser, wish: object) => browser.send('POST', '/customer/payments', wish);
const newest = async (browser: Browser) => (await browser.send('GET', '/customer/payment')).body.payment;
const page = async (browser: Browser) => (await browser.send('GET', '/customer/order')).body;

describe.each(PROVIDERS)('a customer pays by %s', (provider) => {
  test('on their own phone: one link, one fact, and the page owes nothing', async () => {
    const { browser, orderId } = await proven();
    expect((await page(browser)).order).toMatchObject({ payBy: ['wechat', 'alipay'], owedMinor: 12_000 });
    const started = await pay(browser, { provider });
    expect([started.status, started.body.amountMinor]).toEqual([201, 12_000]);
    expect(await newest(browser)).toMatchObject({ state: 'created', link: null, scene: 'phone' });
    await paying.sweep();
    const { link, qr, paymentId } = await newest(browser);
    expect([qr, paymentId]).toEqual([null, started.body.paymentId]);
    await fetch(await cashierOf(link), { method: 'POST', body: new URLSearchParams({ fault: '' }) });
    await eventually(
      () => newest(browser),
      ({ state }) => state === 'succeeded',
    );
    expect((await moneyFacts(paying.house, orderId)).map(({ detail }) => detail.amountMinor)).toEqual([
      12_000,
    ]);
    expect((await page(browser)).order).toMatchObject({ payBy: [], owedMinor: 0 });
    expect((await pay(browser, { provider })).body.code).toBe('nothing_due');
  });
});

/** Alipay's own page sends its payer on to where they pay. */
const cashierOf = async (link: string): Promise<string> => (await fetch(link)).url;

describe('paying', () => {
  test('waits for the second proof', async () => {
    const { browser, orderId } = await opened();
    for (const answer of [
      await pay(browser, { provider: 'wechat' }),
      await browser.send('GET', '/customer/payment'),
    ])
      expect([answer.status, answer.body.code]).toEqual([403, 'proof_required']);
    expect(await paying.house.database.admin('payments').where({ order_id: orderId })).toEqual([]);
  });

  test('twice, at once and after a lost answer, is one attempt; another wish takes its place', async () => {
    const { browser, orderId } = await proven();
    const wish = () => pay(browser, { provider: 'wechat' });
    const answers = await Promise.all([wish(), wish(), wish()]);
    expect(new Set(answers.map(({ body }) => body.paymentId)).size).toBe(1);
    const other = (await pay(browser, { provider: 'alipay' })).body.paymentId;
    expect((await newest(browser)).paymentId).toBe(other);
    expect(await paying.house.database.admin('payments').where({ order_id: orderId })).toHaveLength(2);
  });

  test('at a desk shows a code to scan, which belongs to this order alone', async () => {
    const { browser } = await proven();
    const { paymentId } = (await pay(browser, { provider: 'wechat', scene: 'counter' })).body;
    const draw = (who: Browser) =>
      fetch(`${paying.house.url}/customer/payments/${paymentId}/code.svg`, {
        headers: { cookie: who.cookie() ?? '' },
      });
    expect((await draw(browser)).status).toBe(404);
    await paying.sweep();
    const drawn = await draw(browser);
    expect([drawn.status, drawn.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    const { browser: stranger } = await proven();
    expect((await draw(stranger)).status).toBe(404);
  });

  test('keeps the address sealed, and the customer is the one who asked', async () => {
    const { browser, orderId } = await proven();
    const { paymentId } = (await pay(browser, { provider: 'wechat' })).body;
    const { admin, ring } = paying.house.database;
    const [row] = await admin('payments').where({ id: paymentId });
    expect([row.started_by, row.sealed.includes('127.0.0.1')]).toEqual(['customer', false]);
    const wrapped = await dataKeyOf(admin, orderId);
    if (!wrapped) throw new Error('no key');
    expect(openPayer(ring, wrapped, { id: paymentId, orderId }, row.sealed)).toBe('127.0.0.1');
    const [logged] = await admin('log_entries').where({ order_id: orderId, action: 'payment_requested' });
    expect([logged.actor_kind, logged.actor_id]).toEqual(['customer', 'customer']);
  });

  test('money that does not fit is told, and the customer still owes', async () => {
    const { browser, orderId } = await proven();
    const { paymentId } = (await pay(browser, { provider: 'wechat' })).body;
    await paying.sweep();
    const [{ out_trade_no: name }] = await paying.house.database.admin('payments').where({ id: paymentId });
    await send(paying.simulator.paidCallback('wechat', name, { amountMinor: 1 }));
    expect(await newest(browser)).toMatchObject({ state: 'failed', code: 'amount_differs' });
    expect((await page(browser)).order.owedMinor).toBe(12_000);
    expect((await moneyFacts(paying.house, orderId)).map(({ type }) => type)).toEqual(['payment_mismatch']);
  });

  test('is not offered in another currency, and refused in both languages', async () => {
    const { browser } = await proven({ currency: 'JPY' });
    expect((await page(browser)).order.payBy).toEqual([]);
    const { status, body } = await pay(browser, { provider: 'wechat' });
    expect([status, body.code]).toEqual([409, 'currency_not_paid']);
    const english = await fetch(`${paying.house.url}/customer/payments`, {
      method: 'POST',
      headers: {
        ...{ cookie: browser.cookie() ?? '', origin: paying.house.url, 'accept-language': 'en' },
        ...{ 'content-type': 'application/json', 'idempotency-key': 'english' },
      },
      body: JSON.stringify({ provider: 'wechat' }),
    });
    expect(((await english.json()) as { detail: string }).detail).not.toBe(body.detail);
  });

  test('is over when the order is', async () => {
    const { browser, orderNo, orderId } = await proven();
    await payAndShip(paying.house, orderNo, 12_000);
    await paying.house.settle(orderId);
    expect((await page(browser)).order.payBy).toEqual([]);
    expect((await pay(browser, { provider: 'wechat' })).body.code).toBe('already_written_off');
  });
});

test('the page of one code has thirty deeds a minute, and another code its own', async () => {
  const [flooding, calm] = [await proven(), await proven()];
  const codes = [];
  for (let deed = 0; deed < 31; deed += 1)
    codes.push((await pay(flooding.browser, { provider: 'wechat', amountMinor: 1 + deed })).body.code);
  expect(codes.indexOf('too_many_requests')).toBe(29);
  expect((await flooding.browser.send('GET', '/customer/order')).status).toBe(200);
  expect((await pay(calm.browser, { provider: 'wechat' })).status).toBe(201);
});
