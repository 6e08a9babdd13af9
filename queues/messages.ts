import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { type Channel, SENT_BY, type SentBy } from '../domain/letters.js';
import { deliverMessage } from './delivery.js';
import { PACES } from './pace.js';
import type { Post } from './port.js';
import {
  ATTENTIVE,
  connectImpatiently,
  connectPatiently,
  isOutage,
  reachable,
  unreachable,
} from './redis.js';

export { sweepMessages } from './sweep.js';

/** Both ends of the queues of messages. Redis holds ids alone and may forget them: the rows in PostgreSQL are the outbox. */
export interface MessageQueue {
  /** Adds the messages that have no job yet; rejects at once when Redis is away, and the sweep comes again. */
  add(messages: readonly Queued[]): Promise<void>;
  close(): Promise<void>;
}

interface Queued {
  id: string;
  channel: Channel;
}

export interface MessageWorker {
  close(): Promise<void>;
}

export interface MessageWorkerOptions extends Post {
  redisUrl: string;
  /** Instead of what each channel has. */
  retryMs?: number;
  perSecond?: number;
  atOnce?: number;
}

const CLOSE_MS = 10_000;
/** No try of ours waits longer for the next one. */
const LONGEST_WAIT_MS = 3_600_000;
/** BullMQ keeps the moment at which a job is due shifted by 12 bits, with a count below. */
const DUE_SHIFT = 4_096;
const nameOf = (channel: SentBy): string => `messages-${channel}`;

const payload = z.object({ id: z.uuid() });

export function openMessageQueue(redisUrl: string): MessageQueue {
  const redis = connectImpatiently(redisUrl);
  const queues = SENT_BY.map((channel) => ({ channel, queue: openQueue(redis, channel) }));
  return {
    add: async (messages) => {
      if (messages.length === 0) return;
      await reachable(redis);
      for (const { channel, queue } of queues) {
        const ids = messages.filter((one) => one.channel === channel).map(({ id }) => id);
        const missing = ids.length === 0 ? [] : await withoutJob(redis, queue, ids);
        if (missing.length > 0) await queue.addBulk(missing.map(jobOf)).catch(unreachable);
        if (ids.length > 0) await callBack(redis, queue);
      }
    },
    close: async () => {
      await Promise.all(queues.map(({ queue }) => queue.close()));
      redis.disconnect();
    },
  };
}

function openQueue(redis: Redis, channel: SentBy): Queue {
  const queue = new Queue(nameOf(channel), {
    connection: redis,
    skipVersionCheck: true,
    streams: { events: { maxLen: 100 } },
    defaultJobOptions: {
      attempts: PACES[channel].attempts,
      backoff: { type: 'patient' },
      removeOnComplete: true,
      removeOnFail: true,
      stackTraceLimit: 0,
    },
  });
  queue.on('error', () => undefined);
  return queue;
}

/** One worker a channel, each at its own pace. */
export function startMessageWorker(options: MessageWorkerOptions): MessageWorker {
  const redis = connectPatiently(options.redisUrl, options.log);
  const isUp = () => redis.status === 'ready';
  const running = new Set<Promise<void>>();
  const workers = SENT_BY.map((channel) => startOne(options, { channel, redis, running, isUp }));
  return {
    close: async () => {
      const closing = Promise.all(workers.map((worker) => worker.close(!isUp())));
      await Promise.allSettled(running);
      await Promise.race([closing, sleep(CLOSE_MS, undefined, { ref: false })]);
      redis.disconnect();
    },
  };
}

interface Line {
  channel: SentBy;
  redis: Redis;
  running: Set<Promise<void>>;
  isUp: () => boolean;
}

function startOne(options: MessageWorkerOptions, { channel, redis, running, isUp }: Line): Worker {
  const { atOnce, retryMs, perSecond } = { ...PACES[channel], ...options };
  const worker = new Worker(
    nameOf(channel),
    async (job) => {
      const run = runJob(options, job);
      running.add(run);
      await run.finally(() => running.delete(run));
    },
    {
      ...ATTENTIVE,
      connection: redis,
      concurrency: atOnce,
      limiter: { max: perSecond, duration: 1_000 },
      settings: { backoffStrategy: patient(retryMs) },
    },
  );
  worker.on('error', (error) => {
    if (isUp() && !isOutage(error)) options.log.warn({ err: error }, 'message queue');
  });
  return worker;
}

/** Goes back to the queue; its message reaches Redis, so it is a code. */
class TryAgain extends Error {
  override readonly name = 'TryAgain';
  constructor(
    code: string,
    readonly retryAfterMs: number,
  ) {
    super(code);
  }
}

async function runJob(post: Post, job: Job): Promise<void> {
  const { id } = payload.parse(job.data);
  const lastAttempt = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
  const postponed = await deliverMessage(post, id, lastAttempt).catch((error: unknown) => {
    post.log.warn({ messageId: id, err: error }, 'a message is left as it is');
    return { code: 'outage', retryAfterMs: 0 };
  });
  if (postponed) throw new TryAgain(postponed.code, postponed.retryAfterMs);
}

/** Doubles each time, and never less than the provider asked for. */
function patient(retryMs: number) {
  return (attemptsMade: number, _type?: string, error?: Error): number =>
    Math.max(retryMs * 2 ** (attemptsMade - 1), error instanceof TryAgain ? error.retryAfterMs : 0);
}

const jobIdOf = (id: string): string => `message-${id}`;
const jobOf = (id: string) => ({ name: 'deliver', data: { id }, opts: { jobId: jobIdOf(id) } });

/** What a worker put off while its clock ran ahead would wait until that day: it is tried now. */
async function callBack(redis: Redis, queue: Queue): Promise<void> {
  const due = (Date.now() + LONGEST_WAIT_MS) * DUE_SHIFT;
  const far = await redis
    .zrangebyscore(queue.toKey('delayed'), due, '+inf', 'LIMIT', 0, 100)
    .catch(unreachable);
  for (const id of far) await queue.getJob(id).then((job) => job?.promote(), unreachable);
}

/** BullMQ ignores a job it has, but leaves an event each time; a sweep over a long queue asks first. */
async function withoutJob(redis: Redis, queue: Queue, ids: readonly string[]): Promise<string[]> {
  const asked = redis.pipeline();
  for (const id of ids) asked.exists(queue.toKey(jobIdOf(id)));
  const answers = (await asked.exec().catch(unreachable)) ?? [];
  const failed = answers.find(([error]) => error !== null);
  if (failed) unreachable(failed[0]);
  return ids.filter((_, index) => answers[index]?.[1] === 0);
}
