import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { LIST_HOURS } from '../../domain/offline.js';
import { textOf } from '../../qr/code-text.js';
import { readToken } from '../../qr/token.js';
import { aDevice, type Device } from './a-device.js';
import { type ApiHouse, CODE_HOST, openHouse } from './house.js';
import { issuedOrder } from './order-body.js';

let house: ApiHouse;
let device: Device;
let aheadMs = 0;
beforeAll(async () => {
  house = await openHouse({ now: () => new Date(Date.now() + aheadMs) });
  device = await aDevice(house);
});
beforeEach(() => {
  aheadMs = 0;
});
afterAll(() => house.close());

const logistics = () => house.as('logistics');

/** An order that waits for logistics, with the sealed text of its code. */
async function aParcel() {
  const order = await issuedOrder(house);
  await logistics().post(`/orders/${order.orderNo}/facts`, { type: 'picked' });
  await house.settle(order.orderId);
  return { ...order, token: await sealedText(order.orderNo) };
}

/** What a label with a sealed code holds. */
async function sealedText(orderNo: string): Promise<string> {
  const [row] = await house.database.admin('orders').where({ order_no: orderNo });
  const [code] = await house.database.admin('codes').where({ order_id: row.id, status: 'live' });
  const sealed = house.deps.tokenKeys.keys.filter(({ profile }) => profile === 'sealed').at(-1);
  const issued = { issueNo: code.issue_no, tokenId: code.token_id, expiresAt: code.expires_at };
  const coded = {
    orderNo,
    customerRef: '',
    amountMinor: 0,
    currency: 'CNY',
    orderedAt: new Date(0),
    lines: [],
  };
  return textOf(
    house.deps.tokenKeys,
    CODE_HOST,
    { ...issued, profile: 'sealed', keyId: sealed?.keyId ?? 0 },
    coded,
  );
}

let last = 0;
const nextNumber = () => {
  last += 1;
  return last;
};
const told = (token: string, more: object = {}) => device.entry({ number: nextNumber(), token, ...more });
const only = async (...sent: Parameters<Device['send']>) => (await device.send(...sent)).body.items[0];
const casesOf = (orderId: string) =>
  house.database.admin('cases').where({ order_id: orderId, step: 'offline' }).orderBy('opened_at');
const reissue = async ({ orderNo, orderId }: { orderNo: string; orderId: string }) => {
  await house.as('sales').post(`/orders/${orderNo}/reissues`, {});
  await house.settle(orderId);
};

describe('a device', () => {
  test('is its person’s own, and ends at once', async () => {
    const other = await aDevice(house);
    const ids = async (who: string) =>
      (await house.as(who).get('/offline/devices')).body.items.map(({ id }: { id: string }) => id);
    expect(await ids('logistics')).toContain(other.id);
    expect(await ids('sales')).not.toContain(other.id);
    expect(await ids('admin')).toContain(other.id);
    expect((await house.as('sales').post(`/offline/devices/${other.id}/revocation`, {})).status).toBe(404);
    expect((await house.as('admin').post(`/offline/devices/${other.id}/revocation`, {})).status).toBe(200);
    expect((await other.takeList()).body.code).toBe('device_revoked');
  });

  test('is refused a key that is none, and one that is known', async () => {
    const noPoint = { name: 'x', publicKey: `BA${'A'.repeat(85)}` };
    expect((await logistics().post('/offline/devices', noPoint)).body.code).toBe('device_key_invalid');
    const [{ public_key: key }] = await house.database.admin('scan_devices').where({ id: device.id });
    const again = { name: 'x', publicKey: key.toString('base64url') };
    expect((await logistics().post('/offline/devices', again)).body.code).toBe('device_known');
  });
});

describe('what a device takes with it', () => {
  test('are public keys alone, and every code of an open order that is over', async () => {
    const parcel = await aParcel();
    await reissue(parcel);
    const { body } = await logistics().get('/offline/keys');
    const { sealed, secrets } = {
      sealed: house.deps.tokenKeys.keys.filter(({ profile }) => profile === 'sealed'),
      secrets: house.deps.tokenKeys.keys.flatMap(({ secret, privateKey }) => [secret, privateKey]),
    };
    expect(body.keys.map(({ keyId }: { keyId: number }) => keyId)).toEqual(sealed.map(({ keyId }) => keyId));
    for (const secret of secrets)
      if (secret) expect(JSON.stringify(body)).not.toContain(Buffer.from(secret).toString('base64url'));
    const reading = readToken(house.deps.tokenKeys, parcel.token, { hosts: [CODE_HOST], now: new Date() });
    const tokenId = 'tokenId' in reading ? Buffer.from(reading.tokenId).toString('base64url') : '';
    expect(body.ended.replaced).toContain(tokenId);
  });

  test('is what waits for logistics, with what its codes must state, and nothing of the customer', async () => {
    const parcel = await aParcel();
    const { body } = await device.takeList();
    const item = body.items.find(({ orderNo }: { orderNo: string }) => orderNo === parcel.orderNo);
    expect(item).toMatchObject({
      issueNo: 1,
      delivered: false,
      lines: [{ lineNo: 1, quantity: 2, picked: 2, packed: 0, left: 2 }],
    });
    expect(Date.parse(body.holdsUntil) - Date.parse(body.takenAt)).toBe(LIST_HOURS * 3_600_000);
    expect(JSON.stringify(body)).not.toMatch(/张三|13800138000|zhang@/);
  });
});

