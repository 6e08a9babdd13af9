import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildApp } from '../../api/app.js';
import { listen } from '../../api/listen.js';
import { noteSighting } from '../../db/sightings.js';
import { mintToken } from '../../qr/token.js';
import { type Answer, type ApiHouse, CODE_HOST, clientOf, openHouse } from './house.js';
import { issuedOrder, payAndShip } from './order-body.js';

/** Small numbers, as a policy version may set them. */
const GUARD = {
  ...{ tokenPerMinute: 8, burst: { count: 6, minutes: 5 }, enumeration: { count: 5, minutes: 10 } },
  ...{ replay: { count: 3, minutes: 10 }, travelKmh: 900 },
};

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse({
    config: { maxImportBytes: 1, requestsPerMinute: 100_000, strangersScansPerMinute: 10_000 },
  });
  await house.database.admin.raw(
    `update policy_versions set body = jsonb_set(body, '{scanGuard}', ?::jsonb) where active`,
    [JSON.stringify(GUARD)],
  );
});
beforeEach(async () => {
  for (const table of ['scan_sightings', 'scan_blocks', 'scan_counts'])
    await house.database.admin(table).delete();
});
afterAll(() => house.close());

const strange = (token: string, client = house.stranger): Promise<Answer> => client.post('/scans', { token });
const unknown = () =>
  mintToken(house.deps.tokenKeys, { profile: 'short', host: CODE_HOST, tokenId: randomBytes(16) }).text;
const textOf = async (orderNo: string): Promise<string> =>
  (await house.as('desk').get(`/orders/${orderNo}/code`)).body.text;
const alerts = async () => (await house.as('service').get('/scan-alerts')).body.items;
async function times(count: number, deed: () => Promise<Answer>): Promise<(string | number)[]> {
  const codes: (string | number)[] = [];
  for (let time = 0; time < count; time += 1) {
    const { status, body } = await deed();
    codes.push(status === 200 ? status : body.code);
  }
  return codes;
}

describe('limits', () => {
  test('of one text hold in every process and over a restart, without Redis', async () => {
    const text = await textOf((await issuedOrder(house)).orderNo);
    // A minute may end between: twice as many and one are too many in any case.
    expect(await times(2 * GUARD.tokenPerMinute + 1, () => strange(text))).toContain('too_many_requests');
    const again = await listen(buildApp({ ...house.deps }), { bind: '127.0.0.1', port: 0 });
    const other = clientOf(again.url, {});
    expect(await times(GUARD.tokenPerMinute + 1, () => strange(text, other))).toContain('too_many_requests');
    expect((await strange(unknown(), other)).status).toBe(200);
    expect((await house.as('logistics').post('/scans', { token: text })).status).toBe(200);
    await again.stop(100);
  });

  test('of a device hold for people at work too', async () => {
    await house.database.admin('scan_counts').delete();
    const { body, headers } = await house
      .as('logistics')
      .post('/scans', { token: 'X', device: 'scanner-0001' });
    expect([body.accepted, headers.get('retry-after')]).toEqual([false, null]);
    await house.database.admin('scan_counts').where({ kind: 'device' }).update({ count: 10_000 });
    const over = await house.as('logistics').post('/scans', { token: 'X', device: 'scanner-0001' });
    expect([over.status, over.body.code, over.headers.get('retry-after')]).toEqual([
      429,
      'too_many_requests',
      '60',
    ]);
    expect((await house.as('logistics').post('/scans', { token: 'X', device: 'scanner-0002' })).status).toBe(
      200,
    );
  });
});

