import type { FactSeen, WholeOrder } from '../../db/whole-orders.js';
import type { PolicyVersion } from '../../domain/policy.js';

/** What one order is compared with. */
export interface Measure {
  /** The database's clock at the moment the order was read. */
  now: Date;
  graceMs: number;
  policies: ReadonlyMap<number, PolicyVersion>;
  reviewers: ReadonlySet<string>;
}

/** Looks at one order and says what is wrong, a sentence each; says nothing about one that holds. */
export type OrderCheck = (order: WholeOrder, measure: Measure) => string[];

/** Old enough that the lifecycle should have acted on it. */
export const isSettled = (at: Date, measure: Measure): boolean =>
  measure.now.getTime() - at.getTime() >= measure.graceMs;

export const factsBefore = (order: WholeOrder, number: number): FactSeen[] =>
  order.facts.filter((fact) => fact.number < number);

/** "fact 4", "facts 4, 7", "facts 4, 7 and 12 more". */
export function named(what: string, numbers: readonly number[]): string {
  const shown = numbers.slice(0, 5).join(', ');
  const more = numbers.length > 5 ? ` and ${numbers.length - 5} more` : '';
  return `${what}${numbers.length === 1 ? '' : 's'} ${shown}${more}`;
}
