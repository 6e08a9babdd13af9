import type { Fact } from './facts.js';
import type { OrderKind, OrderLine, Settlement } from './order.js';

/** The sums and yes/no facts that the rules read, from one order's history. Shapes only; no opinion. */
export interface Ledger {
  dueMinor: number;
  paidMinor: number;
  otherCurrencies: readonly string[];
  mismatches: number;
  toShip: number;
  shipped: number;
  shippedTooMuch: readonly number[];
  delivered: boolean;
  serviceCompleted: boolean;
  creditApproved: boolean;
  disputesOpen: number;
}

export interface Ordered {
  kind: OrderKind;
  settlement: Settlement;
  currency: string;
  amountMinor: number;
  lines: readonly Pick<OrderLine, 'lineNo' | 'kind' | 'quantity'>[];
}

/** Reads a history into sums; refunds reduce what is paid, and a shipment without lines ships all that is left. */
export function ledger(order: Ordered, facts: readonly Fact[]): Ledger {
  const shipped = shippedByLine(order, facts);
  const goods = order.lines.filter((line) => line.kind === 'goods');
  return {
    dueMinor: order.amountMinor,
    paidMinor: paid(order, facts),
    otherCurrencies: otherCurrencies(order, facts),
    mismatches: openSince(facts, 'payment_mismatch', ['case_resolved']),
    toShip: goods.reduce((sum, line) => sum + line.quantity, 0),
    shipped: goods.reduce((sum, line) => sum + Math.min(line.quantity, shipped.get(line.lineNo) ?? 0), 0),
    shippedTooMuch: goods
      .filter((line) => (shipped.get(line.lineNo) ?? 0) > line.quantity)
      .map((line) => line.lineNo),
    delivered: count(facts, 'delivered') > 0,
    serviceCompleted: count(facts, 'service_completed') > 0,
    creditApproved: count(facts, 'credit_approved') > 0,
    disputesOpen: openSince(facts, 'dispute_opened', ['dispute_closed', 'case_resolved']),
  };
}

const count = (facts: readonly Fact[], type: Fact['type']): number =>
  facts.filter((fact) => fact.type === type).length;

/** How many of a kind came after the last fact that settles them. */
function openSince(facts: readonly Fact[], type: Fact['type'], settledBy: readonly Fact['type'][]): number {
  const settled = facts.findLast((fact) => settledBy.includes(fact.type))?.number ?? 0;
  return facts.filter((fact) => fact.type === type && fact.number > settled).length;
}

function paid(order: Ordered, facts: readonly Fact[]): number {
  return facts.reduce((sum, fact) => {
    if (fact.detail.currency !== order.currency) return sum;
    if (fact.type === 'payment_received') return sum + (fact.detail.amountMinor ?? 0);
    if (fact.type === 'payment_refunded') return sum - (fact.detail.amountMinor ?? 0);
    return sum;
  }, 0);
}

function otherCurrencies(order: Ordered, facts: readonly Fact[]): string[] {
  const moneyFacts = facts.filter(
    (fact) => fact.type === 'payment_received' || fact.type === 'payment_refunded',
  );
  const others = moneyFacts
    .map((fact) => fact.detail.currency ?? '')
    .filter((currency) => currency !== order.currency);
  return [...new Set(others)];
}

function shippedByLine(order: Ordered, facts: readonly Fact[]): Map<number, number> {
  const shipped = new Map<number, number>();
  const goods = order.lines.filter((line) => line.kind === 'goods');
  for (const fact of facts) {
    if (fact.type !== 'shipped') continue;
    const rest = goods.map(({ lineNo, quantity }) => ({
      lineNo,
      quantity: Math.max(0, quantity - (shipped.get(lineNo) ?? 0)),
    }));
    for (const line of fact.detail.lines ?? rest) {
      shipped.set(line.lineNo, (shipped.get(line.lineNo) ?? 0) + line.quantity);
    }
  }
  return shipped;
}
