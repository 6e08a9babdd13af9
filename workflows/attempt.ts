import {
  ActivityFailure,
  ApplicationFailure,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { Deeds } from '../activities/index.js';
import type { Turn } from '../activities/turn.js';

type StepDeed = Exclude<keyof Deeds, 'openTechnicalCase' | 'sweep' | 'moveRetryBatch'>;

/** Short database deeds run inside the workflow task; the cap keeps an outage from holding the task for ever. */
const quick = proxyLocalActivities<Deeds>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', maximumAttempts: 3 },
});

/** The same deed when it failed three times: an ordinary activity whose retries cost no history. */
const patient = proxyActivities<Deeds>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '20s', maximumAttempts: 6 },
});

/** Opening a case must succeed some day: without it nobody would know. */
const tireless = proxyActivities<Deeds>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
});

/** Does one deed for an order; what keeps failing becomes a technical case, never a failed workflow (P6.3.1). */
export async function attempt(deed: StepDeed, orderId: string): Promise<Turn> {
  try {
    return await quick[deed](orderId);
  } catch (first) {
    if (isFinal(first)) return openCase(deed, orderId, first);
  }
  try {
    return await patient[deed](orderId);
  } catch (last) {
    return openCase(deed, orderId, last);
  }
}

function openCase(deed: StepDeed, orderId: string, failure: unknown): Promise<Turn> {
  return tireless.openTechnicalCase({ orderId, step: STEP_OF[deed], code: codeOf(failure) });
}

const STEP_OF: Readonly<Record<StepDeed, string>> = {
  survey: 'survey',
  issueCode: 'issue',
  dispatchCode: 'dispatch',
  verifyOrder: 'verify',
  askForReview: 'review',
  writeOff: 'write_off',
  archiveOrder: 'archive',
};

/** Local failures come bare, those of ordinary activities wrapped. */
const unwrap = (failure: unknown): unknown => (failure instanceof ActivityFailure ? failure.cause : failure);

function isFinal(failure: unknown): boolean {
  const cause = unwrap(failure);
  return cause instanceof ApplicationFailure && cause.nonRetryable === true;
}

function codeOf(failure: unknown): string {
  const cause = unwrap(failure);
  if (cause instanceof ApplicationFailure) return `${cause.type ?? 'Error'}: ${cause.message}`;
  return cause instanceof Error ? cause.name : 'unknown';
}
