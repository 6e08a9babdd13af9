import { type Fact, handsOf, lastMaterial } from './facts.js';
import { type Ledger, ledger, type Ordered } from './ledger.js';
import { formatMinor } from './money.js';
import type { OrderKind, Settlement } from './order.js';

/** Write-off and risk rules are data: decision tables of a policy version, explained at every evaluation (P6.1.1–P6.1.3). */

export const CONDITIONS = [
  'paid_in_full',
  'all_shipped',
  'delivered',
  'service_completed',
  'credit_approved',
] as const;
export type Condition = (typeof CONDITIONS)[number];
export const CONTRADICTIONS = [
  'overpaid',
  'other_currency',
  'shipped_too_much',
  'payment_mismatch',
  'dispute_open',
] as const;
export type Contradiction = (typeof CONTRADICTIONS)[number];
export const RISKS = [
  'amount_at_least',
  'watched',
  'amended_after_issue',
  'mismatch_corrected',
  'scan_anomaly',
  'reissued',
  'first_order_at_least',
  'entered_by_own_hand',
] as const;
export type Risk = (typeof RISKS)[number];

export interface WriteOffRule {
  id: string;
  kind: OrderKind;
  settlement: Settlement;
  requires: readonly Condition[];
}

export interface RiskRule {
  id: Risk;
  /** Minor units per currency; a currency without a threshold counts as over it. */
  thresholds?: Readonly<Record<string, number>>;
}

export interface PolicyRules {
  writeOff: readonly WriteOffRule[];
  contradictions: readonly Contradiction[];
  risks: readonly RiskRule[];
  /** From this amount on, two different reviewers. */
  twoReviewersFrom: Readonly<Record<string, number>>;
}

/** What a rule looked at, in words of data: `expected` and `found` are shown as they are. */
export interface Outcome<Id extends string> {
  id: Id;
  met: boolean;
  expected: string;
  found: string;
}

export interface Evaluation {
  rule: string;
  verdict: 'pass' | 'not_yet' | 'fail';
  materialFact: number;
  conditions: readonly Outcome<Condition>[];
  contradictions: readonly Outcome<Contradiction>[];
  risks: readonly Outcome<Risk>[];
  reviewers: 0 | 1 | 2;
  /** The changes that would have made it pass, nearest first; empty when it passed. */
  nearest: readonly string[];
  inputs: Ledger;
}

/** What the risk rules know beside the ledger. */
export interface RiskInputs {
  watched: boolean;
  firstOrderOfCustomer: boolean;
  scanAnomaly: boolean;
}

/** What the risk rules know of an order from its own facts. */
export function riskInputs(facts: readonly Fact[], firstOrderOfCustomer: boolean): RiskInputs {
  return {
    watched: facts.findLast((fact) => fact.type === 'watch_set')?.detail.on === true,
    firstOrderOfCustomer,
    scanAnomaly: facts.some((fact) => fact.type === 'scanned' && fact.detail.anomaly !== undefined),
  };
}

/** Evaluates a policy's rules on the facts; explains every rule, and never throws for lack of one (`not_yet`). */
export function evaluate(
  policy: PolicyRules,
  order: Ordered,
  facts: readonly Fact[],
  known: RiskInputs,
): Evaluation {
  const sums = ledger(order, facts);
  const rule = policy.writeOff.find((row) => row.kind === order.kind && row.settlement === order.settlement);
  const conditions = (rule?.requires ?? []).map((id) => condition(id, sums, order.currency));
  const contradictions = policy.contradictions.map((id) => contradiction(id, sums, order.currency));
  const risks = policy.risks.map((row) => risk(row, order, facts, known));
  const against = contradictions.filter((outcome) => outcome.met);
  const missing = conditions.filter((outcome) => !outcome.met);
  const verdict = against.length > 0 ? 'fail' : !rule || missing.length > 0 ? 'not_yet' : 'pass';
  return {
    rule: rule?.id ?? 'none',
    verdict,
    materialFact: lastMaterial(facts),
    conditions,
    contradictions,
    risks,
    reviewers: reviewers(
      policy,
      order,
      risks.some((outcome) => outcome.met),
    ),
    nearest: rule
      ? [...against, ...missing].map((outcome) => change(outcome.id, sums, order.currency))
      : [`add a write-off rule for ${order.kind} ${order.settlement}`],
    inputs: sums,
  };
}

function condition(id: Condition, sums: Ledger, currency: string): Outcome<Condition> {
  const yes = (met: boolean): Outcome<Condition> => ({ id, met, expected: 'yes', found: met ? 'yes' : 'no' });
  switch (id) {
    case 'paid_in_full':
      return {
        id,
        met: sums.paidMinor >= sums.dueMinor,
        expected: money(sums.dueMinor, currency),
        found: money(sums.paidMinor, currency),
      };
    case 'all_shipped':
      return {
        id,
        met: sums.toShip > 0 && sums.shipped >= sums.toShip,
        expected: String(sums.toShip),
        found: String(sums.shipped),
      };
    case 'delivered':
      return yes(sums.delivered);
    case 'service_completed':
      return yes(sums.serviceCompleted);
    case 'credit_approved':
      return yes(sums.creditApproved);
  }
}