describe('what is found', () => {
  test('guesses from one address are refused there for a while, and told', async () => {
    await times(GUARD.enumeration.count - 1, () => strange(unknown()));
    await house.deeds.sweep();
    expect((await strange(unknown())).status).toBe(200);
    await house.deeds.sweep();
    const refused = await strange(unknown());
    expect([refused.status, refused.body.code]).toEqual([429, 'scan_blocked']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
    expect((await house.as('desk').post('/scans', { token: unknown() })).status).toBe(200);
    expect((await alerts())[0]).toMatchObject({ kind: 'enumeration', orderNo: null, caseId: null });
    expect(await house.db('log_entries').where({ action: 'scan_anomaly' })).toHaveLength(1);
  });

  test('a burst is a fact, a case that blocks nothing, a notice, and a review', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const calm = await issuedOrder(house);
    const [text, calmText] = [await textOf(orderNo), await textOf(calm.orderNo)];
    await times(GUARD.burst.count, () => strange(text));
    await strange(calmText);
    await house.deeds.sweep();
    await house.deeds.sweep();
    const facts = await house
      .db('facts')
      .where({ order_id: orderId, actor_id: 'lifecycle', type: 'scanned' });
    expect(facts).toMatchObject([{ detail: { anomaly: 'burst' } }]);
    expect(await house.db('cases').where({ order_id: orderId })).toMatchObject([
      { code: 'scan_anomaly', blocking: false, owner_department: 'customer_service' },
    ]);
    expect(await house.db('notices').where({ order_id: orderId })).toMatchObject([{ kind: 'scan_anomaly' }]);
    expect((await alerts())[0]).toMatchObject({ kind: 'burst', orderNo, issueNo: 1 });
    expect((await strange(text)).body.code).toBe('scan_blocked');
    expect((await strange(calmText)).status).toBe(200);
    for (const order of [{ orderId, orderNo }, calm]) {
      await payAndShip(house, order.orderNo, 12_000);
      await house.settle(order.orderId);
    }
    const stateOf = async (no: string) => (await house.as('desk').get(`/orders/${no}`)).body.state;
    expect([await stateOf(orderNo), await stateOf(calm.orderNo)]).toEqual(['pending_review', 'archived']);
  });

  test('one code from many addresses is a replay, and in two towns at once travel', async () => {
    const { orderId, orderNo } = await issuedOrder(house);
    const base = {
      ...{ tokenKey: randomBytes(32), deviceKey: null, personId: null, orderId, issueNo: 1 },
      ...{ verdict: 'code_live', purpose: 'look' },
    };
    const from = (place: string | null) =>
      house.db.transaction((tx) => noteSighting(tx, { ...base, place, addressKey: randomBytes(32) }));
    await from('wx4');
    await from(null);
    await house.deeds.sweep();
    expect((await alerts()).filter((one: { orderNo: string }) => one.orderNo === orderNo)).toEqual([]);
    await from('wtw');
    await house.deeds.sweep();
    const told = (await alerts()).filter((one: { orderNo: string }) => one.orderNo === orderNo);
    expect(told.map(({ kind }: { kind: string }) => kind).toSorted()).toEqual(['replay', 'travel']);
  });
});

describe('an alert', () => {
  const review = (who: string, alertId: string, finding = 'harmless') =>
    house.as(who).post(`/scan-alerts/${alertId}/review`, { finding });

  test('is reviewed once, by somebody who has the right, and leaves the open ones', async () => {
    const [alert] = await alerts();
    expect(alert.review).toBeNull();
    expect((await review('reviewer', alert.id)).body.code).toBe('not_permitted');
    const answers = await Promise.all([review('service', alert.id), review('manager', alert.id, 'misuse')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const again = (await alerts()).find((one: { id: string }) => one.id === alert.id);
    expect(again.review).toMatchObject({ by: expect.stringMatching(/service|manager/) });
    const open = (await house.as('service').get('/scan-alerts?open=true')).body.items;
    expect(open.map((one: { id: string }) => one.id)).not.toContain(alert.id);
    expect(open.length).toBe((await alerts()).length - 1);
    const logged = await house.db('log_entries').where({ action: 'scan_alert_reviewed' });
    expect(logged).toMatchObject([{ detail: { alertId: alert.id } }]);
  });

  test('that is not there cannot be', async () => {
    expect((await review('service', '7d444840-9dc0-41d1-b245-5ffdce74fad2')).body.code).toBe('alert_unknown');
  });
});

test('a stranger’s place is kept no finer than 150 km', async () => {
  await house.stranger.post('/scans', { token: unknown(), place: 'wx4g' });
  await house.as('logistics').post('/scans', { token: unknown(), place: 'wx4g' });
  const rows = await house.db('scan_sightings').orderBy('id');
  expect(rows.map(({ place }) => place)).toEqual(['wx4', 'wx4g']);
  expect((await house.stranger.post('/scans', { token: unknown(), place: 'wx4g0bm' })).status).toBe(400);
});
