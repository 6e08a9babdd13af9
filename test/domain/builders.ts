import type { Actor, Fact, FactDetail, FactType } from '../../domain/facts.js';
import type { Standing } from '../../domain/lifecycle.js';
import { type OrderDraft, type OrderLine, totalMinor } from '../../domain/order.js';
import type { RiskInputs } from '../../domain/rules.js';

/** An order as stated and as ordered: fits every door that takes an `OrderDraft` or an `Ordered`. */
export interface BuiltOrder extends OrderDraft {
  amountMinor: number;
}

export function aLine(parts: Partial<OrderLine> = {}): OrderLine {
  return {
    lineNo: 1,
    kind: 'goods',
    sku: 'SKU-1',
    name: '龙井茶',
    quantity: 1,
    amountMinor: 50_000,
    ...parts,
  };
}

/** Prepaid goods for CNY 500.00 in one line; the amount follows the lines unless it is given. */
export function anOrder(parts: Partial<BuiltOrder> = {}): BuiltOrder {
  const lines = parts.lines ?? [
    aLine(parts.amountMinor === undefined ? {} : { amountMinor: parts.amountMinor }),
  ];
  return {
    orderNo: 'SO-1001',
    orderedAt: '2026-03-02T09:00:00+08:00',
    kind: 'goods',
    settlement: 'prepaid',
    currency: 'CNY',
    customer: { ref: 'C-7', name: '王小明' },
    amountMinor: totalMinor(lines),
    ...parts,
    lines,
  };
}

export const aPerson = (id: string, department = 'finance'): Actor => ({ kind: 'person', id, department });
export const theSystem: Actor = { kind: 'system', id: 'import' };

const NOON = new Date('2026-03-02T12:00:00+08:00');

/** One fact; its detail comes first because that is what most tests are about. */
export function aFact(
  type: FactType,
  detail: FactDetail = {},
  parts: Partial<Omit<Fact, 'type' | 'detail'>> = {},
): Fact {
  return {
    number: 1,
    type,
    happenedAt: NOON,
    recordedAt: NOON,
    actor: theSystem,
    source: 'api',
    detail,
    ...parts,
  };
}

/** A fact, or its bare type when its detail does not matter. */
export type Happening = Fact | FactType;

/** Numbers facts 1, 2, 3 … as the order's lock would. */
export function aHistory(...facts: readonly Happening[]): Fact[] {
  return facts.map((one, index) => ({
    ...(typeof one === 'string' ? aFact(one) : one),
    number: index + 1,
  }));
}

export const pays = (amountMinor: number, currency = 'CNY', actor: Actor = theSystem): Fact =>
  aFact('payment_received', { amountMinor, currency }, { actor });
export const refunds = (amountMinor: number, currency = 'CNY'): Fact =>
  aFact('payment_refunded', { amountMinor, currency });
export const ships = (...lines: readonly (readonly [lineNo: number, quantity: number])[]): Fact =>
  aFact('shipped', { lines: lines.map(([lineNo, quantity]) => ({ lineNo, quantity })) });

/** A circulating order without facts, messages, cases, verification or review. */
export function aStanding(parts: Partial<Standing> = {}): Standing {
  const facts = parts.facts ?? [];
  return {
    state: 'circulating',
    appliedFact: facts.at(-1)?.number ?? 0,
    facts,
    messages: { wanted: false, prepared: false },
    blockingCases: 0,
    stalled: false,
    ...parts,
  };
}

/** A verification that passed without risk on all facts so far, recorded after the last of them. */
export function aPass(
  facts: readonly Pick<Fact, 'number'>[],
  parts: Partial<NonNullable<Standing['verified']>> = {},
): NonNullable<Standing['verified']> {
  const last = facts.at(-1)?.number ?? 0;
  return { materialFact: last, factNumber: last + 1, verdict: 'pass', reviewers: 0, ...parts };
}

/** Nothing known about the order that is a risk. */
export const noRisk: RiskInputs = { watched: false, firstOrderOfCustomer: false, scanAnomaly: false };
