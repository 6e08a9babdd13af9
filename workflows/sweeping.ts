import { proxyActivities } from '@temporalio/workflow';
import type { Deeds } from '../activities/index.js';

const { sweep } = proxyActivities<Deeds>({
  startToCloseTimeout: '2m',
  retry: { initialInterval: '2s', maximumInterval: '30s', maximumAttempts: 5 },
});

/** One round of the sweeper; a Schedule starts it, and a missed round is made up by the next. */
export async function sweeping(): Promise<void> {
  await sweep();
}
