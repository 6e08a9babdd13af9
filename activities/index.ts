import { type FailedStep, openTechnicalCase } from './exceptions.js';
import type { House } from './house.js';
import { moveRetryBatch } from './retry-batch.js';
import { archiveOrder, askForReview, dispatchCode, issueCode, verifyOrder, writeOff } from './steps.js';
import { survey } from './survey.js';
import { sweep } from './sweep.js';

/** The deeds as Temporal calls them: by name, with ids alone. */
export function deedsOf(house: House) {
  return {
    survey: (orderId: string) => survey(house, orderId),
    issueCode: (orderId: string) => issueCode(house, orderId),
    dispatchCode: (orderId: string) => dispatchCode(house, orderId),
    verifyOrder: (orderId: string) => verifyOrder(house, orderId),
    askForReview: (orderId: string) => askForReview(house, orderId),
    writeOff: (orderId: string) => writeOff(house, orderId),
    archiveOrder: (orderId: string) => archiveOrder(house, orderId),
    openTechnicalCase: (failed: FailedStep) => openTechnicalCase(house, failed),
    moveRetryBatch: (batchId: string) => moveRetryBatch(house, batchId),
    sweep: () => sweep(house),
  };
}

export type Deeds = ReturnType<typeof deedsOf>;
export type { House } from './house.js';
