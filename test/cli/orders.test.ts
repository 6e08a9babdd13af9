import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiHouse, openHouse } from '../api/house.js';
import { anOrderBody, issuedOrder, payAndShip } from '../api/order-body.js';
import { at } from './run.js';

let house: ApiHouse;
let oqr: ReturnType<typeof at>;
beforeAll(async () => {
  house = await openHouse();
  oqr = at(house);
});
afterAll(() => house.close());

const entered = (input: unknown) => at(house, { input: JSON.stringify(input) });

describe('an order', () => {
  test('is entered from JSON, submitted, watched and cancelled', async () => {
    const draft = anOrderBody();
    const first = await entered(draft)('desk', 'orders', 'enter', '-');
    expect([first.code, first.out]).toEqual([
      0,
      expect.stringMatching(/^A-\d+: fact 1 is recorded; state entered/),
    ]);
    const submitted = await oqr('desk', 'orders', 'submit', draft.orderNo, '--json');
    expect(submitted.json()).toMatchObject({ orderNo: draft.orderNo, fact: 2, state: 'requested' });
    const watched = await oqr('manager', 'orders', 'watch', draft.orderNo, '--reason', 'new_customer');
    expect([watched.code, watched.out]).toEqual([0, expect.stringContaining('fact 3')]);
    expect((await oqr('desk', 'orders', 'show', draft.orderNo)).out).toMatch(/on watch list +yes/);
    await oqr('manager', 'orders', 'watch', draft.orderNo, '--off');
    expect((await oqr('desk', 'orders', 'show', draft.orderNo)).out).toMatch(/on watch list +no/);
    const cancelled = await oqr(
      'desk',
      'orders',
      'cancel',
      draft.orderNo,
      '--note',
      '客户改主意了',
      '--json',
    );
    expect(cancelled.json()).toMatchObject({ fact: 5 });
  });

  test('shows money in major units with its currency, and wide names in line', async () => {
    const line = { kind: 'goods' as const, sku: 'X', name: '龙井', quantity: 1, amountMinor: 1_234_567 };
    const other = { kind: 'goods' as const, sku: 'LONG-SKU', name: 'tea', quantity: 22, amountMinor: 5 };
    const { orderNo } = await issuedOrder(house, { lines: [line, other] });
    const { out } = await oqr('desk', 'orders', 'show', orderNo);
    expect(out).toMatch(/^amount +12345\.72 CNY$/m);
    expect(out).toContain(
      [
        'line  kind   sku       name  quantity        amount',
        '   1  goods  X         龙井         1  12345.67 CNY',
        '   2  goods  LONG-SKU  tea         22      0.05 CNY',
      ].join('\n'),
    );
    expect(out).toMatch(/^customer +张三 \(C-\d+\)$/m);
    expect(out).not.toContain('13800138000');
  });

  test('that is refused by its content is refused with the fields that do not fit', async () => {
    const ran = await entered({ ...anOrderBody(), settlement: 'barter' })('desk', 'orders', 'enter', '-');
    expect([ran.code, ran.out]).toEqual([1, '']);
    expect(ran.err).toMatch(/body settlement: /);
    const broken = await at(house, { input: '{"orderNo": ' })('desk', 'orders', 'enter', '-', '--json');
    expect([broken.code, broken.json().code]).toEqual([1, 'malformed']);
  });

  test('is listed in pages, or all at once', async () => {
    for (let more = 3; more > 0; more -= 1) await issuedOrder(house);
    const page = (await oqr('desk', 'orders', 'list', '--limit', '2', '--json')).json();
    expect(page.items).toHaveLength(2);
    const next = await oqr('desk', 'orders', 'list', '--limit', '2', '--cursor', page.next, '--json');
    expect(next.json().items[0].id).not.toBe(page.items[0].id);
    const { count } = (await house.db('orders').count())[0] ?? {};
    const all = await oqr('desk', 'orders', 'list', '--all', '--limit', '2', '--json');
    expect(all.json().items).toHaveLength(Number(count));
    const told = await oqr('desk', 'orders', 'list', '--limit', '2');
    expect(told.out).toMatch(/2 orders, as of \d\d:\d\d:\d\d\nmore: --cursor \S+, or --all\n$/);
    const none = await oqr('desk', 'orders', 'list', '--state', 'purged');
    expect(none.out).toMatch(/^No orders, as of/);
  });

  test('has a story and a log', async () => {
    const { orderId, orderNo } = await issuedOrder(house, { notify: true });
    await oqr('desk', 'transfer', 'offer', orderNo, '--carrier', '顺丰速运', '--note', '易碎');
    await payAndShip(house, orderNo, 12_001);
    await house.settle(orderId);
    const { out } = await oqr('auditor', 'orders', 'timeline', orderNo);
    for (const told of ['1 order_entered', 'hop 1 offered', 'email queued', 'business case open', '顺丰速运'])
      expect(out).toContain(told);
    const log = await oqr('auditor', 'orders', 'log', orderNo);
    expect([log.code, log.out]).toEqual([0, expect.stringContaining('order_entered')]);
    const messages = await oqr('desk', 'messages', orderNo);
    expect(messages.out).toMatch(/email +queued +code_issued/);
  });
});

