import { archiveOrder } from './archive.js';
import { dispatchCode } from './dispatch.js';
import { type FailedStep, openTechnicalCase } from './exceptions.js';
import type { House } from './house.js';
import { issueCode } from './issuing.js';
import { moveRetryBatch } from './retry-batch.js';
import { askForReview } from './review.js';
import { survey } from './survey.js';
import { sweep } from './sweep.js';
import { verifyOrder } from './verification.js';
import { writeOff } from './write-off.js';

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
