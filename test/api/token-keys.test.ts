import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Deeds, deedsOf } from '../../activities/index.js';
import { codesOf } from '../../db/codes.js';
import { liveKeyRing, liveTokenKeys } from '../../platform/keys/live-ring.js';
import { openKeyRing, ringPath, rotateKey } from '../../platform/keys/ring.js';
import { tokenKeyFile } from '../../platform/keys/token-key-file.js';
import { houseOf } from '../support/house.js';
import { type ApiHouse, openHouse } from './house.js';
import { anOrderBody, payAndShip } from './order-body.js';

/** API and worker read the same file, each on its own, as two processes do. */
const dir = mkdtempSync(join(tmpdir(), 'oqr-keys-'));
openKeyRing(dir);
const told: unknown[] = [];
const keysOf = () => liveTokenKeys(liveKeyRing(dir, (error) => told.push(error)));

let house: ApiHouse;
let deeds: Deeds;
beforeAll(async () => {
  house = await openHouse({ tokenKeys: keysOf(), keyFile: tokenKeyFile(dir) });
  deeds = deedsOf({ ...houseOf(house.database), tokenKeys: keysOf() });
});
afterAll(async () => {
  await house.close();
  rmSync(dir, { recursive: true });
});

const admin = () => house.as('admin');
const shortKey = async () =>
  (await admin().get('/token-keys')).body.items.find(
    (key: { profile: string; current: boolean }) => key.profile === 'short' && key.current,
  ).keyId;
const exposure = async (keyId: number, which = 'open') =>
  (await admin().get(`/token-keys/${keyId}/exposure?which=${which}&limit=200`)).body;
const numbersOf = ({ orders }: { orders: { items: { orderNo: string }[] } }) =>
  orders.items.map(({ orderNo }) => orderNo).toSorted();

const DEEDS = {
  issue: 'issueCode',
  dispatch: 'dispatchCode',
  verify: 'verifyOrder',
  review: 'askForReview',
} as const;
async function settle(orderId: string): Promise<void> {
  for (let { next } = await deeds.survey(orderId); next !== 'wait' && next !== 'rest'; ) {
    if (next === 'write_off') ({ next } = await deeds.writeOff(orderId));
    else if (next === 'archive') ({ next } = await deeds.archiveOrder(orderId));
    else ({ next } = await (next === 'settle' ? deeds.survey(orderId) : deeds[DEEDS[next]](orderId)));
  }
}
async function issued(): Promise<{ orderId: string; orderNo: string }> {
  const { body } = await house.as('desk').post('/orders', anOrderBody({ submit: true }));
  await settle(body.orderId);
  return body;
}
const statuses = async (orderId: string) =>
  (await codesOf(house.db, orderId)).map(({ issueNo, status, keyId }) => `${issueNo} ${status} ${keyId}`);
const look = async (orderNo: string) =>
  (
    await house
      .as('logistics')
      .post('/scans', { token: (await house.as('desk').get(`/orders/${orderNo}/code`)).body.text })
  ).body;

describe('rotation', () => {
  test('counts in processes that run, at once, and old codes go on', async () => {
    const before = await issued();
    const old = await shortKey();
    const { status, body } = await admin().post('/token-keys', { profile: 'short' });
    expect([status, body.keyId > old]).toEqual([201, true]);
    const after = await issued();
    expect(await statuses(before.orderId)).toEqual([`1 live ${old}`]);
    expect(await statuses(after.orderId)).toEqual([`1 live ${body.keyId}`]);
    expect((await look(before.orderNo)).reason).toBe('code_live');
    expect((await look(after.orderNo)).reason).toBe('code_live');
    const { body: list } = await admin().get('/token-keys');
    expect(list.items.find(({ keyId }: { keyId: number }) => keyId === old)).toMatchObject({
      current: false,
    });
    expect(JSON.stringify(list)).not.toMatch(/secret|private/i);
  });

  test('by another process is seen too, and a damaged file leaves the keys that are held', async () => {
    const keys = keysOf();
    const count = keys.keys.length;
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    await turn();
    rotateKey(dir, 'tokenSealed');
    expect(keys.keys).toHaveLength(count + 1);
    const path = ringPath(dir);
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, whole.slice(0, 100));
    await turn();
    expect(keys.keys).toHaveLength(count + 1);
    expect(told.length).toBeGreaterThan(0);
    writeFileSync(path, whole);
    chmodSync(path, 0o600);
    await turn();
    expect(keys.keys).toHaveLength(count + 1);
  });
});

