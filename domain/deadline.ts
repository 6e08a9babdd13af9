import { type Actor, type Fact, isMaterial } from './facts.js';
import { move, type State } from './lifecycle.js';
import { addWorkingMinutes, type WorkingCalendar, workingMinutesBetween } from './working-time.js';

/** How long an order may stay where it is, and the pauses in which nobody counts. */

/** A stretch in which an order's clock stood still; it belongs to the state it began in and ends with it. */
export interface ClockPause {
  /** The fact that it began with. */
  fact: number;
  reason: string;
  by: Actor;
  pausedAtMs: number;
  resumedAtMs?: number;
}

/** The reason of the pause that a returned review begins; the next material fact ends it. */
export const RETURNED = 'review_returned';
/** The reason of the pause in which a customer's answer is awaited; it too ends with the next material fact. */
export const ASKED = 'customer_asked';

/** The pauses of a history, oldest first; at most the last one is open. */
export function pausesOf(facts: readonly Fact[]): ClockPause[] {
  const pauses: ClockPause[] = [];
  let state: State = 'entered';
  for (const fact of facts) {
    const after = move(state, fact);
    const open = openPause(pauses);
    if (open && endsPause(open, fact, after !== state)) open.resumedAtMs = fact.recordedAt.getTime();
    state = after;
    const begun = openPause(pauses) ? undefined : beginning(facts, fact);
    if (begun) pauses.push({ fact: fact.number, pausedAtMs: fact.recordedAt.getTime(), ...begun });
  }
  return pauses;
}

/** The pause that runs now, or undefined. */
export function openPause<Pause extends Pick<ClockPause, 'resumedAtMs'>>(
  pauses: readonly Pause[],
): Pause | undefined {
  const last = pauses.at(-1);
  return last && last.resumedAtMs === undefined ? last : undefined;
}

const endsPause = ({ reason }: ClockPause, fact: Fact, moved: boolean): boolean =>
  moved || fact.type === 'clock_resumed' || ((reason === RETURNED || reason === ASKED) && isMaterial(fact));

function beginning(facts: readonly Fact[], fact: Fact): Pick<ClockPause, 'reason' | 'by'> | undefined {
  if (fact.type === 'clock_paused') return { reason: fact.detail.reason ?? 'unnamed', by: fact.actor };
  if (fact.type === ASKED) return { reason: ASKED, by: fact.actor };
  if (fact.type !== 'circulation_started' || fact.detail.reason !== RETURNED) return undefined;
  const returned = facts.findLast((one) => one.type === 'review_returned' && one.number < fact.number);
  return { reason: RETURNED, by: returned?.actor ?? fact.actor };
}

/** A state that an order is in, and who works it off. */
export interface Stay {
  department: string;
  sinceMs: number;
  pauses: readonly Pick<ClockPause, 'pausedAtMs' | 'resumedAtMs'>[];
}

/** When the budget of a state is used up, pauses left out; undefined while the clock is paused within it. */
export function dueAtMs(calendar: WorkingCalendar, stay: Stay, budgetMinutes: number): number | undefined {
  let left = budgetMinutes;
  for (const { fromMs, toMs } of runs(stay)) {
    const dueMs = addWorkingMinutes(calendar, stay.department, fromMs, left).atMs;
    if (toMs === undefined || dueMs <= toMs) return dueMs;
    left -= workingMinutesBetween(calendar, stay.department, fromMs, toMs).minutes;
  }
  return undefined;
}

/** The working minutes that a stay has lasted until an instant, pauses left out. */
export function stayedMinutes(calendar: WorkingCalendar, stay: Stay, untilMs: number): number {
  return runs(stay).reduce(
    (sum, { fromMs, toMs = untilMs }) =>
      sum + workingMinutesBetween(calendar, stay.department, fromMs, Math.min(toMs, untilMs)).minutes,
    0,
  );
}

/** The stretches in which the clock runs; the last has no end unless the clock is paused. */
function runs({ sinceMs, pauses }: Stay): { fromMs: number; toMs?: number }[] {
  const stretches: { fromMs: number; toMs?: number }[] = [];
  let fromMs: number | undefined = sinceMs;
  for (const { pausedAtMs, resumedAtMs } of pauses) {
    if (fromMs === undefined) break;
    if (resumedAtMs !== undefined && resumedAtMs <= sinceMs) continue;
    if (pausedAtMs > fromMs) stretches.push({ fromMs, toMs: pausedAtMs });
    fromMs = resumedAtMs === undefined ? undefined : Math.max(fromMs, resumedAtMs);
  }
  return fromMs === undefined ? stretches : [...stretches, { fromMs }];
}
