import type { Fact } from './facts.js';
import { stated } from './goods.js';
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
  const goods = order.lines.filter((line) => line.kind === 'goods');
  const shipped = stated(goods, facts, 'shipped');
  return {
    dueMinor: order.amountMinor,
    paidMinor: paid(order, facts),
    otherCurrencies: otherCurrencies(order, facts),
    mismatches: open(facts, 'payment_mismatch', 'case_resolved').length,
    toShip: goods.reduce((sum, line) => sum + line.quantity, 0),
    shipped: goods.reduce((sum, line) => sum + Math.min(line.quantity, shipped.get(line.lineNo) ?? 0), 0),
    shippedTooMuch: goods
      .filter((line) => (shipped.get(line.lineNo) ?? 0) > line.quantity)
      .map((line) => line.lineNo),
    delivered: delivered(goods, facts),
    serviceCompleted: count(facts, 'service_completed') > 0,
    creditApproved: count(facts, 'credit_approved') > 0,
    disputesOpen: open(facts, 'dispute_opened', 'dispute_closed').length,
  };
}

/** A delivery that names no lines is of everything; those that do add up to it. */
function delivered(
  goods: readonly Pick<OrderLine, 'lineNo' | 'quantity'>[],
  facts: readonly Fact[],
): boolean {
  if (facts.some(({ type, detail }) => type === 'delivered' && detail.lines === undefined)) return true;
  const sums = stated(goods, facts, 'delivered');
  return goods.length > 0 && goods.every((line) => (sums.get(line.lineNo) ?? 0) >= line.quantity);
}

const count = (facts: readonly Fact[], type: Fact['type']): number =>
  facts.filter((fact) => fact.type === type).length;

/**
 * The questions of a kind that nobody has answered yet, oldest first. A closing answers the oldest; a resolved case
 * answers those that the verification behind it had seen, and no others.
 */
function open(facts: readonly Fact[], question: Fact['type'], closing: Fact['type']): number[] {
  let waiting: number[] = [];
  for (const fact of facts) {
    if (fact.type === question) waiting.push(fact.number);
    if (fact.type === closing && fact.type !== 'case_resolved') waiting.shift();
    if (fact.type === 'case_resolved')
      waiting = waiting.filter((number) => number > (fact.detail.materialFact ?? 0));
  }
  return waiting;
}

function paid(order: Ordered, facts: readonly Fact[]): number {
  return netByCurrency(facts).get(order.currency) ?? 0;
}

/** Currencies in which money came and did not go back. */
function otherCurrencies(order: Ordered, facts: readonly Fact[]): string[] {
  const others = [...netByCurrency(facts)].filter(
    ([currency, net]) => currency !== order.currency && net !== 0,
  );
  return others.map(([currency]) => currency);
}

function netByCurrency(facts: readonly Fact[]): Map<string, number> {
  const net = new Map<string, number>();
  for (const { type, detail } of facts) {
    if (type !== 'payment_received' && type !== 'payment_refunded') continue;
    const sign = type === 'payment_received' ? 1 : -1;
    const currency = detail.currency ?? '';
    net.set(currency, (net.get(currency) ?? 0) + sign * (detail.amountMinor ?? 0));
  }
  return net;
}

/** What is left to ship of each goods line, by its number. */
export function leftToShip(order: Ordered, facts: readonly Fact[]): Map<number, number> {
  const goods = order.lines.filter(({ kind }) => kind === 'goods');
  const shipped = stated(goods, facts, 'shipped');
  return new Map(
    goods.map(({ lineNo, quantity }) => [lineNo, Math.max(0, quantity - (shipped.get(lineNo) ?? 0))]),
  );
}
