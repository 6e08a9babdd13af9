import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PROVIDERS } from '../../domain/payment.js';
import type { Callback } from '../../platform/catchers/payment-callbacks.js';
import { answerText, rsaSign, stampOfNow } from '../../platform/payments/wechat-signature.js';
import { eventually } from '../queues/a-post.js';
import { anAskedOrder, askAgain, moneyFacts, openPayingHouse, type PayingHouse, send } from './a-cashier.js';
import { anOrderBody, issuedOrder } from './order-body.js';

let paying: PayingHouse;
beforeAll(async () => {
  paying = await openPayingHouse();
});
afterAll(() => paying.close());

const shown = async (orderNo: string, paymentId: string) =>
  (await paying.house.as('sales').get(`/orders/${orderNo}/payments/${paymentId}`)).body;
const types = async (orderId: string) =>
  (await moneyFacts(paying.house, orderId)).map(({ type, detail }) => [type, detail.amountMinor]);

describe.each(PROVIDERS)('a payment by %s', (provider) => {
  test('is placed, shown, paid on the page of the simulator, and one fact', async () => {
    const asked = await anAskedOrder(paying, provider);
    const payment = await shown(asked.orderNo, asked.paymentId);
    expect(payment).toMatchObject({ provider, state: 'pending', amountMinor: 12_000, simulated: true });
    expect(payment.qr).toContain('/pay/');
    const page = await (await fetch(payment.link)).text();
    expect(page).toContain('CNY 120.00');
    await fetch(payment.link, { method: 'POST', body: new URLSearchParams({ fault: '' }) });
    const paid = await eventually(
      () => shown(asked.orderNo, asked.paymentId),
      ({ state }) => state === 'succeeded',
    );
    expect(paid).toMatchObject({ qr: null, link: null, code: null });
    const [fact, ...more] = await moneyFacts(paying.house, asked.orderId);
    expect(more).toEqual([]);
    expect(fact).toMatchObject({
      type: 'payment_received',
      actor: { kind: 'system', id: provider },
      source: 'webhook',
      detail: { amountMinor: 12_000, currency: 'CNY', provider, paymentId: asked.paymentId },
    });
  });

  test('of a phone has a link that opens the provider’s page', async () => {
    const asked = await anAskedOrder(paying, provider, { scene: 'phone' });
    const { link, qr } = await shown(asked.orderNo, asked.paymentId);
    expect(qr).toBeNull();
    expect(await (await fetch(link)).text()).toContain('CNY 120.00');
  });

  test('whose callback is lost is found by asking', async () => {
    const { simulator, sweep, hurry, house } = paying;
    const asked = await anAskedOrder(paying, provider);
    simulator.faults.callbacks.set({ kind: 'lost' }, 1);
    simulator.pay(provider, asked.outTradeNo);
    await sweep();
    expect(await types(asked.orderId)).toEqual([]);
    await hurry();
    await sweep();
    expect(await types(asked.orderId)).toEqual([['payment_received', 12_000]]);
    const callback = simulator.paidCallback(provider, asked.outTradeNo);
    expect((await send(callback)).status).toBe(200);
    expect(await types(asked.orderId)).toEqual([['payment_received', 12_000]]);
    const [{ state }] = await house.database.admin('payments').where({ id: asked.paymentId });
    expect(state).toBe('succeeded');
  });

  test('of another amount or twice is a mismatch', async () => {
    const asked = await anAskedOrder(paying, provider);
    const wrong = paying.simulator.paidCallback(provider, asked.outTradeNo, { amountMinor: 11_999 });
    await send(wrong);
    expect(await types(asked.orderId)).toEqual([['payment_mismatch', 11_999]]);
    expect(await shown(asked.orderNo, asked.paymentId)).toMatchObject({
      state: 'failed',
      code: 'amount_differs',
    });
  });

  test('that nobody can place waits, and is placed when the provider is back', async () => {
    const { simulator, sweep, hurry } = paying;
    simulator.faults.calls.set('broken');
    const asked = await anAskedOrder(paying, provider);
    expect(await shown(asked.orderNo, asked.paymentId)).toMatchObject({ state: 'created', qr: null });
    simulator.faults.calls.set('unsigned');
    await hurry();
    await sweep();
    expect(await shown(asked.orderNo, asked.paymentId)).toMatchObject({ state: 'created', qr: null });
    simulator.faults.calls.set(undefined);
    await hurry();
    await sweep();
    expect(await shown(asked.orderNo, asked.paymentId)).toMatchObject({ state: 'pending', code: null });
  });

  test('that another took the place of, or whose time is over, is closed; money that comes all the same counts', async () => {
    const { house, sweep, hurry, simulator } = paying;
    const first = await anAskedOrder(paying, provider);
    const second = await askAgain(house, sweep, first.orderNo, { provider, amountMinor: 5_000 });
    await hurry();
    await sweep();
    const states = (await house.as('sales').get(`/orders/${first.orderNo}/payments`)).body.items;
    expect(states.map(({ state }: { state: string }) => state)).toEqual(['pending', 'closed']);
    await send(simulator.paidCallback(provider, second.outTradeNo));
    const third = await askAgain(house, sweep, first.orderNo, { provider });
    expect(await shown(first.orderNo, third.paymentId)).toMatchObject({ amountMinor: 7_000 });
    await house.database
      .admin('payments')
      .where({ id: third.paymentId })
      .update({ expires_at: new Date(0), next_at: new Date(0) });
    await sweep();
    expect(await shown(first.orderNo, third.paymentId)).toMatchObject({ state: 'closed' });
    await send(simulator.paidCallback(provider, third.outTradeNo));
    expect(await types(first.orderId)).toEqual([
      ['payment_received', 5_000],
      ['payment_received', 7_000],
    ]);
  });
});

