import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { z } from 'zod';
import {
  type BatchedCode,
  beginBatch,
  type CheckedItem,
  codesOfBatch,
  endBatch,
  printBatchById,
  settleItems,
  unreadyBatches,
} from '../db/print-batches.js';
import type { Db } from '../db/sql.js';
import { statedOrders } from '../db/stated-orders.js';
import { customerRefOf } from '../platform/keys/customer.js';
import type { KeyRing } from '../platform/keys/ring.js';
import type { Logger } from '../platform/log.js';
import { checkSymbol } from '../qr/check.js';
import { type CodedOrder, labelTextOf } from '../qr/code-text.js';
import { planLabel, SymbolTooLarge } from '../qr/label.js';
import { PRESETS, type PresetName, presetNamed } from '../qr/presets.js';
import type { KeyTable } from '../qr/token.js';
import {
  ATTENTIVE,
  connectImpatiently,
  connectPatiently,
  isOutage,
  QueueUnreachable,
  reachable,
  unreachable,
} from './redis.js';

/** Both ends of the queue `prints`: each label of a batch is drawn and read back before anybody may print the batch. */
export interface PrintQueue {
  sweep(db: Db): Promise<number>;
  close(): Promise<void>;
}

export interface PrintWorkerOptions {
  db: Db;
  redisUrl: string;
  ring: KeyRing;
  tokenKeys: KeyTable;
  codeHost: string;
  log: Logger;
  /** Labels that are checked before their results are written. */
  atOnce?: number;
  /** How long a killed worker's job is thought to be running. */
  lockMs?: number;
}

const NAME = 'prints';
const AT_ONCE = 50;
const LOCK_MS = 10_000;
const CLOSE_MS = 10_000;
const SWEPT = 20;
const payload = z.object({ id: z.uuid() });

export function openPrintQueue(redisUrl: string): PrintQueue {
  const redis = connectImpatiently(redisUrl);
  const queue = new Queue(NAME, {
    connection: redis,
    skipVersionCheck: true,
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true, stackTraceLimit: 0 },
  });
  queue.on('error', () => undefined);
  return {
    sweep: (db) =>
      sweep(db, async (ids) => {
        await reachable(redis);
        const jobs = ids.map((id) => ({ name: 'check', data: { id }, opts: { jobId: `print-${id}` } }));
        await queue.addBulk(jobs).catch(unreachable);
      }),
    close: async () => {
      await queue.close();
      redis.disconnect();
    },
  };
}

/** Every batch that is not ready has its job, again after Redis forgot it or a worker died; BullMQ ignores a job it has. */
async function sweep(db: Db, add: (ids: readonly string[]) => Promise<void>): Promise<number> {
  const found = await unreadyBatches(db, SWEPT);
  if (found.length === 0) return 0;
  try {
    await add(found.map(({ id }) => id));
  } catch (error) {
    if (error instanceof QueueUnreachable) return 0;
    throw error;
  }
  return found.length;
}

export function startPrintWorker(options: PrintWorkerOptions): { close(): Promise<void> } {
  const { redisUrl, log, lockMs = LOCK_MS } = options;
  const redis = connectPatiently(redisUrl, log);
  const stopping = new AbortController();
  const worker = new Worker(NAME, (job) => checkBatch(options, payload.parse(job.data).id, stopping.signal), {
    ...ATTENTIVE,
    connection: redis,
    concurrency: 1,
    lockDuration: lockMs,
    stalledInterval: lockMs,
  });
  worker.on('error', (error) => {
    if (redis.status === 'ready' && !isOutage(error)) log.warn({ err: error }, 'print queue');
  });
  return {
    close: async () => {
      stopping.abort();
      const closing = worker.close(redis.status !== 'ready');
      await Promise.race([closing, sleep(CLOSE_MS, undefined, { ref: false })]);
      redis.disconnect();
    },
  };
}

/** Checks what is left of a batch; a second runner, or one after a death, goes on where the record stands. */
export async function checkBatch(options: Checking, id: string, stop?: AbortSignal): Promise<void> {
  const { db, log, atOnce = AT_ONCE } = options;
  const batch = await printBatchById(db, id);
  if (!batch || batch.status === 'ready') return;
  const preset = presetNamed(batch.preset);
  await beginBatch(db, id);
  for (let after = 0; !stop?.aborted; ) {
    const codes = await codesOfBatch(db, id, { status: 'pending', after, limit: atOnce });
    const last = codes.at(-1);
    if (!last) break;
    const stated = await statedBy(options, preset, codes);
    const checked: CheckedItem[] = [];
    for (const code of codes)
      checked.push(await checkLabel(options, preset, code, stated?.get(code.orderId)));
    await settleItems(db, id, checked);
    after = last.position;
  }
  if (await endBatch(db, id)) log.info({ batchId: id }, 'print batch ready');
}

type Checking = Omit<PrintWorkerOptions, 'redisUrl'>;

/** What sealed labels state, by order; short ones state nothing. */
const statedBy = async ({ db, ring }: Checking, preset: PresetName, codes: readonly BatchedCode[]) =>
  PRESETS[preset].profile === 'sealed'
    ? statedOrders(db, codes, (order) => customerRefOf(ring, order))
    : undefined;

/** Draws one label and reads its symbol back (P2.1.3). */
async function checkLabel(
  { tokenKeys, codeHost }: Checking,
  preset: PresetName,
  code: BatchedCode,
  order: CodedOrder | undefined,
): Promise<CheckedItem> {
  const { position, orderNo } = code;
  const skipped = (reason: string) => ({ position, status: 'skipped' as const, reason, grade: null });
  if (code.status !== 'live') return skipped('code_not_live');
  const text = labelTextOf(PRESETS[preset].profile, tokenKeys, codeHost, { code, order });
  try {
    const { matrix } = planLabel(text, preset, { orderNo });
    const { ok, grade } = await checkSymbol(text, matrix.ecc);
    if (!ok) return skipped('symbol_unreadable');
    return { position, status: 'ready', reason: null, grade: grade.grade };
  } catch (error) {
    if (error instanceof SymbolTooLarge) return skipped('label_too_small');
    throw error;
  }
}
