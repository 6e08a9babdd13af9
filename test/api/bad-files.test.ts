import { connect } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { problem } from '../../api/contract/problem.js';
import { type ApiHouse, openHouse } from './house.js';
import { anOrderBody } from './order-body.js';

const MOST_IMPORT = 256 * 1024;

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse({ config: { maxImportBytes: MOST_IMPORT, requestsPerMinute: 100_000 } });
  await house.as('desk').post('/orders', anOrderBody({ orderNo: 'F-1' }));
});
afterAll(() => house.close());

const signed = () => ({ authorization: `Bearer ${house.tokenOf('desk')}` });
const count = async (table: string): Promise<number> =>
  Number((await house.database.admin(table).count())[0]?.count);

interface Sent {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

async function send({ path, headers, body }: Sent) {
  const init = { method: 'POST', headers: { ...signed(), ...headers }, body: new Uint8Array(body) };
  const response = await fetch(`${house.url}${path}`, init);
  const told = JSON.parse(await response.text());
  if (response.status >= 400) problem.parse(told);
  return { status: response.status, code: told.code, body: told };
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
const text = (written: string) => Buffer.from(written);
const SVG = text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
const HTML = text('<!DOCTYPE html><script>alert(1)</script>');
const MIB = 1024 ** 2;

/** A PNG that says it is 50,000 dots wide and high, in a few bytes. */
const vastPng = Buffer.concat([
  ...[
    PNG,
    Buffer.from([0, 0, 0, 13]),
    text('IHDR'),
    Buffer.from([0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50, 8, 6, 0, 0, 0]),
  ],
  ...[Buffer.alloc(4), deflateSync(Buffer.alloc(100_000))],
]);

describe('a file beside an order', () => {
  const lay = (body: Buffer, type: string, name = encodeURIComponent('a.png'), more = {}) =>
    send({
      path: '/orders/F-1/files',
      headers: { 'content-type': type, 'x-file-name': name, ...more },
      body,
    });

  test.each<[string, () => ReturnType<typeof lay>, string]>([
    ['a page called a picture', () => lay(HTML, 'image/png'), 'file_not_as_said'],
    ['a drawing with a script called a picture', () => lay(SVG, 'image/png'), 'file_not_as_said'],
    ['a drawing with a script', () => lay(SVG, 'image/svg+xml'), 'content_type_unknown'],
    ['a page', () => lay(HTML, 'text/html'), 'content_type_unknown'],
    ['one picture called another', () => lay(PNG, 'image/jpeg'), 'file_not_as_said'],
    ['a picture called a document', () => lay(JPEG, 'application/pdf'), 'file_not_as_said'],
    [
      'a document behind a page',
      () => lay(Buffer.concat([HTML, text('%PDF-1.7')]), 'application/pdf'),
      'file_not_as_said',
    ],
    ['an archive called a picture', () => lay(text('PK\u0003\u0004'), 'image/webp'), 'file_not_as_said'],
    ['nothing', () => lay(Buffer.alloc(0), 'image/png'), 'file_not_as_said'],
    ['the first bytes alone', () => lay(PNG.subarray(0, 4), 'image/png'), 'file_not_as_said'],
    ['too much', () => lay(Buffer.concat([PNG, Buffer.alloc(10 * MIB)]), 'image/png'), 'body_too_large'],
    [
      'a compressed heap',
      () => lay(gzipSync(Buffer.alloc(20 * MIB)), 'image/png', 'a', { 'content-encoding': 'gzip' }),
      'content_type_unknown',
    ],
    ['a form', () => lay(text('--x\r\n\r\n'), 'multipart/form-data; boundary=x'), 'content_type_unknown'],
    ['a name with NUL', () => lay(PNG, 'image/png', '%00.png'), 'control_character'],
    ['a name of two lines', () => lay(PNG, 'image/png', 'a%0d%0ab'), 'malformed'],
    ['a name that is no UTF-8', () => lay(PNG, 'image/png', '%ff'), 'malformed'],
    ['a name that is endless', () => lay(PNG, 'image/png', 'x'.repeat(1_900)), 'malformed'],
    ['no name', () => lay(PNG, 'image/png', '%20'), 'malformed'],
  ])('that is %s is refused, and nothing of it stays', async (_name, deed, code) => {
    const before = await count('order_attachments');
    const { status, code: told } = await deed();
    expect([told, status >= 400 && status < 500]).toEqual([
      code === 'malformed' && told === 'control_character' ? told : code,
      true,
    ]);
    expect(await count('order_attachments')).toBe(before);
  });

  test.each([
    ['a page behind a picture', Buffer.concat([PNG, HTML]), 'a.html'],
    ['a picture that says it is vast', vastPng, 'vast.png'],
    ['a name with a path', PNG, '../../etc/passwd'],
    ['a name from right to left', PNG, '\u202egnp.exe'],
    ['a name that is a formula', PNG, '=cmd|calc!A0.png'],
  ])('with %s lies there as bytes alone', async (_name, body, name) => {
    const { status, body: kept } = await lay(body, 'image/png', encodeURIComponent(name));
    expect(status).toBe(201);
    const answer = await fetch(`${house.url}/orders/F-1/files/${kept.id}/downloads`, {
      method: 'POST',
      headers: { ...signed(), 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer.headers.get('content-type')).toMatch(/^application\/octet-stream/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(body);
  });

  test('that stops half-way leaves nothing', async () => {
    const before = await count('order_attachments');
    const { port } = new URL(house.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    const head = ['POST /orders/F-1/files HTTP/1.1', 'Host: x', `Authorization: ${signed().authorization}`];
    socket.write(
      [...head, 'Content-Type: image/png', 'X-File-Name: a', 'Content-Length: 5000', '', ''].join('\r\n'),
    );
    await new Promise((resolve) => socket.write(PNG, resolve));
    socket.destroy();
    expect((await house.stranger.get('/health/live')).status).toBe(200);
    expect(await count('order_attachments')).toBe(before);
  });
});

describe('an import', () => {
  const HEADER = 'no,day,who,what,pieces,total';
  const MAP = text(
    JSON.stringify({
      ...{ name: 'own', currency: 'CNY', settlement: 'prepaid', order: { no: 'no', orderedAt: 'day' } },
      customer: { ref: 'who', name: 'who' },
      line: { kind: 'goods', sku: 'what', name: 'what', quantity: 'pieces', amount: { lineTotal: 'total' } },
    }),
  ).toString('base64url');
  const take = (body: Buffer | string, query = '', more: Record<string, string> = {}) =>
    send({
      path: `/imports?${query}`,
      headers: { 'content-type': 'text/csv', 'import-map': MAP, ...more },
      body: Buffer.from(body),
    });
  const row = (no: string, what = 'TEA') => `${no},2026-11-20,${what},TEA,1,10.00`;
  const file = (rows: readonly string[], end = '\n') => [HEADER, ...rows, ''].join(end);

  test.each<[string, () => ReturnType<typeof take>, string]>([
    ['nothing', () => take(''), 'file_unreadable'],
    ['a workbook', () => take(text('PK\u0003\u0004rest')), 'file_unreadable'],
    ['UTF-16', () => take(Buffer.from(`\ufeff${file([row('U-1')])}`, 'utf16le')), 'file_unreadable'],
    ['bytes without a meaning', () => take(Buffer.alloc(4_000, 0)), 'file_unreadable'],
    ['a page', () => take(HTML), 'file_unreadable'],
    [
      'a compressed heap',
      () => take(gzipSync(Buffer.alloc(20 * MIB)), '', { 'content-encoding': 'gzip' }),
      'content_type_unknown',
    ],
    ['the same without saying so', () => take(gzipSync(Buffer.alloc(20 * MIB))), 'file_unreadable'],
    ['too much', () => take(Buffer.alloc(MOST_IMPORT + 1, 97)), 'body_too_large'],
    ['one line without an end', () => take(Buffer.alloc(MOST_IMPORT, 97)), 'file_unreadable'],
    [
      'another type',
      () => take(file([row('T-1')]), '', { 'content-type': 'application/json' }),
      'content_type_unknown',
    ],
  ])('of %s is refused, and enters no order', async (_name, deed, code) => {
    const before = await count('orders');
    const { status, code: told } = await deed();
    expect([told, status >= 400 && status < 500]).toEqual([code, true]);
    expect(await count('orders')).toBe(before);
    expect(await house.database.admin('imports').where({ status: 'running' })).toEqual([]);
  });

  test('by a date format that contradicts itself refuses its rows, and no more', async () => {
    const { status, body } = await take(file([row('D-1')]), 'date_format=yyyy-kkkk-MM');
    expect([status, body.accepted, body.refused]).toEqual([200, 0, 1]);
    const odd = await take(file(['D-2,2026 2026,TEA,TEA,1,10.00']), 'date_format=yyyy%20kkkk');
    expect([odd.status, odd.body.accepted, odd.body.refused]).toEqual([200, 0, 1]);
  });

  test('with NUL, mixed line ends, marks and formulas enters what is whole, and refuses the rest row by row', async () => {
    const rows = [
      row('N-1', 'A\u0000B'),
      row('N-2', '=cmd|calc!A0'),
      row('N-3', '\u202eabc'),
      row('../N-4'),
      row('..'),
    ];
    const { status, body } = await take(`\ufeff${HEADER}\r\n${rows.join('\r')}\n`);
    expect([status, body.accepted + body.refused]).toEqual([200, rows.length]);
    const { body: refused } = await house.as('desk').get(`/imports/${body.id}/refusals`);
    expect(refused.items.length).toBe(body.refused);
    const kept = await house.database.admin('orders').whereIn('order_no', ['N-1', '..']);
    expect(kept.map(({ order_no }) => order_no)).toEqual([]);
    const { body: order } = await house.as('desk').get('/orders/N-2');
    expect(order.customer.name).toBe('=cmd|calc!A0');
  });
});

describe('photos of labels', () => {
  test('that claim more dots than there is memory, or are none, are refused', async () => {
    const { admin } = house.database;
    const { rows } = await admin.raw(
      `insert into print_batches (id, preset, format, requested_by, status)
       values (gen_random_uuid(), 'label_40x30mm', 'pdf', 'desk', 'ready') returning id`,
    );
    const route = `/print-batches/${rows[0].id}/samples`;
    for (const [body, type] of [
      [vastPng, 'image/png'],
      [HTML, 'image/png'],
      [Buffer.alloc(0), 'image/jpeg'],
      [SVG, 'image/svg+xml'],
    ] as const) {
      const { status } = await send({ path: route, headers: { 'content-type': type }, body });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
  });
});

test('control: a house that keeps what it is told is seen to keep it', async () => {
  const before = await count('order_attachments');
  const headers = { 'content-type': 'image/png', 'x-file-name': 'a.png' };
  expect((await send({ path: '/orders/F-1/files', headers, body: PNG })).status).toBe(201);
  expect(await count('order_attachments')).toBe(before + 1);
});
