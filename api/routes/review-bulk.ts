import { factsOf } from '../../db/facts.js';
import { type QueuedReview, queuedReviews } from '../../db/review-queue.js';
import { isOutOfScope } from '../../db/scope.js';
import type { Db, Tx } from '../../db/sql.js';
import { handsOf, lastMaterial } from '../../domain/facts.js';
import { Refusal, type RefusalCode } from '../../domain/refusal.js';
import { mayNotReview } from '../../domain/review.js';
import { BULK_CAP } from '../contract/review-desk.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import type { Act, Read } from '../handler.js';
import type { Signed } from '../principal.js';
import { recordFact } from '../recording.js';
import { needStepUpFor, refuseUnlessFree, refuseUnlessSeen, reviewInHand } from '../reviewing.js';
import { lease } from './review-claims.js';
import { leaveDesk } from './review-decision.js';

/** Says which of some reviews could be approved in one go; the deed asks all of it again, under each order's lock. */
export const check: Read<Routes['checkBulk']> = async ({ db }, { query, caller }) => {
  const ids = [...new Set(query.reviews.split(','))];
  if (ids.length > BULK_CAP) throw new Refusal('too_many_at_once', { cap: BULK_CAP });
  const found = new Map((await queuedReviews(db, caller.person, ids)).map((one) => [one.id, one]));
  const items = await Promise.all(
    ids.map(async (reviewId) => {
      const review = found.get(reviewId);
      if (!review) return { reviewId, orderNo: null, materialFact: null, refusal: 'review_unknown' };
      const refusal = await foreseen(db, review, query.reason, caller.person);
      return {
        reviewId,
        orderNo: review.orderNo,
        materialFact: review.materialFact,
        refusal: refusal ?? null,
      };
    }),
  );
  return { status: 200, body: { cap: BULK_CAP, items } };
};

/** Approves one by one, in the order of their ids so that two bulks never wait for each other. */
export const approve: Act<Routes['approveBulk']> = async (tx, deps, { body, caller }) => {
  const asked = new Map(body.items.map((item) => [item.reviewId, item.materialFact]));
  if (asked.size > BULK_CAP) throw new Refusal('too_many_at_once', { cap: BULK_CAP });
  const items: { reviewId: string; fact: number | null; refusal: string | null }[] = [];
  for (const [reviewId, materialFact] of [...asked].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    items.push(await approveOne(tx, deps, { reviewId, materialFact, ...body }, caller.person));
  return { status: 201, body: { items } };
};

interface One {
  reviewId: string;
  materialFact: number;
  reason: string;
  note?: string;
}

/** In a savepoint of its own: one that is refused leaves nothing and does not hold the others up. */
async function approveOne(tx: Tx, deps: ApiDeps, one: One, person: Signed) {
  const { reviewId } = one;
  try {
    const fact = await tx.transaction((point) => approveHeld(point, deps, one, person));
    return { reviewId, fact, refusal: null };
  } catch (error) {
    if (error instanceof Refusal) return { reviewId, fact: null, refusal: error.code };
    throw error;
  }
}

async function approveHeld(tx: Tx, deps: ApiDeps, one: One, person: Signed): Promise<number> {
  const { reviewId } = one;
  if (await isOutOfScope(tx, person, { reviewId })) throw new Refusal('review_unknown');
  const mine = await reviewInHand(tx, reviewId, person.actor);
  const { review, hand } = mine;
  const held = await refuseUnlessFree(tx, review.id, person);
  if (!review.risks.includes(one.reason)) throw new Refusal('reasons_differ');
  refuseUnlessSeen(mine, one.materialFact);
  await needStepUpFor(tx, deps, mine, person);
  if (!held) await lease(tx, deps, mine, person);
  const { fact } = await recordFact(tx, deps, hand, {
    type: 'review_approved',
    actor: person.actor,
    detail: { reviewId: review.id, materialFact: one.materialFact, reason: 'bulk', risk: one.reason },
    note: one.note,
  });
  await leaveDesk(tx, review.id, person);
  return fact;
}

async function foreseen(
  db: Db,
  review: QueuedReview,
  reason: string,
  person: Signed,
): Promise<RefusalCode | undefined> {
  const facts = await factsOf(db, review.orderId);
  const { reservation } = review;
  if (review.status !== 'open') return 'review_closed';
  if (review.state !== 'pending_review') return 'state_forbids';
  if (mayNotReview(facts, handsOf(person.actor))) return 'four_eyes';
  if (review.decidedBy.some(({ id }) => id === person.id)) return 'already_decided';
  if (review.claimedBy !== null && review.claimedBy !== person.id) return 'review_claimed';
  if (
    reservation &&
    !reservation.returned &&
    reservation.to?.id !== person.id &&
    !person.rights.has('review.lead')
  )
    return 'review_reserved';
  if (!review.risks.includes(reason)) return 'reasons_differ';
  return lastMaterial(facts) === review.materialFact ? undefined : 'evidence_changed';
}
