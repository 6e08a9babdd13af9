import type { Fact, FactType } from './facts.js';
import type { State } from './lifecycle.js';
import type { OrderLine, Settlement } from './order.js';

/** What is done with goods, in its order (P3.2.4): each deed is a fact of the world about lines and quantities. */

export const HANDLINGS = ['pick', 'pack', 'ship', 'deliver'] as const;
export type Handling = (typeof HANDLINGS)[number];

/** The fact that each deed is recorded as. */
export const HANDLING_FACTS = {
  pick: 'picked',
  pack: 'packed',
  ship: 'shipped',
  deliver: 'delivered',
} as const satisfies Record<Handling, FactType>;

export interface Pieces {
  lineNo: number;
  quantity: number;
}

/** How many of a line were ordered, and how far they have come. */
export interface GoodsLine extends Pieces {
  picked: number;
  packed: number;
  shipped: number;
  delivered: number;
}

/**
 * The goods of an order by line. What was shipped was packed, and what was packed was picked, whoever stated it; two who
 * state the same picking picked no more than was ordered.
 */
export function goodsOf(
  lines: readonly Pick<OrderLine, 'lineNo' | 'kind' | 'quantity'>[],
  facts: readonly Fact[],
): GoodsLine[] {
  const goods = lines.filter((line) => line.kind === 'goods');
  const by = (handling: Handling) => stated(goods, facts, HANDLING_FACTS[handling]);
  const [pick, pack, ship, deliver] = [by('pick'), by('pack'), by('ship'), by('deliver')];
  return goods.map(({ lineNo, quantity }) => {
    const shipped = ship.get(lineNo) ?? 0;
    const packed = Math.max(Math.min(pack.get(lineNo) ?? 0, quantity), shipped);
    const picked = Math.max(Math.min(pick.get(lineNo) ?? 0, quantity), packed);
    return { lineNo, quantity, picked, packed, shipped, delivered: deliver.get(lineNo) ?? 0 };
  });
}

/** How many of each line the facts of a type are about; one that names no lines is about all that is left. */
export function stated(
  goods: readonly Pieces[],
  facts: readonly Fact[],
  type: FactType,
): Map<number, number> {
  const sums = new Map<number, number>();
  for (const fact of facts) {
    if (fact.type !== type) continue;
    const rest = goods.map(({ lineNo, quantity }) => ({
      lineNo,
      quantity: Math.max(0, quantity - (sums.get(lineNo) ?? 0)),
    }));
    for (const { lineNo, quantity } of fact.detail.lines ?? rest)
      sums.set(lineNo, (sums.get(lineNo) ?? 0) + quantity);
  }
  return sums;
}

/** How many of a line may still be handled so: never more than was ordered, nor delivered than was shipped. */
export function mostOf(line: GoodsLine, handling: Handling): number {
  const { quantity, picked, packed, shipped, delivered } = line;
  switch (handling) {
    case 'pick':
      return Math.max(0, quantity - picked);
    case 'pack':
      return Math.max(0, quantity - packed);
    case 'ship':
      return Math.max(0, quantity - shipped);
    case 'deliver':
      return Math.max(0, shipped - delivered);
  }
}

/** How many of a line wait for this very deed, the deed before it being done. */
function waitingOf(line: GoodsLine, handling: Handling): number {
  const { picked, packed, shipped } = line;
  switch (handling) {
    case 'pack':
      return picked - packed;
    case 'ship':
      return Math.max(0, packed - shipped);
    case 'pick':
    case 'deliver':
      return mostOf(line, handling);
  }
}

/** Pieces for each deed. */
export type Work = Readonly<Record<Handling, number>>;

const workBy = (count: (handling: Handling) => number): Work => ({
  pick: count('pick'),
  pack: count('pack'),
  ship: count('ship'),
  deliver: count('deliver'),
});

/** Of a line, what waits for each deed and how many may be handled so at most. */
export const standOf = (line: GoodsLine): { waits: Work; left: Work } => ({
  waits: workBy((handling) => waitingOf(line, handling)),
  left: workBy((handling) => mostOf(line, handling)),
});

/** Everything that a deed can be about now: what waits for it, or where nothing waits all that is left. */
export function allOf(goods: readonly GoodsLine[], handling: Handling): Pieces[] {
  const by = (count: (line: GoodsLine, handling: Handling) => number) =>
    goods
      .map((line) => ({ lineNo: line.lineNo, quantity: count(line, handling) }))
      .filter(({ quantity }) => quantity > 0);
  const waiting = by(waitingOf);
  return waiting.length > 0 ? waiting : by(mostOf);
}

/** The lines of which more was asked for than may be handled. */
export function beyond(
  goods: readonly GoodsLine[],
  handling: Handling,
  lines: readonly Pieces[],
): { lineNo: number; most: number }[] {
  const asked = new Map<number, number>();
  for (const { lineNo, quantity } of lines) asked.set(lineNo, (asked.get(lineNo) ?? 0) + quantity);
  return goods
    .map((line) => ({ lineNo: line.lineNo, most: mostOf(line, handling) }))
    .filter(({ lineNo, most }) => (asked.get(lineNo) ?? 0) > most);
}

const UNDER_WAY: readonly State[] = [
  'issued',
  'dispatched',
  'circulating',
  'verifying',
  'pending_review',
  'exception',
];

/** Whether goods may be handled by plan: with a code and before the end; a delivery may follow the write-off. */
export const mayHandle = (state: State, handling: Handling): boolean =>
  UNDER_WAY.includes(state) || (handling === 'deliver' && (state === 'written_off' || state === 'archived'));

export const NO_WORK: Work = { pick: 0, pack: 0, ship: 0, deliver: 0 };

const WORKED: readonly State[] = ['issued', 'dispatched', 'circulating'];

/** Whether an order must be paid before its goods leave, and is not. */
export const isUnpaid = (
  settlement: Settlement,
  { dueMinor, paidMinor }: { dueMinor: number; paidMinor: number },
): boolean => settlement === 'prepaid' && paidMinor < dueMinor;

/** What an order has for the warehouse to do now; what is to be paid first and is not is no work yet. */
export function workOf(
  order: { state: State; settlement: Settlement; goods: readonly GoodsLine[] },
  sums: { dueMinor: number; paidMinor: number },
): Work {
  if (isUnpaid(order.settlement, sums) || !WORKED.includes(order.state)) return NO_WORK;
  return workBy((handling) => order.goods.reduce((total, line) => total + waitingOf(line, handling), 0));
}

/** The first deed that anything waits for. */
export const nextHandling = (work: Work): Handling | undefined =>
  HANDLINGS.find((handling) => work[handling] > 0);