describe('asking a payer', () => {
  test('for the same again is the same payment; what is not due cannot be asked for', async () => {
    const { house, sweep } = paying;
    const asked = await anAskedOrder(paying, 'wechat');
    expect(await askAgain(house, sweep, asked.orderNo, { provider: 'wechat' })).toMatchObject({
      paymentId: asked.paymentId,
    });
    const ask = (orderNo: string, body: object) =>
      house.as('sales').post(`/orders/${orderNo}/payment-requests`, body);
    const over = await ask(asked.orderNo, { provider: 'wechat', amountMinor: 12_001 });
    expect(over.body.code).toBe('amount_over_due');
    await send(paying.simulator.paidCallback('wechat', asked.outTradeNo));
    expect((await ask(asked.orderNo, { provider: 'alipay' })).body.code).toBe('nothing_due');
    const foreign = await issuedOrder(house, anOrderBody({ currency: 'JPY', submit: true }));
    expect((await ask(foreign.orderNo, { provider: 'alipay' })).body.code).toBe('currency_not_paid');
    await house.as('manager').post(`/orders/${foreign.orderNo}/cancellation`, {});
    expect((await ask(foreign.orderNo, { provider: 'alipay' })).body.code).toBe('state_forbids');
    expect((await house.stranger.get('/payment-providers')).body.items).toEqual([
      { provider: 'wechat', simulated: true },
      { provider: 'alipay', simulated: true },
    ]);
  });

  test('names nothing personal to the provider, and keeps the payer’s address sealed', async () => {
    const asked = await anAskedOrder(paying, 'wechat');
    const trade = paying.simulator.trades().find(({ outTradeNo }) => outTradeNo === asked.outTradeNo);
    expect(trade?.subject).toBe(`订单 ${asked.orderNo}`);
    expect(asked.outTradeNo).toMatch(/^[0-9a-f]{32}$/);
  });
});

/** WeChat's signature over another body, by whichever key. */
function signedAnew(callback: Callback, key: Parameters<typeof rsaSign>[0], ageSeconds = 0): Callback {
  const now = stampOfNow();
  const stamp = { ...now, timestamp: String(Number(now.timestamp) - ageSeconds) };
  const signature = rsaSign(key, answerText(stamp, callback.body));
  return {
    ...callback,
    headers: {
      ...callback.headers,
      ...{ 'wechatpay-timestamp': stamp.timestamp, 'wechatpay-nonce': stamp.nonce },
      'wechatpay-signature': signature,
    },
  };
}

