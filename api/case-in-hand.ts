import { type CaseRow, caseById } from '../db/cases.js';
import { lockOrder } from '../db/orders.js';
import type { Tx } from '../db/sql.js';
import type { Fact, FactType } from '../domain/facts.js';
import { Refusal } from '../domain/refusal.js';
import { type InHand, withFacts } from './recording.js';

export interface CaseInHand {
  found: CaseRow;
  hand: InHand;
}

/** A case that is not over, its order under lock. What was given up may be taken up again. */
export async function caseInHand(tx: Tx, caseId: string, { orGivenUp = false } = {}): Promise<CaseInHand> {
  const before = await caseById(tx, caseId);
  const row = before && (await lockOrder(tx, before.orderId));
  const found = row && (await caseById(tx, caseId));
  if (!row || !found) throw new Refusal('case_unknown');
  const goesOn = found.status === 'open' || found.status === 'retrying';
  if (!goesOn && !(orGivenUp && found.status === 'given_up')) throw new Refusal('case_closed');
  return { found, hand: await withFacts(tx, row) };
}

/** A technical case that waits for people: neither under retry nor about to be. */
export async function waitingCase(
  tx: Tx,
  caseId: string,
  options: { orGivenUp?: boolean } = {},
): Promise<CaseInHand> {
  const { found, hand } = await caseInHand(tx, caseId, options);
  if (found.kind !== 'technical') throw new Refusal('case_not_technical');
  if (found.status === 'retrying' || pending(hand, 'retry_requested', found.id))
    throw new Refusal('state_forbids', { case: 'retrying' });
  if (pending(hand, 'case_given_up', found.id) || pending(hand, 'skip_confirmed', found.id))
    throw new Refusal('case_closed');
  return { found, hand };
}

/** Asked for already, and not taken in by the lifecycle yet. */
export function pending({ row, facts }: InHand, type: FactType, caseId: string): boolean {
  return facts.some(
    (fact) => fact.number > row.appliedFact && fact.type === type && fact.detail.caseId === caseId,
  );
}

/** The request to skip a case's step that nobody has answered yet. */
export function askedSkip(facts: readonly Fact[], caseId: string): Fact | undefined {
  const last = facts.findLast((fact) => SKIPS.includes(fact.type) && fact.detail.caseId === caseId);
  return last?.type === 'skip_requested' ? last : undefined;
}

const SKIPS: readonly FactType[] = ['skip_requested', 'skip_confirmed', 'skip_refused', 'retry_requested'];
