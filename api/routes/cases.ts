import { type CaseRow, caseById, openCases } from '../../db/cases.js';
import { lockOrder } from '../../db/orders.js';
import type { Tx } from '../../db/sql.js';
import { type FactType, handsOf } from '../../domain/facts.js';
import { Refusal } from '../../domain/refusal.js';
import { mayNotRetry } from '../../domain/review.js';
import type { Routes } from '../contract/routes.js';
import { caseFace } from '../faces.js';
import type { Act, Read } from '../handler.js';
import { cursorOf } from '../paging.js';
import { given, type InHand, recordedBody, recordFact, withFacts } from '../recording.js';

export const list: Read<Routes['listCases']> = async (deps, { query, caller: { person } }) => {
  const { kind, limit } = query;
  const { items, next } = await openCases(deps.db, { person, ...(kind && { kind }) }, limit, cursorOf(query));
  return { status: 200, body: { items: items.map(caseFace), ...(next && { next }) } };
};

export const show: Read<Routes['showCase']> = async (deps, { params }) => {
  const found = await caseById(deps.db, params.caseId);
  if (!found) throw new Refusal('case_unknown');
  return { status: 200, body: caseFace(found) };
};

/** A technician has the failed step tried again; only a write-off that was read back closes the case (P6.3.2). */
export const retry: Act<Routes['retryCase']> = async (tx, deps, { params, body, caller }) => {
  const { found, hand } = await caseInHand(tx, params.caseId);
  if (found.kind !== 'technical') throw new Refusal('case_not_technical');
  if (found.status === 'retrying' || pending(hand, 'retry_requested', found.id))
    throw new Refusal('state_forbids', { case: 'retrying' });
  if (mayNotRetry(hand.facts, handsOf(caller.person.actor))) throw new Refusal('four_eyes');
  const recorded = await recordFact(tx, deps, hand, {
    type: 'retry_requested',
    actor: caller.person.actor,
    detail: given({ caseId: found.id, step: found.step, reason: body.reason }),
    note: body.note,
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

/** A case that is not over, its order under lock. */
async function caseInHand(tx: Tx, caseId: string): Promise<{ found: CaseRow; hand: InHand }> {
  const before = await caseById(tx, caseId);
  const row = before && (await lockOrder(tx, before.orderId));
  const found = row && (await caseById(tx, caseId));
  if (!row || !found) throw new Refusal('case_unknown');
  if (found.status !== 'open' && found.status !== 'retrying') throw new Refusal('case_closed');
  return { found, hand: await withFacts(tx, row) };
}

/** Asked for already, and not taken in by the lifecycle yet. */
function pending({ row, facts }: InHand, type: FactType, caseId: string): boolean {
  return facts.some(
    (fact) => fact.number > row.appliedFact && fact.type === type && fact.detail.caseId === caseId,
  );
}
