import { handsOf } from '../../domain/facts.js';
import { SKIPPABLE } from '../../domain/incident.js';
import { Refusal } from '../../domain/refusal.js';
import { mayNotRetry } from '../../domain/review.js';
import { askedSkip, waitingCase } from '../case-in-hand.js';
import type { Routes } from '../contract/routes.js';
import type { Act } from '../handler.js';
import { given, recordedBody, recordFact } from '../recording.js';

/** Nobody tries any more: the order stays where it is, and no retention ever takes it. */
export const giveUp: Act<Routes['giveUpCase']> = async (tx, deps, { params, body, caller }) => {
  const { found, hand } = await waitingCase(tx, params.caseId);
  const { rootCause, note } = body;
  const recorded = await recordFact(tx, deps, hand, {
    type: 'case_given_up',
    actor: caller.person.actor,
    detail: { caseId: found.id, step: found.step, rootCause },
    note,
  });
  return { status: 201, body: recordedBody(recorded) };
};

/** Asks a colleague to agree that a step was done by other means. */
export const skip: Act<Routes['skipStep']> = async (tx, deps, { params, body, caller }) => {
  const { found, hand } = await waitingCase(tx, params.caseId);
  if (!SKIPPABLE.includes(found.step)) throw new Refusal('step_not_skippable', { step: found.step });
  if (mayNotRetry(hand.facts, handsOf(caller.person.actor))) throw new Refusal('four_eyes');
  if (askedSkip(hand.facts, found.id)) throw new Refusal('answer_waits');
  const { rootCause, proof, note } = body;
  const recorded = await recordFact(tx, deps, hand, {
    type: 'skip_requested',
    actor: caller.person.actor,
    detail: { caseId: found.id, step: found.step, rootCause, proof },
    note,
  });
  return { status: 201, body: recordedBody(recorded) };
};

/** Two people: who asked for the skip does not confirm it. */
export const answerSkip: Act<Routes['answerSkip']> = async (tx, deps, { params, body, caller }) => {
  const { found, hand } = await waitingCase(tx, params.caseId);
  const asked = askedSkip(hand.facts, found.id);
  if (!asked) throw new Refusal('nothing_asked');
  if (handsOf(asked.actor).some((hand) => handsOf(caller.person.actor).includes(hand)))
    throw new Refusal('own_request');
  const { rootCause, proof } = asked.detail;
  const recorded = await recordFact(tx, deps, hand, {
    type: body.answer === 'confirmed' ? 'skip_confirmed' : 'skip_refused',
    actor: caller.person.actor,
    detail: given({ caseId: found.id, step: found.step, rootCause, proof, of: asked.number }),
    note: body.note,
  });
  return { status: 201, body: recordedBody(recorded) };
};
