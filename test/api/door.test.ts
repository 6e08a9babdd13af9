import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isOfCustomers } from '../../api/contract/route.js';
import { ROUTES } from '../../api/contract/routes.js';
import { prefix64 } from '../../api/limits.js';
import { REFUSALS } from '../../domain/refusal.js';
import { type ApiHouse, clientOf, openHouse } from './house.js';
import { anOrderBody, issuedOrder } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const send = (path: string, init: RequestInit, person = 'desk') =>
  fetch(`${house.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${house.tokenOf(person)}`, 'idempotency-key': 'k', ...init.headers },
  });
const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
];
const JSON_TYPE = { 'content-type': 'application/json' };

describe('the door', () => {
  const routes = Object.entries(ROUTES);
  const guarded = routes.filter(([, { right }]) => right !== 'anybody' && !isOfCustomers(right));
  const customers = routes.filter(([, { right }]) => isOfCustomers(right));

  test.each(customers)('of %s is shut to whoever has not opened a code', async (_name, route) => {
    const address = `${house.url}${route.path}`;
    const signed = { authorization: `Bearer ${house.tokenOf('desk')}` };
    for (const headers of [{}, { cookie: 'oqr-customer=made-up', origin: house.url }, signed]) {
      const response = await fetch(address, { method: route.method.toUpperCase(), headers });
      expect(await codeOf(response)).toEqual([401, 'customer_session_missing']);
    }
  });

  test.each(guarded)('of %s is shut to strangers', async (_name, route) => {
    const path = route.path.replace(/:\w+/g, 'x');
    const response = await fetch(`${house.url}${path}`, { method: route.method.toUpperCase() });
    expect(await codeOf(response)).toEqual([401, 'unauthenticated']);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  test.each(['Bearer ', 'Bearer nonsense', 'Basic ZGVzazpkZXNr', 'Bearer a b'])(
    'is shut to a token that is no good: %s',
    async (authorization) => {
      const { status } = await clientOf(house.url, { authorization }).get('/orders');
      expect(status).toBe(401);
    },
  );

  test('is shut to a person who was dismissed, and to a token that was revoked', async () => {
    const own = await openHouse();
    expect((await own.as('sales').get('/orders')).status).toBe(200);
    await own.database.admin('people').where({ id: 'sales' }).update({ active: false });
    expect((await own.as('sales').get('/orders')).status).toBe(401);
    await own.database.admin('api_tokens').where({ person_id: 'desk' }).update({ revoked_at: new Date() });
    expect((await own.as('desk').get('/orders')).status).toBe(401);
    await own.close();
  });

  test('turns a role without the right away, and writes that down', async () => {
    const { status, body } = await house.as('auditor').post('/orders', anOrderBody());
    expect([status, body.code, body.hint.right]).toEqual([403, 'not_permitted', 'order.enter']);
    const logged = await house.db('log_entries').where({ action: 'access_denied', actor_id: 'auditor' });
    expect(logged).toMatchObject([{ detail: { route: 'enterOrder', right: 'order.enter' } }]);
  });

  test('writes refused sign-ins down once a minute, and counts them', async () => {
    const own = await openHouse();
    for (let time = 0; time < 4; time += 1) await own.stranger.get('/orders');
    const logged = await own.db('log_entries').where({ action: 'sign_in_refused' });
    const counted = await own.db('unknown_scans').sum({ n: 'count' });
    expect(logged.length).toBeLessThanOrEqual(2);
    expect(Number(counted[0]?.n)).toBe(4);
    await own.close();
  });

  test('lets each token and each address through so often and no more', async () => {
    const own = await openHouse({ config: { maxImportBytes: 1, requestsPerMinute: 5 } });
    const statuses: number[] = [];
    for (let time = 0; time < 6; time += 1) statuses.push((await own.as('desk').get('/summary')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    const { status, body, headers } = await own.as('sales').get('/summary');
    expect([status, body.code]).toEqual([429, 'too_many_requests']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    const spoofed = await own.as('sales').get('/summary', { 'x-forwarded-for': '10.0.0.1' });
    expect(spoofed.status).toBe(429);
    await own.close();
  });

  test('takes a whole /64 for one caller', () => {
    expect(prefix64('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(prefix64('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64');
    expect(prefix64('2001:db8::1')).toBe('2001:db8:0:0::/64');
    expect(prefix64('::1')).toBe('0:0:0:0::/64');
    expect(prefix64('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  });
});

describe('a body', () => {
  test('over 256 kB is refused, whether or not it says so', async () => {
    const big = JSON.stringify({ note: 'x'.repeat(300_000) });
    const said = await send('/orders', { method: 'POST', headers: JSON_TYPE, body: big });
    expect(await codeOf(said)).toEqual([413, 'body_too_large']);
    const stream = new Blob([big]).stream();
    const streamed = await send('/orders', {
      method: 'POST',
      headers: JSON_TYPE,
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect(await codeOf(streamed)).toEqual([413, 'body_too_large']);
  });

  test('of another content type, charset or encoding is refused', async () => {
    const body = JSON.stringify(anOrderBody());
    for (const headers of [
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'application/json; charset=gbk' },
      { ...JSON_TYPE, 'content-encoding': 'gzip' },
    ]) {
      const response = await send('/orders', { method: 'POST', headers, body });
      expect(await codeOf(response)).toEqual([415, 'content_type_unknown']);
    }
  });

  test.each([
    ['no JSON', '{"a":'],
    ['nothing', ''],
    ['broken UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['a list', '[]'],
    ['null', 'null'],
    ['endless nesting', '['.repeat(100_000) + ']'.repeat(100_000)],
  ])('with %s is malformed', async (_name, body) => {
    const response = await send('/orders', { method: 'POST', headers: JSON_TYPE, body });
    expect(await codeOf(response)).toEqual([400, 'malformed']);
  });

  test('names every field that does not fit, by its path', async () => {
    const wrong = {
      ...anOrderBody(),
      settlement: 'barter',
      lines: [{ kind: 'goods', sku: 'S', name: 'N', quantity: 1.5, amountMinor: 1 }],
      extra: true,
    };
    const { body } = await house.as('desk').post('/orders', wrong, { headers: { 'accept-language': 'en' } });
    expect(body.code).toBe('malformed');
    expect(body.errors.map((error: { path: string }) => error.path).toSorted()).toEqual([
      '',
      'lines.0.quantity',
      'settlement',
    ]);
    expect(body.errors.every((error: { in: string }) => error.in === 'body')).toBe(true);
  });

  test.each([
    ['__proto__', `{"__proto__":{"submit":true},${JSON.stringify(anOrderBody()).slice(1)}`],
    ['constructor', JSON.stringify({ ...anOrderBody(), constructor: { prototype: { submit: true } } })],
  ])('cannot smuggle %s in', async (_name, body) => {
    const response = await send('/orders', { method: 'POST', headers: JSON_TYPE, body });
    expect(await codeOf(response)).toEqual([400, 'malformed']);
  });

  test.each([
    ['NUL', 'A\u0000B'],
    ['escape', 'A\u001b[31m'],
    ['a C1 control', 'A\u0085'],
    ['half a surrogate pair', 'A\ud800'],
    ['a line break in one line', 'A\nB'],
    ['a tab in one line', 'A\tB'],
  ])('with %s in its text is refused', async (_name, name) => {
    const draft = anOrderBody({ customer: { ref: 'C', name } });
    const { status, body } = await house.as('desk').post('/orders', draft);
    expect([status, body.code, body.errors[0].path]).toEqual([400, 'control_character', 'customer.name']);
  });

  test('may hold line breaks where text has lines', async () => {
    const draft = anOrderBody({ customer: { ref: 'C', name: '张三', address: '杭州市\n龙井路 1 号' } });
    expect((await house.as('desk').post('/orders', draft)).status).toBe(201);
  });

  test.each([
    ['query', '/orders?cursor=%00'],
    ['params', '/orders/%00'],
  ])('control characters in the %s are refused', async (where, path) => {
    const { status, body } = await house.as('desk').get(path);
    expect([status, body.code, body.errors[0].in]).toEqual([400, 'control_character', where]);
  });

  test('of amounts that add up beyond exact integers is refused', async () => {
    const line = {
      kind: 'goods' as const,
      sku: 'S',
      name: 'N',
      quantity: 1,
      amountMinor: Number.MAX_SAFE_INTEGER,
    };
    const { body } = await house.as('desk').post('/orders', anOrderBody({ lines: [line, line] }));
    expect(body.code).toBe('amount_invalid');
  });

  test('with a kind that its lines contradict is refused', async () => {
    const { body } = await house.as('desk').post('/orders', anOrderBody({ kind: 'service' }));
    expect([body.code, body.errors[0].path]).toEqual(['malformed', 'kind']);
  });

  test('that stops half-way does no harm', async () => {
    const { port } = new URL(house.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `POST /orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${house.tokenOf('desk')}\r\n` +
        'Content-Type: application/json\r\nIdempotency-Key: half\r\nContent-Length: 100\r\n\r\n{"orderNo":',
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.destroy();
    expect((await house.stranger.get('/health/live')).status).toBe(200);
    expect(await house.db('idempotency_keys').where({ key: 'half' })).toEqual([]);
  });
});

describe('a problem', () => {
  test('has the shape of RFC 9457, in the language asked for', async () => {
    const zh = await house.as('desk').get('/orders/NONE');
    expect(zh.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(zh.body).toEqual({
      type: 'urn:order-qr:order_unknown',
      title: 'order unknown',
      status: 404,
      code: 'order_unknown',
      detail: REFUSALS.order_unknown.zh,
      instance: `urn:uuid:${zh.headers.get('x-request-id')}`,
    });
    const en = await house.as('desk').get('/orders/NONE', { 'accept-language': 'en-GB,en;q=0.9' });
    expect(en.body.detail).toBe(REFUSALS.order_unknown.en);
  });

  test('answers addresses and methods that are not there', async () => {
    expect((await house.as('desk').get('/nothing')).body.code).toBe('not_found');
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const response = await send('/orders', { method });
      expect(response.headers.get('allow')).toBe('POST, GET');
      expect(await codeOf(response)).toEqual([405, 'method_not_allowed']);
    }
  });

  test('answers an address that is not percent-encoded UTF-8', async () => {
    const { status, body } = await house.as('desk').get('/orders/%E0%A4%A');
    expect([status, body.code]).toEqual([400, 'malformed']);
  });

  test('of our own tells nothing but its reference', async () => {
    const own = await openHouse();
    await own.database.admin.raw('alter table orders rename column kind to sort');
    const { status, body } = await own.as('desk').get('/orders');
    expect(status).toBe(500);
    expect(body).toEqual({
      type: 'urn:order-qr:internal',
      title: 'internal',
      status: 500,
      code: 'internal',
      instance: expect.stringMatching(/^urn:uuid:/),
    });
    await own.close();
  });

  test('of a lost database connection passes by itself', async () => {
    const { orderNo } = await issuedOrder(house);
    const locked = await house.database.admin.transaction();
    await locked.raw('select 1 from orders where order_no = ? for update', [orderNo]);
    const waiting = house.as('finance').post(`/orders/${orderNo}/facts`, {
      type: 'payment_received',
      amountMinor: 1,
      currency: 'CNY',
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await house.database.admin.raw(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'oqr_api' and datname = current_database()`,
    );
    const cut = await waiting;
    await locked.rollback();
    expect([cut.status, cut.body.code, cut.headers.get('retry-after')]).toEqual([503, 'out_of_service', '2']);
    expect((await house.as('finance').get(`/orders/${orderNo}`)).status).toBe(200);
  });
});

test('every answer is guarded by headers and kept by no cache', async () => {
  const { headers } = await house.as('desk').get('/orders');
  expect(headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-powered-by')).toBeNull();
  const problem = await house.as('desk').get('/orders/NONE');
  expect(problem.headers.get('cache-control')).toBe('no-store');
});
