import type { Deadline } from '../db/advancing.js';
import { putPause } from '../db/clock-pauses.js';
import { type ClockPause, dueAtMs, openPause } from '../domain/deadline.js';
import type { State } from '../domain/lifecycle.js';
import type { PolicyVersion } from '../domain/policy.js';
import type { OpenedCalendar } from './calendar.js';
import type { Hand } from './hand.js';

/** A state that an order is in, as its deadline is derived from it. */
export interface Held {
  ownerDepartment: string;
  stateSince: Date;
  pauses: readonly Pick<ClockPause, 'pausedAtMs' | 'resumedAtMs'>[];
  budgetMinutes: number | null;
}

/** The policy's working hours for a state, in minutes; null when it has no deadline. */
export function budgetMinutesOf(policy: PolicyVersion, state: State): number | null {
  const hours = policy.budgetHours[state];
  return hours === undefined ? null : Math.round(hours * 60);
}

/** When a state's budget is used up on the company calendar; null without a budget, or while the clock is paused. */
export function dueAt({ calendar }: OpenedCalendar, held: Held): Date | null {
  const { ownerDepartment: department, pauses, budgetMinutes } = held;
  if (budgetMinutes === null) return null;
  const atMs = dueAtMs(calendar, { department, sinceMs: held.stateSince.getTime(), pauses }, budgetMinutes);
  return atMs === undefined ? null : new Date(atMs);
}

/** The deadline of an order in hand, by the policy in force. */
export function deadlineOf(
  hand: Hand,
  calendar: OpenedCalendar,
  { extendedMinutes, ...held }: Omit<Held, 'budgetMinutes'> & { extendedMinutes: number },
): Deadline {
  const allowed = budgetMinutesOf(hand.policy, hand.standing.state);
  const budgetMinutes = allowed === null ? null : allowed + extendedMinutes;
  const pausedAtMs = openPause(held.pauses)?.pausedAtMs;
  return {
    budgetMinutes,
    dueAt: dueAt(calendar, { ...held, budgetMinutes }),
    pausedAt: pausedAtMs === undefined ? null : new Date(pausedAtMs),
    calendarRevision: calendar.revision,
  };
}

/** Brings the ledger of pauses to what the facts say. */
export function enterPauses(hand: Hand, pauses: readonly ClockPause[], stateSince: Date): void {
  for (const { by, ...pause } of pauses) {
    const stored = hand.pauses.find(({ fact }) => fact === pause.fact);
    if (stored && (stored.resumed || pause.resumedAtMs === undefined)) continue;
    hand.atEnd(() => putPause(hand.tx, { ...pause, orderId: hand.row.id, pausedBy: by.id, stateSince }));
  }
}
