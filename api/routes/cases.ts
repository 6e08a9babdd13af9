import { caseById, openCases } from '../../db/cases.js';
import { handsOf } from '../../domain/facts.js';
import { Refusal } from '../../domain/refusal.js';
import { mayNotRetry } from '../../domain/review.js';
import { caseInHand, pending, waitingCase } from '../case-in-hand.js';
import type { Routes } from '../contract/routes.js';
import { caseFace } from '../faces.js';
import type { Act, Read } from '../handler.js';
import { cursorOf } from '../paging.js';
import { given, recordedBody, recordFact } from '../recording.js';

export const list: Read<Routes['listCases']> = async (deps, { query, caller: { person } }) => {
  const { kind, causeKey, status, limit } = query;
  const filter = {
    person,
    ...(kind && { kind }),
    ...(causeKey && { causeKey }),
    ...(status && { givenUp: true }),
  };
  const { items, next } = await openCases(deps.db, filter, limit, cursorOf(query));
  return { status: 200, body: { items: items.map(caseFace), ...(next && { next }) } };
};

export const show: Read<Routes['showCase']> = async (deps, { params }) => {
  const found = await caseById(deps.db, params.caseId);
  if (!found) throw new Refusal('case_unknown');
  return { status: 200, body: caseFace(found) };
};

const YEAR_MS = 366 * 86_400_000;

/** A technician has the failed step tried again; only a write-off that was read back closes the case (P6.3.2). */
export const retry: Act<Routes['retryCase']> = async (tx, deps, { params, body, caller }) => {
  const { found, hand } = await waitingCase(tx, params.caseId, { orGivenUp: true });
  if (mayNotRetry(hand.facts, handsOf(caller.person.actor))) throw new Refusal('four_eyes');
  const { rootCause, reason, at, note } = body;
  const aheadMs = at ? Date.parse(at) - (deps.now?.() ?? new Date()).getTime() : 1;
  if (aheadMs <= 0 || aheadMs > YEAR_MS) throw new Refusal('moment_past');
  const recorded = await recordFact(tx, deps, hand, {
    type: at === undefined ? 'retry_requested' : 'retry_scheduled',
    actor: caller.person.actor,
    detail: given({ caseId: found.id, step: found.step, rootCause, reason, at: at ?? undefined }),
    note,
  });
  return { status: 201, body: recordedBody(recorded) };
};

/** People agreed what becomes of a business case; the order is verified again on what they changed. */
export const resolve: Act<Routes['resolveCase']> = async (tx, deps, { params, body, caller }) => {
  const { found, hand } = await caseInHand(tx, params.caseId);
  if (found.kind !== 'business') throw new Refusal('case_not_business');
  if (pending(hand, 'case_resolved', found.id)) throw new Refusal('case_closed');
  const { resolution, rootCause, note } = body;
  const recorded = await recordFact(tx, deps, hand, {
    type: 'case_resolved',
    actor: caller.person.actor,
    // An answer settles what the verification behind its case had seen, and nothing that came later.
    detail: given({ caseId: found.id, resolution, rootCause, materialFact: found.detail.materialFact }),
    note,
  });
  return { status: 201, body: recordedBody(recorded) };
};
