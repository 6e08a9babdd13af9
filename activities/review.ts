import { randomUUID } from 'node:crypto';
import { openReview } from '../db/reviews.js';
import type { Hand } from './hand.js';
import { note } from './turn.js';

/** Opens the manual review of an order that passed but is important or risky (P6.1.3). */
export async function askingForReview(hand: Hand): Promise<void> {
  const { id: orderId } = hand.row;
  const { verification } = hand;
  if (!verification) throw new Error('askForReview: nothing was verified');
  const id = randomUUID();
  await openReview(hand.tx, {
    id,
    orderId,
    verificationId: verification.id,
    materialFact: verification.materialFact,
    reviewersNeeded: verification.reviewers,
    dueHours: hand.policy.budgetHours.pending_review ?? null,
  });
  hand.standing.review = { decision: 'open' };
  note(hand, 'review_opened', { reviewId: id, materialFact: verification.materialFact });
}
