import { randomUUID } from 'node:crypto';
import { log } from '../../db/log.js';
import {
  type BatchRow,
  batchById,
  countItems,
  insertBatch,
  insertItems,
  itemsOf,
  listBatches,
  lockBatch,
  wish,
} from '../../db/retry-batches.js';
import type { Seeing } from '../../db/scope.js';
import type { Db } from '../../db/sql.js';
import { Refusal } from '../../domain/refusal.js';
import type { Routes } from '../contract/routes.js';
import { iso, isoOrNull } from '../faces.js';
import type { Act, Read } from '../handler.js';
import { cursorOf, numberAfter } from '../paging.js';

const MOST = 500;

/** Puts the chosen cases into a canary batch; a case is in one unfinished batch at most, so a double start finds nothing. */
export const start: Act<Routes['startBatch']> = async (tx, _deps, { body, caller }) => {
  const { person } = caller;
  const { rootCause, maxFailurePercent, ...chosen } = body;
  if ('failedOf' in chosen && !(await batchById(tx, person, chosen.failedOf)))
    throw new Refusal('batch_unknown');
  const id = randomUUID();
  await insertBatch(tx, {
    id,
    causeKey: 'causeKey' in chosen ? chosen.causeKey : null,
    requestedBy: person.id,
    onBehalfOf: person.actor.onBehalfOf ?? null,
    department: person.department,
    rootCause,
    maxFailurePercent,
  });
  const items = await insertItems(tx, id, { person, chosen }, MOST);
  if (items === 0) throw new Refusal('nothing_to_retry');
  await log(tx, {
    actor: person.actor,
    action: 'retry_batch_started',
    detail: { batchId: id, items, rootCause, maxFailurePercent },
  });
  return { status: 201, body: { batchId: id, items, revision: 1 } };
};

export const list: Read<Routes['listBatches']> = async (deps, { query, caller }) => {
  const { items, next } = await listBatches(deps.db, caller.person, query.limit, cursorOf(query));
  return { status: 200, body: { items: await faces(deps.db, items), ...(next && { next }) } };
};

export const show: Read<Routes['showBatch']> = async (deps, { params, caller }) => {
  const [face] = await faces(deps.db, [await known(deps.db, caller.person, params.batchId)]);
  if (!face) throw new Refusal('batch_unknown');
  return { status: 200, body: face };
};

export const items: Read<Routes['listBatchItems']> = async (deps, { params, query, caller }) => {
  await known(deps.db, caller.person, params.batchId);
  const found = await itemsOf(deps.db, params.batchId, {
    after: numberAfter(query),
    limit: query.limit + 1,
  });
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    status: 200,
    body: {
      items: shown.map((item) => ({
        ...item,
        startedAt: isoOrNull(item.startedAt),
        endedAt: isoOrNull(item.endedAt),
      })),
      ...(found.length > shown.length && last && { next: String(last.position) }),
    },
  };
};

/** What people want from now on; a wish about another revision than was seen is refused. */
export const steer: Act<Routes['steerBatch']> = async (tx, _deps, { params, body, caller }) => {
  const batch = await lockBatch(tx, params.batchId, caller.person);
  if (!batch) throw new Refusal('batch_unknown');
  if (batch.endedAt !== null || batch.wanted === 'cancel') throw new Refusal('batch_over');
  if (batch.revision !== body.revision) throw new Refusal('version_stale');
  await wish(tx, batch.id, body.wanted);
  await log(tx, {
    actor: caller.person.actor,
    action: 'retry_batch_steered',
    detail: { batchId: batch.id, wanted: body.wanted, revision: batch.revision + 1 },
  });
  const counts = (await countItems(tx, [batch.id])).get(batch.id) ?? {};
  const total = Object.values(counts).reduce((sum, one) => sum + one, 0);
  return { status: 201, body: { batchId: batch.id, items: total, revision: batch.revision + 1 } };
};

async function known(db: Db, person: Seeing, id: string): Promise<BatchRow> {
  const batch = await batchById(db, person, id);
  if (!batch) throw new Refusal('batch_unknown');
  return batch;
}

const NONE = { pending: 0, started: 0, passed: 0, proven: 0, failed: 0, refused: 0, cancelled: 0 };

async function faces(db: Db, batches: readonly BatchRow[]) {
  const counts = await countItems(
    db,
    batches.map(({ id }) => id),
  );
  return batches.map(({ department: _, stoppedRevision: __, onBehalfOf: ___, ...batch }) => ({
    ...batch,
    counts: { ...NONE, ...counts.get(batch.id) },
    createdAt: iso(batch.createdAt),
    endedAt: isoOrNull(batch.endedAt),
  }));
}
