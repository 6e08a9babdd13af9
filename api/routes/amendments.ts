import { randomUUID } from 'node:crypto';
import { lastAmendment, proposeAmendment } from '../../db/amendments.js';
import { dataKeyOf } from '../../db/orders.js';
import { handsOf } from '../../domain/facts.js';
import { Refusal } from '../../domain/refusal.js';
import { mayNotRetry } from '../../domain/review.js';
import { sealChanges } from '../../platform/keys/amendment.js';
import { waitingCase } from '../case-in-hand.js';
import type { Routes } from '../contract/routes.js';
import type { Act } from '../handler.js';
import { recordedBody, recordFact } from '../recording.js';

/** Corrected data of the customer waits, sealed, until a second person agrees; money and items have facts of their own. */
export const propose: Act<Routes['amendOrder']> = async (tx, deps, { params, body, caller }) => {
  const { found, hand } = await waitingCase(tx, params.caseId);
  const { person } = caller;
  if (mayNotRetry(hand.facts, handsOf(person.actor))) throw new Refusal('four_eyes');
  const key = await dataKeyOf(tx, found.orderId);
  if (!key) throw new Refusal('customer_erased');
  const id = randomUUID();
  const fields = Object.keys(body.changes).toSorted();
  const recorded = await recordFact(tx, deps, hand, {
    type: 'amendment_proposed',
    actor: person.actor,
    detail: { caseId: found.id, amendmentId: id, fields },
    note: body.note,
  });
  const proposed = await proposeAmendment(tx, {
    id,
    orderId: found.orderId,
    caseId: found.id,
    proposedBy: person.id,
    proposedFact: recorded.fact,
    fields,
    changesSealed: sealChanges(deps.ring, key, found.orderId, body.changes),
  });
  if (!proposed) throw new Refusal('answer_waits');
  return { status: 201, body: recordedBody(recorded) };
};

/** The second person applies or refuses exactly the proposal that they saw. */
export const answer: Act<Routes['answerAmendment']> = async (tx, deps, { params, body, caller }) => {
  const { found, hand } = await waitingCase(tx, params.caseId);
  const { person } = caller;
  const waiting = await lastAmendment(tx, found.id);
  const answered = hand.facts.some(
    ({ type, detail }) =>
      (type === 'order_amended' || type === 'amendment_refused') && detail.amendmentId === waiting?.id,
  );
  if (waiting?.status !== 'proposed' || waiting.id !== body.amendmentId || answered)
    throw new Refusal('nothing_asked');
  const proposed = hand.facts.find(({ number }) => number === waiting.proposedFact);
  if (proposed && handsOf(proposed.actor).some((one) => handsOf(person.actor).includes(one)))
    throw new Refusal('own_request');
  const recorded = await recordFact(tx, deps, hand, {
    type: body.answer === 'applied' ? 'order_amended' : 'amendment_refused',
    actor: person.actor,
    detail: { caseId: found.id, amendmentId: waiting.id, fields: waiting.fields },
    note: body.note,
  });
  return { status: 201, body: recordedBody(recorded) };
};
