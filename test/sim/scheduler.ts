import { createHash } from 'node:crypto';
import { seededRandom } from '../../bench/seeded-random.js';

/** Time and chance of a simulated world. Nothing in it happens but by an event, and the seed decides which one is next. */
export interface Scheduler {
  nowMs(): number;
  chance(probability: number): boolean;
  between(least: number, most: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** Lets something happen later; at the same instant the seed decides what comes first. */
  after(delayMs: number, act: () => void | Promise<void>): void;
  /** The same, unless it is called off. */
  alarm(delayMs: number, act: () => void | Promise<void>): () => void;
  /** Lets the next event until then happen, and everything that follows from it at once; false when there is none. */
  step(untilMs: number): Promise<boolean>;
  steps(): number;
  /** Adds a line to the trace. */
  note(line: string): void;
  /** The digest of everything that was noted. */
  hash(): string;
}

interface Event {
  atMs: number;
  tie: number;
  act: () => void | Promise<void>;
  off?: true;
}

const BEGAN_MS = Date.parse('2026-03-02T09:00:00Z');

export function openScheduler(seed: number, say?: (line: string) => void): Scheduler {
  const random = seededRandom(seed);
  const trace = createHash('sha256').update(`seed ${seed}\n`);
  const events: Event[] = [];
  let nowMs = BEGAN_MS;
  let steps = 0;
  const alarm = (delayMs: number, act: Event['act']) => {
    const event: Event = { atMs: nowMs + delayMs, tie: random(), act };
    enqueue(events, event);
    return () => {
      event.off = true;
    };
  };
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  return {
    nowMs: () => nowMs,
    chance: (probability) => random() < probability,
    between,
    pick: (items) => {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new Error('pick: nothing to pick from');
      return item;
    },
    alarm,
    after: (delayMs, act) => void alarm(delayMs, act),
    step: async (untilMs) => {
      while (events.at(-1)?.off) events.pop();
      const event = events.at(-1);
      if (!event || event.atMs > untilMs) return false;
      events.pop();
      nowMs = event.atMs;
      steps += 1;
      await event.act();
      await quiet();
      return true;
    },
    steps: () => steps,
    note: (line) => {
      const told = `${nowMs - BEGAN_MS} ${line}`;
      trace.update(`${told}\n`);
      say?.(told);
    },
    hash: () => trace.copy().digest('hex').slice(0, 16),
  };
}

/** The soonest event stands last. */
function enqueue(events: Event[], event: Event): void {
  let low = 0;
  for (let high = events.length; low < high; ) {
    const middle = (low + high) >> 1;
    const other = events[middle];
    if (other && (other.atMs > event.atMs || (other.atMs === event.atMs && other.tie > event.tie)))
      low = middle + 1;
    else high = middle;
  }
  events.splice(low, 0, event);
}

/** Every promise that can go on has gone on: nothing here waits for the real world. */
export const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
