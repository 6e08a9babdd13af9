import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { oneTimeCode } from '../../platform/keys/one-time-code.js';
import { mintToken } from '../../qr/token.js';
import { aBrowser, type Browser } from './browser.js';
import { type ApiHouse, CODE_HOST, openHouse } from './house.js';
import { issuedOrder, payAndShip } from './order-body.js';

let house: ApiHouse;
let later: (ms: number) => void;
beforeAll(async () => {
  let offsetMs = 0;
  later = (ms) => {
    offsetMs = ms;
  };
  house = await openHouse({
    now: () => new Date(Date.now() + offsetMs),
    config: { maxImportBytes: 1, requestsPerMinute: 10_000, strangersScansPerMinute: 10_000 },
  });
});
afterAll(() => house.close());

const textOf = async (orderNo: string): Promise<string> =>
  (await house.as('desk').get(`/orders/${orderNo}/code`)).body.text;

/** The address counts failures: what one test leaves, the next must not meet. */
const forgetAddress = () => house.database.admin('proof_tries').update({ address_key: randomBytes(16) });

async function opened(overrides: Parameters<typeof issuedOrder>[1] = {}) {
  await forgetAddress();
  const order = await issuedOrder(house, overrides);
  const browser = aBrowser(house.url);
  const token = await textOf(order.orderNo);
  expect((await browser.send('POST', '/customer/sessions', { token })).body.valid).toBe(true);
  return { ...order, browser, token };
}

const prove = (browser: Browser, proof: object) => browser.send('POST', '/customer/proofs', proof);
const look = (browser: Browser) => browser.send('GET', '/customer/order');
const factsOf = (orderId: string, type: string) => house.db('facts').where({ order_id: orderId, type });

