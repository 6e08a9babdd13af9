import { join } from 'node:path';
import type { Deeds } from '../../activities/index.js';
import { startBeside } from '../beside.js';
import type { BenchRecord } from '../record.js';

type TurnName = Exclude<keyof Deeds, 'openTechnicalCase' | 'moveRetryBatch' | 'sweep'>;

/** A worker's turns in a process of its own, asked for as a workflow would. */
export interface Turns {
  pid: number;
  /** Takes an order's turns one after the other; throws unless `next` comes after them. */
  take(orderId: string, turns: readonly TurnName[], next: string): Promise<void>;
}

export interface TurnsAsked {
  orderId: string;
  turns: readonly TurnName[];
}

/** What comes next, or why a turn failed. */
export interface TurnsDone {
  orderId: string;
  next: string;
}

export async function startTurns({ adminUrl, dir, ends }: BenchRecord, codeHost: string): Promise<Turns> {
  const worker = new URL('turns-worker.ts', import.meta.url);
  const child = await startBeside(worker, [adminUrl, join(dir, 'keys'), codeHost]);
  ends(() => child.kill());
  const waiting = new Map<string, { told(next: string): void; lost(why: Error): void }>();
  child.on('message', ({ orderId, next }: TurnsDone) => waiting.get(orderId)?.told(next));
  child.once('exit', () => {
    for (const { lost } of waiting.values()) lost(new Error('the process that takes turns has ended'));
  });
  const asked = (orderId: string, turns: readonly TurnName[]) =>
    new Promise<string>((told, lost) => {
      waiting.set(orderId, { told, lost });
      child.send({ orderId, turns } satisfies TurnsAsked);
    });
  return {
    pid: child.pid ?? 0,
    take: async (orderId, turns, next) => {
      const came = await asked(orderId, turns);
      if (came !== next) throw new Error(`after ${turns.join(', ')} came ${came}, not ${next}`);
    },
  };
}
