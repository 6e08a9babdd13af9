import { caseById } from '../db/cases.js';
import { factsOf, record } from '../db/facts.js';
import { lockOrder } from '../db/orders.js';
import {
  cancelPending,
  type PendingItem,
  pendingItems,
  readBackItems,
  refuseItem,
  stageCounts,
  startItem,
} from '../db/retry-batch-items.js';
import { type BatchRow, lockBatch, moveBatch } from '../db/retry-batches.js';
import type { Tx } from '../db/sql.js';
import { type Actor, handsOf } from '../domain/facts.js';
import { failsTooOften, stageSize } from '../domain/incident.js';
import { mayNotRetry } from '../domain/review.js';
import type { House } from './house.js';

/** What the batch's workflow does next: look again soon, wait for people, or end. */
export interface BatchTurn {
  next: 'watch' | 'wait' | 'rest';
  revision: number;
}

/**
 * One turn of a canary batch, one transaction under the batch's lock: read back what was started, and only when all of
 * a stage has an outcome start the next. Run twice it starts nothing twice.
 */
export async function moveRetryBatch(house: House, batchId: string): Promise<BatchTurn> {
  return house.db.transaction(async (tx) => {
    const batch = await lockBatch(tx, batchId);
    if (!batch) return { next: 'rest', revision: 0 };
    await readBackItems(tx, batchId);
    return { next: await move(tx, batch), revision: batch.revision };
  });
}

async function move(tx: Tx, batch: BatchRow): Promise<BatchTurn['next']> {
  if (batch.status === 'cancelled' || batch.status === 'finished') return 'rest';
  if (batch.wanted === 'cancel') await cancelPending(tx, batch.id);
  const { pending, started, failed, inStage } = await stageCounts(tx, batch.id, batch.stage);
  const stand = (status: BatchRow['status'], more: Partial<BatchRow> = {}) =>
    moveBatch(tx, batch.id, { ...batch, ...more, status });
  if (started > 0) {
    await stand(batch.wanted === 'suspend' ? 'suspended' : 'running');
    return 'watch';
  }
  if (pending === 0) {
    await stand(batch.wanted === 'cancel' ? 'cancelled' : 'finished');
    return 'rest';
  }
  if (batch.wanted === 'suspend') {
    await stand('suspended');
    return 'wait';
  }
  if (batch.status === 'stopped' && batch.stoppedRevision === batch.revision) return 'wait';
  const resumed = batch.status === 'stopped';
  if (!resumed && failsTooOften(failed, inStage, batch.maxFailurePercent)) {
    await stand('stopped', { stoppedRevision: batch.revision });
    return 'wait';
  }
  await startStage(tx, batch, batch.stage + 1);
  await stand('running', { stage: batch.stage + 1 });
  return 'watch';
}

/** Orders are locked in the order of their ids, so that two batches never wait for each other. */
async function startStage(tx: Tx, batch: BatchRow, stage: number): Promise<void> {
  const items = await pendingItems(tx, batch.id, stageSize(stage));
  for (const item of items.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1)))
    await start(tx, batch, stage, item);
}

async function start(tx: Tx, batch: BatchRow, stage: number, item: PendingItem): Promise<void> {
  await lockOrder(tx, item.orderId);
  const found = await caseById(tx, item.caseId);
  const refused = (code: string) => refuseItem(tx, batch.id, { position: item.position, stage, code });
  if (found?.status !== 'open') return refused(`case_${found?.status ?? 'unknown'}`);
  const actor = actorOf(batch);
  if (mayNotRetry(await factsOf(tx, item.orderId), handsOf(actor))) return refused('four_eyes');
  const { number } = await record(tx, item.orderId, {
    type: 'retry_requested',
    actor,
    source: 'lifecycle',
    externalId: `retry-batch/${batch.id}/${item.caseId}`,
    detail: { caseId: item.caseId, step: found.step, rootCause: batch.rootCause, batchId: batch.id },
  });
  await startItem(tx, batch.id, { position: item.position, stage, retryFact: number });
}

const actorOf = ({ requestedBy, department, onBehalfOf }: BatchRow): Actor => ({
  kind: 'person',
  id: requestedBy,
  ...(department !== null && { department }),
  ...(onBehalfOf !== null && { onBehalfOf }),
});
