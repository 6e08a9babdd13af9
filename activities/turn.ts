import { randomUUID } from 'node:crypto';
import { type Advance, advance } from '../db/advancing.js';
import { openCase, proveRetries } from '../db/cases.js';
import { recordNotes } from '../db/facts.js';
import { settled } from '../db/outbox.js';
import { isUnsettled, ordered, takeInHand } from '../db/standing.js';
import { pausesOf } from '../domain/deadline.js';
import type { Actor, FactDetail, FactType } from '../domain/facts.js';
import { holdUp } from '../domain/hold-up.js';
import { due, move, next, type Step } from '../domain/lifecycle.js';
import { OWNER_OF } from '../domain/people.js';
import { type Evaluation, evaluate, riskInputs } from '../domain/rules.js';
import { type Steering, steeringOf } from '../domain/steering.js';
import { waitingFor } from '../domain/waiting.js';
import { absorb } from './absorb.js';
import { calendarOf } from './calendar.js';
import { deadlineOf, enterPauses } from './deadline.js';
import type { Hand } from './hand.js';
import type { House } from './house.js';
import { steeringColumns } from './steering.js';

/** What an activity answers: what comes next, and up to which fact the lifecycle has acted. Only these travel. */
export interface Turn {
  next: Step;
  appliedFact: number;
}

export const LIFECYCLE: Actor = { kind: 'system', id: 'lifecycle' };

/** What a step does to an order in hand. */
export type Deed = (hand: Hand, house: House) => Promise<void>;

/**
 * One turn of an order's lifecycle, one transaction: lock, take in what people and the world recorded, do one of the deeds
 * if it is the next one, write where the order stands. Run twice it does the deed once and answers the same.
 */
export async function turn(
  house: House,
  orderId: string,
  deedFor: (step: Step) => Deed | undefined = () => undefined,
): Promise<Turn> {
  let told = () => {};
  const taken = await house.inStep([orderId], async (tx, atEnd): Promise<Turn> => {
    told = () => {};
    const order = await takeInHand(tx, orderId);
    if (!order) return { next: 'rest', appliedFact: 0 };
    const hand: Hand = { ...order, tx, atEnd, noted: [] };
    await absorb(house, hand);
    await settle(hand);
    const step = next(hand.standing);
    const deed = deedFor(step);
    if (deed) {
      await deed(hand, house);
      house.drill?.within(step, hand.row);
      told = () => house.drill?.after(step, hand.row);
      await settle(hand);
    }
    await proveLate(hand);
    return stand(house, hand);
  });
  told();
  return taken;
}

/** Notes a lifecycle fact and moves the state with it; it is written down when the turn ends. Answers its number. */
export function note(hand: Hand, type: FactType, detail: FactDetail = {}): number {
  const { tx, row, now, noted } = hand;
  // The order is locked: nobody else numbers its facts.
  const number = lastFact(hand) + 1;
  if (noted.length === 0) hand.atEnd(() => recordNotes(tx, row.id, now, noted));
  hand.facts.push({
    ...{ number, type, detail, happenedAt: now, recordedAt: now },
    ...{ actor: LIFECYCLE, source: 'lifecycle' },
  });
  noted.push({ number, type, detail });
  hand.standing.state = move(hand.standing.state, { type, detail });
  return number;
}

const lastFact = ({ facts }: Hand): number => facts.at(-1)?.number ?? 0;

/** The rules of the policy in force on everything known about an order. */
export function judge(hand: Hand, firstOrder: boolean): Evaluation {
  const known = riskInputs(hand.facts, firstOrder);
  return evaluate(hand.policy.rules, ordered(hand), hand.facts, known);
}

/** Writes down what is due, one fact at a time, until nothing is. */
async function settle(hand: Hand): Promise<void> {
  for (let fact = due(hand.standing); fact; fact = due(hand.standing)) {
    note(hand, fact.type, fact.detail);
    if (fact.type === 'late_fact')
      await questionLateFact(hand, String(fact.detail.what), fact.detail.of ?? 0);
  }
}

/** A fact that contradicts a finished order is a question for people, and blocks nothing. */
async function questionLateFact(hand: Hand, what: string, of: number): Promise<void> {
  await openCase(hand.tx, {
    id: randomUUID(),
    orderId: hand.row.id,
    kind: 'business',
    step: 'late',
    code: `late_${what}`,
    blocking: false,
    ownerDepartment: 'finance',
    detail: { factNumber: of },
    dueHours: hand.policy.budgetHours.exception ?? 16,
  });
}

/** After the archive no step is left to prove a retry: the turn that it asked for has come to its end. */
async function proveLate({ tx, row, cases }: Hand): Promise<void> {
  const retried = cases.some(({ kind, status }) => kind === 'technical' && status === 'retrying');
  if (row.state === 'archived' && retried) await proveRetries(tx, row.id);
}

/** Moves the mark and the columns that lists read; a lifecycle that now waits or rests is done with its wake-ups. */
async function stand(house: House, hand: Hand): Promise<Turn> {
  const { standing, row } = hand;
  const step = next(standing);
  const stateSince = standing.state === row.state ? row.stateSince : hand.now;
  const steering = steeringOf(hand.facts);
  const ownerDepartment = owner(hand, steering);
  const pauses = pausesOf(hand.facts);
  const evaluation = reasonOf(hand);
  const calendar = await calendarOf(house, hand.tx, hand.calendarRevision);
  enterPauses(hand, pauses, stateSince);
  const last = lastFact(hand);
  const to: Advance = {
    lastFact: last,
    state: standing.state,
    stateSince,
    ownerDepartment,
    waitingFor: waitingFor(standing, evaluation),
    ...holdUp({ standing, evaluation, pauses, question: questionOf(hand) }),
    deadline: deadlineOf(hand, calendar, {
      ...{ ownerDepartment, stateSince, pauses },
      extendedMinutes: steering.extendedMinutes,
    }),
    steering: steeringColumns(steering),
  };
  hand.atEnd(() => advance(hand.tx, row.id, to));
  if (step === 'wait' || step === 'rest') hand.atEnd(() => settled(hand.tx, row.id, last));
  return { next: step, appliedFact: last };
}

/** The reason of a waiting order comes from the rules alone; whose first order it is makes no difference to it. */
function reasonOf(hand: Hand): Evaluation {
  return evaluate(hand.policy.rules, ordered(hand), hand.facts, {
    watched: false,
    firstOrderOfCustomer: false,
    scanAnomaly: false,
  });
}

/** The oldest question that an exception waits for. */
const questionOf = (hand: Hand) => hand.cases.find((one) => one.blocking && isUnsettled(one));

/** Whom a manager gave it to; else, while it circulates, the department that accepted it or had it returned last. */
function owner(hand: Hand, { assigned }: Steering): string {
  const { state } = hand.standing;
  if (assigned) return assigned.department;
  if (state === 'exception') return questionOf(hand)?.ownerDepartment ?? OWNER_OF[state];
  const given = hand.facts.findLast(
    ({ type, detail }) =>
      (type === 'transfer_accepted' || type === 'review_returned') && typeof detail.department === 'string',
  )?.detail.department;
  return state === 'circulating' && typeof given === 'string' ? given : OWNER_OF[state];
}
