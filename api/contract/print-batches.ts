import { z } from 'zod';
import { STATES } from '../../domain/lifecycle.js';
import { GRADES } from '../../qr/grade.js';
import { BATCH_PRESETS } from '../../qr/presets.js';
import { id, moment, orderNo, pageOf, paging } from './fields.js';
import { download, note, read, upload } from './route.js';

export const MOST_LABELS = 10_000;
export { BATCH_PRESETS } from '../../qr/presets.js';

const params = z.strictObject({ batchId: id });
const count = z.int().min(0);
const grade = z.enum(GRADES);

const batch = z
  .strictObject({
    id,
    preset: z.string(),
    format: z.enum(['pdf', 'zpl']),
    requestedBy: z.string(),
    status: z.enum(['waiting', 'running', 'ready']),
    createdAt: moment,
    readyAt: moment.nullable(),
    labels: count,
    ready: count.meta({ description: 'Drawn and read back.' }),
    skipped: count.meta({ description: 'Will not be printed; the batch says why.' }),
    printed: count.meta({ description: 'How often its file was taken.' }),
    samples: count,
  })
  .meta({ id: 'PrintBatch' });

const sample = z
  .strictObject({
    orderNo: z.string().nullable(),
    position: z.int().nullable(),
    outcome: z.enum(['matched', 'not_live', 'not_in_batch', 'not_ours', 'unreadable']),
    grade: grade.meta({ description: 'Indicative, as in ISO/IEC 15415; no verifier measured it.' }),
    gradeParts: z.record(z.string(), z.strictObject({ value: z.number(), grade })).nullable(),
  })
  .meta({ id: 'PrintSample' });

const chosen = z.union([
  z.strictObject({ orderNos: z.array(orderNo).min(1).max(MOST_LABELS) }),
  z.strictObject({
    state: z.enum(STATES).meta({ description: 'Live codes of this state that nobody printed yet.' }),
    limit: z.int().min(1).max(MOST_LABELS).default(MOST_LABELS),
  }),
]);

export const PRINT_BATCH_ROUTES = {
  startPrintBatch: note({
    path: '/print-batches',
    summary: 'Print many codes at once: every label is drawn and read back first',
    right: 'code.print',
    body: z.strictObject({ preset: z.enum(BATCH_PRESETS), format: z.enum(['pdf', 'zpl']), codes: chosen }),
    answers: {
      201: { description: 'Begun.', schema: z.strictObject({ batchId: id, labels: z.int() }) },
    },
    refusals: ['nothing_to_print', 'format_not_for_preset'],
  }),
  listPrintBatches: read({
    path: '/print-batches',
    summary: 'Print batches, newest first',
    right: 'code.print',
    query: paging,
    answers: { 200: { description: 'A page.', schema: pageOf(batch) } },
  }),
  showPrintBatch: read({
    path: '/print-batches/:batchId',
    summary: 'How far a batch is, what it leaves out, and what scans of its labels told',
    right: 'code.print',
    params,
    answers: {
      200: {
        description: 'The batch.',
        schema: z.strictObject({
          batch,
          skippedLabels: z.array(
            z.strictObject({ position: z.int(), orderNo: z.string(), reason: z.string() }),
          ),
          checked: z.array(sample.extend({ checkedBy: z.string(), checkedAt: moment })),
        }),
      },
    },
    refusals: ['print_batch_unknown'],
  }),
  printBatch: download({
    path: '/print-batches/:batchId/files',
    summary: 'The labels as one file, drawn as it is sent; who takes it is written down',
    right: 'code.print',
    params,
    body: z.strictObject({}),
    answers: { 200: { description: 'PDF or ZPL.', mediaType: 'application/octet-stream' } },
    refusals: ['print_batch_unknown', 'print_batch_not_ready'],
  }),
  gradePrints: upload({
    path: '/print-batches/:batchId/samples',
    summary: 'A scan or photograph of printed labels: each symbol is read, matched with the batch and graded',
    right: 'code.print',
    params,
    mediaTypes: ['image/png', 'image/jpeg'],
    headers: z.object({}),
    answers: {
      201: { description: 'What was found.', schema: z.strictObject({ items: z.array(sample) }) },
    },
    refusals: ['print_batch_unknown', 'body_too_large', 'file_not_as_said', 'picture_too_large'],
  }),
};
