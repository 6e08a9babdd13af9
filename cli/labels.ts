import { writeFileSync } from 'node:fs';
import type { Command, Option } from 'commander';
import { FORMATS, PRESET_NAMES } from '../api/contract/codes.js';
import type { RequestOf } from './client.js';
import { Usage } from './failures.js';
import { orderNoOf } from './orders.js';
import { table } from './print.js';
import type { AnswerOf, Reply } from './reply.js';
import type { Session } from './session.js';
import { counted, option, type Typed, typedOf, unreadable } from './typed.js';
import { addVerb, declare } from './verb.js';

const MEDIA = ['screen', 'print'] as const;
const MEDIUM = option('--medium <medium>', 'how much it must bear: print corrects more errors').choices(
  MEDIA,
);
const PRESET = option('--preset <preset>', 'a whole label for this medium').choices(PRESET_NAMES);
const LABEL = option('--preset <preset>', 'what it is printed on')
  .choices(PRESET_NAMES)
  .makeOptionMandatory();
const FORMAT = option('--format <format>', 'what the file is; pdf unless given').choices(FORMATS);
const COPIES = counted('--copies <count>', '1 to 100; 1 unless given');
const OUT = option('--out <file>', 'where to; standard output unless given');

/** The label of a code as a file, and the note that it is printed. */
export function addLabels(code: Command, session: Session): void {
  const drawn = (typed: Typed) => ({
    ...orderNoOf(typed),
    query: { ...mediumOf(typed), ...presetOf(typed) },
  });
  const label = (typed: Typed) => ({ ...orderNoOf(typed), query: labelOf(typed) });
  addDrawing(code, session, { route: 'drawCodeSvg', name: 'svg', options: [MEDIUM, PRESET], request: drawn });
  addDrawing(code, session, { route: 'drawCodePng', name: 'png', options: [MEDIUM, PRESET], request: drawn });
  addDrawing(code, session, { route: 'drawCodePdf', name: 'pdf', options: [LABEL, COPIES], request: label });
  addDrawing(code, session, { route: 'drawCodeZpl', name: 'zpl', options: [LABEL, COPIES], request: label });
  addVerb(code, session, {
    route: 'listLabels',
    name: 'labels <order-no>',
    request: orderNoOf,
    tell: tellLabels,
  });
  addVerb(code, session, {
    route: 'printCode',
    name: 'print <order-no>',
    options: [LABEL, FORMAT, COPIES],
    request: (typed) => ({ ...orderNoOf(typed), body: { ...labelOf(typed), format: formatOf(typed) } }),
    tell: ({ issueNo }) => `Written down: issue ${issueNo} goes to a printer.`,
  });
}

interface Drawn<N extends 'drawCodeSvg' | 'drawCodePng' | 'drawCodePdf' | 'drawCodeZpl'> {
  route: N;
  name: string;
  options: readonly Option[];
  request(typed: Typed): RequestOf<N>;
}

/** A drawing goes to a file or a pipe, as it came. */
function addDrawing<N extends 'drawCodeSvg' | 'drawCodePng' | 'drawCodePdf' | 'drawCodeZpl'>(
  code: Command,
  session: Session,
  { route, name, options, request }: Drawn<N>,
): void {
  const command = declare(code, session, { route, name: `${name} <order-no>`, options: [...options, OUT] });
  command.action(async () => {
    const typed = typedOf(command);
    const out = typed.text('out');
    refuseBytesOn(session, out, route === 'drawCodePng' || route === 'drawCodePdf');
    const reply = await session.client().send(route, request(typed));
    if (out === undefined) return session.terminal.out(reply.bytes);
    keep(out, reply);
    const { mediaType, bytes } = reply;
    const told = { file: out, mediaType, bytes: bytes.length };
    session.terminal.out(session.json() ? `${JSON.stringify(told)}\n` : `${out} (${bytes.length} bytes)\n`);
  });
}

function refuseBytesOn({ terminal, ...session }: Session, out: string | undefined, binary: boolean): void {
  if (out !== undefined) return;
  if (session.json())
    throw new Usage('加 --json 时请用 --out 给出文件。', 'With --json, name a file with --out.');
  if (binary && terminal.outIsTty)
    throw new Usage(
      '图片不能显示在终端里：请用 --out 给出文件，或接到管道。',
      'A picture cannot be shown on a terminal: name a file with --out, or pipe it.',
    );
}

function mediumOf(typed: Typed): { medium?: (typeof MEDIA)[number] } {
  const medium = MEDIA.find((known) => known === typed.text('medium'));
  return medium === undefined ? {} : { medium };
}

function presetOf(typed: Typed): { preset?: (typeof PRESET_NAMES)[number] } {
  const preset = PRESET_NAMES.find((known) => known === typed.text('preset'));
  return preset === undefined ? {} : { preset };
}

function labelOf(typed: Typed): { preset: (typeof PRESET_NAMES)[number]; copies?: number } {
  const copies = typed.number('copies');
  return { preset: presetOf(typed).preset ?? 'screen', ...(copies !== undefined && { copies }) };
}

const formatOf = (typed: Typed): (typeof FORMATS)[number] =>
  FORMATS.find((known) => known === typed.text('format')) ?? 'pdf';

export function keep(file: string, { bytes }: Reply): void {
  try {
    writeFileSync(file, bytes);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function tellLabels({ items }: AnswerOf<'listLabels'>): string {
  const rows = items.map((one) => [
    one.preset,
    `${one.widthMm.toFixed(0)} × ${one.heightMm.toFixed(0)} mm`,
    `${one.profile}, ${one.ecc}`,
    one.formats.length === 0 ? 'does not fit' : `${one.moduleMm.toFixed(2)} mm at ${one.dpi} dpi`,
    `${(one.readFromMm / 1000).toFixed(2)} m`,
    one.formats.join(' '),
  ]);
  return table(LABELS, rows);
}

const LABELS = [
  { title: 'preset' },
  { title: 'size', right: true },
  { title: 'symbol' },
  { title: 'module' },
  { title: 'read from', right: true },
  { title: 'formats' },
];
