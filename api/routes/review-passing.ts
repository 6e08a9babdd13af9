import { activePerson } from '../../db/people.js';
import { releaseClaims } from '../../db/review-claims.js';
import { handOver } from '../../db/review-desk.js';
import { whoSee } from '../../db/scope.js';
import type { Tx } from '../../db/sql.js';
import { rightsOf } from '../../domain/people.js';
import { Refusal } from '../../domain/refusal.js';
import { mayNotReview } from '../../domain/review.js';
import type { Routes } from '../contract/routes.js';
import type { Act } from '../handler.js';
import { given, recordedBody, recordFact } from '../recording.js';
import { requestFact } from '../requesting.js';
import { heldReview } from '../reviewing.js';

/** Sends the customer a question in the reviewer's words; the clock stands still until the next material fact. */
export const ask: Act<Routes['askCustomer']> = async (tx, deps, { params, body, caller }) => {
  const { review, hand } = await heldReview(tx, params.reviewId, caller.person);
  const recorded = await recordFact(tx, deps, hand, {
    type: 'customer_asked',
    actor: caller.person.actor,
    detail: { reviewId: review.id, reason: body.reason },
    note: body.note,
  });
  return { status: 201, body: recordedBody(recorded) };
};

/** Hands a review to a person who may review it; at the return date it is anybody's again, and waits for the giver. */
export const handOn: Act<Routes['handOverReview']> = async (tx, deps, { params, body, caller }) => {
  const { person } = caller;
  const { review, hand } = await heldReview(tx, params.reviewId, person);
  const returnAt = new Date(body.returnAt);
  if (returnAt <= (deps.now?.() ?? new Date())) throw new Refusal('return_date_past');
  await refuseUnsuitable(tx, review.orderId, body.to, person.id);
  const because = mayNotReview(hand.facts, body.to);
  if (because) throw new Refusal('four_eyes', { because });
  await releaseClaims(tx, review.id);
  await handOver(tx, review.id, { kind: 'handed', givenBy: person.id, toPerson: body.to, returnAt });
  const recorded = await recordFact(tx, deps, hand, {
    type: 'review_handed_over',
    actor: person.actor,
    detail: given({
      reviewId: review.id,
      toPerson: body.to,
      returnAt: returnAt.toISOString(),
      reason: body.reason,
    }),
    note: body.note,
  });
  return { status: 201, body: recordedBody(recorded) };
};

/** Leaves a review to the leads: nobody else may claim it from now on. */
export const escalate: Act<Routes['escalateReview']> = async (tx, deps, { params, body, caller }) => {
  const { person } = caller;
  const { review, hand } = await heldReview(tx, params.reviewId, person);
  await releaseClaims(tx, review.id);
  await handOver(tx, review.id, { kind: 'escalated', givenBy: person.id, toPerson: null, returnAt: null });
  const recorded = await recordFact(tx, deps, hand, {
    type: 'review_escalated',
    actor: person.actor,
    detail: { reviewId: review.id, reason: body.reason },
    note: body.note,
  });
  return { status: 201, body: recordedBody(recorded) };
};

/** What a returned review asked for is there: a material fact, so the order is verified again. */
export const supply: Act<Routes['supplyEvidence']> = (tx, deps, { params, body, caller }) =>
  requestFact(tx, deps, {
    ...params,
    type: 'evidence_supplied',
    person: caller.person,
    detail: { what: body.what },
    body: { ...(body.note !== undefined && { note: body.note }) },
  });

async function refuseUnsuitable(tx: Tx, orderId: string, to: string, giver: string): Promise<void> {
  const person = await activePerson(tx, to);
  if (!person || to === giver || !rightsOf(person.roles).has('review.decide'))
    throw new Refusal('reviewer_unsuitable');
  if ((await whoSee(tx, orderId, [person])).length === 0) throw new Refusal('reviewer_unsuitable');
}