describe('a callback', () => {
  test('that WeChat did not sign, or long ago, is refused and changes nothing; signed again it counts', async () => {
    const { simulator } = paying;
    const asked = await anAskedOrder(paying, 'wechat');
    const callback = simulator.paidCallback('wechat', asked.outTradeNo);
    const { theirs, ours } = simulator.keys.wechat;
    const forged = [
      { ...callback, body: callback.body.replace('支付成功', '支付成攻') },
      { ...callback, headers: { ...callback.headers, 'wechatpay-serial': 'SOMEBODY' } },
      { ...callback, headers: { ...callback.headers, 'wechatpay-signature': '' } },
      signedAnew(callback, ours.privateKey),
      signedAnew(callback, theirs.privateKey, 301),
    ];
    for (const one of forged) {
      const { status, text } = await send(one);
      expect([status, JSON.parse(text).code]).toEqual([401, 'callback_forged']);
    }
    const unsealed = signedAnew(
      {
        ...callback,
        body: callback.body.replace('"associated_data":"transaction"', '"associated_data":"other"'),
      },
      theirs.privateKey,
    );
    expect((await send(unsealed)).status).toBe(422);
    expect(await types(asked.orderId)).toEqual([]);
    const answers = [
      await send(signedAnew(callback, theirs.privateKey, 120)),
      await send(callback),
      await send(callback),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(JSON.parse(answers[0]?.text ?? '')).toEqual({ code: 'SUCCESS', message: '成功' });
    expect(await types(asked.orderId)).toEqual([['payment_received', 12_000]]);
  });

  test('that Alipay did not sign, or for another shop, is refused', async () => {
    const { simulator, accounts } = paying;
    const asked = await anAskedOrder(paying, 'alipay');
    const callback = simulator.paidCallback('alipay', asked.outTradeNo);
    const forged = { ...callback, body: callback.body.replace('120.00', '120.01') };
    expect((await send(forged)).status).toBe(401);
    const { sellerId = '' } = accounts.alipay ?? {};
    if (accounts.alipay) accounts.alipay.sellerId = 'another';
    expect((await send(callback)).status).toBe(422);
    if (accounts.alipay) accounts.alipay.sellerId = sellerId;
    expect(await types(asked.orderId)).toEqual([]);
    expect(await send(callback)).toEqual({ status: 200, text: 'success' });
    expect(await types(asked.orderId)).toEqual([['payment_received', 12_000]]);
  });

  test('of a name that is an order’s number is that order’s, now or once it is entered', async () => {
    const { simulator, house } = paying;
    const known = await issuedOrder(house, anOrderBody({ orderNo: 'SHOP-1001', submit: true }));
    const other = anOrderBody({ orderNo: 'SHOP-1002' });
    const place = (outTradeNo: string) =>
      paying.cashier.ports.alipay?.place({
        ...{ outTradeNo, scene: 'counter', subject: '另一家店', amountMinor: 12_000, currency: 'CNY' },
        expiresAt: new Date(Date.now() + 60_000),
      });
    await place(known.orderNo);
    await place(other.orderNo);
    for (const no of [known.orderNo, other.orderNo, other.orderNo])
      expect((await send(simulator.paidCallback('alipay', no))).status).toBe(200);
    expect(await types(known.orderId)).toEqual([['payment_received', 12_000]]);
    const { orderId } = (await house.as('desk').post('/orders', other)).body;
    expect(await types(orderId)).toEqual([['payment_received', 12_000]]);
  });

  test('however often and in whatever order: the same facts and sums', async () => {
    const { simulator, house, sweep } = paying;
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 1, 2, 0, 1, 2, 3, 3], { minLength: 8 }),
        fc.boolean(),
        async (order, atOnce) => {
          const one = await anAskedOrder(paying, 'wechat', { amountMinor: 3_000 });
          const two = await askAgain(house, sweep, one.orderNo, { provider: 'alipay', amountMinor: 4_000 });
          const three = await askAgain(house, sweep, one.orderNo, { provider: 'wechat', amountMinor: 5_000 });
          const callbacks = [
            simulator.paidCallback('wechat', one.outTradeNo),
            simulator.paidCallback('alipay', two.outTradeNo),
            simulator.paidCallback('wechat', three.outTradeNo, { amountMinor: 4_999 }),
            simulator.paidCallback('alipay', two.outTradeNo),
          ];
          const sends = order.map((index) => callbacks[index]).filter((one) => one !== undefined);
          const answers = atOnce ? await Promise.all(sends.map(send)) : [];
          if (!atOnce) for (const callback of sends) answers.push(await send(callback));
          expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
          expect((await types(one.orderId)).toSorted()).toEqual([
            ['payment_mismatch', 4_999],
            ['payment_received', 3_000],
            ['payment_received', 4_000],
          ]);
        },
      ),
      { numRuns: 6 },
    );
  });
});
