/**
 * Records one history per path of the lifecycle into test/histories, for the replay test. Payloads are encrypted with
 * the published test key ring. Run by hand when a release adds a path: `npm run histories`; never rewrite a released one.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ApplicationFailure } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { casesOf } from '../../db/cases.js';
import { insertBatch, insertItems, wish } from '../../db/retry-batches.js';
import { lastReview } from '../../db/reviews.js';
import { EVERY_ORDER } from '../../db/scope.js';
import { batchWorkflowIdOf, workflowIdOf } from '../../workflows/contract.js';
import { cloneDatabase } from './database.js';
import { setUpEngines } from './engines.js';
import { startTestLifecycle, until } from './lifecycle.js';
import { DESK, enterTestOrder, paid, REVIEWER, recordFact, shipped } from './orders.js';

const RELEASE = '0.1.0';
const TECHNICIAN = { kind: 'person', id: 'technician', department: 'technology' } as const;
const folder = fileURLToPath(new URL('../histories/', import.meta.url));

const stopEngines = await setUpEngines();
const database = await cloneDatabase();
const broken = new Set<string>();
const running = await startTestLifecycle(database, {
  within: (step, { id }) => {
    if (step === 'write_off' && broken.has(id))
      throw ApplicationFailure.nonRetryable('write_off_fault', 'InjectedFault');
  },
});
const api = database.as('oqr_api');
const { client, db } = running;

const save = (name: string, orderId: string): Promise<void> => saveRun(name, workflowIdOf(orderId));

async function saveRun(name: string, workflowId: string): Promise<void> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const file = `${folder}${RELEASE}-${name}.json`;
  if (existsSync(file)) return console.log(`kept ${file}`);
  writeFileSync(file, historyToJSON({ events: events ?? [] }));
  console.log(`${name}: ${events?.length} events`);
}

const big = [{ lineNo: 1, kind: 'goods' as const, sku: 'A', name: 'A', quantity: 1, amountMinor: 2_000_000 }];

async function happy(): Promise<void> {
  const { id } = await enterTestOrder(database, {}, api);
  await until(db, id, (row) => row.state === 'issued');
  await recordFact(api, id, paid(12_000));
  await until(db, id, (row) => row.state === 'circulating');
  await recordFact(api, id, shipped());
  await until(db, id, (row) => row.state === 'archived');
  await client.workflow.getHandle(workflowIdOf(id)).result();
  await save('written-off', id);
}

async function reviewed(): Promise<void> {
  const { id } = await enterTestOrder(database, { lines: big }, api);
  await recordFact(api, id, paid(2_000_000));
  await recordFact(api, id, shipped());
  await until(db, id, (row) => row.state === 'pending_review');
  const review = await lastReview(api, id);
  await recordFact(api, id, {
    type: 'review_approved',
    actor: REVIEWER,
    detail: { reviewId: review?.id ?? '' },
  });
  await until(db, id, (row) => row.state === 'archived');
  await client.workflow.getHandle(workflowIdOf(id)).result();
  await save('reviewed', id);
}

async function failedAndRetried(): Promise<void> {
  const { id } = await enterTestOrder(database, {}, api);
  broken.add(id);
  await recordFact(api, id, paid(12_000));
  await recordFact(api, id, shipped());
  await until(db, id, (row) => row.state === 'exception');
  broken.delete(id);
  const [one] = await casesOf(api, id);
  await recordFact(api, id, {
    type: 'retry_requested',
    actor: TECHNICIAN,
    detail: { caseId: one?.id ?? '' },
  });
  await until(db, id, (row) => row.state === 'archived');
  await client.workflow.getHandle(workflowIdOf(id)).result();
  await save('failed-and-retried', id);
}

async function cancelled(): Promise<void> {
  const { id } = await enterTestOrder(database, {}, api);
  await until(db, id, (row) => row.state === 'issued');
  await recordFact(api, id, { type: 'order_cancelled', actor: DESK });
  await until(db, id, (row) => row.state === 'voided');
  await client.workflow.getHandle(workflowIdOf(id)).result();
  await save('cancelled', id);
}

async function late(): Promise<void> {
  const { id } = await enterTestOrder(database, {}, api);
  await recordFact(api, id, paid(12_000));
  await recordFact(api, id, shipped());
  await until(db, id, (row) => row.state === 'archived');
  await client.workflow.getHandle(workflowIdOf(id)).result();
  const refund = await recordFact(api, id, {
    type: 'payment_refunded',
    actor: DESK,
    detail: { amountMinor: 100, currency: 'CNY' },
  });
  await until(db, id, (row) => row.appliedFact > refund);
  await client.workflow.getHandle(workflowIdOf(id)).result();
  await save('late-fact', id);
}

/** A canary batch that is suspended and goes on: stages, wishes and waits. */
async function batch(): Promise<void> {
  const orders: string[] = [];
  for (let made = 0; made < 3; made += 1) {
    const { id } = await enterTestOrder(database, {}, api);
    broken.add(id);
    await recordFact(api, id, paid(12_000));
    await recordFact(api, id, shipped());
    orders.push(id);
  }
  const caseIds: string[] = [];
  for (const id of orders) {
    await until(db, id, (row) => row.state === 'exception');
    caseIds.push((await casesOf(api, id))[0]?.id ?? '');
  }
  broken.clear();
  const batchId = randomUUID();
  await api.transaction(async (tx) => {
    const more = { causeKey: null, onBehalfOf: null, rootCause: 'system_fault', maxFailurePercent: 20 };
    const { id: requestedBy, department } = TECHNICIAN;
    await insertBatch(tx, { id: batchId, requestedBy, department, ...more });
    await insertItems(tx, batchId, { person: EVERY_ORDER, chosen: { caseIds } }, 500);
    await wish(tx, batchId, 'suspend');
  });
  const workflowId = batchWorkflowIdOf(batchId);
  const status = async () => {
    const { rows } = await database.admin.raw('select status from retry_batches where id = ?', [batchId]);
    return rows[0]?.status;
  };
  while ((await status()) !== 'suspended') await sleep(100);
  await api.transaction((tx) => wish(tx, batchId, 'run'));
  while ((await status()) !== 'finished') await sleep(100);
  await client.workflow.getHandle(workflowId).result();
  await saveRun('canary-batch', workflowId);
}

mkdirSync(folder, { recursive: true });
await happy();
await reviewed();
await failedAndRetried();
await cancelled();
await late();
await batch();
await running.stop();
await database.drop();
await stopEngines();
process.exit(0);
