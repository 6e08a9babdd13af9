import { ordered } from '../../db/standing.js';
import { type Fact, lastMaterial } from '../../domain/facts.js';
import { isHeld } from '../../domain/lifecycle.js';
import { FIRST_POLICY } from '../../domain/policy.js';
import { decisionsOn, mayNotReview, OWN_HAND } from '../../domain/review.js';
import { evaluate, riskInputs } from '../../domain/rules.js';
import type { OrderTables } from './tables.js';

/** What holds after every commit, read from the tables alone. */
export function* brokenAlways(now: OrderTables, before: OrderTables | undefined): Generator<string> {
  const { facts, row } = now;
  const last = facts.at(-1)?.number ?? 0;
  if (last !== facts.length || row.factCount !== last) yield 'fact numbers have a gap';
  if (now.logged !== facts.length) yield 'a fact is not in the log';
  if (row.appliedFact > row.factCount) yield 'the mark is past the last fact';
  if (now.writeOffs.length !== facts.filter(({ type }) => type === 'written_off').length)
    yield 'write-offs and their facts differ';
  if (now.codes.filter(({ status }) => status === 'live').length > 1) yield 'two codes are live';
  if (now.codes.length !== facts.filter(({ type }) => type === 'code_issued').length)
    yield 'codes and their facts differ';
  if (now.reviews.filter(({ status }) => status === 'open').length > 1) yield 'two reviews are open';
  const steps = now.cases
    .filter(({ kind, status }) => kind === 'technical' && (status === 'open' || status === 'retrying'))
    .map(({ step }) => step);
  if (new Set(steps).size < steps.length) yield 'a step has two technical cases';
  for (const fact of facts.slice(before?.facts.length ?? 0)) {
    const past = facts.slice(0, fact.number - 1);
    if (fact.type === 'written_off') yield* unearned(now, past);
    if (fact.type === 'review_approved' && handled(past, fact.actor.id))
      yield 'a hand in the order approved it';
  }
}

const handled = (past: readonly Fact[], personId: string): boolean =>
  past.some(({ type, actor }) => actor.id === personId && OWN_HAND.includes(type));

/** Why an order should not have been written off on what was known. */
function* unearned(order: OrderTables, past: readonly Fact[]): Generator<string> {
  const first = order.row.orderNo.endsWith('-first');
  const { verdict, reviewers } = evaluate(
    FIRST_POLICY.rules,
    ordered({ row: order.row, lines: [...order.lines] }),
    past,
    riskInputs(past, first),
  );
  if (past.some(({ type }) => type === 'written_off')) yield 'written off twice';
  if (verdict !== 'pass') yield `written off though the rules say ${verdict}`;
  if (order.writeOffs[0] && order.writeOffs[0].materialFact !== lastMaterial(past))
    yield 'written off on old evidence';
  if (isHeld(past)) yield 'written off while on hold';
  if (order.cases.some(({ blocking, status }) => blocking && status === 'open'))
    yield 'written off beside a blocking case';
  const approvers = decisionsOn(past, order.reviews.at(-1)?.id ?? '').filter(
    ({ decision, hands }) => decision === 'approved' && mayNotReview(past, hands) === undefined,
  );
  if (new Set(approvers.map(({ personId }) => personId)).size < reviewers)
    yield `written off with fewer than ${reviewers} reviewers`;
}
