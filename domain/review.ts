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
  'evidence_supplied',
  'amendment_proposed',
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

/** The fact that records a decision. */
export const DECISION_FACTS = {
  approved: 'review_approved',
  rejected: 'review_rejected',
  returned: 'review_returned',
} as const satisfies Record<Decision['decision'], FactType>;

/** A decision with everybody whose decision it counts as. */
export interface SeenDecision extends Decision {
  hands: string[];
}

/** The decisions that stand on one review, from the facts: its rows may lag behind them. */
export function decisionsOn(facts: readonly Fact[], reviewId: string): SeenDecision[] {
  let standing: SeenDecision[] = [];
  for (const { type, actor, detail } of facts) {
    if (detail.reviewId !== reviewId || actor.kind !== 'person') continue;
    const decision = DECISIONS.find((word) => DECISION_FACTS[word] === type);
    if (decision) standing.push({ personId: actor.id, hands: handsOf(actor), decision });
    if (type === 'review_withdrawn') standing = standing.filter(({ personId }) => personId !== actor.id);
  }
  return standing;
}

const DECISIONS = Object.keys(DECISION_FACTS) as Decision['decision'][];

/** One rejection or return ends a review; approvals by different people add up to what the policy asks for. */
export function standing(
  decisions: readonly Decision[],
  reviewersNeeded: number,
): 'open' | 'approved' | 'rejected' | 'returned' {
  const ended = decisions.find((one) => one.decision !== 'approved');
  if (ended) return ended.decision === 'rejected' ? 'rejected' : 'returned';
  return new Set(decisions.map((one) => one.personId)).size >= reviewersNeeded ? 'approved' : 'open';
}

export const RISK_LEVELS = ['key', 'high', 'medium'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

/** Risks that come from what people did, not from how much it is. */
const CONDUCT: readonly string[] = [
  'amended_after_issue',
  'mismatch_corrected',
  'scan_anomaly',
  'entered_by_own_hand',
];

/** How closely to look: `key` needs two reviewers; conduct, or more than one risk, weighs more than an amount alone. */
export function riskLevel(risks: readonly string[], reviewersNeeded: number): RiskLevel {
  if (reviewersNeeded > 1) return 'key';
  return risks.length > 1 || risks.some((risk) => CONDUCT.includes(risk)) ? 'high' : 'medium';
}

/** A reviewer who approved an order cannot retry its failed write-off: the mirror of the rule above. */
export function mayNotRetry(facts: readonly Fact[], hands: string | readonly string[]): boolean {
  return facts.some((fact) => fact.type === 'review_approved' && didIt(fact, [hands].flat()));
}

/** The queue's views; those of one person depend on who asks. */
export const REVIEW_VIEWS = [
  'open',
  'mine',
  'unclaimed',
  'second',
  'today',
  'overdue',
  'returned',
  'done',
  'all',
] as const;
export type ReviewView = (typeof REVIEW_VIEWS)[number];
