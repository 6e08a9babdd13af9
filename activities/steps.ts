import type { Step } from '../domain/lifecycle.js';
import { archiving } from './archive.js';
import { dispatching } from './dispatch.js';
import type { House } from './house.js';
import { issuing } from './issuing.js';
import { askingForReview } from './review.js';
import { type Deed, turn } from './turn.js';
import { verifying } from './verification.js';
import { writingOff } from './write-off.js';

/** What each step does; a step that only waits has no deed. */
export const DEEDS: Readonly<Partial<Record<Step, Deed>>> = {
  issue: issuing,
  dispatch: dispatching,
  verify: verifying,
  review: askingForReview,
  write_off: writingOff,
  archive: archiving,
};

/** A turn with the deed of one step, and of no other. */
const turnTo = (step: Step) => (house: House, orderId: string) =>
  turn(house, orderId, (next) => (next === step ? DEEDS[step] : undefined));

export const issueCode = turnTo('issue');
export const dispatchCode = turnTo('dispatch');
export const verifyOrder = turnTo('verify');
export const askForReview = turnTo('review');
export const writeOff = turnTo('write_off');
export const archiveOrder = turnTo('archive');
