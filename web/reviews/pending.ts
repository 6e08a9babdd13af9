import type { Asked } from '../client.js';
import { Refused, send } from '../client.js';

/** Decisions that can still be undone: they wait here, whatever screen is shown, and are sent once. */

const UNDO_MS = 5_000;
const AGAIN_MS = 4_000;

type Body = Asked<'decideReview'>['body'];

export interface Pending {
  /** The idempotency key: however often it is sent, it is one decision. */
  key: string;
  reviewId: string;
  orderNo: string;
  body: Body;
  sendsAtMs: number;
  state: 'waiting' | 'sending' | 'refused';
  error?: Error;
}

let pending: readonly Pending[] = [];
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const watchers = new Set<() => void>();

export const pendingNow = (): readonly Pending[] => pending;

export function watchPending(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Holds a decision for five seconds and then sends it. A review waits once. */
export function decideSoon(review: { id: string; orderNo: string }, body: Body): void {
  if (pendingOn(review.id)) return;
  const key = crypto.randomUUID();
  const one: Pending = {
    ...{ key, reviewId: review.id, orderNo: review.orderNo, body },
    sendsAtMs: Date.now() + UNDO_MS,
    state: 'waiting',
  };
  set([...pending, one]);
  sendLater(key, UNDO_MS);
}

export const pendingOn = (reviewId: string): Pending | undefined =>
  pending.find((one) => one.reviewId === reviewId && one.state !== 'refused');

/** Takes the last decision back that was not sent yet; tells which. */
export function undo(): Pending | undefined {
  const last = pending.findLast(({ state }) => state === 'waiting');
  if (last) forget(last.key);
  return last;
}

export function forget(key: string): void {
  clearTimeout(timers.get(key));
  timers.delete(key);
  set(pending.filter((one) => one.key !== key));
}

function set(next: readonly Pending[]): void {
  pending = next;
  for (const watcher of watchers) watcher();
}

function sendLater(key: string, afterMs: number): void {
  timers.set(
    key,
    setTimeout(() => void sendNow(key), afterMs),
  );
}

const change = (key: string, to: Partial<Pending>): void =>
  set(pending.map((one) => (one.key === key ? { ...one, ...to } : one)));

/** Sends one under its key; while no answer comes it is tried again, and a refusal is kept to be read. */
async function sendNow(key: string): Promise<void> {
  const one = pending.find((found) => found.key === key);
  if (!one || one.state === 'refused') return;
  change(key, { state: 'sending' });
  try {
    await send('decideReview', asked(one), { key, waitSeconds: 3 });
    forget(key);
  } catch (error) {
    if (error instanceof Refused && error.status >= 400 && error.status < 500)
      change(key, { state: 'refused', error });
    else sendLater(key, AGAIN_MS);
  }
}

const asked = ({ reviewId, body }: Pending): Asked<'decideReview'> => ({ params: { reviewId }, body });

/** A page that goes away sends what it still holds; the key makes a second sending harmless. */
function sendAll(): void {
  for (const one of pending)
    if (one.state !== 'refused')
      send('decideReview', asked(one), { key: one.key, keepalive: true }).catch(() => undefined);
}

window.addEventListener('pagehide', sendAll);