describe('a scan that a device tells of', () => {
  test('is recorded with both times: when it happened by a clock set right, and when it was heard', async () => {
    const parcel = await aParcel();
    await device.takeList();
    const at = new Date(Date.now() - 120_000);
    const scan = told(parcel.token, { at, skewMs: 120_000, lines: [{ lineNo: 1, quantity: 2 }] });
    const settled = await only(scan);
    expect(settled).toMatchObject({ verdict: 'recorded', reason: 'code_live', orderNo: parcel.orderNo });
    const [row] = await house.database.admin('facts').where({ order_id: parcel.orderId, type: 'shipped' });
    expect(row.happened_at.getTime()).toBe(at.getTime() + 120_000);
    expect(row.recorded_at.getTime()).toBeGreaterThan(row.happened_at.getTime());
    expect(row.detail.offline).toMatchObject({
      device: device.id,
      skewMs: 120_000,
      deviceAt: at.toISOString(),
    });
  });

  test('counts the pieces that it names, and leaves the rest to ship', async () => {
    const parcel = await aParcel();
    await device.takeList();
    const part = [{ lineNo: 1, quantity: 1 }];
    expect(await only(told(parcel.token, { lines: part }))).toMatchObject({ verdict: 'recorded' });
    const again = (await device.takeList()).body.items;
    const left = again.find(({ orderNo }: { orderNo: string }) => orderNo === parcel.orderNo)?.lines;
    expect(left).toMatchObject([{ lineNo: 1, quantity: 2, packed: 1, left: 1 }]);
    const { body } = await logistics().get(`/orders/${parcel.orderNo}/handlings`);
    expect(body.items).toContainEqual(expect.objectContaining({ handling: 'ship', lines: part }));
    expect(await only(told(parcel.token, { lines: [{ lineNo: 1, quantity: 2 }] }))).toMatchObject({
      verdict: 'conflict',
      reason: 'shipped_already',
    });
  });

  test('comes to the same however often it is sent', async () => {
    const parcel = await aParcel();
    await device.takeList();
    const scan = told(parcel.token, { lines: [{ lineNo: 1, quantity: 1 }] });
    const [first, again, twice] = [
      await only(scan),
      await only(scan),
      (await device.send(scan, scan)).body.items,
    ];
    expect(again).toEqual({ ...first, again: true });
    expect(twice).toEqual([again, again]);
    const facts = await house.database.admin('facts').where({ order_id: parcel.orderId, type: 'shipped' });
    expect(facts).toHaveLength(1);
  });

  test('is no entry when a byte of it, its number or its device is another', async () => {
    const parcel = await aParcel();
    const scan = told(parcel.token);
    const turned = { ...scan, entry: scan.entry.replace('"shipped"', '"delivered"') };
    expect(turned.entry).not.toBe(scan.entry);
    expect(await only(turned)).toMatchObject({ verdict: 'refused', reason: 'entry_not_signed', fact: null });
    expect(await only(scan)).toMatchObject({ verdict: 'recorded' });
    const number = JSON.parse(scan.entry).number;
    const rival = device.entry({ number, token: parcel.token, purpose: 'packed' });
    expect(await only(rival)).toMatchObject({ number, reason: 'number_taken' });
    const other = await aDevice(house);
    const moved = await other.send(told(parcel.token, { purpose: 'look' }));
    expect(moved.body.items[0]).toMatchObject({ reason: 'entry_not_signed' });
    last -= 1;
    const foreign = await house.as('sales').post('/offline/scans', { deviceId: device.id, entries: [scan] });
    expect(foreign.body.code).toBe('device_unknown');
  });

  test('that was taken out of the queue shows in the log', async () => {
    const parcel = await aParcel();
    const from = nextNumber();
    await device.send(told(parcel.token, { purpose: 'look' }));
    const rows = await house.database.admin('log_entries').where({ action: 'offline_scans_missing' });
    expect(rows.at(-1)?.detail).toEqual({ device: device.id, from, to: from });
  });

  test('is refused when the code is not ours, and nothing is recorded', async () => {
    const parcel = await aParcel();
    const forged = `${parcel.token.slice(0, -6)}${parcel.token.at(-6) === 'A' ? 'B' : 'A'}${parcel.token.slice(-5)}`;
    const items = (
      await device.send(told(forged, { shown: 'amber' }), told('https://a.example/', { shown: 'amber' }))
    ).body.items;
    expect(items.map(({ reason }: { reason: string }) => reason)).toEqual(['code_forged', 'code_foreign']);
  });
});

