import { factsOf, sealedParts } from '../../db/facts.js';
import { decisionsOf, openReviews, type QueuedReview, queuedReview } from '../../db/reviews.js';
import { verificationById } from '../../db/verifications.js';
import { handsOf, lastMaterial } from '../../domain/facts.js';
import { Refusal } from '../../domain/refusal.js';
import { mayNotReview } from '../../domain/review.js';
import type { Routes } from '../contract/routes.js';
import { evaluationFace, factFace, iso, isoOrNull } from '../faces.js';
import type { Read } from '../handler.js';
import { cursorOf } from '../paging.js';
import { openNotes, seesCustomers } from '../sealing.js';

export const list: Read<Routes['listReviews']> = async (deps, { query, caller }) => {
  const { items, next } = await openReviews(deps.db, caller.person, query.limit, cursorOf(query));
  return { status: 200, body: { items: items.map(reviewFace), ...(next && { next }) } };
};

export const show: Read<Routes['showReview']> = async (deps, { params, caller }) => {
  const review = await queuedReview(deps.db, params.reviewId);
  if (!review) throw new Refusal('review_unknown');
  const [facts, decisions, verification] = await Promise.all([
    factsOf(deps.db, review.orderId),
    decisionsOf(deps.db, review.id),
    verificationById(deps.db, review.verificationId),
  ]);
  const sealed = seesCustomers(caller.person) ? await sealedParts(deps.db, review.orderId) : new Map();
  const notes = await openNotes(deps, deps.db, review.orderId, sealed);
  return {
    status: 200,
    body: {
      ...reviewFace(review),
      lastMaterialFact: lastMaterial(facts),
      evaluation: verification ? evaluationFace(verification.evaluation) : null,
      decisions: decisions.map((one) => ({ ...one, decidedAt: iso(one.decidedAt) })),
      mayNotReview: mayNotReview(facts, handsOf(caller.person.actor)) ?? null,
      facts: facts.map((fact) => factFace(fact, notes)),
    },
  };
};

function reviewFace({ verificationId: _, ...review }: QueuedReview) {
  return {
    ...review,
    openedAt: iso(review.openedAt),
    dueAt: isoOrNull(review.dueAt),
    closedAt: isoOrNull(review.closedAt),
    claimExpiresAt: isoOrNull(review.claimExpiresAt),
  };
}
