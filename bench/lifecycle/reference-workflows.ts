import {
  condition,
  defineSignal,
  proxyLocalActivities,
  proxySinks,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { ReferenceDeeds, ReferenceSinks } from './reference-contract.js';

const poked = defineSignal('poked');
const { nothing } = proxyLocalActivities<ReferenceDeeds>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', maximumAttempts: 3 },
});
const { told } = proxySinks<ReferenceSinks>();

/** Does nothing as often as an order does something: so many local activities after each signal. */
export async function reference(deedsAfter: number[]): Promise<void> {
  let heard = 0;
  setHandler(poked, () => {
    heard += 1;
  });
  for (const [signal, deeds] of deedsAfter.entries()) {
    await condition(() => heard > signal);
    for (let done = 0; done < deeds; done += 1) await nothing(workflowInfo().workflowId);
    told.passed(signal);
  }
}
