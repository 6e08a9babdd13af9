import { randomUUID } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import { addressOf } from './client.js';
import { EXIT, Usage } from './failures.js';
import { tellRefusedOrders, tellReport } from './import-report.js';
import { addListing, pageOf } from './listing.js';
import { openProgress } from './progress.js';
import { type AnswerOf, answerOf } from './reply.js';
import type { Session } from './session.js';
import { option, type Typed, textOf, typedOf, unreadable } from './typed.js';
import { upload } from './upload.js';
import { addVerb, declare } from './verb.js';

const importOf = (typed: Typed) => ({ params: { importId: typed.arg(0) } });

export function addImports(program: Command, session: Session): void {
  addImport(program, session);
  const imports = program.command('imports').description('How imports went');
  addVerb(imports, session, {
    route: 'showImport',
    name: 'show <import-id>',
    request: importOf,
    tell: (report) => tellReport(report),
  });
  addListing(imports, session, {
    route: 'listImportRefusals',
    name: 'refusals <import-id>',
    request: (typed) => ({ ...importOf(typed), query: pageOf(typed) }),
    tell: tellRefusedOrders,
  });
}

function addImport(program: Command, session: Session): void {
  const command = declare(program, session, {
    route: 'importOrders',
    name: 'import <file>',
    about:
      'Import a file of orders (- for standard input); the same file twice changes nothing. Refused rows are reported and are no failure; a file that cannot be taken ends with 1',
    options: [
      option('--preset <name>', 'a mapping that comes with the product: northwind'),
      option('--map <file>', 'your own mapping, a JSON file as docs/IMPORT.md describes it'),
      option('--notify', 'send codes to customers; no message leaves otherwise'),
      option('--dry-run', 'report only; enter nothing'),
      option('--delimiter <character>', 'recognised unless given; "tab" is a tab'),
      option('--encoding <name>', 'recognised unless given').choices(ENCODINGS),
      option('--date-format <format>', 'of every date column, such as M/d/yyyy; recognised unless given'),
    ],
  });
  command.summary('Import a file of orders');
  command.action(() => importFile(session, typedOf(command)));
}

const ENCODINGS = ['utf-8', 'gb18030', 'windows-1252'] as const;
const REFUSALS_SHOWN = 50;

async function importFile(session: Session, typed: Typed): Promise<void> {
  const { terminal } = session;
  const client = session.client();
  const address = addressOf('importOrders', { query: queryOf(typed) });
  const file = typed.arg(0);
  const headers = { 'content-type': mediaTypeOf(file), ...(await mapOf(session, typed)) };
  const { source, sizeBytes } = await sourceOf(file, session);
  const progress = openProgress(terminal, sizeBytes);
  const key = typed.text('idempotencyKey') ?? randomUUID();
  const sent = (bytes: number) => progress.at(bytes);
  const reply = await upload(client, address, { source, sizeBytes, key, headers, sent }).finally(() =>
    progress.end(),
  );
  const report = answerOf('importOrders', reply);
  if (report.status === 'failed' || report.status === 'interrupted') session.exitCode = EXIT.refused;
  if (session.json()) return terminal.out(`${reply.bytes.toString().trimEnd()}\n`);
  terminal.out(`${tellReport(report, file === '-' ? undefined : basename(file))}\n`);
  if (report.refused > 0) terminal.out(`\n${await refusedOrders(session, report)}\n`);
}

async function refusedOrders(session: Session, { id }: AnswerOf<'importOrders'>): Promise<string> {
  const request = { params: { importId: id }, query: { limit: REFUSALS_SHOWN } };
  const { items, next } = answerOf(
    'listImportRefusals',
    await session.client().send('listImportRefusals', request),
  );
  const more = next === undefined ? [] : [`all of them: oqr imports refusals ${id} --all`];
  return [tellRefusedOrders({ items }), ...more].join('\n');
}

function queryOf(typed: Typed): Record<string, string | undefined> {
  const delimiter = typed.text('delimiter');
  return {
    preset: typed.text('preset'),
    notify: typed.flag('notify') ? 'true' : undefined,
    dry_run: typed.flag('dryRun') ? 'true' : undefined,
    delimiter: delimiter === 'tab' ? '\t' : delimiter,
    encoding: typed.text('encoding'),
    date_format: typed.text('dateFormat'),
  };
}

function mediaTypeOf(file: string): string {
  switch (extname(file).toLowerCase()) {
    case '.csv':
      return 'text/csv';
    case '.tsv':
      return 'text/tab-separated-values';
    default:
      return 'application/octet-stream';
  }
}

/** What a header may hold with room for the rest of them. */
const MAX_MAP_CHARACTERS = 12_000;

async function mapOf({ terminal }: Session, typed: Typed): Promise<Record<string, string>> {
  const [file, preset] = [typed.text('map'), typed.text('preset')];
  if ((file === undefined) === (preset === undefined))
    throw new Usage(
      '请给出一个映射：--preset northwind 或 --map MAP.json（见 docs/IMPORT.md）。',
      'Give one mapping: --preset northwind or --map MAP.json (see docs/IMPORT.md).',
    );
  if (file === undefined) return {};
  const map = Buffer.from(minified(file, await textOf(file, terminal))).toString('base64url');
  if (map.length <= MAX_MAP_CHARACTERS) return { 'import-map': map };
  throw new Usage(`映射文件 ${file} 过大。`, `The mapping ${file} is too large to be sent along.`);
}

function minified(file: string, text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    throw new Usage(`映射文件 ${file} 不是 JSON。`, `The mapping ${file} is not JSON.`);
  }
}

/** A file as long as it is now; a pipe for as long as it flows. */
async function sourceOf(
  file: string,
  { terminal }: Session,
): Promise<{ source: Readable; sizeBytes: number | undefined }> {
  if (file === '-') return { source: terminal.input, sizeBytes: undefined };
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw Object.assign(new Error(file), { code: 'EISDIR' });
    const handle = await open(file);
    if (!found.isFile()) return { source: handle.createReadStream(), sizeBytes: undefined };
    return { source: handle.createReadStream({ end: Math.max(0, found.size - 1) }), sizeBytes: found.size };
  } catch (error) {
    throw unreadable(file, error);
  }
}
