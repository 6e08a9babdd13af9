import type { FactType } from '../../../domain/facts.js';
import { atRest, fold, MOVES, move, type State } from '../../../domain/lifecycle.js';
import { OWN_HAND } from '../../../domain/review.js';
import type { Operation } from '../history.js';
import { type Case, type Finding, finding } from './finding.js';

/** Facts of the lifecycle that only ever stand where the table has a cell for them. */
const MOVING: readonly FactType[] = [
  'verification_deferred',
  'review_opened',
  'written_off',
  'exception_closed',
  'archived',
];

/** I6: numbers without a gap, every move allowed, and the state that the facts lead to. */
export function checkPath({ landed }: Case): Finding[] {
  if (!landed) return [];
  const findings: Finding[] = [];
  let state: State = 'entered';
  for (const [index, fact] of landed.facts.entries()) {
    if (fact.number !== index + 1) {
      findings.push(finding('I6', 'lost', `fact ${index + 1} is missing`));
      break;
    }
    if (MOVING.includes(fact.type) && MOVES[state][fact.type] === undefined)
      findings.push(finding('I6', 'illegal', `fact ${fact.number} is ${fact.type} while ${state}`));
    state = move(state, fact);
  }
  const last = landed.facts.at(-1)?.number ?? 0;
  if (last !== landed.factCount)
    findings.push(finding('I6', 'lost', `counts ${landed.factCount} facts, the last is ${last}`));
  if (landed.wakeUps === 0 && fold(landed.facts) !== landed.state)
    findings.push(
      finding('I6', 'illegal', `its state is ${landed.state}, its facts say ${fold(landed.facts)}`),
    );
  return findings;
}

/** I13: what was acknowledged before something else was asked for has the lower number, whatever any clock said. */
export function checkOrder({ operations }: Case): Finding[] {
  const first = new Map<number, Operation>();
  for (const operation of operations)
    if (operation.outcome === 'ok' && operation.fact !== undefined && !first.has(operation.fact))
      first.set(operation.fact, operation);
  const findings: Finding[] = [];
  let earliestEnd = Number.POSITIVE_INFINITY;
  for (const [number, { invokedMs, endedMs }] of [...first].toSorted(([a], [b]) => b - a)) {
    if (earliestEnd < invokedMs)
      findings.push(
        finding('I13', 'illegal', `fact ${number} was asked for after a later one was acknowledged`),
      );
    earliestEnd = Math.min(earliestEnd, endedMs);
  }
  return findings;
}

/** I9: nobody approves what went through their own hands. */
export function checkFourEyes({ landed }: Case): Finding[] {
  const hands = new Set(
    landed?.facts.filter(({ type }) => OWN_HAND.some((deed) => deed === type)).map(({ actorId }) => actorId),
  );
  return (landed?.facts ?? [])
    .filter(({ type, actorId }) => type === 'review_approved' && hands.has(actorId))
    .map(({ number }) => finding('I9', 'illegal', `fact ${number}: approved by a hand in the order`));
}

/** Where an order may rest: at the end, or where the world or a person must act. */
const WAITS: readonly State[] = [
  'entered',
  'issued',
  'dispatched',
  'circulating',
  'pending_review',
  'exception',
];

/** I5 and I11: a lifecycle for whom it is due, one, and nobody left behind. */
export function checkProgress({ landed, operations, expected }: Case): Finding[] {
  if (!landed) return [];
  const { state, runs, wakeUps, blockingCases } = landed;
  const findings: Finding[] = [];
  if (runs > 1) findings.push(finding('I5', 'doubled', `${runs} lifecycles run`));
  if (runs === 0 && !atRest(state) && state !== 'entered')
    findings.push(finding('I5', 'stuck', `${state}, but no lifecycle runs`));
  if (runs > 0 && atRest(state)) findings.push(finding('I5', 'stuck', `${state}, but its lifecycle runs`));
  if (!atRest(state) && !WAITS.includes(state)) findings.push(finding('I11', 'stuck', `still ${state}`));
  if (wakeUps > 0) findings.push(finding('I11', 'stuck', `${wakeUps} wake-ups wait in the outbox`));
  if (state === 'exception' && blockingCases === 0)
    findings.push(finding('I11', 'stuck', 'an exception that nobody works on'));
  const acknowledged = operations.every(({ outcome, unwanted }) => outcome === 'ok' || unwanted);
  if (expected && acknowledged && state !== expected)
    findings.push(finding('I11', 'stuck', `${state}, but everything was done to make it ${expected}`));
  return findings;
}
