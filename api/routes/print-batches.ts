import { randomUUID } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { log } from '../../db/log.js';
import {
  type BatchedCode,
  codesOfBatch,
  insertBatchFile,
  insertPrintBatch,
  listPrintBatches,
  type PrintBatchRow,
  printBatchById,
  skippedOf,
} from '../../db/print-batches.js';
import { samplesOf } from '../../db/print-samples.js';
import type { Db } from '../../db/sql.js';
import { statedOrders } from '../../db/stated-orders.js';
import { Refusal } from '../../domain/refusal.js';
import { customerRefOf } from '../../platform/keys/customer.js';
import { type CodedOrder, labelTextOf } from '../../qr/code-text.js';
import { type Label, planLabel } from '../../qr/label.js';
import { pdfOf } from '../../qr/pdf.js';
import { PRESETS, type PresetName, presetNamed, takes } from '../../qr/presets.js';
import { zplOf } from '../../qr/zpl.js';
import { MOST_LABELS } from '../contract/print-batches.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import { iso, isoOrNull } from '../faces.js';
import type { Act, Download, Read } from '../handler.js';
import { cursorOf } from '../paging.js';
import type { Signed } from '../principal.js';

const SHOWN = 100;
const PAGE = 200;

export const start: Act<Routes['startPrintBatch']> = async (tx, _deps, { body, caller: { person } }) => {
  const { preset, format, codes } = body;
  if (!takes(PRESETS[preset], format)) throw new Refusal('format_not_for_preset', { preset, format });
  const batch = { id: randomUUID(), preset, format, requestedBy: person.id };
  const chosen = 'orderNos' in codes ? { orderNos: codes.orderNos, limit: MOST_LABELS } : codes;
  const labels = await insertPrintBatch(tx, batch, chosen, person);
  if (labels === 0) throw new Refusal('nothing_to_print');
  const detail = { batch: batch.id, preset, format, labels };
  await log(tx, { actor: person.actor, action: 'print_batch_started', detail });
  return { status: 201, body: { batchId: batch.id, labels } };
};

export const list: Read<Routes['listPrintBatches']> = async (deps, { query, caller: { person } }) => {
  const { items, next } = await listPrintBatches(deps.db, person, query.limit, cursorOf(query));
  return { status: 200, body: { items: items.map(batchFace), ...(next && { next }) } };
};

export const show: Read<Routes['showPrintBatch']> = async (deps, { params, caller: { person } }) => {
  const batch = await knownBatch(deps.db, params.batchId, person);
  const [skippedLabels, checked] = await Promise.all([
    skippedOf(deps.db, batch.id, SHOWN),
    samplesOf(deps.db, batch.id, SHOWN),
  ]);
  return {
    status: 200,
    body: {
      batch: batchFace(batch),
      skippedLabels,
      checked: checked.map((one) => ({ ...one, checkedAt: iso(one.checkedAt) })),
    },
  };
};

/** The file of a checked batch, written down before its first label leaves; none of it is ever held as a whole. */
export const print: Download<Routes['printBatch']> = async (deps, { params, caller: { person } }) => {
  const batch = await knownBatch(deps.db, params.batchId, person);
  if (batch.status !== 'ready') throw new Refusal('print_batch_not_ready');
  const id = randomUUID();
  await deps.db.transaction(async (tx) => {
    await insertBatchFile(tx, { id, batchId: batch.id, printedBy: person.id });
    const detail = { batch: batch.id, file: id, preset: batch.preset, labels: batch.ready };
    await log(tx, { actor: person.actor, action: 'print_batch_printed', detail });
  });
  const preset = presetNamed(batch.preset);
  const labels = labelsOf(deps, batch.id, preset);
  const name = `labels-${batch.createdAt.toISOString().slice(0, 10)}-${batch.id.slice(0, 8)}.${batch.format}`;
  return batch.format === 'pdf'
    ? { name, mediaType: 'application/pdf', lines: pdfOf(labels, preset, deps.logo) }
    : { name, mediaType: 'application/zpl', lines: zplLines(labels, deps) };
};

async function* zplLines(labels: AsyncIterable<Label>, { logo }: ApiDeps): AsyncGenerator<string> {
  for await (const label of labels) yield zplOf(label, 1, logo);
}

/** Labels in the order of the batch, a page of rows at a time; a code that was replaced meanwhile is left out. */
async function* labelsOf(deps: ApiDeps, batchId: string, preset: PresetName): AsyncGenerator<Label> {
  let after = 0;
  for (;;) {
    const codes = await codesOfBatch(deps.db, batchId, { status: 'ready', after, limit: PAGE });
    const stated = await statedBy(deps, preset, codes);
    for (const code of codes) {
      if (code.status === 'live') yield labelFor(deps, preset, code, stated?.get(code.orderId));
      await breathe();
    }
    const last = codes.at(-1);
    if (!last) return;
    after = last.position;
  }
}

/** What sealed labels state, by order; short ones state nothing. */
const statedBy = async ({ db, ring }: ApiDeps, preset: PresetName, codes: readonly BatchedCode[]) =>
  PRESETS[preset].profile === 'sealed'
    ? statedOrders(db, codes, (order) => customerRefOf(ring, order))
    : undefined;

function labelFor(
  { tokenKeys, codeHost, logo }: ApiDeps,
  preset: PresetName,
  code: BatchedCode,
  order: CodedOrder | undefined,
): Label {
  const text = labelTextOf(PRESETS[preset].profile, tokenKeys, codeHost, { code, order });
  return planLabel(text, preset, { orderNo: code.orderNo, logo });
}

/** Who sees some orders alone sees the batches of their own making: others may hold what they do not see. */
export async function knownBatch(db: Db, id: string, person: Signed): Promise<PrintBatchRow> {
  const found = await printBatchById(db, id);
  const isSeen = person.seenBy === null || found?.requestedBy === person.id;
  if (!found || !isSeen) throw new Refusal('print_batch_unknown');
  return found;
}

const batchFace = ({ createdAt, readyAt, ...batch }: PrintBatchRow) => ({
  ...batch,
  createdAt: iso(createdAt),
  readyAt: isoOrNull(readyAt),
});
