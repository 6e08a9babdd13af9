import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import type { House } from '../../activities/house.js';
import { dispatchCode, issueCode } from '../../activities/steps.js';
import { survey } from '../../activities/survey.js';
import { sweep } from '../../activities/sweep.js';
import { codesOf, issueRecordsOf } from '../../db/codes.js';
import { factsOf } from '../../db/facts.js';
import { hopsOf } from '../../db/hops.js';
import { messagesOf } from '../../db/messages.js';
import { orderById } from '../../db/orders.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { houseOf } from '../support/house.js';
import { DESK, enterTestOrder, LOGISTICS, paid, recordFact } from '../support/orders.js';

let database: TestDatabase;
let house: House;
let api: Knex;
beforeAll(async () => {
  database = await cloneDatabase();
  api = database.as('oqr_api');
  house = houseOf(database);
});
afterAll(() => database.drop());

const SALES = { kind: 'person', id: 'sales', department: 'sales' } as const;

async function issued(options: Parameters<typeof enterTestOrder>[1] = {}): Promise<string> {
  const { id } = await enterTestOrder(database, options, api);
  await survey(house, id);
  return id;
}

const offer = (id: string) =>
  recordFact(api, id, {
    type: 'transfer_offered',
    actor: SALES,
    detail: { toKind: 'department', toName: 'logistics' },
  });

describe('a transfer (P4.1.1, P4.2.1)', () => {
  test('is offered, accepted and moves the order to its new owner', async () => {
    const id = await issued();
    await offer(id);
    await survey(house, id);
    expect(await hopsOf(api, id)).toMatchObject([
      { status: 'offered', fromDepartment: 'sales', toName: 'logistics' },
    ]);
    await recordFact(api, id, {
      type: 'transfer_accepted',
      actor: LOGISTICS,
      detail: { department: 'logistics' },
    });
    await survey(house, id);
    expect(await hopsOf(api, id)).toMatchObject([{ status: 'accepted', answeredBy: 'logistics' }]);
    expect(await orderById(api, id)).toMatchObject({ state: 'circulating', ownerDepartment: 'logistics' });
  });

  test('times out when nobody answers, as a fact, and can be offered again', async () => {
    const id = await issued();
    await offer(id);
    await survey(house, id);
    await database.admin.raw(`update hops set answer_by = now() - interval '1 minute' where order_id = ?`, [
      id,
    ]);
    expect((await sweep(house)).transfersTimedOut).toBe(1);
    expect(await hopsOf(api, id)).toMatchObject([{ status: 'timed_out' }]);
    expect((await factsOf(api, id)).at(-1)?.type).toBe('transfer_timed_out');
    await offer(id);
    await survey(house, id);
    expect(await hopsOf(api, id)).toMatchObject([
      { hopNo: 1, status: 'timed_out' },
      { hopNo: 2, status: 'offered' },
    ]);
  });
});

describe('a code', () => {
  test('has an issue record with what the decoder read (P2.1.3, P2.3.1)', async () => {
    const id = await issued();
    expect(await issueRecordsOf(api, id)).toMatchObject([
      { issueNo: 1, decoded: true, decoder: 'zxing-wasm', ecc: 'M', symbolVersion: 4, modules: 33 },
    ]);
  });

  test('is replaced by a reissue and keeps the order where it was', async () => {
    const id = await issued();
    await recordFact(api, id, paid(100));
    await survey(house, id);
    await recordFact(api, id, { type: 'reissue_requested', actor: SALES });
    await survey(house, id);
    expect((await codesOf(api, id)).map(({ issueNo, status }) => [issueNo, status])).toEqual([
      [1, 'replaced'],
      [2, 'live'],
    ]);
    expect(await orderById(api, id)).toMatchObject({ state: 'circulating' });
  });

  test('expires by the sweeper, wakes its lifecycle to rest, and is revived by a reissue', async () => {
    const id = await issued();
    await database.admin.raw(`update codes set expires_at = now() - interval '1 minute' where order_id = ?`, [
      id,
    ]);
    expect((await sweep(house)).codesExpired).toBe(1);
    expect(await survey(house, id)).toMatchObject({ next: 'rest' });
    expect(await orderById(api, id)).toMatchObject({ state: 'expired' });
    await recordFact(api, id, { type: 'reissue_requested', actor: SALES });
    await survey(house, id);
    expect(await orderById(api, id)).toMatchObject({ state: 'issued' });
  });

  test('issued twice by a rerun is still one code', async () => {
    const { id } = await enterTestOrder(database, {}, api);
    await Promise.all([issueCode(house, id), survey(house, id), issueCode(house, id)]);
    expect(await codesOf(api, id)).toHaveLength(1);
  });
});

describe('the message that brings the code', () => {
  const customer = { ref: 'C-9', name: '李四' };

  test.each([
    ['an e-mail address', { ...customer, email: 'li@example.com', phone: '13800138000' }, 'email'],
    ['only a valid phone number', { ...customer, phone: '13800138000', country: 'CN' }, 'sms'],
    ['a phone number that is none', { ...customer, phone: '26.47.15.10', country: 'FR' }, 'page'],
    ['no address at all', customer, 'page'],
  ])('goes by the best channel for %s', async (_, someone, channel) => {
    const id = await issued({ customer: someone, notify: true });
    await dispatchCode(house, id);
    expect(await messagesOf(api, id)).toMatchObject([{ channel }]);
  });

  test('is not prepared for an order that wants none', async () => {
    const id = await issued();
    expect(await survey(house, id)).toMatchObject({ next: 'wait' });
    expect(await messagesOf(api, id)).toEqual([]);
  });

  test('tries the next channel after one failed', async () => {
    const id = await issued({
      customer: { ...customer, email: 'li@example.com', phone: '13800138000' },
      notify: true,
    });
    await dispatchCode(house, id);
    await database.admin.raw(
      `update messages set status = 'failed', finished_at = now() where order_id = ?`,
      [id],
    );
    await recordFact(api, id, {
      type: 'message_failed',
      actor: { kind: 'system', id: 'queue' },
      source: 'queue',
    });
    await survey(house, id);
    expect((await messagesOf(api, id)).map((message) => message.channel)).toEqual(['email', 'sms']);
  });
});

describe('the sweep', () => {
  test('moves the mark over facts that woke nobody', async () => {
    const id = await issued();
    await recordFact(api, id, { type: 'scanned', actor: DESK });
    await database.admin.raw(
      `update quiet_facts set since = now() - interval '1 minute' where order_id = ?`,
      [id],
    );
    expect((await sweep(house)).quietFactsApplied).toBeGreaterThanOrEqual(1);
    const row = await orderById(api, id);
    expect(row?.appliedFact).toBe(row?.factCount);
  });

  test('wakes an order that has no lifecycle run, and only such', async () => {
    const lost = await issued();
    const fine = await issued();
    await database.admin.raw(
      `update orders set state_since = now() - interval '5 minutes' where id = any(?)`,
      [[lost, fine]],
    );
    const swept = await sweep({
      ...house,
      withoutRun: async (ids) => ids.filter((orderId) => orderId === lost),
    });
    expect(swept.lifecyclesRestarted).toBe(1);
    const { rows } = await database.admin.raw('select order_id from outbox where order_id = any(?)', [
      [lost, fine],
    ]);
    expect(rows).toEqual([{ order_id: lost }]);
  });
});
