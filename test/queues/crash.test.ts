import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { claimMessage, messageById, releaseMessage } from '../../db/messages.js';
import { rows } from '../../db/sql.js';
import { sweepMessages } from '../../queues/messages.js';
import { endMessage } from '../../queues/outcome.js';
import {
  anIssuedOrder,
  eventually,
  lastMessage,
  messageFacts,
  openTestPost,
  type TestPost,
  withoutJobs,
} from './a-post.js';

let post: TestPost;

beforeEach(async () => {
  post = await openTestPost();
});
afterEach(() => post.close());

const sweep = (abandonedSeconds = 60) =>
  sweepMessages({ db: post.db, queue: post.queue, log: post.options.log, abandonedSeconds });

async function standing(): Promise<Record<string, number>> {
  const found = await rows<{ status: string; count: number }>(
    post.db,
    'select status, count(*)::int as count from messages group by status',
  );
  return Object.fromEntries(found.map(({ status, count }) => [status, count]));
}

describe('Redis forgets everything in the middle of 50 messages', () => {
  test('each of them arrives exactly once', async () => {
    for (let made = 0; made < 50; made++) await anIssuedOrder(post);
    expect(await sweep()).toEqual({ queued: 50, unknown: 0 });
    post.start({ atOnce: 2 });
    await eventually(
      () => post.catchers.counts().email.arrivals,
      (arrived) => arrived >= 5,
    );
    await post.redis.client.flushdb();
    await withoutJobs(post);
    expect((await standing()).queued).toBeGreaterThan(0);
    await eventually(
      async () => {
        await sweep();
        return standing();
      },
      ({ queued = 0, sending = 0 }) => queued + sending === 0,
    );
    expect(await standing()).toEqual({ sent: 50 });
    expect(post.catchers.counts().email).toEqual({ arrivals: 50, duplicates: 0 });
  });

  test('and without a sweep they wait, none lost', async () => {
    await anIssuedOrder(post);
    await sweep();
    await post.redis.client.flushdb();
    post.start();
    await post.redis.client.ping();
    expect(await standing()).toEqual({ queued: 1 });
    await sweep();
    await eventually(standing, ({ sent }) => sent === 1);
  });
});

describe('a worker killed between sending and saying so', () => {
  test('leaves its message visibly unknown, sent once', async () => {
    const { id, message } = await anIssuedOrder(post);
    const hold = await post.database.admin.transaction();
    await hold.raw('select 1 from orders where id = ? for no key update', [id]);
    const worker = spawnWorker();
    await post.queue.add([message]);
    await eventually(
      () => post.catchers.counts().email.arrivals,
      (arrivals) => arrivals === 1,
    );
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    await hold.rollback();
    expect((await messageById(post.db, message.id))?.status).toBe('sending');

    expect(await sweep(60)).toMatchObject({ unknown: 0 });
    expect(await sweep(0)).toMatchObject({ unknown: 1 });
    expect(await lastMessage(post.db, id)).toMatchObject({ status: 'unknown', errorCode: 'unknown' });
    expect(await messageFacts(post.db, id)).toEqual([
      { type: 'message_failed', detail: { messageId: message.id, channel: 'email', code: 'unknown' } },
    ]);

    await post.redis.client.flushdb();
    post.start();
    await post.queue.add([message]);
    await withoutJobs(post);
    expect(await sweep(0)).toEqual({ queued: 0, unknown: 0 });
    await post.deeds.survey(id);
    expect(post.catchers.counts().email).toEqual({ arrivals: 1, duplicates: 0 });
    expect(await messageFacts(post.db, id)).toHaveLength(1);
  });
});

test('a sender that was given up and then finishes changes nothing', async () => {
  const { id, message } = await anIssuedOrder(post);
  const claimed = await claimMessage(post.db, message.id);
  if (!claimed) throw new Error('not claimed');
  expect(await sweep(0)).toMatchObject({ unknown: 1 });
  expect(await endMessage(post.db, claimed, { kind: 'sent' })).toBe(false);
  expect(await releaseMessage(post.db, message.id)).toBe(0);
  expect((await lastMessage(post.db, id)).status).toBe('unknown');
  expect(await messageFacts(post.db, id)).toHaveLength(1);
});

function spawnWorker() {
  const { redisUrl, smtpUrl, smsUrl, mailFrom, codeHost } = post.options;
  const settings = { databaseUrl: post.database.url, redisUrl, smtpUrl, smsUrl, mailFrom, codeHost };
  return spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('./worker-process.ts', import.meta.url))],
    {
      env: { PATH: process.env.PATH, OQR_TEST_WORKER: JSON.stringify(settings) },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
}
