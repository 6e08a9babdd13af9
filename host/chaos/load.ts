import { setTimeout as sleep } from 'node:timers/promises';
import type { State } from '../../domain/lifecycle.js';
import { byOtherWallet, byWallet, type Counter } from './payers.js';
import type { People } from './people.js';

/** Lifecycles that are always under way, one begun for each that ended. */
export interface Load {
  /** Begins no more, and answers when the last has ended. */
  drain(): Promise<void>;
  begun(): number;
  /** Where each order's story ends when all of it is acknowledged. */
  readonly expected: ReadonlyMap<string, State>;
}

export interface LoadOptions {
  people: People;
  atOnce: number;
  stop: AbortSignal;
  thinkMs: number;
}

/** Below every threshold of the first policy, and above the one that asks for a review. */
const PLAIN_MINOR = 12_000;
const RISKY_MINOR = 1_200_000;
const ISSUED_MS = 60_000;
const LOOK_MS = 500;

export function startLoad({ people, atOnce, stop, thinkMs }: LoadOptions): Load {
  const expected = new Map<string, State>();
  let begun = 0;
  let draining = false;
  const think = () => sleep(thinkMs * (0.5 + Math.random()));
  const tools: Tools = { people, think, until, isDraining: () => draining };
  const line = async (): Promise<void> => {
    while (!draining && !stop.aborted) {
      begun += 1;
      const orderNo = `L-${begun}`;
      const story = STORIES[begun % STORIES.length] ?? plain;
      const end = await story(tools, orderNo);
      if (end) expected.set(orderNo, end);
      await think();
    }
  };
  const lines = Array.from({ length: atOnce }, line);
  return {
    expected,
    begun: () => begun,
    drain: async () => {
      draining = true;
      await Promise.all(lines);
    },
  };
}

type Tools = Counter;

/** Answers where it ends; undefined when something on its way did not come in time. */
type Story = (tools: Tools, orderNo: string) => Promise<State | undefined>;

const entry = { amountMinor: PLAIN_MINOR, submit: true, notify: false, by: 'email' } as const;

/** Entered, scanned, paid, shipped. */
async function plain({ people, think, until: wait }: Tools, orderNo: string): Promise<State> {
  await people.enter(orderNo, { ...entry, notify: true });
  await think();
  const code = await wait(() => people.codeOf(orderNo));
  if (code) await people.scan(orderNo, code);
  await think();
  await people.pay(orderNo, `${orderNo}-p`, PLAIN_MINOR);
  await think();
  await people.ship(orderNo, `${orderNo}-s`);
  return 'archived';
}

/** Paid in two parts, shipped in between, told by SMS. */
async function inParts({ people, think }: Tools, orderNo: string): Promise<State> {
  await people.enter(orderNo, { ...entry, notify: true, by: 'phone' });
  await think();
  await people.pay(orderNo, `${orderNo}-p1`, PLAIN_MINOR / 2);
  await people.ship(orderNo, `${orderNo}-s`);
  await think();
  await people.pay(orderNo, `${orderNo}-p2`, PLAIN_MINOR / 2);
  return 'archived';
}

async function cancelled({ people, think }: Tools, orderNo: string): Promise<State> {
  await people.enter(orderNo, entry);
  await think();
  await people.cancel(orderNo);
  return 'voided';
}

/** Above the threshold: a reviewer claims it and approves. */
async function reviewed({ people, think, until: wait }: Tools, orderNo: string): Promise<State> {
  await people.enter(orderNo, { ...entry, amountMinor: RISKY_MINOR });
  await people.pay(orderNo, `${orderNo}-p`, RISKY_MINOR);
  await people.ship(orderNo, `${orderNo}-s`);
  await think();
  const review = await wait(() => people.reviewOf(orderNo));
  if (!review) return 'pending_review';
  await people.claim(orderNo, review.id);
  await think();
  await people.approve(orderNo, review);
  return 'archived';
}

/** The same fact from two desks at the same time, under one id and two keys. */
async function rivals({ people, think }: Tools, orderNo: string): Promise<State> {
  await people.enter(orderNo, entry);
  await think();
  const pay = () => people.pay(orderNo, `${orderNo}-p`, PLAIN_MINOR);
  await Promise.all([pay(), pay()]);
  const ship = () => people.ship(orderNo, `${orderNo}-s`);
  await Promise.all([ship(), ship()]);
  return 'archived';
}

async function waiting({ people }: Tools, orderNo: string): Promise<State> {
  await people.enter(orderNo, { ...entry, submit: false });
  return 'entered';
}

const STORIES: readonly Story[] = [
  ...[plain, inParts, reviewed, byWallet, cancelled, rivals, plain, waiting, byOtherWallet, plain],
];

async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found | undefined> {
  for (const began = Date.now(); Date.now() - began < ISSUED_MS; await sleep(LOOK_MS)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  return undefined;
}
