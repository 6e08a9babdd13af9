/** Builders of this folder: a house with catchers, orders whose code waits to be sent, and a worker that sends. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { type Deeds, deedsOf } from '../../activities/index.js';
import { factsOf } from '../../db/facts.js';
import { type MessageRow, messagesOf } from '../../db/messages.js';
import type { Db } from '../../db/sql.js';
import type { Fact } from '../../domain/facts.js';
import type { Customer } from '../../domain/order.js';
import { type Catchers, startCatchers } from '../../platform/catchers/catchers.js';
import { smsSecret } from '../../platform/keys/secrets.js';
import {
  type MessageQueue,
  type MessageWorker,
  type MessageWorkerOptions,
  openMessageQueue,
  startMessageWorker,
} from '../../queues/messages.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { houseOf } from '../support/house.js';
import { enterTestOrder } from '../support/orders.js';
import { ownRedis } from '../support/redis.js';

export interface TestPost {
  database: TestDatabase;
  db: Db;
  redis: { url: string; client: Redis };
  catchers: Catchers;
  queue: MessageQueue;
  deeds: Deeds;
  options: MessageWorkerOptions;
  /** Every line that was logged, as text. */
  logged: string[];
  start(changes?: Partial<MessageWorkerOptions>): MessageWorker;
  close(): Promise<void>;
}

export async function openTestPost(): Promise<TestPost> {
  const database = await cloneDatabase();
  const redis = await ownRedis();
  const catchers = await startCatchers({ smsSecret: smsSecret(database.ring) });
  const house = houseOf(database);
  const queue = openMessageQueue(redis.url);
  const logged: string[] = [];
  const options: MessageWorkerOptions = {
    ...house,
    log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
    redisUrl: redis.url,
    smtpUrl: `smtp://${catchers.smtp.host}:${catchers.smtp.port}`,
    mailFrom: 'Order QR <codes@shop.example>',
    smsUrl: catchers.sms.url,
    smsSecret: smsSecret(database.ring),
    retryMs: 20,
  };
  const workers: MessageWorker[] = [];
  return {
    database,
    db: house.db,
    redis,
    catchers,
    queue,
    deeds: deedsOf(house),
    options,
    logged,
    start: (changes = {}) => {
      const worker = startMessageWorker({ ...options, ...changes });
      workers.push(worker);
      return worker;
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      await queue.close();
      await redis.close();
      await catchers.stop();
      await database.drop();
    },
  };
}

export const CUSTOMER: Customer = {
  ref: 'C-9',
  name: '欧阳小明',
  email: 'ouyang.xm@mail.example',
  phone: '138 0013 8000',
};

/** An order whose code is issued and whose first message is queued. */
export async function anIssuedOrder(
  { database, deeds, db }: TestPost,
  customer: Partial<Customer> = CUSTOMER,
): Promise<{ id: string; orderNo: string; message: MessageRow }> {
  const api = database.as('oqr_api', 1);
  const { id, orderNo } = await enterTestOrder(
    database,
    { notify: true, customer: { ref: 'C-9', name: '欧阳小明', ...customer } },
    api,
  );
  await api.destroy();
  await deeds.issueCode(id);
  await deeds.dispatchCode(id);
  return { id, orderNo, message: await lastMessage(db, id) };
}

export async function lastMessage(db: Db, orderId: string): Promise<MessageRow> {
  const message = (await messagesOf(db, orderId)).at(-1);
  if (!message) throw new Error('the order has no message');
  return message;
}

export async function messageFacts(db: Db, orderId: string): Promise<Pick<Fact, 'type' | 'detail'>[]> {
  const facts = await factsOf(db, orderId);
  return facts
    .filter(({ type }) => type === 'message_delivered' || type === 'message_failed')
    .map(({ type, detail }) => ({ type, detail }));
}

/** Waits for what other processes do; fails with what it was when it never comes. */
export async function eventually<Value>(
  look: () => Promise<Value> | Value,
  wanted: (value: Value) => boolean,
  withinMs = 20_000,
): Promise<Value> {
  const endMs = Date.now() + withinMs;
  for (;;) {
    const value = await look();
    if (wanted(value)) return value;
    if (Date.now() > endMs) throw new Error(`still ${JSON.stringify(value)}`);
    await sleep(10);
  }
}

/** Sends what is queued for an order and waits until it is over. */
export async function delivered({ db, queue }: TestPost, orderId: string): Promise<MessageRow> {
  await queue.add([await lastMessage(db, orderId)]);
  return eventually(
    () => lastMessage(db, orderId),
    (message) => !['queued', 'sending'].includes(message.status),
  );
}

/** Waits until Redis holds no job any more. */
export async function withoutJobs({ redis }: TestPost): Promise<void> {
  await eventually(
    () => redis.client.keys('bull:messages-*:message-*'),
    (jobs) => jobs.length === 0,
  );
}
