import { Redis } from 'ioredis';
import type { Logger } from '../platform/log.js';

const REACHABLE_MS = 2_000;
const ANSWER_MS = 5_000;
const RECONNECT_MS = 400;

/** Not all at the same moment: Redis has just come back. */
const soonAgain = (): number => RECONNECT_MS * (0.5 + Math.random());

/** BullMQ's own waits are 5 s for a queue whose wake-up was lost, and 15 s after a command that a lost connection failed. */
export const ATTENTIVE = { drainDelay: 1, runRetryDelay: 1_000 } as const;

/** Redis is away; nothing is lost, since the rows wait in PostgreSQL. */
export class QueueUnreachable extends Error {
  override readonly name = 'QueueUnreachable';
}

/** For whoever adds: a command fails at once while Redis is away. */
export function connectImpatiently(redisUrl: string): Redis {
  const redis = new Redis(redisUrl, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: REACHABLE_MS,
    commandTimeout: ANSWER_MS,
    retryStrategy: soonAgain,
  });
  redis.on('error', () => undefined);
  return redis;
}

/** For whoever works: commands wait until Redis is back; an outage is logged when it starts and when it ends. */
export function connectPatiently(redisUrl: string, log: Logger): Redis {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null, retryStrategy: soonAgain });
  let told = false;
  redis.on('error', (error: Error & { code?: string }) => {
    if (!told) log.warn({ code: error.code ?? error.name }, 'redis is away; messages wait in the database');
    told = true;
  });
  redis.on('ready', () => {
    if (told) log.info('redis is back');
    told = false;
  });
  return redis;
}

/** Resolves when commands go through; a client that is still connecting gets a moment. */
export async function reachable(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return;
  if (redis.status === 'end') throw new QueueUnreachable('the queue is closed');
  await new Promise<void>((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      redis.off('ready', settle);
      redis.off('error', settle);
      if (redis.status === 'ready') resolve();
      else reject(new QueueUnreachable('redis is away'));
    };
    const timer = setTimeout(settle, REACHABLE_MS);
    redis.once('ready', settle);
    redis.once('error', settle);
  });
}

export function unreachable(error: unknown): never {
  throw new QueueUnreachable('redis is away', { cause: error });
}

/** Errors that only say that the connection went away, which is logged once elsewhere. */
export function isOutage(error: Error & { code?: unknown }): boolean {
  return typeof error.code === 'string' || /Connection is closed|Stream isn't writeable/.test(error.message);
}
