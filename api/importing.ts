import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { knownOrders, statedBefore } from '../db/bulk-entry.js';
import { endImport, insertRefusals, type NewRefusal, touchImport } from '../db/imports.js';
import type { Db } from '../db/sql.js';
import type { Actor } from '../domain/facts.js';
import { Refusal } from '../domain/refusal.js';
import { type Read, type ReadOptions, readOrders } from '../intake/read-orders.js';
import { FileRefused } from '../intake/refusals.js';
import { sealJson } from '../platform/keys/envelope.js';
import type { ApiDeps } from './deps.js';
import { type Entered, type Entry, enterOrders, sameContent } from './entering.js';
import { Malformed } from './malformed.js';
import { isDataFault, isOutage } from './problems.js';
import { intakeKeyOfToday } from './sealing.js';

/** One import: who brought the file, how it is read, and what becomes of it. */
export interface ImportJob {
  id: string;
  actor: Actor;
  read: ReadOptions;
  notify: boolean;
  dryRun: boolean;
}

const BATCH_ORDERS = 100;
const TOUCH_MS = 500;
const TRIES = 5;
const PAUSE_MS = 200;

/** Reads a file as it arrives and enters its orders in batches through the bulk lane; a bad order refuses only itself. */
export async function importOrders(deps: ApiDeps, job: ImportJob, bytes: Readable): Promise<void> {
  const db = deps.importing ?? deps.db;
  const run = openRun(deps, db, job);
  try {
    const orders = readOrders(capped(bytes, deps.config.maxImportBytes), job.read, run.progress);
    for await (const read of orders) await run.take(read);
    await run.flush();
    await run.touch();
    await endImport(db, job.id, 'finished');
  } catch (error) {
    await run.touch().catch(() => undefined);
    throw await ended(db, job, bytes, error);
  }
}

/** What the import of a file did so far, and the batch that is being gathered. */
function openRun(deps: ApiDeps, db: Db, job: ImportJob) {
  const done = { bytes: 0, rowsRead: 0, accepted: 0, unchanged: 0, refused: 0 };
  const batch: Extract<Read, { kind: 'order' }>[] = [];
  const refused: (NewRefusal & { raw: string | null })[] = [];
  let touchedMs = Date.now();

  function refuse(
    rows: number[],
    code: string,
    more: { orderNo?: string; column?: string; raw?: string },
  ): void {
    done.refused += 1;
    const { orderNo = null, column = null, raw = null } = more;
    const columnName = column?.slice(0, 200) ?? null;
    const number = done.refused;
    refused.push({
      number,
      rowNumbers: rows,
      orderNo,
      code,
      columnName,
      intakeDay: null,
      rawSealed: null,
      raw,
    });
  }

  async function flush(): Promise<void> {
    const orders = batch.splice(0);
    const entries = orders.map(({ draft, facts }) => entryOf(job, draft, facts));
    const outcomes = await settle(deps, db, job, entries);
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome === 'entered' || outcome === 'changed') done.accepted += 1;
      else if (outcome === 'unchanged') done.unchanged += 1;
      else refuse(orders[index]?.rows ?? [], outcome, { orderNo: orders[index]?.draft.orderNo ?? '' });
    }
    await insertRefusals(db, job.id, await sealed(deps, db, job, refused.splice(0)));
    if (Date.now() - touchedMs > TOUCH_MS) await touch();
  }

  async function touch(): Promise<void> {
    touchedMs = Date.now();
    await touchImport(db, job.id, done);
  }

  return {
    flush,
    touch,
    progress: (read: { bytes: number; rows: number }): void => {
      done.bytes = read.bytes;
      done.rowsRead = read.rows;
    },
    take: async (read: Read): Promise<void> => {
      if (read.kind === 'order') batch.push(read);
      else refuse(read.rows, read.code, read);
      if (batch.length + refused.length >= BATCH_ORDERS) await flush();
    },
  };
}

function entryOf(job: ImportJob, draft: Entry['draft'], stated: Entry['stated']): Entry {
  const { actor, notify } = job;
  return { draft, stated, actor, notify, source: 'import', lane: 'bulk', submit: true };
}

type Outcome = Exclude<Entered['outcome'], 'differs'> | 'order_differs' | 'malformed';

const named = (outcome: Entered['outcome']): Outcome => (outcome === 'differs' ? 'order_differs' : outcome);

/** Enters a batch in one transaction; a batch that the database will not take is entered one by one. */
async function settle(deps: ApiDeps, db: Db, job: ImportJob, entries: readonly Entry[]): Promise<Outcome[]> {
  if (entries.length === 0) return [];
  if (job.dryRun) return rehearse(deps, db, entries);
  try {
    return await patiently(() => entered(deps, db, entries));
  } catch (error) {
    if (!isDataFault(error)) throw error;
    if (entries.length === 1) return ['malformed'];
  }
  const outcomes: Outcome[] = [];
  for (const entry of entries) outcomes.push(...(await settle(deps, db, job, [entry])));
  return outcomes;
}

async function entered(deps: ApiDeps, db: Db, entries: readonly Entry[]): Promise<Outcome[]> {
  const results = await db.transaction((tx) => enterOrders(tx, deps, entries));
  return results.map(({ outcome }) => named(outcome));
}

/** What would become of a batch; writes nothing. */
async function rehearse(deps: ApiDeps, db: Db, entries: readonly Entry[]): Promise<Outcome[]> {
  const orderNos = entries.map((entry) => entry.draft.orderNo);
  const known = new Map((await knownOrders(db, orderNos)).map((order) => [order.orderNo, order]));
  const ids = [...known.values()].map(({ id }) => id);
  const before = await statedBefore(db, ids, 'import');
  return entries.map(({ draft, stated }) => {
    const order = known.get(draft.orderNo);
    if (!order) return 'entered';
    if (!sameContent(deps, draft, order)) return 'order_differs';
    return stated.every((fact) => before.has(`${order.id} ${fact.externalId}`)) ? 'unchanged' : 'changed';
  });
}

/** A long import outlives a short outage. */
async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === TRIES || !isOutage(error)) throw error;
      await sleep(PAUSE_MS * 2 ** tries);
    }
  }
}

/** Refused rows are personal: they are kept under the day's intake key. */
async function sealed(
  deps: ApiDeps,
  db: Db,
  job: ImportJob,
  refused: readonly (NewRefusal & { raw: string | null })[],
): Promise<NewRefusal[]> {
  const intake = refused.some((one) => one.raw !== null) ? await intakeKeyOfToday(deps, db) : undefined;
  return refused.map(({ raw, ...one }) => {
    if (raw === null || !intake) return one;
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
async function ended(db: Db, job: ImportJob, bytes: Readable, error: unknown): Promise<unknown> {
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
