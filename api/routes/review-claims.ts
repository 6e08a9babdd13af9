import { log } from '../../db/log.js';
import { claim, claimOf, leaseRanOut, releaseClaims, renewClaim } from '../../db/review-claims.js';
import { dropDraft, endHandover, notePresence, putDraft } from '../../db/review-desk.js';
import { queuedReview } from '../../db/review-queue.js';
import { reviewById } from '../../db/reviews.js';
import type { Tx } from '../../db/sql.js';
import { Refusal } from '../../domain/refusal.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import { iso, isoOrNull } from '../faces.js';
import type { Act } from '../handler.js';
import { needRight, type Signed } from '../principal.js';
import { type NewFact, recordFact } from '../recording.js';
import { LEASE_MINUTES, type ReviewInHand, refuseUnlessFree, reviewInHand } from '../reviewing.js';
import { sealDraft } from '../sealing.js';

/** Leases a review to one person; claiming again renews the lease. */
export const take: Act<Routes['claimReview']> = async (tx, deps, { params, caller }) => {
  const { person } = caller;
  const mine = await reviewInHand(tx, params.reviewId, person.actor);
  await refuseUnlessFree(tx, params.reviewId, person);
  return { status: 201, body: await lease(tx, deps, mine, person) };
};

/** A lead takes a review from whoever holds it, or was given it. */
export const takeOver: Act<Routes['takeOverReview']> = async (tx, deps, { params, body, caller }) => {
  const { person } = caller;
  needRight(person, 'review.decide');
  const mine = await reviewInHand(tx, params.reviewId, person.actor);
  const holder = await claimOf(tx, params.reviewId);
  await releaseClaims(tx, params.reviewId);
  await endHandover(tx, params.reviewId);
  const takenFrom = holder?.personId === person.id ? undefined : holder?.personId;
  const why = { takenFrom, reason: body.reason, note: body.note };
  return { status: 201, body: await lease(tx, deps, mine, person, why) };
};

/** Gives a review back to the queue. */
export const release: Act<Routes['releaseReview']> = async (tx, _deps, { params, caller }) => {
  const { person } = caller;
  const review = await reviewById(tx, params.reviewId);
  if (!review) throw new Refusal('review_unknown');
  if ((await releaseClaims(tx, review.id, person.id)) === 0)
    throw new Refusal((await leaseRanOut(tx, review.id, person.id)) ? 'lease_expired' : 'claim_missing');
  const detail = { reviewId: review.id };
  await log(tx, { actor: person.actor, action: 'review_released', orderId: review.orderId, detail });
  return { status: 201, body: { reviewId: review.id } };
};

/** A desk has the review open; while it does, its own lease goes on. */
export const presence: Act<Routes['notePresence']> = async (tx, _deps, { params, body, caller }) => {
  const { person } = caller;
  const { reviewId } = params;
  const review = await reviewById(tx, reviewId);
  if (!review) throw new Refusal('review_unknown');
  await notePresence(tx, reviewId, person.id, body.here);
  if (body.here && review.status === 'open')
    await renewClaim(tx, { reviewId, personId: person.id, leaseMinutes: LEASE_MINUTES });
  const seen = await queuedReview(tx, reviewId);
  return {
    status: 201,
    body: {
      reviewId,
      readers: seen?.readers ?? [],
      claimedBy: seen?.claimedBy ?? null,
      claimExpiresAt: isoOrNull(seen?.claimExpiresAt ?? null),
    },
  };
};

/** Keeps what somebody has written and not sent; an empty draft leaves nothing. */
export const draft: Act<Routes['saveDraft']> = async (tx, deps, { params, body, caller }) => {
  const { reviewId } = params;
  const review = await reviewById(tx, reviewId);
  if (!review) throw new Refusal('review_unknown');
  const of = { orderId: review.orderId, reviewId, personId: caller.person.id };
  const sealed = review.status === 'open' ? await sealDraft(deps, tx, of, body) : undefined;
  if (!sealed) throw new Refusal('review_closed');
  if (body.text === '' && body.checked.length === 0) await dropDraft(tx, reviewId, of.personId);
  else
    return {
      status: 201,
      body: { reviewId, savedAt: iso(await putDraft(tx, reviewId, of.personId, sealed)) },
    };
  return { status: 201, body: { reviewId, savedAt: iso(deps.now?.() ?? new Date()) } };
};

/** Leases a review with its fact, and says until when. */
export async function lease(
  tx: Tx,
  deps: ApiDeps,
  { review, hand }: ReviewInHand,
  person: Signed,
  why: { takenFrom?: string | undefined; reason?: string; note?: string | undefined } = {},
) {
  const { takenFrom, reason, note } = why;
  const expiresAt = await claim(tx, {
    reviewId: review.id,
    personId: person.id,
    leaseMinutes: LEASE_MINUTES,
    ...(takenFrom !== undefined && { takenFrom }),
  });
  const claimed: NewFact = {
    type: 'review_claimed',
    actor: person.actor,
    detail: {
      reviewId: review.id,
      ...(takenFrom !== undefined && { takenFrom }),
      ...(reason !== undefined && { reason }),
    },
    note,
  };
  const { fact, orderId } = await recordFact(tx, deps, hand, claimed);
  return { reviewId: review.id, orderId, fact, expiresAt: iso(expiresAt) };
}
