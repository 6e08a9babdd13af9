import { setTimeout as sleep } from 'node:timers/promises';
import { GOALS, type Part } from './fault.js';
import type { People } from './people.js';

/** Seconds from the beginning of the healing until an order of the probe's own got there. */
export interface Recovery {
  answer: number;
  lifecycle: number;
  message: number;
}

const LOOK_MS = 100;
const PATIENCE_MS = 60_000;
const BEFORE_ISSUE: readonly (string | undefined)[] = [undefined, 'entered', 'requested'];

/** Enters one order with a message and watches it through the house. What never comes is Infinity. */
export async function probe(people: People, orderNo: string): Promise<Recovery> {
  const beganMs = performance.now();
  const seconds = () => Number(((performance.now() - beganMs) / 1_000).toFixed(2));
  await people.enter(orderNo, { amountMinor: 12_000, submit: true, notify: true, by: 'email' });
  const answer = seconds();
  let lifecycle = Number.POSITIVE_INFINITY;
  while (performance.now() - beganMs < PATIENCE_MS) {
    const state = await people.stateOf(orderNo);
    if (!BEFORE_ISSUE.includes(state)) lifecycle = Math.min(lifecycle, seconds());
    if (lifecycle < Number.POSITIVE_INFINITY && state !== 'issued')
      return { answer, lifecycle, message: seconds() };
    await sleep(LOOK_MS);
  }
  return { answer, lifecycle, message: Number.POSITIVE_INFINITY };
}

const CALM_SECONDS = 2;
const CALM_WITHIN_MS = 20_000;

/** Waits, for a while, until what an earlier fault put off is done: orders go through the house as on a good day again. */
export async function untilCalm(people: People, name: string): Promise<void> {
  const beganMs = performance.now();
  for (let tries = 0; performance.now() - beganMs < CALM_WITHIN_MS; tries += 1) {
    const { message } = await probe(people, `CALM-${name}-${tries}`);
    if (message <= CALM_SECONDS) return;
  }
}

/** Whether the part that was hurt was back in time. */
export function inTime(part: Part, recovery: Recovery): boolean {
  const { of, seconds } = GOALS[part];
  return recovery[of] <= seconds;
}
