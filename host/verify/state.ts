import type { WholeOrder } from '../../db/whole-orders.js';
import { wakes } from '../../domain/facts.js';
import { fold, move, type State } from '../../domain/lifecycle.js';
import { isSettled, type Measure } from './order-check.js';

/** Invariant 5: fact numbers end where the order counts to, and its state follows from its facts. */
export function checkState(order: WholeOrder, measure: Measure): string[] {
  return [...checkEnd(order), ...checkFold(order, measure), ...checkException(order)];
}

/** Gaps below the count are lost facts (invariant 1); here are numbers that nobody gave out. */
function checkEnd(order: WholeOrder): string[] {
  const last = order.facts.at(-1)?.number ?? 0;
  return last > order.factCount ? [`fact ${last} is past the count of ${order.factCount}`] : [];
}

function checkFold(order: WholeOrder, measure: Measure): string[] {
  const possible = statesSince(order, measure);
  if (possible.includes(order.state)) return [];
  return [`its state is ${order.state}, its facts say ${possible.at(-1)}`];
}

/** While news is on its way to the lifecycle, the state may still be that of any fact from the mark on. */
function statesSince(order: WholeOrder, measure: Measure): State[] {
  const news = order.facts.filter((fact) => fact.number > order.appliedFact);
  const pending =
    order.technicalCases > 0 || news.some((fact) => wakes(fact) || !isSettled(fact.recordedAt, measure));
  if (!pending) return [fold(order.facts)];
  const states = [fold(order.facts.filter((fact) => fact.number <= order.appliedFact))];
  for (const fact of news) states.push(move(states.at(-1) ?? 'entered', fact));
  return states;
}

function checkException({ state, blockingCases }: WholeOrder): string[] {
  if (state === 'exception' && blockingCases === 0) return ['an exception without an open blocking case'];
  if (state !== 'exception' && blockingCases > 0) return [`${state} with an open blocking case`];
  return [];
}
