import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { type Deeds, deedsOf } from '../../activities/index.js';
import type { Turn } from '../../activities/turn.js';
import { casesOf } from '../../db/cases.js';
import { record } from '../../db/facts.js';
import { unsealedFor } from '../../db/invariants.js';
import { claimMessage, finishMessage, messagesOf } from '../../db/messages.js';
import { lockOrder } from '../../db/orders.js';
import { adoptOrphans, intakeKeyFor, keepOrphan } from '../../db/orphans.js';
import { insertPayment } from '../../db/payments.js';
import { takeTold } from '../../db/receipts.js';
import { lastReview } from '../../db/reviews.js';
import type { Actor } from '../../domain/facts.js';
import type { Step } from '../../domain/lifecycle.js';
import { blindIndex } from '../../platform/keys/envelope.js';
import { openLog } from '../../platform/log.js';
import { openDatabase, type RunTimeRole, roleUrl } from '../../platform/postgres.js';
import { sealOnce } from '../../worker/sealer.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { houseOf } from '../support/house.js';
import { DESK, enterTestOrder, FINANCE, paid, REVIEWER, recordFact, shipped } from '../support/orders.js';

/** A little world in which every invariant holds, made by the deeds themselves; each story's order by its name. */
export interface World {
  database: TestDatabase;
  ids: Record<StoryName, string>;
  /** A world of its own that starts as this one is; to be broken. */
  clone(): Promise<BrokenWorld>;
  drop(): Promise<void>;
}
export interface BrokenWorld {
  database: TestDatabase;
  admin: Knex;
  ids: Record<StoryName, string>;
  drop(): Promise<void>;
}

interface Stage {
  database: TestDatabase;
  api: Knex;
  worker: Knex;
  deeds: Deeds;
}

const REVIEWER2: Actor = { kind: 'person', id: 'reviewer2', department: 'review' };
const QUEUE: Actor = { kind: 'system', id: 'queue' };

const STORIES = {
  entered: async (stage: Stage) => enter(stage, { submit: false }),
  waiting: async (stage: Stage) => {
    const id = await enter(stage);
    return told(stage, id, paid(12_000));
  },
  archived: async (stage: Stage) => {
    const id = await enter(stage);
    await told(stage, id, scan(1));
    await told(stage, id, paid(12_000));
    return told(stage, id, shipped());
  },
  /** Written off, but the archive fails: a technician has the case. */
  writtenOff: async (stage: Stage) => {
    const id = await enter(stage);
    await recordFact(stage.api, id, paid(12_000));
    await recordFact(stage.api, id, shipped());
    await live(stage.deeds, id, 'archive');
    await stage.deeds.openTechnicalCase({ orderId: id, step: 'archive', code: 'InjectedFault: archive' });
    return id;
  },
  reviewed: async (stage: Stage) => {
    const id = await risky(stage, 2_000_000);
    return approve(stage, id, REVIEWER);
  },
  reviewedByTwo: async (stage: Stage) => {
    const id = await risky(stage, 20_000_000);
    await approve(stage, id, REVIEWER);
    return approve(stage, id, REVIEWER2);
  },
  /** The reviewer took its money: nobody has noticed yet, and nobody but another may approve it. */
  inReview: async (stage: Stage) => risky(stage, 2_000_000, REVIEWER),
  reissued: async (stage: Stage) => {
    const id = await enter(stage);
    await told(stage, id, scan(1));
    await told(stage, id, { type: 'reissue_requested', actor: DESK });
    return told(stage, id, scan(2));
  },
  overpaid: async (stage: Stage) => told(stage, await enter(stage), paid(12_001)),
  /** By a provider, which told of it once. */
  paidOnline: async (stage: Stage) => payOnline(stage, await enter(stage)),
  cancelled: async (stage: Stage) =>
    told(stage, await enter(stage), { type: 'order_cancelled', actor: DESK }),
  late: async (stage: Stage) => {
    const id = await enter(stage);
    await told(stage, id, paid(12_000));
    await told(stage, id, shipped());
    return told(stage, id, { ...paid(500), type: 'payment_refunded' });
  },
  retried: async (stage: Stage) => {
    const id = await enter(stage);
    await stage.deeds.openTechnicalCase({ orderId: id, step: 'dispatch', code: 'InjectedFault: dispatch' });
    const [one] = await casesOf(stage.api, id);
    await told(stage, id, { type: 'retry_requested', actor: FINANCE, detail: { caseId: one?.id ?? '' } });
    await told(stage, id, paid(12_000));
    return told(stage, id, shipped());
  },
  stuck: async (stage: Stage) => {
    const id = await enter(stage);
    await recordFact(stage.api, id, paid(12_000));
    await stage.deeds.openTechnicalCase({ orderId: id, step: 'survey', code: 'InjectedFault: survey' });
    return id;
  },
  mailed: async (stage: Stage) => {
    const id = await enterNotified(stage, { email: 'ming@example.com' });
    return deliver(stage, id, 'sent');
  },
  /** The mail came back, and the confirmation page, which never fails, took its place. */
  bounced: async (stage: Stage) => {
    const id = await enterNotified(stage, { email: 'ming@example.com' });
    return deliver(stage, id, 'failed');
  },
  adopted: async (stage: Stage) => adopt(stage, await enter(stage)),
} as const;
export type StoryName = keyof typeof STORIES;

