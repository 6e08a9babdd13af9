import { lockOrder } from '../../db/orders.js';
import { claim, claimOf, type ReviewRow, reviewById } from '../../db/reviews.js';
import type { Tx } from '../../db/sql.js';
import { type Actor, type Fact, handsOf, lastMaterial } from '../../domain/facts.js';
import { Refusal } from '../../domain/refusal.js';
import { type Decision, mayNotReview, standing } from '../../domain/review.js';
import type { Routes } from '../contract/routes.js';
import type { Act } from '../handler.js';
import { type InHand, recordedBody, recordFact, refuseUnlessAllowed, withFacts } from '../recording.js';

const LEASE_MINUTES = 15;

const FACT_OF = {
  approved: 'review_approved',
  rejected: 'review_rejected',
  returned: 'review_returned',
} as const satisfies Record<Decision['decision'], Fact['type']>;

/** Leases a review to one person; claiming again renews the lease. */
export const take: Act<Routes['claimReview']> = async (tx, deps, { params, caller }) => {
  const { person } = caller;
  const { review, hand } = await reviewInHand(tx, params.reviewId, person.actor);
  const expiresAt = await claim(tx, review.id, person.id, LEASE_MINUTES);
  const { fact, orderId } = await recordFact(tx, deps, hand, {
    type: 'review_claimed',
    actor: person.actor,
    detail: { reviewId: review.id },
  });
  return { status: 201, body: { reviewId: review.id, orderId, fact, expiresAt: expiresAt.toISOString() } };
};

/** Records a decision on exactly the evidence that its reviewer saw (P6.1.3). */
export const decide: Act<Routes['decideReview']> = async (tx, deps, { params, body, caller }) => {
  const { person } = caller;
  const { review, hand, held } = await reviewInHand(tx, params.reviewId, person.actor);
  if (!held) throw new Refusal('claim_missing');
  const { materialFact, decision, reason, note } = body;
  const last = lastMaterial(hand.facts);
  if (last !== materialFact || last !== review.materialFact)
    throw new Refusal('evidence_changed', { lastMaterialFact: last });
  const recorded = await recordFact(tx, deps, hand, {
    type: FACT_OF[decision],
    actor: person.actor,
    detail: { reviewId: review.id, materialFact, ...(reason !== undefined && { reason }) },
    note,
  });
  return { status: 201, body: recordedBody(recorded) };
};

/** A review that this person may work on, its order under lock; `held` when they hold the claim. */
async function reviewInHand(
  tx: Tx,
  reviewId: string,
  actor: Actor,
): Promise<{ review: ReviewRow; hand: InHand; held: boolean }> {
  const found = await reviewById(tx, reviewId);
  const row = found && (await lockOrder(tx, found.orderId));
  const review = row && (await reviewById(tx, reviewId));
  if (!row || !review) throw new Refusal('review_unknown');
  const hand = await withFacts(tx, row);
  const decided = decisions(hand.facts, review.id);
  if (review.status !== 'open' || standing(decided, review.reviewersNeeded) !== 'open')
    throw new Refusal('review_closed');
  refuseUnlessAllowed(hand, 'review_claimed');
  const because = mayNotReview(hand.facts, handsOf(actor));
  if (because) throw new Refusal('four_eyes', { because });
  if (decided.some((one) => one.hands.some((hand) => handsOf(actor).includes(hand))))
    throw new Refusal('already_decided');
  const holder = await claimOf(tx, review.id);
  const over = holder === undefined || decided.some((one) => one.personId === holder.personId);
  if (!over && holder.personId !== actor.id)
    throw new Refusal('review_claimed', { until: holder.expiresAt.toISOString() });
  return { review, hand, held: !over && holder.personId === actor.id };
}

/** What was decided on a review, from the facts: its rows may lag behind. */
function decisions(facts: readonly Fact[], reviewId: string): (Decision & { hands: string[] })[] {
  return facts.flatMap((fact) => {
    const decision = (['approved', 'rejected', 'returned'] as const).find(
      (word) => FACT_OF[word] === fact.type,
    );
    if (!decision || fact.detail.reviewId !== reviewId) return [];
    return [{ personId: fact.actor.id, hands: handsOf(fact.actor), decision }];
  });
}