describe('goods', () => {
  test('are handled in parts, and listed with their parcels', async () => {
    const { orderNo } = await issuedOrder(house);
    const pay = ['payment_received', '--amount', '120.00', '--currency', 'CNY'];
    await oqr('finance', 'fact', 'record', orderNo, ...pay);
    const handle = ['goods', 'handle', orderNo];
    expect((await oqr('logistics', ...handle, 'pick')).out).toContain('is recorded');
    const parcel = ['--line', '1:1', '--carrier', 'sf', '--tracking-no', 'SF1029384756'];
    expect((await oqr('logistics', ...handle, 'ship', ...parcel)).code).toBe(0);
    const { out } = await oqr('logistics', 'goods', 'list', orderNo);
    expect(out).toMatch(/ship +1:1 +logistics +sf +SF1029384756/);
    const beyond = await oqr('logistics', ...handle, 'ship', '--line', '1:2');
    expect([beyond.code, beyond.err]).toEqual([1, expect.stringContaining('more pieces than are left')]);
  });

  test('take no option that their deed has no place for', async () => {
    const stray = await oqr('logistics', 'goods', 'handle', 'A', 'pack', '--carrier', 'sf');
    expect([stray.code, stray.err]).toEqual([2, expect.stringContaining('--carrier')]);
  });
});

describe('a fact', () => {
  test('is recorded with an amount that is read exactly', async () => {
    const { orderNo } = await issuedOrder(house);
    const payment = [
      'fact',
      'record',
      orderNo,
      'payment_received',
      '--amount',
      '119.99',
      '--currency',
      'CNY',
    ];
    expect((await oqr('finance', ...payment, '--external-id', 'P-1')).out).toContain('is recorded');
    const { items } = (await oqr('auditor', 'orders', 'timeline', orderNo, '--json')).json();
    const paid = items.find((item: { fact?: { type: string } }) => item.fact?.type === 'payment_received');
    expect(paid.fact.detail).toMatchObject({ amountMinor: 11_999, currency: 'CNY' });
  });

  test('of a currency without decimals has none', async () => {
    const lines = [{ kind: 'goods' as const, sku: 'J', name: 'J', quantity: 1, amountMinor: 500 }];
    const { orderNo } = await issuedOrder(house, { currency: 'JPY', lines });
    const pay = (amount: string) =>
      oqr('finance', 'fact', 'record', orderNo, 'payment_received', '--amount', amount, '--currency', 'JPY');
    expect((await pay('500')).code).toBe(0);
    const wrong = await pay('500.0');
    expect([wrong.code, wrong.err]).toEqual([
      2,
      expect.stringMatching(/JPY has at most 0 decimals.*as in 120\.\n/),
    ]);
  });

  test('may be a part of the lines, a dispute, or about nothing but its type', async () => {
    const { orderNo } = await issuedOrder(house);
    const states = async (person: string, ...args: string[]) =>
      (await oqr(person, 'fact', 'record', orderNo, ...args)).code;
    expect(await states('logistics', 'picked', '--line', '1:1', '--line', '1:1')).toBe(0);
    expect(await states('logistics', 'delivered', '--happened-at', '2026-11-20T08:00:00+08:00')).toBe(0);
    expect(await states('service', 'dispute_opened', '--reason', 'damaged', '--note', '盒子破了')).toBe(0);
    expect(await states('finance', 'payment_mismatch', '--reason', 'no_reference')).toBe(0);
  });

  test('for an unknown order is kept, and said to be kept', async () => {
    const ran = await oqr('logistics', 'fact', 'record', 'NOT-YET', 'shipped', '--external-id', 'S-9');
    expect([ran.code, ran.out]).toEqual([0, expect.stringMatching(/^There is no order NOT-YET yet/)]);
  });

  test('is one fact under one idempotency key', async () => {
    const { orderNo } = await issuedOrder(house);
    const once = ['fact', 'record', orderNo, 'delivered', '--idempotency-key', 'the-same', '--json'];
    const first = await oqr('logistics', ...once);
    expect((await oqr('logistics', ...once)).out).toBe(first.out);
    const other = await oqr('logistics', 'fact', 'record', orderNo, 'delivered', '--json');
    expect(other.json().fact).toBe(first.json().fact + 1);
  });
});

