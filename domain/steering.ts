import type { Fact } from './facts.js';
import { isHeld, move, type State } from './lifecycle.js';

/** What managers have decided about how an order is worked off (P4.2.2, P4.2.3); no verdict reads it. */

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Who shall move an order on: somebody of a department, or whoever of it comes first. */
export interface Assignment {
  department: string;
  person?: string;
}

export interface Steering {
  /** Holds for the state it was given in, whenever the order is back there, until it is handed over. */
  assigned: Assignment | undefined;
  priority: Priority;
  /** Added to the budget of this stay in the state. */
  extendedMinutes: number;
  /** How often it was escalated during this stay. */
  escalation: number;
  held: boolean;
  watched: boolean;
}

/** The steering that a history leads to. */
export function steeringOf(facts: readonly Fact[]): Steering {
  const assigned = new Map<State, Assignment>();
  let state: State = 'entered';
  let stay = { extendedMinutes: 0, escalation: 0 };
  for (const fact of facts) {
    const after = move(state, fact);
    if (after !== state) stay = { extendedMinutes: 0, escalation: 0 };
    state = after;
    const { department, person, minutes } = fact.detail;
    if (handedOn(fact)) assigned.clear();
    if (fact.type === 'reassigned' && typeof department === 'string')
      assigned.set(state, { department, ...(typeof person === 'string' && { person }) });
    if (fact.type === 'budget_extended') stay.extendedMinutes += Number(minutes ?? 0);
    if (fact.type === 'escalated') stay.escalation += 1;
  }
  return {
    ...stay,
    assigned: assigned.get(state),
    priority: priorityOf(facts),
    held: isHeld(facts),
    watched: facts.findLast((fact) => fact.type === 'watch_set')?.detail.on === true,
  };
}

/** A department has taken the order over, or a review returned it to one. */
const handedOn = ({ type, detail }: Fact): boolean =>
  type === 'transfer_accepted' || (type === 'review_returned' && typeof detail.department === 'string');

function priorityOf(facts: readonly Fact[]): Priority {
  const set = facts.findLast((fact) => fact.type === 'priority_set')?.detail.priority;
  return PRIORITIES.find((priority) => priority === set) ?? 'normal';
}

/** An order is nudged once within this long, whoever asks. */
const NUDGE_EVERY_MS = 60 * 60_000;

/** When an order may be nudged again; undefined when it may be now. */
export function nextNudgeMs(facts: readonly Fact[], nowMs: number): number | undefined {
  const last = facts.findLast((fact) => fact.type === 'nudged')?.recordedAt.getTime();
  const atMs = last === undefined ? nowMs : last + NUDGE_EVERY_MS;
  return atMs > nowMs ? atMs : undefined;
}

/** The question about an order that its owner still has to answer, or undefined. */
export function openQuestion(facts: readonly Fact[]): Fact | undefined {
  const last = facts.findLast((fact) => fact.type === 'explanation_asked' || fact.type === 'explained');
  return last?.type === 'explanation_asked' ? last : undefined;
}