/** `met` here means: the contradiction is there. */
function contradiction(id: Contradiction, sums: Ledger, currency: string): Outcome<Contradiction> {
  switch (id) {
    case 'overpaid':
      return {
        id,
        met: sums.paidMinor > sums.dueMinor,
        expected: `≤ ${money(sums.dueMinor, currency)}`,
        found: money(sums.paidMinor, currency),
      };
    case 'other_currency':
      return {
        id,
        met: sums.otherCurrencies.length > 0,
        expected: currency,
        found: [currency, ...sums.otherCurrencies].join(' '),
      };
    case 'shipped_too_much':
      return {
        id,
        met: sums.shippedTooMuch.length > 0,
        expected: 'none',
        found: sums.shippedTooMuch.join(' ') || 'none',
      };
    case 'payment_mismatch':
      return { id, met: sums.mismatches > 0, expected: '0', found: String(sums.mismatches) };
    case 'dispute_open':
      return { id, met: sums.disputesOpen > 0, expected: '0', found: String(sums.disputesOpen) };
  }
}

function risk(row: RiskRule, order: Ordered, facts: readonly Fact[], known: RiskInputs): Outcome<Risk> {
  const yes = (met: boolean): Outcome<Risk> => ({
    id: row.id,
    met,
    expected: 'no',
    found: met ? 'yes' : 'no',
  });
  const issuedAt = facts.find((fact) => fact.type === 'code_issued')?.number;
  switch (row.id) {
    case 'amount_at_least':
      return threshold(row, order, true);
    case 'first_order_at_least':
      return threshold(row, order, known.firstOrderOfCustomer);
    case 'watched':
      return yes(known.watched);
    case 'amended_after_issue':
      return yes(
        issuedAt !== undefined &&
          facts.some((fact) => fact.type === 'order_amended' && fact.number > issuedAt),
      );
    case 'mismatch_corrected':
      return yes(facts.some((fact) => fact.type === 'payment_mismatch'));
    case 'scan_anomaly':
      return yes(known.scanAnomaly);
    case 'reissued':
      return yes(facts.some(({ type, detail }) => type === 'reissue_requested' && !detail.compromiseId));
    case 'entered_by_own_hand':
      return yes(ownHand(facts));
  }
}

function threshold(row: RiskRule, order: Ordered, applies: boolean): Outcome<Risk> {
  const limit = row.thresholds?.[order.currency];
  const found = money(order.amountMinor, order.currency);
  if (limit === undefined)
    return { id: row.id, met: applies, expected: `no threshold for ${order.currency}`, found };
  return {
    id: row.id,
    met: applies && order.amountMinor >= limit,
    expected: `< ${money(limit, order.currency)}`,
    found,
  };
}

const TOUCHES: readonly Fact['type'][] = [
  'payment_received',
  'shipped',
  'service_completed',
  'retry_requested',
];

/** The person who entered the order also took its money, shipped it, did its service or retried it. */
function ownHand(facts: readonly Fact[]): boolean {
  const entered = facts.find((fact) => fact.type === 'order_entered')?.actor;
  if (entered?.kind !== 'person') return false;
  return facts.some(
    ({ type, actor }) =>
      TOUCHES.includes(type) &&
      actor.kind === 'person' &&
      handsOf(actor).some((hand) => handsOf(entered).includes(hand)),
  );
}

function reviewers(policy: PolicyRules, order: Ordered, risky: boolean): 0 | 1 | 2 {
  const limit = policy.twoReviewersFrom[order.currency];
  if (limit !== undefined && order.amountMinor >= limit) return 2;
  return risky ? 1 : 0;
}

function change(id: Condition | Contradiction, sums: Ledger, currency: string): string {
  switch (id) {
    case 'paid_in_full':
      return `pay ${money(sums.dueMinor - sums.paidMinor, currency)} more`;
    case 'all_shipped':
      return `ship ${sums.toShip - sums.shipped} more`;
    case 'delivered':
      return 'deliver the goods';
    case 'service_completed':
      return 'complete the service';
    case 'credit_approved':
      return 'approve the credit';
    case 'overpaid':
      return `refund ${money(sums.paidMinor - sums.dueMinor, currency)}`;
    case 'other_currency':
      return `settle in ${currency} only`;
    case 'shipped_too_much':
      return 'take back what was shipped beyond the order';
    case 'payment_mismatch':
      return 'clear the payment mismatch';
    case 'dispute_open':
      return 'close the dispute';
  }
}

const money = (amountMinor: number, currency: string): string =>
  `${currency} ${formatMinor(amountMinor, currency)}`;