test('a transfer is offered, accepted and refused', async () => {
  const { orderNo } = await issuedOrder(house);
  const offered = await oqr('desk', 'transfer', 'offer', orderNo, '--to', 'logistics', '--json');
  const { fact } = offered.json();
  const other = await oqr('sales', 'transfer', 'accept', orderNo, '--json');
  expect([other.code, other.json().code]).toEqual([1, 'not_the_receiver']);
  const refused = await oqr(
    'logistics',
    'transfer',
    'refuse',
    orderNo,
    '--offer',
    String(fact),
    '--reason',
    'full',
  );
  expect(refused.code).toBe(0);
  await oqr('desk', 'transfer', 'offer', orderNo, '--to', 'logistics');
  expect((await oqr('logistics', 'transfer', 'accept', orderNo)).code).toBe(0);
  await house.settle((await oqr('desk', 'orders', 'show', orderNo, '--json')).json().id);
  expect((await oqr('desk', 'transfer', 'offer', orderNo, '--customer')).code).toBe(0);
});

describe('a code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'oqr-cli-'));

  test('is shown, drawn, scanned, replaced and made void', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const { text } = (await oqr('desk', 'code', 'show', orderNo, '--json')).json();
    expect((await oqr('desk', 'code', 'show', orderNo)).out).toMatch(/decoded by \S+/);
    const scanned = await oqr('logistics', 'scan', text);
    expect([scanned.code, scanned.out]).toEqual([
      0,
      expect.stringMatching(/^The code is valid\.\nreason +code_live/),
    ]);
    expect(scanned.out).toContain(orderNo);
    const stranger = await at(house, { input: `${text}\n` })(undefined, 'scan', '-', '--purpose', 'confirm');
    expect([stranger.code, stranger.out]).toEqual([0, expect.not.stringContaining(orderNo)]);

    expect((await oqr('service', 'code', 'reissue', orderNo, '--reason', 'lost')).code).toBe(0);
    await house.settle(orderId);
    const old = await oqr('logistics', 'scan', text);
    expect(old.code).toBe(1);
    expect(old.out).toMatch(/^This code was replaced by a newer one\.[\s\S]*replaced by +issue 2/);
    expect((await oqr('manager', 'code', 'void', orderNo)).code).toBe(0);
  });

  test('goes to a file, or through a pipe as it is', async () => {
    const { orderNo } = await issuedOrder(house);
    const file = join(folder, 'code.png');
    const told = await oqr('desk', 'code', 'png', orderNo, '--out', file, '--medium', 'print', '--json');
    const bytes = readFileSync(file);
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(told.json()).toEqual({ file, mediaType: 'image/png', bytes: bytes.length });
    const piped = await oqr('desk', 'code', 'png', orderNo, '--medium', 'print');
    expect(piped.bytes.equals(bytes)).toBe(true);
    expect((await oqr('desk', 'code', 'svg', orderNo)).out).toMatch(/^<(\?xml|svg)/);
  });

  test('is no picture for a terminal, nor for --json', async () => {
    const { orderNo } = await issuedOrder(house);
    const terminal = await at(house, { outIsTty: true })('desk', 'code', 'png', orderNo);
    expect([terminal.code, terminal.out]).toEqual([2, '']);
    expect((await oqr('desk', 'code', 'svg', orderNo, '--json')).code).toBe(2);
    expect((await oqr('desk', 'code', 'svg', orderNo, '--out', '/nowhere/code.svg')).code).toBe(2);
  });

  test('that is forged is refused with a sentence', async () => {
    const ran = await oqr('logistics', 'scan', 'HTTPS://QR.EXAMPLE.COM/Q#AAAA');
    expect([ran.code, ran.out]).toEqual([1, expect.stringMatching(/^This /)]);
  });
});

test('the house tells how it is', async () => {
  const ready = await oqr(undefined, 'health');
  expect([ready.code, ready.out]).toEqual([0, expect.stringMatching(/^ready, policy version \d+\n$/)]);
  expect((await oqr(undefined, 'health', 'live')).out).toBe('live\n');
  expect((await oqr('manager', 'summary')).out).toMatch(/state +orders\n[\s\S]*wake-ups: \d+ unsent/);
  expect((await oqr('manager', 'summary', '--json')).json()).toHaveProperty('states');
  expect((await oqr('manager', 'stuck')).out).toMatch(/as of/);
  expect(JSON.parse((await oqr(undefined, 'openapi')).out).openapi).toMatch(/^3\.1/);
});
