import { randomUUID } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Command } from 'commander';
import { addressOf } from './client.js';
import { Usage } from './failures.js';
import { orderNoOf } from './orders.js';
import type { AnswerOf } from './reply.js';
import { answerOf } from './reply.js';
import type { Session } from './session.js';
import { option, type Typed, textOf, typedOf, unreadable } from './typed.js';
import { upload } from './upload.js';
import { addVerb, declare } from './verb.js';

/** What lies beside an order: comments and files; `orders timeline` shows them. */
export function addAround(program: Command, session: Session): void {
  const comments = program.command('comments').description('What colleagues say about an order');
  addVerb(comments, session, {
    route: 'addComment',
    name: 'add <order-no>',
    about: 'Say something to colleagues about an order, from standard input',
    request: async (typed) => ({
      ...orderNoOf(typed),
      body: { text: (await textOf('-', session.terminal)).trim() },
    }),
    tell: tellKept,
  });
  addVerb(comments, session, {
    route: 'withdrawComment',
    name: 'withdraw <order-no> <comment-id>',
    request: (typed) => ({ params: { ...orderNoOf(typed).params, commentId: typed.arg(1) }, body: {} }),
    tell: tellKept,
  });
  const files = program.command('files').description('Files beside an order');
  addUpload(files, session);
  addDownload(files, session);
  addVerb(files, session, {
    route: 'withdrawFile',
    name: 'withdraw <order-no> <file-id>',
    request: (typed) => ({ ...fileOf(typed), body: {} }),
    tell: tellKept,
  });
}

const fileOf = (typed: Typed) => ({ params: { ...orderNoOf(typed).params, fileId: typed.arg(1) } });
const tellKept = ({ orderNo, id }: AnswerOf<'addComment'>): string => `${orderNo}: ${id}`;

const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.pdf': 'application/pdf',
};

function addUpload(files: Command, session: Session): void {
  const command = declare(files, session, { route: 'addFile', name: 'add <order-no> <file>' });
  command.action(async () => {
    const typed = typedOf(command);
    const path = typed.arg(1);
    const type = TYPES[extname(path).toLowerCase()];
    if (!type) throw new Usage('只收 PNG、JPEG、WebP 和 PDF。', 'Only PNG, JPEG, WebP and PDF are taken.');
    const handle = await open(path).catch((error: unknown) => {
      throw unreadable(path, error);
    });
    const { size } = await handle.stat();
    const reply = await upload(session.client(), addressOf('addFile', orderNoOf(typed)), {
      source: handle.createReadStream(),
      sizeBytes: size,
      key: typed.text('idempotencyKey') ?? randomUUID(),
      headers: { 'content-type': type, 'x-file-name': encodeURIComponent(basename(path)) },
      sent: () => undefined,
    });
    session.terminal.out(
      `${session.json() ? reply.bytes.toString() : tellKept(answerOf('addFile', reply))}\n`,
    );
  });
}

function addDownload(files: Command, session: Session): void {
  const command = declare(files, session, {
    route: 'downloadFile',
    name: 'get <order-no> <file-id>',
    options: [option('--out <file>', 'where to; standard output unless given')],
  });
  command.action(async () => {
    const typed = typedOf(command);
    const reply = await session.client().send('downloadFile', { ...fileOf(typed), body: {} });
    const out = typed.text('out');
    if (out === undefined) return session.terminal.out(reply.bytes);
    await writeFile(out, reply.bytes);
    session.terminal.out(`${out} (${reply.bytes.length} bytes)\n`);
  });
}
