import type { State } from '../../../domain/lifecycle.js';
import type { Operation } from '../history.js';
import type { LandedOrder, LandedTrade } from '../world.js';

export const INVARIANTS = {
  I1: 'no double',
  I2: 'no loss',
  I3: 'no phantom',
  I4: 'a refusal has no effect',
  I5: 'one lifecycle',
  I6: 'legal path',
  I7: 'messages and money conserved',
  I8: 'amounts as stated',
  I9: 'four eyes',
  I10: 'audit complete',
  I11: 'nothing stuck',
  I12: 'purge thorough',
  I13: 'no wall clock',
  I14: 'no leak',
} as const;
export type InvariantId = keyof typeof INVARIANTS;

export const VERDICTS = ['lost', 'doubled', 'illegal', 'stuck'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Finding {
  invariant: InvariantId;
  verdict: Verdict;
  line: string;
}

/** One order: what clients asked of it, and what landed. */
export interface Case {
  orderNo: string;
  operations: readonly Operation[];
  /** None when the order is not there. */
  landed: LandedOrder | undefined;
  /** Where its story ends when every operation of it is acknowledged. */
  expected: State | undefined;
  arrivals: ReadonlyMap<string, number>;
  /** Of all providers, by our own name for each. */
  trades: ReadonlyMap<string, LandedTrade>;
}

/** Looks at one order in time linear in its operations and facts. */
export type Rule = (one: Case) => Finding[];

export const finding = (invariant: InvariantId, verdict: Verdict, line: string): Finding => ({
  invariant,
  verdict,
  line,
});

export function countBy<Item>(items: Iterable<Item>, nameOf: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
  return counts;
}