describe('a code', () => {
  test('that is live opens the page, which tells one word and nothing of the order', async () => {
    const { browser, orderId, orderNo } = await opened();
    const { status, body } = await look(browser);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'awaiting_payment',
      provenBy: null,
      order: null,
      opened: { times: 1 },
    });
    for (const secret of [orderNo, '张三', '龙井茶', '12000', orderId])
      expect(JSON.stringify(body)).not.toContain(secret);
    expect(await factsOf(orderId, 'scanned')).toMatchObject([{ actor_kind: 'customer' }]);
  });

  test('that is not gets one sentence, and no cookie', async () => {
    const { browser, token, orderNo, orderId } = await opened();
    await house.as('manager').post(`/orders/${orderNo}/code-voids`, {});
    await house.settle(orderId);
    const unknown = mintToken(house.deps.tokenKeys, {
      ...{ profile: 'short', host: CODE_HOST, tokenId: randomBytes(16) },
    } as const).text;
    const answers = await Promise.all(
      [token, unknown, 'NONSENSE'].map(async (text) => {
        const strange = aBrowser(house.url);
        const { status, body } = await strange.send('POST', '/customer/sessions', { token: text });
        expect(strange.cookie()).toBeUndefined();
        return JSON.stringify([status, body]);
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect((await look(browser)).body.code).toBe('customer_session_missing');
  });

  test('is drawn for its holder', async () => {
    const { browser } = await opened();
    const headers = { cookie: browser.cookie() ?? '' };
    const drawn = await fetch(`${house.url}/customer/code.svg`, { headers });
    expect([drawn.status, drawn.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
  });
});

describe('a session', () => {
  test('is a row whose id the cookie alone holds, bound to one code and an hour', async () => {
    const { browser, orderNo, orderId } = await opened();
    const [row] = await house.database.admin('customer_sessions').where({ order_id: orderId });
    const [, id = ''] = (browser.cookie() ?? '').split('=');
    expect(row.id_hash.toString('base64url')).not.toContain(id);
    await house.as('sales').post(`/orders/${orderNo}/reissues`, {});
    await house.settle(orderId);
    expect((await look(browser)).body.code).toBe('customer_session_missing');

    const other = await opened();
    await house.database
      .admin('customer_sessions')
      .where({ order_id: other.orderId })
      .update({ expires_at: new Date() });
    expect((await look(other.browser)).body.code).toBe('customer_session_missing');
  });

  test('ends when its holder leaves', async () => {
    const { browser, orderId } = await opened();
    const cookie = browser.cookie() ?? '';
    await browser.send('DELETE', '/customer/session');
    expect(await house.database.admin('customer_sessions').where({ order_id: orderId })).toEqual([]);
    const again = await fetch(`${house.url}/customer/order`, { headers: { cookie } });
    expect(again.status).toBe(401);
  });

  test('cannot be used by the page of another site', async () => {
    const { browser } = await opened();
    const foreign = await fetch(`${house.url}/customer/proof-codes`, {
      ...{ method: 'POST', body: '{}' },
      headers: {
        cookie: browser.cookie() ?? '',
        origin: 'https://evil.example',
        'content-type': 'application/json',
        'idempotency-key': 'x',
      },
    });
    expect(foreign.status).toBe(403);
  });
});

describe('the second proof', () => {
  test('by the phone number shows the order, under another id', async () => {
    const { browser, orderNo, orderId } = await opened();
    const before = browser.cookie() ?? '';
    expect((await prove(browser, { phone: '8000' })).body).toEqual({ provenBy: 'phone' });
    expect((await look(browser)).body.order).toMatchObject({
      ...{ orderNo, amountMinor: 12_000, owedMinor: 12_000, currency: 'CNY' },
      lines: [{ name: '龙井茶', quantity: 2 }],
      story: [{ what: 'code_issued' }],
    });
    const planted = await fetch(`${house.url}/customer/order`, { headers: { cookie: before } });
    expect(planted.status).toBe(401);
    expect(await factsOf(orderId, 'customer_proven')).toMatchObject([{ detail: { by: 'phone' } }]);
  });

  test('that is wrong is refused in the same words, with a phone number or without one', async () => {
    const without = { ref: 'C', name: '李四', email: 'li@example.com' };
    const answers = [];
    for (const order of [await opened(), await opened({ customer: without })]) {
      const { status, body } = await prove(order.browser, { phone: '0000' });
      answers.push([status, body.code, body.detail]);
      expect((await look(order.browser)).body.order).toBeNull();
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.slice(0, 2)).toEqual([401, 'proof_failed']);
  });

  test('locks the code after three failures, longer each time, and not the other way', async () => {
    const { browser, orderId } = await opened();
    for (let time = 0; time < 3; time += 1)
      expect((await prove(browser, { phone: '0000' })).body.code).toBe('proof_failed');
    expect((await prove(browser, { phone: '8000' })).body).toMatchObject({
      ...{ status: 429, code: 'proof_locked', hint: { retryAfterSeconds: 30 } },
    });
    const age = (seconds: number) =>
      house.database.admin.raw(`update proof_tries set at = at - make_interval(secs => ?)`, [seconds]);
    await age(31);
    expect((await prove(browser, { phone: '0001' })).body.code).toBe('proof_failed');
    expect((await prove(browser, { phone: '8000' })).body.hint.retryAfterSeconds).toBe(120);
    await browser.send('POST', '/customer/proof-codes', {});
    const [{ number }] = await factsOf(orderId, 'proof_code_asked');
    expect((await prove(browser, { code: oneTimeCode(house.deps.ring, orderId, number) })).status).toBe(200);
  });

  test('counts every try of rivals: none of many at once slips through', async () => {
    const { token } = await opened();
    const rivals = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const rival = aBrowser(house.url);
        await rival.send('POST', '/customer/sessions', { token });
        return rival;
      }),
    );
    const codes = (await Promise.all(rivals.map((rival) => prove(rival, { phone: '0000' })))).map(
      ({ body }) => body.code,
    );
    expect(codes.filter((code) => code === 'proof_failed')).toHaveLength(3);
    expect(codes.filter((code) => code === 'proof_locked')).toHaveLength(5);
  });

  test('locks an address that fails at many codes', async () => {
    const orders = [];
    for (let order = 0; order < 4; order += 1) orders.push(await opened());
    await forgetAddress();
    const codes = [];
    for (const { browser } of orders)
      for (let time = 0; time < 3; time += 1) codes.push((await prove(browser, { phone: '0000' })).body.code);
    expect(codes.indexOf('proof_locked')).toBe(10);
  });
});

