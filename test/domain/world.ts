import type { Actor, Fact, FactDetail, FactType } from '../../domain/facts.js';
import { move, type Standing, type State } from '../../domain/lifecycle.js';
import { standing } from '../../domain/review.js';
import type { RiskInputs } from '../../domain/rules.js';
import { aFact, anOrder, type BuiltOrder, noRisk, theSystem } from './builders.js';
import { isLegal } from './state-table.js';

/** An order's record in memory: what the tables hold, no more. Deeds are in world-deeds, acts in world-acts. */
export interface World {
  order: BuiltOrder;
  facts: Fact[];
  state: State;
  cases: Case[];
  reviews: Review[];
  known: RiskInputs;
  verified?: NonNullable<Standing['verified']>;
  wantsMessages: boolean;
  /** How many codes had been issued when the last message was prepared. */
  preparedFor: number;
  /** Every deed fails until a technician retries. */
  faulty: boolean;
}

export interface Case {
  kind: 'technical' | 'business';
  blocking: boolean;
  archive: boolean;
  /** The last material fact that the verification behind it had seen; 0 when none stands behind it. */
  materialFact: number;
  open: boolean;
}

export interface Review {
  materialFact: number;
  reviewersNeeded: number;
  decisions: { personId: string; decision: 'approved' | 'rejected' | 'returned'; factNumber: number }[];
}

export function aWorld(parts: Partial<World> = {}): World {
  const world: World = {
    order: anOrder(),
    facts: [],
    state: 'entered',
    cases: [],
    reviews: [],
    known: noRisk,
    wantsMessages: false,
    preparedFor: 0,
    faulty: false,
    ...parts,
  };
  record(world, 'order_entered', {}, { kind: 'person', id: 'clerk' });
  return world;
}

/** Appends one fact and moves the state; throws when the table has no such step. */
export function record(
  world: World,
  type: FactType,
  detail: FactDetail = {},
  actor: Actor = theSystem,
): Fact {
  const fact = aFact(type, detail, { number: world.facts.length + 1, actor });
  const after = move(world.state, fact);
  if (after !== world.state && !isLegal(world.state, type, after)) {
    throw new Error(`${world.state} –${type}→ ${after} is not in the table`);
  }
  world.facts.push(fact);
  world.state = after;
  return fact;
}

export function openCase(world: World, one: Pick<Case, 'kind' | 'blocking'> & Partial<Case>): void {
  world.cases.push({ archive: false, materialFact: 0, open: true, ...one });
}

export const count = (world: World, type: FactType): number =>
  world.facts.filter((fact) => fact.type === type).length;

/** What the lifecycle reads. */
export function standingOf(world: World): Standing {
  const open = world.cases.filter((one) => one.open);
  const review = world.reviews.at(-1);
  return {
    state: world.state,
    appliedFact: world.facts.length,
    facts: world.facts,
    messages: {
      wanted: world.wantsMessages,
      prepared: world.preparedFor === count(world, 'code_issued'),
    },
    blockingCases: open.filter((one) => one.blocking).length,
    stalled: open.some((one) => one.archive),
    ...(world.verified && { verified: world.verified }),
    ...(review && { review: { decision: standing(review.decisions, review.reviewersNeeded) } }),
  };
}
