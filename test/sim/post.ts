import { endMessage, type Outcome } from '../../queues/outcome.js';
import { sweepMessages } from '../../queues/sweep.js';
import { asDb, openDatabase } from './database.js';
import { deviates } from './deviation.js';
import { breathe } from './outages.js';
import { claimMessage, releaseMessage } from './rooms/db-post.js';
import type { World } from './world.js';

/** The queue of messages: its jobs may be forgotten, its senders may die, and a provider may not say what it did. */
export interface Post {
  poll(): void;
  restart(): void;
  /** Redis is empty. */
  forget(): void;
  /** How often each message reached its addressee. */
  arrivals: ReadonlyMap<string, number>;
}

const SWEEP_MS = 1_000;
const ABANDONED_SECONDS = 60;
const AGAIN_MS = 3_000;
const LINE_MS = 4_000;

export function openPost(world: World): Post {
  const { clock, store } = world;
  const arrivals = new Map<string, number>();
  const jobs = new Set<string>();
  const known = new Set<string>();
  let due = false;
  let busy = false;

  const later = (): void => {
    if (due) return;
    due = true;
    clock.after(SWEEP_MS, () => {
      due = false;
      sweep();
    });
  };
  const waiting = () => [...store.messages.values()].some(({ status }) => UNDER_WAY.includes(status));
  const sweep = (): void => {
    if (!waiting()) return;
    later();
    const process = world.processes.post;
    if (busy || !process.alive) return;
    busy = true;
    const ended = () => {
      if (process === world.processes.post) busy = false;
    };
    const db = asDb(openDatabase(world, process));
    const queue = {
      add: async (rows: readonly { id: string }[]) => {
        for (const { id } of rows) addJob(id);
      },
    };
    const options = { db, queue, log: { warn: () => undefined }, abandonedSeconds: ABANDONED_SECONDS };
    sweepMessages(options as unknown as Parameters<typeof sweepMessages>[0]).then(ended, ended);
  };
  const addJob = (id: string): void => {
    if (jobs.has(id) || (deviates('jobs_not_renewed') && known.has(id))) return;
    jobs.add(id);
    known.add(id);
    clock.after(clock.between(1, LINE_MS), () => run(id));
    if (deviates('sent_unclaimed')) clock.after(clock.between(1, LINE_MS), () => run(id));
  };
  const run = (id: string): void => {
    if (!jobs.has(id)) return;
    const process = world.processes.post;
    if (!process.alive) {
      clock.after(AGAIN_MS, () => run(id));
      return;
    }
    deliver(id).then(
      (over) => (over ? jobs.delete(id) : clock.after(AGAIN_MS, () => run(id))),
      () => jobs.delete(id),
    );
  };

  /** As the real one: claimed before anything leaves. Whether it is over. */
  const deliver = async (id: string): Promise<boolean> => {
    const process = world.processes.post;
    const db = asDb(openDatabase(world, process));
    const message = await claimMessage(db, id);
    if (!message) return true;
    if (deviates('never_sent') && clock.chance(0.1)) return endMessage(db, message, { kind: 'sent' });
    const outcome = provide(id);
    await breathe({ world, process });
    if (outcome.kind === 'not_taken') return (await releaseMessage(db, id)) === 0;
    await endMessage(db, message, outcome);
    return true;
  };
  const provide = (id: string): Outcome => {
    const arrive = () => arrivals.set(id, (arrivals.get(id) ?? 0) + 1);
    if (world.faults.on && clock.chance(0.1)) return { kind: 'not_taken', code: 'busy' };
    if (world.faults.on && clock.chance(0.1)) return { kind: 'refused', code: 'no_such_address' };
    if (world.faults.on && clock.chance(0.1)) {
      if (clock.chance(0.5)) arrive();
      return { kind: 'unknown' };
    }
    arrive();
    return { kind: 'sent', providerId: id };
  };

  return {
    ...{ arrivals, poll: later },
    restart: () => {
      busy = false;
      jobs.clear();
      later();
    },
    forget: () => jobs.clear(),
  };
}

const UNDER_WAY: readonly string[] = ['queued', 'sending'];
