import { orphansAdoptedTwice } from '../../db/invariants.js';
import type { Db } from '../../db/sql.js';
import type { WholeOrder } from '../../db/whole-orders.js';
import { wakes } from '../../domain/facts.js';
import { isSettled, type Measure, named } from './order-check.js';

const SHOWN = 20;

/** Invariant 1: every acknowledged fact is there exactly once, as it was logged, and the lifecycle has acted on it. */
export function checkFacts(order: WholeOrder, measure: Measure): string[] {
  return [...checkPresence(order), ...checkLogged(order), ...checkTaken(order, measure)];
}

/** An orphan becomes a fact of one order. */
export async function checkOrphans(db: Db): Promise<string[]> {
  const twice = await orphansAdoptedTwice(db);
  return twice.map(({ orphanId, times }) => `orphan ${orphanId} was adopted ${times} times`);
}

/** A fact was acknowledged when the order counts it or the log has its row. */
function checkPresence(order: WholeOrder): string[] {
  const times = new Map<number, number>();
  for (const { number } of order.facts) times.set(number, (times.get(number) ?? 0) + 1);
  const missing = missingOf(order, times);
  const doubled = [...times].filter(([, count]) => count > 1).map(([number]) => number);
  return [
    ...(missing.length > 0 ? [`${named('fact', missing)} missing`] : []),
    ...(doubled.length > 0 ? [`${named('fact', doubled)} there more than once`] : []),
  ];
}

function missingOf(order: WholeOrder, times: ReadonlyMap<number, number>): number[] {
  const missing: number[] = [];
  for (let number = 1; number <= order.factCount && missing.length < SHOWN; number += 1)
    if (!times.has(number)) missing.push(number);
  const logged = order.unlikeLog.filter((one) => one.recorded === null && one.number > order.factCount);
  return [...missing, ...logged.map((one) => one.number)];
}

function checkLogged({ unlikeLog }: WholeOrder): string[] {
  return unlikeLog
    .filter((one) => one.recorded !== null && one.logged !== null)
    .map(({ number, recorded, logged }) =>
      recorded === logged
        ? `fact ${number} names another person than the log`
        : `fact ${number} is ${recorded}, the log says ${logged}`,
    );
}

/** An open technical case holds the mark back until its technician asks for another try. */
function checkTaken(order: WholeOrder, measure: Measure): string[] {
  if (order.technicalCases > 0) return [];
  const left = order.facts.filter(
    (fact) => isNews(order, fact.number) && wakes(fact) && isSettled(fact.recordedAt, measure),
  );
  const numbers = left.map((fact) => fact.number);
  if (numbers.length > 0) return [`the lifecycle has not acted on ${named('fact', numbers)}`];
  const wakeUp = order.oldestWakeUpAt;
  return wakeUp && isSettled(wakeUp, measure) ? ['a wake-up waits in the outbox'] : [];
}

const isNews = ({ appliedFact, factCount }: WholeOrder, number: number): boolean =>
  number > appliedFact && number <= factCount;
