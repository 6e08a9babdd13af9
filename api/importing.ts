import type { Readable } from 'node:stream';
import {
  endImport,
  type ImportProgress,
  insertRefusals,
  type NewRefusal,
  touchImport,
} from '../db/imports.js';
import type { Seeing } from '../db/scope.js';
import type { Db } from '../db/sql.js';
import type { Actor } from '../domain/facts.js';
import { Refusal } from '../domain/refusal.js';
import { type Read, type ReadOptions, readOrders } from '../intake/read-orders.js';
import { FileRefused } from '../intake/refusals.js';
import { sealJson } from '../platform/keys/envelope.js';
import type { ApiDeps } from './deps.js';
import type { Entry } from './entering.js';
import { enterBatch, rehearseBatch } from './import-batch.js';
import { Malformed } from './malformed.js';
import { isOutage } from './problems.js';
import { intakeKeyOfToday } from './sealing.js';

/** One import: who brought the file, how it is read, and what becomes of it. */
export interface ImportJob {
  id: string;
  actor: Actor;
  seeing: Seeing;
  read: ReadOptions;
  notify: boolean;
  dryRun: boolean;
}

type OrderRead = Extract<Read, { kind: 'order' }>;

/** Something refused, with its rows as they came; they are personal until they are sealed. */
interface RefusedRows extends Omit<NewRefusal, 'intakeDay' | 'rawSealed'> {
  raw: string | null;
}

/** An import under way: what it did, what is gathered for the next batch, and the batches being written. */
interface Run {
  deps: ApiDeps;
  db: Db;
  job: ImportJob;
  done: ImportProgress;
  orders: OrderRead[];
  refused: RefusedRows[];
  writing: Promise<void>[];
  touchedMs: number;
}

const BATCH = 100;
/** While the database writes one batch, the next is read, sealed and sent. */
const AT_ONCE = 2;
const TOUCH_MS = 500;

/** Reads a file as it arrives and enters its orders in batches through the bulk lane; a bad order refuses only itself. */
export async function importOrders(deps: ApiDeps, job: ImportJob, bytes: Readable): Promise<void> {
  const run = begin(deps, job);
  try {
    for await (const read of readOrders(capped(bytes, deps.config.maxImportBytes), job.read, progress(run)))
      await gather(run, read);
    await flush(run);
    await Promise.all(run.writing);
    await touch(run);
    await endImport(run.db, job.id, 'finished');
  } catch (error) {
    await Promise.allSettled(run.writing);
    await touch(run).catch(() => undefined);
    throw await ended(run, bytes, error);
  }
}

function begin(deps: ApiDeps, job: ImportJob): Run {
  const db = deps.importing ?? deps.db;
  const done = { bytes: 0, rowsRead: 0, accepted: 0, unchanged: 0, refused: 0 };
  return {
    deps,
    db,
    job,
    done,
    orders: [],
    refused: [],
    writing: [],
    touchedMs: performance.now(),
  };
}

const progress =
  ({ done }: Run) =>
  (read: { bytes: number; rows: number }): void => {
    done.bytes = read.bytes;
    done.rowsRead = read.rows;
  };

async function gather(run: Run, read: Read): Promise<void> {
  if (read.kind === 'order') run.orders.push(read);
  else run.refused.push(refusal(run, read));
  if (run.orders.length + run.refused.length >= BATCH) await flush(run);
}

/** Hands the batch over once there is room. The reader lets no order number come twice, so batches never meet. */
async function flush(run: Run): Promise<void> {
  const [orders, refused] = [run.orders.splice(0), run.refused.splice(0)];
  while (run.writing.length >= AT_ONCE) await run.writing.shift();
  const written = write(run, orders, refused, run.writing.at(-1));
  written.catch(() => undefined);
  run.writing.push(written);
}

/** Counts its outcomes after those of the batch before it. */
async function write(
  run: Run,
  orders: readonly OrderRead[],
  refused: RefusedRows[],
  before: Promise<void> | undefined,
): Promise<void> {
  const { deps, db, job, done } = run;
  const entries = orders.map((read) => entryOf(job, read));
  const outcomes = await (job.dryRun ? rehearseBatch : enterBatch)(deps, db, entries);
  await before;
  for (const [index, { rows, draft }] of orders.entries()) {
    const outcome = outcomes[index] ?? 'malformed';
    if (outcome === 'entered' || outcome === 'changed') done.accepted += 1;
    else if (outcome === 'unchanged') done.unchanged += 1;
    else refused.push(refusal(run, { rows, code: outcome, orderNo: draft.orderNo }));
  }
  await insertRefusals(db, job.id, await sealed(run, refused));
  if (performance.now() - run.touchedMs > TOUCH_MS) await touch(run);
}

async function touch(run: Run): Promise<void> {
  run.touchedMs = performance.now();
  await touchImport(run.db, run.job.id, run.done);
}

function entryOf({ actor, seeing, notify }: ImportJob, { draft, facts }: OrderRead): Entry {
  return { draft, stated: facts, actor, seeing, notify, source: 'import', lane: 'bulk', submit: true };
}

function refusal(
  { done }: Run,
  what: { rows: number[]; code: string; orderNo?: string; column?: string; raw?: string },
): RefusedRows {
  done.refused += 1;
  const { rows: rowNumbers, code, orderNo = null, column, raw = null } = what;
  return { number: done.refused, rowNumbers, orderNo, code, columnName: column?.slice(0, 200) ?? null, raw };
}

/** Refused rows are kept under the day's intake key. */
async function sealed({ deps, db, job }: Run, refused: readonly RefusedRows[]): Promise<NewRefusal[]> {
  const intake = refused.some((one) => one.raw !== null) ? await intakeKeyOfToday(deps, db) : undefined;
  return refused.map(({ raw, ...one }) => {
    if (raw === null || !intake) return { ...one, intakeDay: null, rawSealed: null };
    const rawSealed = sealJson(intake.key, raw, `import_refusals:${job.id}:${one.number}`);
    return { ...one, intakeDay: intake.day, rawSealed };
  });
}

/** Passes a stream on up to a size, one chunk at a time, and leaves it open when its reader stops. */
async function* capped(bytes: Readable, maxBytes: number): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const chunk of bytes.iterator({ destroyOnReturn: false })) {
    total += chunk.length;
    if (total > maxBytes) throw new Refusal('body_too_large', { maxBytes });
    yield chunk;
  }
}

/** Writes down how an import ended early, and gives the error that its caller is told. */
async function ended({ db, job }: Run, bytes: Readable, error: unknown): Promise<unknown> {
  const hint = { importId: job.id };
  if (bytes.readableAborted) {
    await endImport(db, job.id, 'interrupted', 'aborted');
    return new Malformed([{ in: 'body', path: '', rule: 'aborted', message: 'the file ended early' }]);
  }
  if (error instanceof FileRefused) {
    await endImport(db, job.id, 'failed', error.code);
    return new Refusal('file_unreadable', { ...hint, reason: error.code, detail: error.detail });
  }
  if (error instanceof Refusal) {
    await endImport(db, job.id, 'failed', error.code);
    return new Refusal(error.code, { ...error.hint, ...hint });
  }
  await endImport(db, job.id, 'failed', isOutage(error) ? 'out_of_service' : 'internal').catch(
    () => undefined,
  );
  return error;
}
