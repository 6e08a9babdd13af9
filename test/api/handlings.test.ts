import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiHouse, openHouse } from './house.js';
import { issuedOrder } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const LINES = [
  { kind: 'goods' as const, sku: 'TEA-1', name: '龙井茶', quantity: 3, amountMinor: 9_000 },
  { kind: 'charge' as const, sku: 'POST', name: '运费', quantity: 1, amountMinor: 1_000 },
  { kind: 'goods' as const, sku: 'TEA-2', name: '大红袍', quantity: 2, amountMinor: 2_000 },
];
const TRACKING = 'SF1029384756';

async function paidOrder(paidMinor = 12_000) {
  const order = await issuedOrder(house, { lines: LINES });
  const payment = { type: 'payment_received', amountMinor: paidMinor, currency: 'CNY' };
  await house.as('finance').post(`/orders/${order.orderNo}/facts`, payment);
  await house.settle(order.orderId);
  return order;
}

const handle = (orderNo: string, body: object, key?: string) =>
  house.as('logistics').post(`/orders/${orderNo}/handlings`, body, key === undefined ? {} : { key });
const faceOf = async (orderNo: string) =>
  (await house.as('logistics').get(`/orders/${orderNo}/face?purpose=handle`)).body.face;
const listed = async (person: string, orderNo: string) =>
  (await house.as(person).get(`/orders/${orderNo}/handlings`)).body.items;
const factCount = async (orderId: string) => {
  const [found] = await house.db('facts').where({ order_id: orderId }).whereIn('type', HANDLED).count();
  return Number(found?.count);
};
const HANDLED = ['picked', 'packed', 'shipped', 'delivered'];

