import { lastMaterial } from '../../domain/facts.js';
import { due, next, type State, type Step } from '../../domain/lifecycle.js';
import { FIRST_POLICY } from '../../domain/policy.js';
import { mayNotReview } from '../../domain/review.js';
import { type Evaluation, evaluate } from '../../domain/rules.js';
import { EXCEPTION_FROM } from './state-table.js';
import { count, openCase, record, standingOf, type World } from './world.js';

/** The lifecycle of the in-memory world: asks the domain what is next and does it, as the activities would. */

type Deed = Exclude<Step, 'wait' | 'rest'>;

/** Does what is next until the order waits or rests, or `limit` deeds are done; returns how many were. */
export function live(world: World, limit: number): number {
  for (let done = 0; done < limit; done++) {
    const step = next(standingOf(world));
    if (step === 'wait' || step === 'rest') return done;
    if (step !== 'settle' && world.faulty) {
      fail(world, step);
      if (!mayOpenException(world.state)) return done;
    } else DEEDS[step](world);
  }
  return limit;
}

/** The rules on the record as it is now. */
export const judged = (world: World): Evaluation =>
  evaluate(FIRST_POLICY.rules, world.order, world.facts, world.known);

/** A step that fails never fails the lifecycle: it opens a technical case, blocking where an exception may open. */
function fail(world: World, step: Deed): void {
  openCase(world, {
    kind: 'technical',
    blocking: mayOpenException(world.state),
    archive: step === 'archive',
  });
}

const mayOpenException = (state: State): boolean => EXCEPTION_FROM.includes(state);

const DEEDS: Readonly<Record<Deed, (world: World) => void>> = {
  settle,
  issue: (world) => void record(world, 'code_issued'),
  dispatch: (world) => {
    world.preparedFor = count(world, 'code_issued');
  },
  verify,
  review: (world) => {
    record(world, 'review_opened');
    const { materialFact = 0, reviewers = 1 } = world.verified ?? {};
    world.reviews.push({ materialFact, reviewersNeeded: reviewers, decisions: [] });
  },
  write_off: writeOff,
  archive: (world) => void record(world, 'archived'),
};

function settle(world: World): void {
  const fact = due(standingOf(world));
  if (!fact) throw new Error('told to settle, but nothing is due');
  const before = world.state;
  record(world, fact.type, fact.detail);
  if (fact.type === 'late_fact') openCase(world, { kind: 'business', blocking: false });
  else if (world.state === before) throw new Error(`${fact.type} was due in ${before} and moved nothing`);
}

function verify(world: World): void {
  record(world, 'verification_started');
  const { verdict, materialFact, reviewers } = judged(world);
  const fact = record(
    world,
    verdict === 'pass'
      ? 'verification_passed'
      : verdict === 'fail'
        ? 'verification_failed'
        : 'verification_deferred',
  );
  world.verified = { verdict, materialFact, reviewers, factNumber: fact.number };
  if (verdict === 'fail') openCase(world, { kind: 'business', blocking: true, materialFact });
}

/** Checks by itself, from the record alone, what must be true of a write-off. */
function writeOff(world: World): void {
  const { verdict } = judged(world);
  const { materialFact = 0, reviewers = 0 } = world.verified ?? {};
  if (count(world, 'written_off') > 0) throw new Error('a second write-off');
  if (verdict !== 'pass') throw new Error(`written off though the rules say ${verdict}`);
  if (materialFact !== lastMaterial(world.facts)) throw new Error('written off on old evidence');
  if (standingOf(world).blockingCases > 0) throw new Error('written off beside a blocking case');
  if (approvers(world) < reviewers) throw new Error(`written off with fewer than ${reviewers} reviewers`);
  record(world, 'written_off');
  if (world.state !== 'written_off') throw new Error(`a write-off in ${world.state}`);
}

/** Different people who approved the last review on the newest evidence without a hand in the order until then. */
function approvers(world: World): number {
  const review = world.reviews.at(-1);
  if (!review || review.materialFact !== lastMaterial(world.facts)) return 0;
  const free = review.decisions.filter(
    ({ decision, personId, factNumber }) =>
      decision === 'approved' && !mayNotReview(world.facts.slice(0, factNumber), personId),
  );
  return new Set(free.map((one) => one.personId)).size;
}
