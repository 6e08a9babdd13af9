import { factsOf, sealedParts } from '../../db/facts.js';
import { nextReview } from '../../db/next-review.js';
import { peopleWithRole } from '../../db/people.js';
import { claimsOf } from '../../db/review-claims.js';
import { draftOf } from '../../db/review-desk.js';
import {
  countReviews,
  listReviews,
  type QueuedReview,
  queuedReview,
  type ReviewFilter,
} from '../../db/review-queue.js';
import { decisionsOf, reviewById } from '../../db/reviews.js';
import { whoSee } from '../../db/scope.js';
import { verificationById } from '../../db/verifications.js';
import { handsOf, lastMaterial } from '../../domain/facts.js';
import { ROLES, rightsOf } from '../../domain/people.js';
import { Refusal } from '../../domain/refusal.js';
import { mayNotReview } from '../../domain/review.js';
import { MOST_COUNTED } from '../../domain/views.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import { evaluationFace, factFace, iso, isoOrNull } from '../faces.js';
import type { Read } from '../handler.js';
import { cursorOf } from '../paging.js';
import type { Signed } from '../principal.js';
import type { RequestOf } from '../request.js';
import { reviewFaces } from '../review-faces.js';
import { openDraft, openNotes, seesCustomers } from '../sealing.js';

export const list: Read<Routes['listReviews']> = async (deps, { query, caller }) => {
  const asked = { person: caller.person, limit: query.limit, cursor: cursorOf(query) };
  const { items, next } = await listReviews(deps.db, { view: query.view, ...filterOf(query) }, asked);
  const faces = await reviewFaces(deps, deps.db, items, caller.person);
  return { status: 200, body: { items: faces, ...(next && { next }) } };
};

export const count: Read<Routes['countReviews']> = async ({ db }, { query, caller }) => ({
  status: 200,
  body: await countReviews(db, filterOf(query), caller.person, MOST_COUNTED + 1),
});

export const next: Read<Routes['nextReview']> = async ({ db }, { query, caller }) => {
  const { person } = caller;
  const found = await nextReview(db, {
    person,
    hands: handsOf(person.actor),
    isLead: person.rights.has('review.lead'),
    except: query.except,
  });
  return { status: 200, body: { reviewId: found ?? null } };
};

export const show: Read<Routes['showReview']> = async (deps, { params, caller }) => {
  const review = await queuedReview(deps.db, params.reviewId);
  if (!review) throw new Refusal('review_unknown');
  const [facts, decisions, verification, claims, [face]] = await Promise.all([
    factsOf(deps.db, review.orderId),
    decisionsOf(deps.db, review.id),
    verificationById(deps.db, review.verificationId),
    claimsOf(deps.db, review.id),
    reviewFaces(deps, deps.db, [review], caller.person),
  ]);
  if (!face) throw new Error('show: a review without a face');
  const sealed = seesCustomers(caller.person) ? await sealedParts(deps.db, review.orderId) : new Map();
  const notes = await openNotes(deps, deps.db, review.orderId, sealed);
  return {
    status: 200,
    body: {
      ...face,
      policyVersion: verification?.policyVersion ?? null,
      lastMaterialFact: lastMaterial(facts),
      evaluation: verification ? evaluationFace(verification.evaluation) : null,
      decisions: decisions.map((one) => ({ ...one, decidedAt: iso(one.decidedAt) })),
      claims: claims.map((one) => ({
        ...one,
        claimedAt: iso(one.claimedAt),
        expiresAt: iso(one.expiresAt),
        releasedAt: isoOrNull(one.releasedAt),
      })),
      mayNotReview: mayNotReview(facts, handsOf(caller.person.actor)) ?? null,
      draft: await draftFace(deps, review, caller.person),
      facts: facts.map((fact) => factFace(fact, notes)),
    },
  };
};

/** Every reviewer who sees this order, with what keeps each from it. */
export const candidates: Read<Routes['listCandidates']> = async ({ db }, { params, caller }) => {
  const review = await reviewById(db, params.reviewId);
  if (!review) throw new Refusal('review_unknown');
  const roles = ROLES.filter((role) => rightsOf([role]).has('review.decide'));
  const [people, facts] = await Promise.all([peopleWithRole(db, roles), factsOf(db, review.orderId)]);
  const others = await whoSee(
    db,
    review.orderId,
    people.filter(({ id }) => id !== caller.person.id),
  );
  const items = others.map(({ id, displayName: name, department }) => ({
    ...{ id, name, department },
    because: mayNotReview(facts, id) ?? null,
  }));
  return { status: 200, body: { items } };
};

async function draftFace(deps: ApiDeps, { id: reviewId, orderId }: QueuedReview, person: Signed) {
  const kept = await draftOf(deps.db, reviewId, person.id);
  const of = { orderId, reviewId, personId: person.id };
  const draft = kept && (await openDraft(deps, deps.db, of, kept.sealed));
  return draft ? { ...draft, savedAt: iso(kept.savedAt) } : null;
}

function filterOf(query: RequestOf<Routes['countReviews']>['query']): Omit<ReviewFilter, 'view'> {
  const { reason, amountFrom, amountTo, dueFrom, dueTo } = query;
  return {
    ...(reason !== undefined && { reason }),
    ...(amountFrom !== undefined && { amountFromMinor: amountFrom }),
    ...(amountTo !== undefined && { amountToMinor: amountTo }),
    ...(dueFrom !== undefined && { dueFrom: new Date(dueFrom) }),
    ...(dueTo !== undefined && { dueTo: new Date(dueTo) }),
  };
}