async function aFile(orderNo: string, type: 'image/png' | 'application/pdf'): Promise<string> {
  const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const response = await fetch(`${house.url}/orders/${orderNo}/files`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${house.tokenOf('logistics')}`,
      ...{ 'content-type': type, 'x-file-name': 'proof' },
    },
    body: new Uint8Array(type === 'image/png' ? Buffer.from(png) : Buffer.from('%PDF-1.7')),
  });
  return ((await response.json()) as { id: string }).id;
}

describe('goods', () => {
  test('are picked, packed and shipped in parts, and the order is complete with the last piece', async () => {
    const { orderId, orderNo } = await paidOrder();
    for (const handling of ['pick', 'pack']) expect((await handle(orderNo, { handling })).status).toBe(201);
    const part = { handling: 'ship', lines: [{ lineNo: 1, quantity: 2 }] };
    expect((await handle(orderNo, part)).body).toMatchObject({ orderNo, state: 'circulating' });
    await house.settle(orderId);
    const face = await faceOf(orderNo);
    expect(face).toMatchObject({
      work: { pick: 0, pack: 0, ship: 3, deliver: 2 },
      lines: [
        { lineNo: 1, shipped: 2, waits: { ship: 1, deliver: 2 }, left: { ship: 1 } },
        { lineNo: 3, shipped: 0, waits: { ship: 2 } },
      ],
    });
    await handle(orderNo, { handling: 'ship' });
    await house.settle(orderId);
    expect((await house.as('desk').get(`/orders/${orderNo}`)).body.state).toBe('archived');
    expect((await listed('auditor', orderNo))[0]).toMatchObject({
      ...{ handling: 'ship', by: 'logistics', carrier: null },
      lines: [
        { lineNo: 1, quantity: 1 },
        { lineNo: 3, quantity: 2 },
      ],
    });
  });

  test('are handled once, however often the button is pressed', async () => {
    const { orderId, orderNo } = await paidOrder();
    const answers = await Promise.all(
      [1, 2, 3].map(() => handle(orderNo, { handling: 'pick' }, 'one-press')),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await factCount(orderId)).toBe(1);
  });

  test('leave nothing to two who press at once: one of them is told so', async () => {
    const { orderId, orderNo } = await paidOrder();
    const answers = await Promise.all([1, 2].map(() => handle(orderNo, { handling: 'ship' })));
    expect(answers.map(({ body }) => body.code ?? 'recorded').toSorted()).toEqual([
      'nothing_to_handle',
      'recorded',
    ]);
    expect(await factCount(orderId)).toBe(1);
  });

  test('of which nothing was picked are shipped all the same, by who says so', async () => {
    const { orderNo } = await paidOrder();
    expect((await handle(orderNo, { handling: 'ship' })).status).toBe(201);
    expect((await faceOf(orderNo)).lines[0]).toMatchObject({ picked: 3, packed: 3, shipped: 3 });
  });
});

describe('a handling is refused, and nothing is recorded,', () => {
  test.each([
    [
      'of more than was ordered',
      { handling: 'pick', lines: [{ lineNo: 1, quantity: 4 }] },
      422,
      'goods_beyond',
    ],
    ['of a line twice over', twice(), 422, 'goods_beyond'],
    ['of a charge', { handling: 'pick', lines: [{ lineNo: 2, quantity: 1 }] }, 422, 'lines_unknown'],
    [
      'of a line that is none',
      { handling: 'pick', lines: [{ lineNo: 9, quantity: 1 }] },
      422,
      'lines_unknown',
    ],
    ['as a delivery of what did not leave', { handling: 'deliver' }, 409, 'nothing_to_handle'],
    ['with a parcel where none leaves', { handling: 'pack', parcel: { carrier: 'sf' } }, 400, 'malformed'],
    [
      'with a number without its carrier',
      { handling: 'ship', parcel: { trackingNo: TRACKING } },
      400,
      'malformed',
    ],
    ['with a number that is none', shipWith('no number!'), 400, 'malformed'],
  ])('%s', async (_, body, status, code) => {
    const { orderId, orderNo } = await paidOrder();
    const answer = await handle(orderNo, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await factCount(orderId)).toBe(0);
  });

  test('when a prepaid order would leave before it is paid in full; picking may begin', async () => {
    const { orderNo } = await paidOrder(11_999);
    const refused = await handle(orderNo, { handling: 'ship' });
    expect([refused.status, refused.body.code, refused.body.hint]).toEqual([
      ...[409, 'goods_unpaid'],
      { openMinor: 1 },
    ]);
    expect((await handle(orderNo, { handling: 'pick' })).status).toBe(201);
    const cent = { type: 'payment_received', amountMinor: 1, currency: 'CNY' };
    await house.as('finance').post(`/orders/${orderNo}/facts`, cent);
    expect((await handle(orderNo, { handling: 'ship' })).status).toBe(201);
  });

  test('before there is a code, and after the end; a delivery may follow the write-off', async () => {
    const { orderId, orderNo } = await paidOrder();
    await handle(orderNo, { handling: 'ship' });
    await house.settle(orderId);
    expect((await handle(orderNo, { handling: 'pick' })).body.code).toBe('already_written_off');
    expect((await handle(orderNo, { handling: 'deliver' })).status).toBe(201);
    const gone = await paidOrder();
    await house.as('manager').post(`/orders/${gone.orderNo}/cancellation`, {});
    expect((await handle(gone.orderNo, { handling: 'pick' })).body.code).toBe('state_forbids');
  });

  test('to whom it is not their work', async () => {
    const { orderId, orderNo } = await paidOrder();
    for (const person of ['sales', 'finance', 'auditor'])
      expect(
        (await house.as(person).post(`/orders/${orderNo}/handlings`, { handling: 'pick' })).body.code,
      ).toBe('not_permitted');
    expect(await factCount(orderId)).toBe(0);
  });
});

describe('a parcel', () => {
  test('shows its carrier to everybody, its number to those who deal with customers, and is stored sealed', async () => {
    const { orderId, orderNo } = await paidOrder();
    await handle(orderNo, shipWith(TRACKING));
    const [shipped] = await listed('service', orderNo);
    expect(shipped).toMatchObject({ handling: 'ship', carrier: 'sf', trackingNo: TRACKING });
    const [seen] = await listed('auditor', orderNo);
    expect([seen.carrier, seen]).toEqual(['sf', expect.not.objectContaining({ trackingNo: TRACKING })]);
    const { admin } = house.database;
    const where = { order_id: orderId };
    const rows = [
      await admin('facts').where(where),
      await admin('log_entries').where(where),
      await admin('outbox'),
      await admin('tracking_numbers').where(where),
      await admin('idempotency_keys'),
    ];
    const stored = rows.map((found) => JSON.stringify(found, bytesInHex)).join('\n');
    expect(stored).not.toContain(TRACKING);
    expect(stored).not.toContain(Buffer.from(TRACKING).toString('hex'));
    expect(stored).toContain('"carrier":"sf"');
    expect(stored).toMatch(/"term":"[0-9a-f]{32}"/);
  });

  test('has a number that opens beside its own shipment alone', async () => {
    const { orderId, orderNo } = await paidOrder();
    await handle(orderNo, { ...shipWith(TRACKING), lines: [{ lineNo: 1, quantity: 1 }] });
    const second = await handle(orderNo, { handling: 'ship' });
    await house.database.admin('tracking_numbers').insert({
      ...(await house.db('tracking_numbers').where({ order_id: orderId }).first()),
      fact: second.body.fact,
    });
    expect((await house.as('service').get(`/orders/${orderNo}/handlings`)).status).toBe(500);
  });
});

describe('a delivery', () => {
  test('is proven by a photo of the order, which then stays', async () => {
    const { orderNo } = await paidOrder();
    await handle(orderNo, { handling: 'ship' });
    const photo = await aFile(orderNo, 'image/png');
    const other = await aFile(orderNo, 'image/png');
    expect((await handle(orderNo, deliverOf(photo))).status).toBe(201);
    expect((await listed('service', orderNo))[0]).toMatchObject({ handling: 'deliver', photo });
    const takeBack = (id: string) =>
      house.as('logistics').post(`/orders/${orderNo}/files/${id}/withdrawal`, {});
    expect((await takeBack(photo)).body.code).toBe('proof_kept');
    expect((await takeBack(other)).status).toBe(201);
  });

  test('is not proven by a paper, a file of another order, or one that was taken back', async () => {
    const { orderNo } = await paidOrder();
    const elsewhere = await paidOrder();
    await handle(orderNo, { handling: 'ship' });
    const gone = await aFile(orderNo, 'image/png');
    await house.as('logistics').post(`/orders/${orderNo}/files/${gone}/withdrawal`, {});
    const tries = [
      [await aFile(orderNo, 'application/pdf'), 'proof_no_photo'],
      [await aFile(elsewhere.orderNo, 'image/png'), 'file_unknown'],
      [gone, 'file_unknown'],
    ] as const;
    for (const [photo, code] of tries) expect((await handle(orderNo, deliverOf(photo))).body.code).toBe(code);
    expect((await handle(orderNo, { handling: 'deliver' })).status).toBe(201);
  });
});

function bytesInHex(_: string, value: unknown): unknown {
  const bytes = value as { type?: string; data?: number[] } | null;
  return bytes?.type === 'Buffer' && bytes.data ? Buffer.from(bytes.data).toString('hex') : value;
}

function twice() {
  const pieces = { lineNo: 1, quantity: 2 };
  return { handling: 'pick', lines: [pieces, pieces] };
}

function deliverOf(photo: string) {
  return { handling: 'deliver', photo };
}

function shipWith(trackingNo: string) {
  return { handling: 'ship', parcel: { carrier: 'sf', trackingNo } };
}