export async function aHealthyWorld(): Promise<World> {
  const database = await cloneDatabase();
  const worker = database.as('oqr_worker', 4);
  const api = database.as('oqr_api', 4);
  const stage: Stage = { database, api, worker, deeds: deedsOf(houseOf(database, worker)) };
  const ids: Partial<Record<StoryName, string>> = {};
  for (const [name, story] of Object.entries(STORIES)) ids[name as StoryName] = await story(stage);
  await seal(database);
  await Promise.all([api.destroy(), worker.destroy(), database.admin.destroy()]);
  const done = ids as Record<StoryName, string>;
  return { database, ids: done, clone: () => cloneOf(database, done), drop: () => database.drop() };
}

/** Seals until all is sealed: a transaction elsewhere in the same cluster may hold it up for a moment. */
export async function seal(database: TestDatabase): Promise<void> {
  const db = database.as('oqr_sealer', 1);
  const sealing = { db, ring: database.ring, log: openLog('test', 'fatal') };
  for (let tries = 0; (await unsealedFor(database.admin, 0)).count > 0 && tries < 200; tries += 1)
    if ((await sealOnce(sealing)) === 0) await sleep(20);
  await db.destroy();
}

/** Plays the lifecycle's part for one order until it waits, rests or is about to do `before`. */
export async function live(deeds: Deeds, orderId: string, before?: Step): Promise<void> {
  const doing: Partial<Record<Step, (id: string) => Promise<Turn>>> = {
    issue: deeds.issueCode,
    dispatch: deeds.dispatchCode,
    verify: deeds.verifyOrder,
    review: deeds.askForReview,
    write_off: deeds.writeOff,
    archive: deeds.archiveOrder,
  };
  let { next } = await deeds.survey(orderId);
  for (let deed = doing[next]; deed && next !== before; deed = doing[next]) ({ next } = await deed(orderId));
}

/** Lets the reviewer's decision be recorded and acted on. */
export async function approve(
  stage: Omit<Stage, 'database' | 'worker'>,
  id: string,
  actor: Actor,
): Promise<string> {
  const review = await lastReview(stage.api, id);
  await recordFact(stage.api, id, {
    type: 'review_approved',
    actor,
    detail: { reviewId: review?.id ?? '', materialFact: review?.materialFact ?? 0 },
  });
  await live(stage.deeds, id);
  return id;
}

async function enter(stage: Stage, options: Parameters<typeof enterTestOrder>[1] = {}): Promise<string> {
  const { id } = await enterTestOrder(stage.database, options, stage.api);
  await live(stage.deeds, id);
  return id;
}

async function enterNotified(stage: Stage, reach: { email: string }): Promise<string> {
  return enter(stage, { notify: true, customer: { ref: randomUUID(), name: '王明', ...reach } });
}

