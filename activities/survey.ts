import type { Step } from '../domain/lifecycle.js';
import { archiving } from './archive.js';
import { dispatching } from './dispatch.js';
import type { House } from './house.js';
import { issuing } from './issuing.js';
import { askingForReview } from './review.js';
import { type Deed, type Turn, turn } from './turn.js';
import { verifying } from './verification.js';
import { writingOff } from './write-off.js';

const FIRST: Readonly<Partial<Record<Step, Deed>>> = {
  issue: issuing,
  dispatch: dispatching,
  verify: verifying,
  review: askingForReview,
  write_off: writingOff,
  archive: archiving,
};

/**
 * Reads how an order stands, takes in what is new, does the first deed that this leads to, and answers what comes next: the
 * first act of every run and wake-up. A deed that fails here is left for its own activity, with its own tries and its own case;
 * what is new is taken in all the same.
 */
export async function survey(house: House, orderId: string): Promise<Turn> {
  let first: Deed | undefined;
  try {
    return await turn(house, orderId, (step) => {
      first = FIRST[step];
      return first;
    });
  } catch (error) {
    if (!first) throw error;
    return turn(house, orderId);
  }
}
