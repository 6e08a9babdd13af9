import type { Request } from 'express';
import { progressOf } from '../db/orders.js';
import type { Db } from '../db/sql.js';
import type { State } from '../domain/lifecycle.js';

/** `Prefer: wait=N`: an answer is held until the lifecycle has acted on a fact and has nothing left to do. */
export interface Waiting {
  /** Where the order stands when the fact is applied, or when the time is over. */
  until(orderId: string, fact: number, endMs: number, gone: AbortSignal): Promise<Progress>;
}

export interface Progress {
  state: State;
  applied: boolean;
}

const POLL_MS = 50;
const MAX_WAIT_SECONDS = 20;

/** The seconds that a request asks to wait, at most 20; 0 when it does not. */
export function waitSecondsOf(req: Request): number {
  const asked = /(?:^|[,;\s])wait=(\d{1,4})(?=$|[,;\s])/i.exec(req.get('Prefer') ?? '')?.[1];
  return Math.min(MAX_WAIT_SECONDS, Number(asked ?? 0));
}

interface Waiter {
  orderId: string;
  fact: number;
  endMs: number;
  gone: AbortSignal;
  resolve(progress: Progress): void;
  reject(error: unknown): void;
}

/** One look at the database per 50 ms serves everybody who waits; nobody waits in a transaction. */
export function openWaiting(db: Db): Waiting {
  const waiters = new Set<Waiter>();
  let looking = false;

  async function look(): Promise<void> {
    const present = [...waiters];
    const orderIds = [...new Set(present.map((waiter) => waiter.orderId))];
    const orders = new Map((await progressOf(db, orderIds)).map((order) => [order.id, order]));
    for (const waiter of present) {
      const order = orders.get(waiter.orderId);
      if (!order) throw new Error('waiting: the order is gone');
      const applied = order.settled && order.appliedFact >= waiter.fact;
      if (!applied && performance.now() < waiter.endMs && !waiter.gone.aborted) continue;
      waiters.delete(waiter);
      waiter.resolve({ state: order.state, applied });
    }
  }

  async function keepLooking(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      while (waiters.size > 0) {
        await look();
        if (waiters.size > 0) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    } catch (error) {
      for (const waiter of waiters) waiter.reject(error);
      waiters.clear();
    } finally {
      looking = false;
    }
  }

  return {
    until: (orderId, fact, endMs, gone) =>
      new Promise((resolve, reject) => {
        waiters.add({ orderId, fact, endMs, gone, resolve, reject });
        void keepLooking();
      }),
  };
}