async function told(stage: Stage, id: string, fact: Parameters<typeof recordFact>[2]): Promise<string> {
  await recordFact(stage.api, id, fact);
  await live(stage.deeds, id);
  return id;
}

async function risky(stage: Stage, amountMinor: number, payee = FINANCE): Promise<string> {
  const lines = [{ lineNo: 1, kind: 'goods' as const, sku: 'A', name: '机床', quantity: 1, amountMinor }];
  const id = await enter(stage, { lines });
  await told(stage, id, paid(amountMinor, 'CNY', payee));
  return told(stage, id, shipped());
}

const scan = (issueNo: number) =>
  ({
    type: 'scanned',
    actor: { kind: 'customer', id: 'phone' },
    detail: { accepted: true, issueNo },
  }) as const;

/** What the queue does with a message: claim, send, report. */
async function deliver(
  { api, worker, deeds }: Stage,
  id: string,
  status: 'sent' | 'failed',
): Promise<string> {
  const [message] = await messagesOf(api, id);
  if (!message) throw new Error('no message was queued');
  await claimMessage(worker, message.id);
  await worker.transaction(async (tx) => {
    await lockOrder(tx, id);
    await finishMessage(tx, message.id, { status });
    const type = status === 'sent' ? 'message_delivered' : 'message_failed';
    await record(tx, id, { type, actor: QUEUE, source: 'queue', detail: { messageId: message.id } });
  });
  await live(deeds, id);
  return id;
}

/** An attempt to pay that the provider says succeeded. */
async function payOnline({ api, worker, deeds }: Stage, id: string): Promise<string> {
  const outTradeNo = randomUUID().replaceAll('-', '');
  const money = { amountMinor: 12_000, currency: 'CNY' };
  const attempt = { id: randomUUID(), orderId: id, provider: 'wechat', scene: 'counter', ...money } as const;
  await api.transaction((tx) =>
    insertPayment(tx, { ...attempt, outTradeNo, startedBy: FINANCE.id, sealed: null, minutes: 15 }),
  );
  const told = { provider: 'wechat', kind: 'payment', tradeNo: randomUUID(), outTradeNo, ...money } as const;
  await worker.transaction((tx) => takeTold(tx, { ...told, happenedAt: new Date() }, 'query'));
  await live(deeds, id);
  return id;
}

/** A payment that came before its order, taken in when the order was entered. */
async function adopt({ api, database }: Stage, id: string): Promise<string> {
  const orderKey = blindIndex(database.ring, 'orphan', id);
  const day = '2026-11-20';
  await intakeKeyFor(api, { day, kekId: 'kek', wrapped: randomBytes(32) }, 30);
  const orphan = { id: randomUUID(), orderKey, source: 'webhook', externalId: randomUUID() };
  await keepOrphan(api, { ...orphan, intakeDay: day, sealed: randomBytes(16) });
  await api.transaction((tx) => adoptOrphans(tx, orderKey, id));
  return id;
}

async function cloneOf(origin: TestDatabase, ids: Record<StoryName, string>): Promise<BrokenWorld> {
  const master = openDatabase(serverUrl(), { max: 1, application: 'test' });
  const name = `broken_${randomBytes(6).toString('hex')}`;
  await master.raw(`create database ${name} template ${new URL(origin.url).pathname.slice(1)}`);
  const url = new URL(origin.url);
  url.pathname = `/${name}`;
  const pools: Knex[] = [];
  const open = (poolUrl: string, max: number) => {
    pools.push(openDatabase(poolUrl, { max, application: 'test' }));
    return pools.at(-1) as Knex;
  };
  const admin = open(url.toString(), 1);
  const drop = async () => {
    await Promise.all(pools.map((pool) => pool.destroy()));
    await master.raw(`drop database ${name} with (force)`);
    await master.destroy();
  };
  const as = (role: RunTimeRole, max = 2) => open(roleUrl(url.toString(), role, origin.ring), max);
  return { database: { url: url.toString(), ring: origin.ring, admin, as, drop }, admin, ids, drop };
}

function serverUrl(): string {
  const url = process.env.OQR_TEST_POSTGRES;
  if (!url) throw new Error('the engines are not running');
  return url;
}