describe('a one-time code', () => {
  const ask = (browser: Browser) => browser.send('POST', '/customer/proof-codes', {});

  test('is a message in the outbox, and opens the order once', async () => {
    const { browser, orderId, token } = await opened();
    expect((await ask(browser)).body).toEqual({ minutes: 10 });
    await house.settle(orderId);
    const [message] = await house.database.admin('messages').where({ order_id: orderId });
    expect(message).toMatchObject({ template: 'one_time_code', channel: 'sms', status: 'queued' });
    const [{ number, detail, sealed }] = await factsOf(orderId, 'proof_code_asked');
    const code = oneTimeCode(house.deps.ring, orderId, number);
    expect(JSON.stringify([message, detail, sealed])).not.toContain(code);
    expect((await prove(browser, { code })).body).toEqual({ provenBy: 'code' });
    const second = aBrowser(house.url);
    await second.send('POST', '/customer/sessions', { token });
    expect((await prove(second, { code })).body.code).toBe('proof_failed');
  });

  test('is worth nothing after ten minutes, nor when a newer one was asked for', async () => {
    const { browser, orderId } = await opened();
    await ask(browser);
    const [{ number }] = await factsOf(orderId, 'proof_code_asked');
    const code = oneTimeCode(house.deps.ring, orderId, number);
    later(11 * 60_000);
    expect((await prove(browser, { code })).body.code).toBe('proof_failed');
    later(0);
    await ask(browser);
    expect((await prove(browser, { code })).body.code).toBe('proof_failed');
  });

  test('is never pushed, and is not sent where there is no channel, with the same answer', async () => {
    const { browser, orderId } = await opened({ customer: { ref: 'C', name: '王五' } });
    await house.database.admin('push_subscriptions').insert({
      ...{ id: randomUUID(), order_id: orderId, endpoint_key: randomBytes(16), sealed: randomBytes(16) },
    });
    expect((await ask(browser)).body).toEqual({ minutes: 10 });
    await house.settle(orderId);
    expect(await house.database.admin('messages').where({ order_id: orderId })).toEqual([]);
  });

  test('is asked for three times at once and no more', async () => {
    const { browser } = await opened();
    for (let time = 0; time < 3; time += 1) expect((await ask(browser)).status).toBe(201);
    expect((await ask(browser)).body.code).toBe('proof_locked');
  });
});

test('the page tells how the order stands, in words of the customer', async () => {
  const { browser, orderNo, orderId } = await opened();
  await prove(browser, { phone: '8000' });
  await payAndShip(house, orderNo, 12_000);
  const { body } = await look(browser);
  expect(body).toMatchObject({ status: 'on_its_way', order: { owedMinor: 0 } });
  expect(body.order.story.map(({ what }: { what: string }) => what)).toEqual([
    'code_issued',
    'paid',
    'shipped',
  ]);
  await house.settle(orderId);
  expect((await look(browser)).body.status).toBe('done');
});

