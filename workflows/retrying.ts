import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Deeds } from '../activities/index.js';

const batchChanged = defineSignal<[revision: number]>('batchChanged');

const { moveRetryBatch } = proxyActivities<Deeds>({
  startToCloseTimeout: '1m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
});

const SOON_MS = 1_000;
const LATER_MS = 10_000;

/**
 * A canary batch of retries (P6.3.2): starts one, a few, then the rest, and each stage only when all of the one before
 * was read back. The rows say how far it is, so a run may begin anywhere; people's wishes come as signals.
 */
export async function retrying(batchId: string): Promise<void> {
  let heard = 0;
  setHandler(batchChanged, (revision) => {
    heard = Math.max(heard, revision);
  });
  for (let pauseMs = SOON_MS; ; pauseMs = Math.min(LATER_MS, pauseMs * 1.5)) {
    const { next, revision } = await moveRetryBatch(batchId);
    if (next === 'rest' && heard <= revision) return;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof retrying>(batchId);
    const told = () => heard > revision;
    if (next === 'wait') await condition(told);
    else if (await condition(told, pauseMs)) pauseMs = SOON_MS;
  }
}
