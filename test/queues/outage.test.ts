import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openMessageQueue, sweepMessages } from '../../queues/messages.js';
import { QueueUnreachable } from '../../queues/redis.js';
import { anIssuedOrder, eventually, lastMessage, openTestPost, type TestPost } from './a-post.js';

let post: TestPost;
let line: Line;

beforeEach(async () => {
  post = await openTestPost();
  line = await openLine(post.redis.url);
});
afterEach(async () => {
  await post.close();
  await line.stop();
});

const logged = (text: string) => post.logged.filter((entry) => entry.includes(text));

test('while Redis is away messages wait, everything answers, and one line says so', async () => {
  const { id, message } = await anIssuedOrder(post);
  const queue = openMessageQueue(line.url);
  post.start({ redisUrl: line.url });
  await queue.add([]);
  line.cut();
  await eventually(
    () => logged('redis is away').length,
    (count) => count > 0,
  );
  await expect(queue.add([message])).rejects.toThrow(QueueUnreachable);
  const sweeping = { db: post.db, queue, log: post.options.log };
  expect(await sweepMessages(sweeping)).toEqual({ queued: 0, unknown: 0 });
  await eventually(
    () => line.refusals(),
    (refusals) => refusals >= 4,
  );
  expect(logged('redis is away')).toHaveLength(1);
  expect((await lastMessage(post.db, id)).status).toBe('queued');

  line.mend();
  await eventually(
    async () => {
      await sweepMessages(sweeping);
      return (await lastMessage(post.db, id)).status;
    },
    (status) => status === 'sent',
  );
  expect(post.catchers.counts().email).toEqual({ arrivals: 1, duplicates: 0 });
  expect(logged('redis is back')).toHaveLength(1);
  await queue.close();
});

test('a worker that starts before Redis works once Redis is there', async () => {
  line.cut();
  const { id, message } = await anIssuedOrder(post);
  post.start({ redisUrl: line.url });
  await eventually(
    () => line.refusals(),
    (refusals) => refusals >= 2,
  );
  line.mend();
  await post.queue.add([message]);
  await eventually(
    () => lastMessage(post.db, id),
    ({ status }) => status === 'sent',
  );
});

test('a queue and a worker that never met Redis close all the same', async () => {
  line.cut();
  const queue = openMessageQueue(line.url);
  const worker = post.start({ redisUrl: line.url });
  await expect(queue.add([{ id: '0b0c1a52-6a0e-4b8e-9d53-0d6a3c1f6d11', channel: 'email' }])).rejects.toThrow(
    QueueUnreachable,
  );
  await worker.close();
  await queue.close();
});

interface Line {
  url: string;
  cut(): void;
  mend(): void;
  /** How often somebody knocked while it was cut. */
  refusals(): number;
  stop(): Promise<void>;
}

/** The way to Redis, which a test can cut and mend: while cut, whoever connects is thrown out. */
async function openLine(redisUrl: string): Promise<Line> {
  const target = new URL(redisUrl);
  const sockets = new Set<Socket>();
  let whole = true;
  let refusals = 0;
  const server: Server = createServer((near) => {
    near.on('error', () => undefined);
    if (!whole) {
      refusals += 1;
      near.resetAndDestroy();
      return;
    }
    const far = connect(Number(target.port), target.hostname);
    far.on('error', () => undefined);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const cut = () => {
    whole = false;
    for (const socket of sockets) socket.destroy();
  };
  const url = new URL(redisUrl);
  url.port = String(address.port);
  return {
    url: url.toString(),
    cut,
    mend: () => {
      whole = true;
    },
    refusals: () => refusals,
    stop: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
