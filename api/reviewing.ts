import { lockOrder } from '../db/orders.js';
import { activePolicy } from '../db/policies.js';
import { type Claim, claimOf, leaseRanOut } from '../db/review-claims.js';
import { handoverOf } from '../db/review-desk.js';
import { type ReviewRow, reviewById } from '../db/reviews.js';
import type { Tx } from '../db/sql.js';
import { type Actor, handsOf, lastMaterial } from '../domain/facts.js';
import { Refusal } from '../domain/refusal.js';
import { decisionsOn, mayNotReview, type SeenDecision, standing } from '../domain/review.js';
import type { ApiDeps } from './deps.js';
import type { Signed } from './principal.js';
import { type InHand, refuseUnlessAllowed, withFacts } from './recording.js';
import { needStepUp } from './step-up.js';

/** A review with its order under lock. */
export interface ReviewInHand {
  review: ReviewRow;
  hand: InHand;
  decided: SeenDecision[];
}

export const LEASE_MINUTES = 15;

/** A review that is still open, its order under lock; the facts tell, since its rows may lag behind them. */
export async function openReviewInHand(tx: Tx, reviewId: string): Promise<ReviewInHand> {
  const found = await reviewById(tx, reviewId);
  const row = found && (await lockOrder(tx, found.orderId));
  const review = row && (await reviewById(tx, reviewId));
  if (!row || !review) throw new Refusal('review_unknown');
  const hand = await withFacts(tx, row);
  const decided = decisionsOn(hand.facts, review.id);
  if (review.status !== 'open' || standing(decided, review.reviewersNeeded) !== 'open')
    throw new Refusal('review_closed');
  refuseUnlessAllowed(hand, 'review_claimed');
  return { review, hand, decided };
}

/** A review that this person may work on: no hand in the order, not decided already. */
export async function reviewInHand(tx: Tx, reviewId: string, actor: Actor): Promise<ReviewInHand> {
  const mine = await openReviewInHand(tx, reviewId);
  const hands = handsOf(actor);
  const because = mayNotReview(mine.hand.facts, hands);
  if (because) throw new Refusal('four_eyes', { because });
  if (mine.decided.some((one) => one.hands.some((hand) => hands.includes(hand))))
    throw new Refusal('already_decided');
  return mine;
}

/** Refuses a review that another person holds, or that was left to one or to the leads; answers with the claim. */
export async function refuseUnlessFree(
  tx: Tx,
  reviewId: string,
  person: Pick<Signed, 'id' | 'rights' | 'actor'>,
): Promise<Claim | undefined> {
  const holder = await claimOf(tx, reviewId);
  if (holder && holder.personId !== person.id)
    throw new Refusal('review_claimed', { until: holder.expiresAt.toISOString() });
  const handover = await handoverOf(tx, reviewId);
  const mine =
    handsOf(person.actor).some((hand) => hand === handover?.toPerson) || person.rights.has('review.lead');
  if (handover && !mine) throw new Refusal('review_reserved', { kind: handover.kind });
  return holder;
}

/** A review that this person holds; whose lease ran out is told so. */
export async function heldReview(tx: Tx, reviewId: string, person: Signed): Promise<ReviewInHand> {
  const mine = await reviewInHand(tx, reviewId, person.actor);
  if (await refuseUnlessFree(tx, reviewId, person)) return mine;
  throw new Refusal((await leaseRanOut(tx, reviewId, person.id)) ? 'lease_expired' : 'claim_missing');
}

/** Refuses a decision on anything but the facts that its reviewer saw and the review was opened on. */
export function refuseUnlessSeen({ review, hand }: ReviewInHand, materialFact: number): void {
  const last = lastMaterial(hand.facts);
  if (last !== materialFact || last !== review.materialFact)
    throw new Refusal('evidence_changed', { lastMaterialFact: last });
}

/** A decision on an order that needs two reviewers is weighty: whoever takes it proves freshly who they are. */
export async function needStepUpFor(
  tx: Tx,
  deps: ApiDeps,
  { hand }: Pick<ReviewInHand, 'hand'>,
  person: Signed,
): Promise<void> {
  const { currency, amountMinor } = hand.row;
  const limit = (await activePolicy(tx)).rules.twoReviewersFrom[currency];
  if (limit !== undefined && amountMinor >= limit) await needStepUp(deps, person);
}