describe('a customer', () => {
  const proven = async (overrides: Parameters<typeof issuedOrder>[1] = {}) => {
    const order = await opened(overrides);
    expect((await prove(order.browser, { phone: '8000' })).status).toBe(200);
    return order;
  };

  test('does nothing before the second proof', async () => {
    const { browser, orderId } = await opened();
    for (const [path, body] of [
      ['confirmations', {}],
      ['problems', { problem: 'damaged' }],
      ['contact', { channel: 'sms', allowed: false }],
    ] as const)
      expect((await browser.send('POST', `/customer/${path}`, body)).body.code).toBe('proof_required');
    expect(await house.db('facts').where({ order_id: orderId, actor_id: 'customer' })).toEqual([]);
  });

  test('confirms what arrived once, and nothing that has not', async () => {
    const { browser, orderNo, orderId } = await proven();
    const confirm = () => browser.send('POST', '/customer/confirmations', {});
    expect((await confirm()).body.code).toBe('nothing_to_confirm');
    await payAndShip(house, orderNo, 12_000);
    expect((await look(browser)).body.order.mayConfirm).toBe(true);
    const answers = await Promise.all([confirm(), confirm(), confirm()]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    expect(await factsOf(orderId, 'customer_confirmed')).toHaveLength(1);
  });

  test('disputes the order in words that are sealed, and it is not written off', async () => {
    const { browser, orderNo, orderId } = await proven();
    const report = () => browser.send('POST', '/customer/problems', { problem: 'damaged', text: '杯子碎了' });
    expect((await report()).status).toBe(201);
    expect((await report()).body.code).toBe('problem_open');
    const [fact] = await factsOf(orderId, 'dispute_opened');
    expect([fact.actor_kind, fact.detail.reason]).toEqual(['customer', 'damaged']);
    expect(fact.sealed.toString('utf8')).not.toContain('杯子');
    await payAndShip(house, orderNo, 12_000);
    await house.settle(orderId);
    expect((await look(browser)).body.status).toBe('in_question');
    expect(await house.database.admin('write_offs').where({ order_id: orderId })).toEqual([]);
    expect(await house.database.admin('cases').where({ order_id: orderId })).toMatchObject([
      { kind: 'business', blocking: true },
    ]);
  });

  test('who says that it was not them shuts every other page, and customer service is told once', async () => {
    const { browser, token, orderId } = await opened();
    const other = aBrowser(house.url);
    await other.send('POST', '/customer/sessions', { token });
    for (let time = 0; time < 2; time += 1)
      expect((await browser.send('POST', '/customer/misuses', {})).status).toBe(201);
    expect((await look(other)).body.code).toBe('customer_session_missing');
    expect((await look(browser)).status).toBe(200);
    await house.settle(orderId);
    expect(await house.database.admin('cases').where({ order_id: orderId })).toMatchObject([
      { code: 'misuse_reported', blocking: false, owner_department: 'customer_service' },
    ]);
  });

  test('chooses the channels without seeing an address', async () => {
    const { browser, orderNo } = await proven();
    expect((await browser.send('POST', '/customer/contact', { channel: 'sms', allowed: false })).status).toBe(
      201,
    );
    const { body } = await browser.send('GET', '/customer/contact');
    expect(body.items[1]).toEqual({ channel: 'sms', allowed: false, reachable: true });
    expect(JSON.stringify(body)).not.toMatch(/138[\d*]{8}|zhang/);
    const { items } = (await house.as('sales').get(`/orders/${orderNo}/contact`)).body;
    expect(items[1]).toMatchObject({ channel: 'sms', allowed: false });
  });

  test('has messages pushed to a browser of a known push service alone, kept sealed', async () => {
    const { browser, orderId } = await proven();
    const ask = (endpoint: string) =>
      browser.send('POST', '/customer/push-subscriptions', { endpoint, keys: { p256dh: 'a', auth: 'b' } });
    expect((await ask('http://127.0.0.1:5432/push/x')).body.code).toBe('push_service_unknown');
    const endpoint = 'https://fcm.googleapis.com/fcm/send/x';
    expect([(await ask(endpoint)).status, (await ask(endpoint)).status]).toEqual([201, 201]);
    const rows = await house.database.admin('push_subscriptions').where({ order_id: orderId });
    expect(rows).toHaveLength(1);
    expect(rows[0].sealed.toString('latin1')).not.toContain('fcm');
  });
});

test('the order-confirmation page of a shop gets code, instructions and reminder in both languages, and no script', async () => {
  const { orderNo } = await issuedOrder(house);
  const { body } = await house.as('desk').get(`/orders/${orderNo}/confirmation`);
  expect(body.link).toBe(await textOf(orderNo));
  for (const { html, howTo, keepSafe } of Object.values<Record<string, string>>(body.words)) {
    expect(html).toContain(howTo);
    expect(html).toContain(keepSafe);
    expect(html).not.toMatch(/<script|<style|<iframe|http:/i);
    const [, drawn = ''] = /base64,([^"]+)"/.exec(html ?? '') ?? [];
    expect(Buffer.from(drawn, 'base64').toString()).toBe(body.svg);
  }
  expect((await house.stranger.get(`/orders/${orderNo}/confirmation`)).status).toBe(401);
});