describe('a compromise', () => {
  test('reissues exactly the open orders of the key, resumably, and tells the closed ones apart', async () => {
    const other = await issued();
    await admin().post('/token-keys', { profile: 'short' });
    const keyId = await shortKey();
    const open = [await issued(), await issued(), await issued()];
    const over = await issued();
    await payAndShip(house, over.orderNo, 12_000);
    await settle(over.orderId);
    expect((await house.as('desk').get(`/orders/${over.orderNo}`)).body.state).toBe('archived');
    const voided = await issued();
    await house.as('manager').post(`/orders/${voided.orderNo}/code-voids`, {});
    await settle(voided.orderId);

    const preview = await exposure(keyId);
    expect(preview).toMatchObject({ open: 3, closed: 1, byState: { issued: 3, archived: 1 } });
    expect(numbersOf(preview)).toEqual(open.map(({ orderNo }) => orderNo).toSorted());
    expect(numbersOf(await exposure(keyId, 'closed'))).toEqual([over.orderNo]);

    const at = new Date(Date.now() - 3_600_000).toISOString();
    const declare = (seen: number, more: object = {}) =>
      admin().post(`/token-keys/${keyId}/compromise`, { at, seen, ...more });
    expect((await declare(2)).body.code).toBe('exposure_changed');
    expect((await declare(3, { at: '2027-12-01T00:00:00Z' })).body.code).toBe('compromise_date');
    expect((await house.as('manager').post(`/token-keys/${keyId}/compromise`, { at, seen: 3 })).status).toBe(
      403,
    );
    const { status, body } = await declare(3);
    expect(status).toBe(201);
    expect(body).toMatchObject({ open: 3, closed: 1 });
    expect((await declare(3)).body.code).toBe('key_compromised');
    expect((await look(open[0]?.orderNo ?? '')).reason).toBe('code_compromised');

    const swept = await deeds.sweep();
    expect(swept.reissuesAsked).toBe(3);
    expect((await deeds.sweep()).reissuesAsked).toBe(0);
    expect(
      await house.db('outbox').whereIn(
        'order_id',
        open.map(({ orderId }) => orderId),
      ),
    ).toMatchObject(open.map(() => ({ lane: 'bulk' })));
    const progress = async () => (await admin().get('/key-compromises')).body.items[0];
    expect(await progress()).toMatchObject({ asked: 3, renewed: 0, left: 3, finishedAt: null });
    for (const { orderId } of open) await settle(orderId);
    await deeds.sweep();
    expect(await progress()).toMatchObject({ asked: 3, renewed: 3, left: 0, closed: 1 });
    expect((await progress()).finishedAt).not.toBeNull();

    for (const { orderId } of open)
      expect(await statuses(orderId)).toEqual([`1 compromised ${keyId}`, `2 live ${body.successorId}`]);
    expect(await statuses(over.orderId)).toEqual([`1 live ${keyId}`]);
    expect(await statuses(voided.orderId)).toEqual([`1 voided ${keyId}`]);
    expect((await statuses(other.orderId)).length).toBe(1);
    expect((await look(other.orderNo)).reason).toBe('code_live');
  });

  test('of a sealed key finds the codes that were printed with it', async () => {
    const [printed, plain] = [await issued(), await issued()];
    const { body } = await admin().post('/token-keys', { profile: 'sealed' });
    await house
      .as('desk')
      .post(`/orders/${printed.orderNo}/prints`, { preset: 'receipt_80mm', format: 'pdf' });
    await house.as('desk').post(`/orders/${plain.orderNo}/prints`, { preset: 'screen', format: 'png' });
    const preview = await exposure(body.keyId);
    expect(preview.orders.items).toMatchObject([{ orderNo: printed.orderNo, printed: true }]);
    expect(preview.open).toBe(1);
  });

  test('sends no order to a reviewer for its sake', async () => {
    await admin().post('/token-keys', { profile: 'short' });
    const keyId = await shortKey();
    const { orderId, orderNo } = await issued();
    const { open } = await exposure(keyId);
    await admin().post(`/token-keys/${keyId}/compromise`, { at: new Date().toISOString(), seen: open });
    await deeds.sweep();
    await settle(orderId);
    await payAndShip(house, orderNo, 12_000);
    await settle(orderId);
    expect((await house.as('desk').get(`/orders/${orderNo}`)).body.state).toBe('archived');
  });
});
