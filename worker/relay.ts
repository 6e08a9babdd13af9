import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Knex } from 'knex';
import { resendUnsettled, takeUnsent, type Wake } from '../db/outbox.js';
import { unsentBatches } from '../db/retry-batches.js';
import type { Logger } from '../platform/log.js';
import {
  BATCH_SIGNAL,
  batchWorkflowIdOf,
  ORDER_WORKFLOW,
  RETRY_WORKFLOW,
  workflowIdOf,
} from '../workflows/contract.js';

export interface RelayOptions {
  db: Knex;
  client: Client;
  taskQueue: string;
  log: Logger;
}

const BATCH = 100;
const BULK_IN_FLIGHT = 100;
const IDLE_MS = 50;
const RESEND_AFTER_SECONDS = 15;
const RESEND_EVERY_MS = 5_000;
const BATCHES_EVERY_MS = 500;
const OUTAGE_PAUSE_MS = 1_000;
/** Temporal serves lower numbers first; matters only under backlog. */
const PRIORITY = { live: 3, bulk: 5 } as const;

/**
 * Moves the outbox to Temporal: one signal-with-start an order, and only numbers travel. Rows are marked sent in the
 * transaction that holds them while the signals go out; a crash in between sends them again, which changes nothing.
 */
export async function runRelay(options: RelayOptions, stop: AbortSignal): Promise<void> {
  let resentAt = Number.NEGATIVE_INFINITY;
  let batchesAt = Number.NEGATIVE_INFINITY;
  while (!stop.aborted) {
    try {
      if (performance.now() - resentAt > RESEND_EVERY_MS) {
        await resendUnsettled(options.db, RESEND_AFTER_SECONDS);
        resentAt = performance.now();
      }
      const woken = await relayOnce(options);
      if (performance.now() - batchesAt > BATCHES_EVERY_MS) {
        await relayBatches(options);
        batchesAt = performance.now();
      }
      if (woken === 0) await pause(IDLE_MS, stop);
    } catch (error) {
      options.log.warn({ err: error }, 'relay: an engine is away, nothing is lost');
      await pause(OUTAGE_PAUSE_MS, stop);
    }
  }
}

/** Sends one batch; returns how many orders it woke. */
export async function relayOnce({ db, client, taskQueue }: Omit<RelayOptions, 'log'>): Promise<number> {
  return db.transaction(async (tx) => {
    const wakes = newestPerOrder(await takeUnsent(tx, BATCH, BULK_IN_FLIGHT));
    await Promise.all(wakes.map((wake) => signal(client, taskQueue, wake)));
    return wakes.length;
  });
}

/** Tells the workflows of retry batches what people want of them; the first wish starts the workflow. */
async function relayBatches({ db, client, taskQueue }: RelayOptions): Promise<void> {
  await db.transaction(async (tx) => {
    for (const { id, revision } of await unsentBatches(tx, BATCH))
      await client.workflow.signalWithStart(RETRY_WORKFLOW, {
        workflowId: batchWorkflowIdOf(id),
        taskQueue,
        args: [id],
        signal: BATCH_SIGNAL,
        signalArgs: [revision],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      });
  });
}

async function signal(client: Client, taskQueue: string, wake: Wake): Promise<void> {
  await client.workflow.signalWithStart(ORDER_WORKFLOW, {
    workflowId: workflowIdOf(wake.orderId),
    taskQueue,
    args: [wake.orderId],
    signal: wake.signal,
    signalArgs: [wake.factNumber],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    priority: { priorityKey: PRIORITY[wake.lane] },
  });
}

/** One signal an order: the highest number says it all. */
function newestPerOrder(wakes: readonly Wake[]): Wake[] {
  const newest = new Map<string, Wake>();
  for (const wake of wakes) {
    const known = newest.get(wake.orderId);
    if (!known || known.factNumber < wake.factNumber) newest.set(wake.orderId, wake);
  }
  return [...newest.values()];
}

async function pause(ms: number, stop: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: stop }).catch(() => undefined);
}
