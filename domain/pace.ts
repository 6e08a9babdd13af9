import { pausesOf, stayedMinutes } from './deadline.js';
import type { Fact } from './facts.js';
import { move, type State } from './lifecycle.js';
import { OWNER_OF } from './people.js';
import type { WorkingCalendar } from './working-time.js';

/** How long orders usually stay in a state, and what that says of one that is in it now (P4.2.2). */

/** The working minutes that every completed stay of a history lasted, by state, pauses left out. */
export function staysOf(
  calendar: WorkingCalendar,
  facts: readonly Fact[],
): { state: State; minutes: number }[] {
  const stays: { state: State; minutes: number }[] = [];
  const pauses = pausesOf(facts);
  let state: State = 'entered';
  let sinceMs = facts[0]?.recordedAt.getTime() ?? 0;
  for (const fact of facts) {
    const after = move(state, fact);
    if (after === state) continue;
    const leftMs = fact.recordedAt.getTime();
    const stay = { department: OWNER_OF[state], sinceMs, pauses };
    stays.push({ state, minutes: stayedMinutes(calendar, stay, leftMs) });
    state = after;
    sinceMs = leftMs;
  }
  return stays;
}

const STEPS = 20;

/** Stays as 21 values: the shortest, every twentieth, the longest; empty when there is nothing to tell by. */
export function paceOf(minutes: readonly number[]): number[] {
  const ordered = minutes.toSorted((one, other) => one - other);
  if (ordered.length === 0) return [];
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const at = Math.round((step / STEPS) * (ordered.length - 1));
    return Math.round(ordered[at] ?? 0);
  });
}

/** The share of stays, 0 to 1, that last longer than so many minutes. */
function longer(pace: readonly number[], minutes: number): number {
  const above = pace.findIndex((value) => value > minutes);
  if (above < 0) return 0;
  if (above === 0) return 1;
  const [low = 0, high = 0] = [pace[above - 1], pace[above]];
  return 1 - (above - 1 + (minutes - low) / (high - low)) / (pace.length - 1);
}

/** The chance, 0 to 1, that an order that has stayed so long will use up its budget; undefined without a pace. */
export function chanceLate(
  pace: readonly number[],
  stayedMinutes: number,
  budgetMinutes: number,
): number | undefined {
  if (stayedMinutes >= budgetMinutes) return 1;
  if (pace.length === 0) return undefined;
  const still = longer(pace, stayedMinutes);
  return still === 0 ? 1 : Math.min(1, longer(pace, budgetMinutes) / still);
}
