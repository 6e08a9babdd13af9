import { type Fact, type FactType, handsOf } from './facts.js';

/** Four eyes (P6.1.3): who may decide about an order, and when its decisions add up. */

/** Deeds after which a person cannot review the order; the database refuses the same list. */
export const OWN_HAND: readonly FactType[] = [
  'order_entered',
  'order_amended',
  'payment_received',
  'payment_refunded',
  'shipped',
  'service_completed',
  'retry_requested',
];

const didIt = (fact: Fact, hands: readonly string[]): boolean =>
  fact.actor.kind === 'person' && handsOf(fact.actor).some((hand) => hands.includes(hand));

/** Why a person, or somebody in their place (`handsOf`), may not review an order; undefined when they may. */
export function mayNotReview(
  facts: readonly Fact[],
  hands: string | readonly string[],
): FactType | undefined {
  return facts.find((fact) => OWN_HAND.includes(fact.type) && didIt(fact, [hands].flat()))?.type;
}

export interface Decision {
  personId: string;
  decision: 'approved' | 'rejected' | 'returned';
}

/** One rejection or return ends a review; approvals by different people add up to what the policy asks for. */
export function standing(
  decisions: readonly Decision[],
  reviewersNeeded: number,
): 'open' | 'approved' | 'rejected' | 'returned' {
  const ended = decisions.find((one) => one.decision !== 'approved');
  if (ended) return ended.decision === 'rejected' ? 'rejected' : 'returned';
  return new Set(decisions.map((one) => one.personId)).size >= reviewersNeeded ? 'approved' : 'open';
}

/** A reviewer who approved an order cannot retry its failed write-off: the mirror of the rule above. */
export function mayNotRetry(facts: readonly Fact[], hands: string | readonly string[]): boolean {
  return facts.some((fact) => fact.type === 'review_approved' && didIt(fact, [hands].flat()));
}