describe('a green that the record has moved past', () => {
  test('is recorded and becomes a case with both stories, when its code was replaced', async () => {
    const parcel = await aParcel();
    await device.takeList();
    await reissue(parcel);
    const settled = await only(told(parcel.token, { lines: [{ lineNo: 1, quantity: 2 }] }));
    expect(settled).toMatchObject({ verdict: 'conflict', reason: 'code_replaced' });
    await house.settle(parcel.orderId);
    const [found] = await casesOf(parcel.orderId);
    expect(found).toMatchObject({
      kind: 'business',
      code: 'offline_code_replaced',
      blocking: false,
      status: 'open',
    });
    expect(found.detail).toMatchObject({
      device: { device: device.id, shown: 'green', onList: true, purpose: 'shipped', person: 'logistics' },
      record: {
        codeStatus: 'replaced',
        facts: [{ type: 'code_issued' }, { type: 'reissue_requested' }, { type: 'code_issued' }],
      },
      counted: settled.fact,
    });
  });

  test('is not counted twice, when somebody shipped the same meanwhile', async () => {
    const parcel = await aParcel();
    await device.takeList();
    await logistics().post(`/orders/${parcel.orderNo}/facts`, { type: 'shipped' });
    expect(await only(told(parcel.token, { lines: [{ lineNo: 1, quantity: 2 }] }))).toMatchObject({
      verdict: 'conflict',
      reason: 'shipped_already',
    });
    await house.settle(parcel.orderId);
    const [found] = await casesOf(parcel.orderId);
    expect(found.detail).toMatchObject({
      record: { facts: [{ type: 'shipped', by: 'logistics' }] },
      counted: null,
    });
    const facts = await house.database.admin('facts').where({ order_id: parcel.orderId, type: 'shipped' });
    expect(facts).toHaveLength(1);
  });

  test('is a case, when the order was cancelled', async () => {
    const parcel = await aParcel();
    await device.takeList();
    await house.as('desk').post(`/orders/${parcel.orderNo}/cancellation`, {});
    await house.settle(parcel.orderId);
    expect(await only(told(parcel.token))).toMatchObject({ verdict: 'conflict', reason: 'order_over' });
    await house.settle(parcel.orderId);
    expect(await casesOf(parcel.orderId)).toHaveLength(1);
  });

  test('is a case, when the device was ended', async () => {
    const parcel = await aParcel();
    const lost = await aDevice(house);
    await lost.takeList();
    const scan = lost.entry({ number: 1, token: parcel.token });
    await logistics().post(`/offline/devices/${lost.id}/revocation`, {});
    expect((await lost.send(scan)).body.items[0]).toMatchObject({
      verdict: 'conflict',
      reason: 'device_revoked',
    });
  });

  test('that the database would let turn red is refused by it', async () => {
    const row = {
      device_id: device.id,
      number: 999_999,
      entry_hash: Buffer.alloc(32),
      shown: 'green',
      on_list: true,
    };
    const red = { ...row, happened_at: new Date(), verdict: 'refused', reason: 'code_replaced' };
    await expect(house.db('offline_scans').insert(red)).rejects.toThrow('offline_scans_green_stays');
  });

  test('control: after the list has run out, the same scan of a look is refused', async () => {
    const parcel = await aParcel();
    await device.takeList();
    await reissue(parcel);
    const look = (at: Date) => only(told(parcel.token, { purpose: 'look', shown: 'amber', at }));
    expect(await look(new Date())).toMatchObject({ verdict: 'recorded', reason: 'code_replaced' });
    aheadMs = (LIST_HOURS + 1) * 3_600_000;
    expect(await look(new Date(Date.now() + aheadMs))).toMatchObject({
      verdict: 'refused',
      reason: 'code_replaced',
    });
  });
});
