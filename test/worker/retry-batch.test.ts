import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { Knex } from 'knex';
import { casesOf } from '../../db/cases.js';
import { pendingItems } from '../../db/retry-batch-items.js';
import {
  type BatchRow,
  batchById,
  countItems,
  insertBatch,
  insertItems,
  wish,
} from '../../db/retry-batches.js';
import { EVERY_ORDER } from '../../db/scope.js';
import { batchWorkflowIdOf } from '../../workflows/contract.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { type RunningLifecycle, startTestLifecycle, until } from '../support/lifecycle.js';
import { enterTestOrder, paid, recordFact, shipped } from '../support/orders.js';

let database: TestDatabase;
let running: RunningLifecycle;
let api: Knex;
const broken = new Set<string>();

beforeAll(async () => {
  database = await cloneDatabase();
  api = database.as('oqr_api');
  running = await startTestLifecycle(database, {
    within: (step, { id }) => {
      if (step === 'write_off' && broken.has(id))
        throw ApplicationFailure.nonRetryable('write_off_fault', 'InjectedFault');
    },
  });
});
afterAll(async () => {
  await running.stop();
  await database.drop();
});

/** Orders whose write-off failed, with their cases. */
async function failedOrders(count: number): Promise<{ orderId: string; caseId: string }[]> {
  const orders = [];
  for (let made = 0; made < count; made += 1) {
    const { id } = await enterTestOrder(database, {}, api);
    broken.add(id);
    await recordFact(api, id, paid(12_000));
    await recordFact(api, id, shipped());
    orders.push(id);
  }
  return Promise.all(
    orders.map(async (orderId) => {
      await until(api, orderId, (row) => row.state === 'exception');
      return { orderId, caseId: (await casesOf(api, orderId))[0]?.id ?? '' };
    }),
  );
}

async function batchOf(caseIds: readonly string[]): Promise<string> {
  const id = randomUUID();
  await api.transaction(async (tx) => {
    await insertBatch(tx, {
      id,
      causeKey: null,
      requestedBy: 'technician',
      onBehalfOf: null,
      department: 'technology',
      rootCause: 'system_fault',
      maxFailurePercent: 20,
    });
    expect(await insertItems(tx, id, { person: EVERY_ORDER, chosen: { caseIds } }, 500)).toBe(caseIds.length);
  });
  return id;
}

async function untilBatch(id: string, wanted: (batch: BatchRow) => boolean): Promise<BatchRow> {
  for (let tries = 0; tries < 300; tries += 1) {
    const batch = await batchById(api, EVERY_ORDER, id);
    if (batch && wanted(batch)) return batch;
    await sleep(100);
  }
  throw new Error(`still ${JSON.stringify(await batchById(api, EVERY_ORDER, id))}`);
}

const counts = async (id: string) => (await countItems(api, [id])).get(id);

test('a canary batch proves one, then five, then the rest, and outlives its run', async () => {
  const orders = await failedOrders(8);
  broken.clear();
  const id = await batchOf(orders.map(({ caseId }) => caseId));
  await untilBatch(id, ({ stage }) => stage >= 1);
  await running.client.workflow.getHandle(batchWorkflowIdOf(id)).terminate('lost');
  await api.transaction((tx) => wish(tx, id, 'run'));
  const batch = await untilBatch(id, ({ status }) => status === 'finished');
  expect(batch.stage).toBe(3);
  for (const { orderId } of orders) await until(api, orderId, (row) => row.state === 'archived');
  expect(await counts(id)).toEqual({ proven: 8 });
  const { rows } = await database.admin.raw(
    `select stage, count(*)::int as items from retry_batch_items where batch_id = ? group by 1 order by 1`,
    [id],
  );
  expect(rows).toEqual([
    { stage: 1, items: 1 },
    { stage: 2, items: 5 },
    { stage: 3, items: 2 },
  ]);
  const { rows: asked } = await database.admin.raw(
    `select count(*)::int as retries from facts where type = 'retry_requested' and detail ->> 'batchId' = ?`,
    [id],
  );
  expect(asked).toEqual([{ retries: 8 }]);
});

test('stops by itself when the first one fails again; cancelled, it starts nothing more', async () => {
  const orders = await failedOrders(3);
  const id = await batchOf(orders.map(({ caseId }) => caseId));
  await untilBatch(id, ({ status }) => status === 'stopped');
  expect(await counts(id)).toEqual({ failed: 1, pending: 2 });
  await api.transaction(async (tx) => {
    const [waiting] = await pendingItems(tx, id, 1);
    const chosen = { caseIds: [waiting?.caseId ?? ''] };
    expect(await insertItems(tx, id, { person: EVERY_ORDER, chosen }, 500)).toBe(0);
    await wish(tx, id, 'cancel');
  });
  await untilBatch(id, ({ status }) => status === 'cancelled');
  expect(await counts(id)).toEqual({ failed: 1, cancelled: 2 });
});
