import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { settled, takeDue } from '../../db/outbox.js';
import { type Db, row, run, type Tx } from '../../db/sql.js';
import { openLog } from '../../platform/log.js';
import { openRelay, type Relay } from '../../worker/relay.js';
import { orderIdOf } from '../../workflows/contract.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { enterTestOrder, paid, recordFact } from '../support/orders.js';

let database: TestDatabase;
let api: Db;
let worker: Db;
beforeAll(async () => {
  database = await cloneDatabase();
  api = database.as('oqr_api');
  worker = database.as('oqr_worker');
});
beforeEach(() => run(database.admin, 'delete from outbox'));
afterAll(() => database.drop());

interface Answer {
  orderId: string;
  factNumber: number;
  yes(): void;
  no(): void;
}

/** A Temporal that answers when the test says so. */
function slowTemporal(): { asked: Answer[]; relay: Relay } {
  const asked: Answer[] = [];
  const signalWithStart = (_type: string, options: { workflowId: string; signalArgs: [number] }) =>
    new Promise<void>((resolve, reject) => {
      const no = () => reject(new Error('unavailable'));
      const orderId = orderIdOf(options.workflowId);
      asked.push({ orderId, factNumber: options.signalArgs[0], yes: resolve, no });
    });
  const withDeadline = (_deadline: number, deed: () => Promise<unknown>) => deed();
  const client = { workflow: { signalWithStart }, withDeadline } as unknown as Client;
  return {
    asked,
    relay: openRelay({ db: worker, client, taskQueue: 'order', log: openLog('relay', 'silent') }),
  };
}

const enter = async (): Promise<string> => (await enterTestOrder(database, {}, api)).id;
/** Only the newest wake-up of each order. */
const oneEach = () => run(database.admin, 'delete from outbox where fact_number < 2');

/** A turn of the order is done with, if nothing holds it up for half a second. */
const settle = (orderId: string): Promise<void> =>
  worker.transaction(async (tx: Tx) => {
    await run(tx, `set local lock_timeout = '500ms'`);
    await settled(tx, orderId, 99);
  });

const wakeUp = (orderId: string) =>
  row<{ sends: number; due: number }>(
    database.admin,
    `select sends, extract(epoch from due_at - now())::float8 as due from outbox where order_id = :orderId`,
    { orderId },
  );

test('a turn is not held up while Temporal does not answer', async () => {
  const orderId = await enter();
  const { asked, relay } = slowTemporal();
  await relay.round();
  expect(asked).toMatchObject([{ orderId, factNumber: 2 }]);
  await settle(orderId);
  expect(await wakeUp(orderId)).toBeUndefined();
  asked[0]?.yes();
  await relay.land();
});

test('control: a turn is held up by a relay that asks Temporal in the transaction that took the wake-up', async () => {
  const orderId = await enter();
  await worker.transaction(async (tx) => {
    await takeDue(tx, 100, 100, 3);
    await expect(settle(orderId)).rejects.toThrow('lock timeout');
  });
});

test('the wake-ups of an order are one signal with the highest number, and all are sent', async () => {
  const orderId = await enter();
  await recordFact(api, orderId, paid(12_000));
  const { asked, relay } = slowTemporal();
  await relay.round();
  expect(asked).toMatchObject([{ orderId, factNumber: 3 }]);
  asked[0]?.yes();
  await relay.land();
  const all = 'select count(*)::int as all, count(*) filter (where sends = 1)::int as sent from outbox';
  expect(await row(database.admin, all)).toEqual({ all: 3, sent: 3 });
});

test('what is on its way is nobody else’s while it is kept, and due again when its relay is gone', async () => {
  const orderId = await enter();
  const first = slowTemporal();
  const rival = slowTemporal();
  await first.relay.round();
  for (let second = 0; second < 4; second += 1) {
    await sleep(1_000);
    await first.relay.keep();
    await rival.relay.round();
  }
  expect(rival.asked).toEqual([]);
  await sleep(3_100);
  await rival.relay.round();
  expect(rival.asked).toMatchObject([{ orderId }]);
});

test('a signal that is not taken is due again in a second, and holds nobody else up', async () => {
  const [refused, taken] = [await enter(), await enter()];
  const { asked, relay } = slowTemporal();
  await relay.round();
  for (const one of asked) one.orderId === refused ? one.no() : one.yes();
  await relay.land();
  expect(await wakeUp(refused)).toMatchObject({ sends: 0, due: expect.closeTo(1, 0) });
  expect(await wakeUp(taken)).toMatchObject({ sends: 1, due: expect.closeTo(15, 0) });
  const later = await enter();
  await relay.round();
  expect(asked.at(-1)).toMatchObject({ orderId: later });
  asked.at(-1)?.yes();
  await sleep(1_100);
  await relay.round();
  expect(asked.at(-1)).toMatchObject({ orderId: refused });
});

test('who comes while a signal is on its way goes with the next, or after half a second of rounds', async () => {
  await enter();
  const { asked, relay } = slowTemporal();
  await relay.round();
  const [second, third] = [await enter(), await enter()];
  for (let round = 1; round < 10; round += 1) await relay.round();
  expect(asked).toHaveLength(1);
  await relay.round();
  expect(asked.slice(1).map(({ orderId }) => orderId)).toEqual([second, third]);
});

test('when Temporal takes nothing, a round says so', async () => {
  await enter();
  const { asked, relay } = slowTemporal();
  await relay.round();
  asked[0]?.no();
  await expect(relay.land()).rejects.toThrow('1 signals were not taken');
});

test('what was sent and is not settled is due after twice as long each time', async () => {
  const orderId = await enter();
  const { asked, relay } = slowTemporal();
  for (const wait of [15, 30, 60]) {
    await run(database.admin, 'update outbox set due_at = now()');
    await relay.round();
    asked.at(-1)?.yes();
    await relay.land();
    expect(await wakeUp(orderId)).toMatchObject({ due: expect.closeTo(wait, 0) });
  }
});

test('bulk orders wait while as many as may be are on their way', async () => {
  const orders = [await enter(), await enter(), await enter()];
  await run(database.admin, `update outbox set lane = 'bulk'`);
  const live = await enter();
  await oneEach();
  const first = await takeDue(worker, 100, 2, 60);
  expect(first.map(({ orderId }) => orderId).sort()).toEqual([live, ...orders.slice(0, 2)].sort());
  expect(await takeDue(worker, 100, 2, 60)).toEqual([]);
  await settle(orders[0] ?? '');
  expect(await takeDue(worker, 100, 2, 60)).toMatchObject([{ orderId: orders[2], lane: 'bulk' }]);
});
