import { z } from 'zod';
import { causeKey, rootCause } from './cases.js';
import { counting, id, moment, pageOf, paging } from './fields.js';
import { note, read } from './route.js';

const params = z.strictObject({ batchId: id });
const count = z.int().min(0);

const batch = z
  .strictObject({
    id,
    causeKey: causeKey.nullable(),
    step: z.string().nullable(),
    cause: z.string().nullable().meta({ description: 'What its first case failed on.' }),
    requestedBy: z.string(),
    rootCause: z.string(),
    maxFailurePercent: z.int(),
    wanted: z.enum(['run', 'suspend', 'cancel']),
    revision: z.int(),
    status: z.enum(['running', 'suspended', 'stopped', 'cancelled', 'finished']),
    stage: z.int(),
    counts: z
      .strictObject({
        pending: count,
        started: count,
        passed: count,
        proven: count,
        failed: count,
        refused: count,
        cancelled: count,
      })
      .meta({ description: 'passed: the step was read back; proven: the write-off was.' }),
    createdAt: moment,
    endedAt: moment.nullable(),
  })
  .meta({ id: 'RetryBatch' });

const item = z
  .strictObject({
    position: z.int(),
    caseId: id,
    orderNo: z.string(),
    amountMinor: z.int(),
    currency: z.string(),
    status: z.enum(['pending', 'started', 'passed', 'proven', 'failed', 'refused', 'cancelled']),
    stage: z.int().nullable(),
    code: z.string().nullable(),
    startedAt: moment.nullable(),
    endedAt: moment.nullable(),
  })
  .meta({ id: 'RetryBatchItem' });

const more = { rootCause, maxFailurePercent: z.int().min(0).max(100).default(20) };
const answer = z.strictObject({ batchId: id, items: count, revision: z.int() });

export const BATCH_ROUTES = {
  startBatch: note({
    path: '/retry-batches',
    summary:
      'Retry many cases as a canary: one, five, then the rest, each stage after the proof of the one before',
    right: 'case.retry',
    body: z.union([
      z.strictObject({ causeKey, ...more }),
      z.strictObject({ caseIds: z.array(id).min(1).max(500), ...more }),
      z.strictObject({
        failedOf: id.meta({ description: 'Only what failed in this batch, or was never started.' }),
        ...more,
      }),
    ]),
    answers: { 201: { description: 'Its workflow begins at once.', schema: answer } },
    refusals: ['nothing_to_retry', 'batch_unknown'],
  }),
  listBatches: read({
    path: '/retry-batches',
    summary: 'Canary batches, newest first',
    right: 'case.read',
    query: paging,
    answers: { 200: { description: 'A page.', schema: pageOf(batch) } },
  }),
  showBatch: read({
    path: '/retry-batches/:batchId',
    summary: 'How far a batch is',
    right: 'case.read',
    params,
    answers: { 200: { description: 'The batch.', schema: batch } },
    refusals: ['batch_unknown'],
  }),
  listBatchItems: read({
    path: '/retry-batches/:batchId/items',
    summary: 'What became of each case of a batch',
    right: 'case.read',
    params,
    query: paging,
    answers: { 200: { description: 'A page, by position.', schema: pageOf(item) } },
    refusals: ['batch_unknown'],
  }),
  steerBatch: note({
    path: '/retry-batches/:batchId/wishes',
    summary: 'Suspend, resume or cancel a batch',
    right: 'case.retry',
    params,
    body: z.strictObject({
      wanted: z.enum(['run', 'suspend', 'cancel']),
      revision: counting(1).meta({ description: 'The revision that was seen.' }),
    }),
    answers: { 201: { description: 'Wished.', schema: answer } },
    refusals: ['batch_unknown', 'batch_over', 'version_stale'],
  }),
};
