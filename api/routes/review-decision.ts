import { releaseClaims } from '../../db/review-claims.js';
import { dropDraft, endHandover } from '../../db/review-desk.js';
import type { Tx } from '../../db/sql.js';
import { Refusal } from '../../domain/refusal.js';
import { DECISION_FACTS } from '../../domain/review.js';
import type { Routes } from '../contract/routes.js';
import type { Act } from '../handler.js';
import type { Signed } from '../principal.js';
import { given, recordedBody, recordFact } from '../recording.js';
import { heldReview, needStepUpFor, openReviewInHand, refuseUnlessSeen } from '../reviewing.js';

/** Records a decision on exactly the evidence that its reviewer saw (P6.1.3). */
export const decide: Act<Routes['decideReview']> = async (tx, deps, { params, body, caller }) => {
  const { person } = caller;
  const { decision, reason, note, materialFact, department, missing } = body;
  if (decision !== 'approved' && reason === undefined) throw new Refusal('reason_missing');
  const mine = await heldReview(tx, params.reviewId, person);
  refuseUnlessSeen(mine, materialFact);
  await needStepUpFor(tx, deps, mine, person);
  const owed = decision === 'returned' ? { department, missing } : {};
  const recorded = await recordFact(tx, deps, mine.hand, {
    type: DECISION_FACTS[decision],
    actor: person.actor,
    detail: given({ reviewId: mine.review.id, materialFact, reason, ...owed }),
    note,
  });
  await leaveDesk(tx, mine.review.id, person);
  return { status: 201, body: recordedBody(recorded) };
};

/** Takes one's own approval back while a second reviewer is due. */
export const withdraw: Act<Routes['withdrawDecision']> = async (tx, deps, { params, body, caller }) => {
  const { person } = caller;
  const { review, hand, decided } = await openReviewInHand(tx, params.reviewId);
  if (!decided.some(({ personId }) => personId === person.id)) throw new Refusal('decision_missing');
  const recorded = await recordFact(tx, deps, hand, {
    type: 'review_withdrawn',
    actor: person.actor,
    detail: given({ reviewId: review.id, reason: body.reason }),
    note: body.note,
  });
  return { status: 201, body: recordedBody(recorded) };
};

/** Whoever has decided holds nothing more of the review. */
export async function leaveDesk(tx: Tx, reviewId: string, { id }: Pick<Signed, 'id'>): Promise<void> {
  await releaseClaims(tx, reviewId, id);
  await endHandover(tx, reviewId);
  await dropDraft(tx, reviewId, id);
}
