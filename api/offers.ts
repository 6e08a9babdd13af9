import type { Fact } from '../domain/facts.js';
import { DEPARTMENTS, type Department } from '../domain/people.js';
import { Refusal } from '../domain/refusal.js';

/** The last offered transfer of an order, from its facts. */
export interface Offer {
  fact: number;
  toKind: 'department' | 'carrier' | 'customer';
  toName: string;
  answered: boolean;
}

const ANSWERS: readonly Fact['type'][] = ['transfer_accepted', 'transfer_refused', 'transfer_timed_out'];

export function lastOffer(facts: readonly Fact[]): Offer | undefined {
  const offered = facts.findLast((fact) => fact.type === 'transfer_offered');
  if (!offered) return undefined;
  const { toKind, toName } = offered.detail;
  return {
    fact: offered.number,
    toKind: toKind === 'carrier' || toKind === 'customer' ? toKind : 'department',
    toName: String(toName ?? ''),
    answered: facts.some((fact) => fact.number > offered.number && ANSWERS.includes(fact.type)),
  };
}

/** The offer that waits for its answer; `which` is the fact of the offer that is meant. */
export function offerToAnswer(facts: readonly Fact[], which?: number): Offer {
  const offer = lastOffer(facts);
  if (!offer) throw new Refusal('transfer_unknown');
  if (offer.answered) throw new Refusal('transfer_answered');
  if (which !== undefined && which !== offer.fact)
    throw new Refusal('transfer_answered', { offer: offer.fact });
  return offer;
}

/** Who answers: the department itself; for a carrier the one that deals with carriers, for a customer likewise. */
export function receiverOf(offer: Offer): Department | undefined {
  switch (offer.toKind) {
    case 'carrier':
      return 'logistics';
    case 'customer':
      return 'customer_service';
    case 'department':
      return DEPARTMENTS.find((department) => department === offer.toName);
  }
}

/** The department that is responsible once an offer is accepted; a customer is no department. */
export function acceptedBy(offer: Offer): { department?: Department } {
  const department = offer.toKind === 'customer' ? undefined : receiverOf(offer);
  return department ? { department } : {};
}
