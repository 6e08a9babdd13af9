import type { FactType } from '../../../domain/facts.js';
import type { Landing, Operation } from '../history.js';
import type { LandedFact } from '../world.js';
import { type Case, countBy, type Finding, finding } from './finding.js';

/** I1–I4: what was acknowledged is there once, what was refused is not, and nothing is there that nobody asked for. */
export function checkEffects(one: Case): Finding[] {
  return [...checkStated(one), ...checkCounted(one), ...checkAnswers(one), ...checkOnce(one)];
}

const isAsked = ({ source }: LandedFact): boolean => source === 'api';
const landingsOf = ({ operations }: Case): { operation: Operation; landing: Landing }[] =>
  operations.flatMap((operation) => operation.lands.map((landing) => ({ operation, landing })));
/** An order is entered once, however often it is sent: its number is the id. */
const ENTRY: readonly FactType[] = ['order_entered', 'code_requested'];
const isStated = ({ type, externalId }: { type: FactType; externalId?: string | null }): boolean =>
  (externalId ?? null) !== null || ENTRY.includes(type);
const named = ({ type, externalId }: { type: FactType; externalId?: string | null }): string =>
  externalId ? `${type} ${externalId}` : type;

/** Facts that have an id of their own. */
function checkStated(one: Case): Finding[] {
  const landed = countBy(statedFacts(one), named);
  const asked = landingsOf(one).filter(({ landing }) => isStated(landing));
  const outcomes = new Map<string, Set<string>>();
  for (const { operation, landing } of asked)
    outcomes.set(named(landing), (outcomes.get(named(landing)) ?? new Set()).add(operation.outcome));
  const findings: Finding[] = [];
  for (const [name, count] of landed) {
    if (count > 1) findings.push(finding('I1', 'doubled', `${name} is there ${count} times`));
    const outcome = outcomes.get(name);
    if (!outcome) findings.push(finding('I3', 'illegal', `${name} is there, but nobody stated it`));
    else if (!outcome.has('ok') && !outcome.has('unknown'))
      findings.push(finding('I4', 'illegal', `${name} was refused, but is there`));
  }
  for (const [name, outcome] of outcomes)
    if (outcome.has('ok') && !landed.has(name))
      findings.push(finding('I2', 'lost', `${name} was acknowledged, but is not there`));
  return findings;
}

const statedFacts = ({ landed }: Case): LandedFact[] =>
  landed?.facts.filter((fact) => isAsked(fact) && isStated(fact)) ?? [];

/** Facts without an id of their own: as many as were acknowledged, and at most as many more as nobody knows of. */
function checkCounted(one: Case): Finding[] {
  const landed = countBy(
    one.landed?.facts.filter((fact) => isAsked(fact) && !isStated(fact)) ?? [],
    ({ type }) => type,
  );
  const asked = landingsOf(one).filter(({ landing }) => !isStated(landing));
  const times = (outcome: string) =>
    countBy(
      asked.filter(({ operation }) => operation.outcome === outcome),
      ({ landing }) => landing.type,
    );
  const [ok, unknown, refused] = [times('ok'), times('unknown'), times('fail')];
  const types = new Set([...landed.keys(), ...ok.keys()]);
  return [...types].flatMap((type) => {
    const [there, least] = [landed.get(type) ?? 0, ok.get(type) ?? 0];
    const most = least + (unknown.get(type) ?? 0);
    if (there < least)
      return [finding('I2', 'lost', `${type}: ${least} were acknowledged, ${there} are there`)];
    if (there <= most) return [];
    if (most === 0 && !refused.has(type))
      return [finding('I3', 'illegal', `${type} is there, but nobody asked for it`)];
    return there <= most + (refused.get(type) ?? 0)
      ? [finding('I4', 'illegal', `${type}: ${there} are there, only ${most} were not refused`)]
      : [finding('I1', 'doubled', `${type}: ${there} are there, at most ${most} can be`)];
  });
}

/** An answer named a number: that very fact is there, and no two operations were answered with the same one. */
function checkAnswers(one: Case): Finding[] {
  const byNumber = new Map(one.landed?.facts.map((fact) => [fact.number, fact]));
  const takenBy = new Map<number, Operation>();
  return one.operations.flatMap((operation) => {
    const { fact: number, outcome, lands, name } = operation;
    if (outcome !== 'ok' || number === undefined) return [];
    const there = byNumber.get(number);
    if (!there)
      return [finding('I2', 'lost', `${name} was answered with fact ${number}, which is not there`)];
    if (!lands.some(({ type }) => type === there.type))
      return [finding('I2', 'lost', `${name} was answered with fact ${number}, which is ${there.type}`)];
    const rival = takenBy.get(number);
    takenBy.set(number, operation);
    return rival && !sameStatement(rival, operation)
      ? [finding('I2', 'lost', `${rival.name} and ${name} were both answered with fact ${number}`)]
      : [];
  });
}

const sameStatement = (one: Operation, other: Operation): boolean =>
  one.lands.some(({ externalId }) => externalId && other.lands.some((it) => it.externalId === externalId));

/** An order is entered once and written off once, whoever asked how often. */
function checkOnce({ operations, landed }: Case): Finding[] {
  if (!landed) {
    const entered = operations.some(({ name, outcome }) => name === 'enter' && outcome === 'ok');
    return entered ? [finding('I2', 'lost', 'the order was entered, but is not there')] : [];
  }
  const facts = landed.facts.filter(({ type }) => type === 'written_off').length;
  return [
    ...(landed.writeOffs > 1 ? [finding('I1', 'doubled', `written off ${landed.writeOffs} times`)] : []),
    ...(facts > 1 ? [finding('I1', 'doubled', `${facts} facts say that it was written off`)] : []),
    ...(operations.some(({ name }) => name === 'enter')
      ? []
      : [finding('I3', 'illegal', 'the order is there, but nobody entered it')]),
  ];
}
