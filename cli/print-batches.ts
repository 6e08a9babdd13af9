import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Command } from 'commander';
import { BATCH_PRESETS } from '../api/contract/print-batches.js';
import { STATES } from '../domain/lifecycle.js';
import { addressOf } from './client.js';
import { Usage } from './failures.js';
import { keep } from './labels.js';
import { addListing, pageOf } from './listing.js';
import { fields, maybe, moment, table } from './print.js';
import { type AnswerOf, answerOf } from './reply.js';
import type { Session } from './session.js';
import { counted, option, type Typed, textOf, typedOf, unreadable } from './typed.js';
import { upload } from './upload.js';
import { addVerb, declare } from './verb.js';

type Batch = AnswerOf<'showPrintBatch'>['batch'];
type Sample = AnswerOf<'gradePrints'>['items'][number];

const batchOf = (typed: Typed) => ({ params: { batchId: typed.arg(0) } });

export function addPrintBatches(program: Command, session: Session): void {
  const batches = program.command('print-batches').description('Labels of many codes as one file');
  addVerb(batches, session, {
    route: 'startPrintBatch',
    name: 'start',
    options: [
      option('--preset <preset>', 'what the labels are printed on')
        .choices(BATCH_PRESETS)
        .makeOptionMandatory(),
      option('--format <format>', 'pdf unless given').choices(['pdf', 'zpl']),
      option('--state <state>', 'live codes of this state that nobody printed yet').choices(STATES),
      option('--orders <file>', 'order numbers instead, one a line (- for standard input)'),
      counted('--limit <count>', 'at most so many labels; 10000 unless given'),
    ],
    request: async (typed) => ({
      body: {
        preset: BATCH_PRESETS.find((known) => known === typed.text('preset')) ?? 'label_40x30mm',
        format: typed.text('format') === 'zpl' ? ('zpl' as const) : ('pdf' as const),
        codes: await chosenBy(session, typed),
      },
    }),
    tell: ({ batchId, labels }) => `batch ${batchId} with ${labels} labels is being checked`,
  });
  addListing(batches, session, {
    route: 'listPrintBatches',
    name: 'list',
    request: (typed) => ({ query: pageOf(typed) }),
    tell: ({ items }) => table(BATCHES, items.map(batchRow)),
  });
  addVerb(batches, session, {
    route: 'showPrintBatch',
    name: 'show <batch-id>',
    request: batchOf,
    tell: tellBatch,
  });
  addFile(batches, session);
  addGrading(batches, session);
}

async function chosenBy(session: Session, typed: Typed) {
  const [file, state] = [typed.text('orders'), STATES.find((known) => known === typed.text('state'))];
  if ((file === undefined) === (state === undefined))
    throw new Usage('请给出 --state 或 --orders 之一。', 'Give one of --state and --orders.');
  const limit = typed.number('limit');
  if (state) return { state, ...(limit !== undefined && { limit }) };
  const text = await textOf(file ?? '-', session.terminal);
  return { orderNos: text.split(/\s+/).filter((one) => one !== '') };
}

function addFile(batches: Command, session: Session): void {
  const out = option('--out <file>', 'where to').makeOptionMandatory();
  const command = declare(batches, session, { route: 'printBatch', name: 'file <batch-id>', options: [out] });
  command.action(async () => {
    const typed = typedOf(command);
    const reply = await session.client().send('printBatch', { ...batchOf(typed), body: {} });
    const file = typed.text('out') ?? '';
    keep(file, reply);
    const told = { file, mediaType: reply.mediaType, bytes: reply.bytes.length };
    session.terminal.out(session.json() ? `${JSON.stringify(told)}\n` : `${file} (${told.bytes} bytes)\n`);
  });
}

function addGrading(batches: Command, session: Session): void {
  const command = declare(batches, session, { route: 'gradePrints', name: 'grade <batch-id> <picture>' });
  command.action(async () => {
    const typed = typedOf(command);
    const path = typed.arg(1);
    const type = { '.png': 'image/png', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg' }[
      extname(path).toLowerCase()
    ];
    if (!type) throw new Usage('只收 PNG 和 JPEG。', 'Only PNG and JPEG are taken.');
    const handle = await open(path).catch((error: unknown) => {
      throw unreadable(path, error);
    });
    const { size } = await handle.stat();
    const reply = await upload(session.client(), addressOf('gradePrints', batchOf(typed)), {
      source: handle.createReadStream(),
      sizeBytes: size,
      key: typed.text('idempotencyKey') ?? randomUUID(),
      headers: { 'content-type': type },
      sent: () => undefined,
    });
    const { items } = answerOf('gradePrints', reply);
    const told = session.json() ? reply.bytes.toString().trimEnd() : table(SAMPLES, items.map(sampleRow));
    session.terminal.out(`${told}\n`);
  });
}

function tellBatch({ batch, skippedLabels, checked }: AnswerOf<'showPrintBatch'>): string {
  const head = fields([
    ['batch', batch.id],
    ['labels', `${batch.ready} of ${batch.labels} ready, ${batch.skipped} left out`],
    ['preset', `${batch.preset}, ${batch.format}`],
    ['status', batch.status],
    ['ready', maybe(batch.readyAt)],
    ['file taken', `${batch.printed} times`],
  ]);
  const skipped = skippedLabels.map((one) => [String(one.position), one.orderNo, one.reason]);
  return [
    head,
    ...(skipped.length > 0 ? [table(SKIPPED, skipped)] : []),
    ...(checked.length > 0 ? [table(SAMPLES, checked.map(sampleRow))] : []),
  ].join('\n\n');
}

const batchRow = (one: Batch): string[] => [
  one.id,
  one.status,
  `${one.ready}/${one.labels}`,
  one.preset,
  one.format,
  one.requestedBy,
  moment(one.createdAt),
];

const sampleRow = (one: Sample): string[] => [
  one.position === null ? '' : String(one.position),
  one.orderNo ?? '',
  one.outcome,
  one.grade,
];

const BATCHES = ['batch', 'status', 'labels', 'preset', 'format', 'by', 'since'].map((title) => ({ title }));
const SAMPLES = ['position', 'order', 'outcome', 'grade (indicative)'].map((title) => ({ title }));
const SKIPPED = ['position', 'order', 'why'].map((title) => ({ title }));
