import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { Usage } from './failures.js';
import { orderNoOf } from './orders.js';
import { fields, moment, table } from './print.js';
import { tellRecorded } from './recorded.js';
import type { AnswerOf, Reply } from './reply.js';
import type { Session } from './session.js';
import { option, REASONS, reasonsOf, type Typed, typedOf, unreadable } from './typed.js';
import { addVerb, declare } from './verb.js';

export function addCode(program: Command, session: Session): void {
  const code = program.command('code').description("An order's QR code");
  addVerb(code, session, {
    route: 'showCode',
    name: 'show <order-no>',
    request: orderNoOf,
    tell: tellCode,
  });
  addDrawing(code, session, 'drawCodeSvg', 'svg <order-no>');
  addDrawing(code, session, 'drawCodePng', 'png <order-no>');
  for (const [route, name] of [
    ['reissueCode', 'reissue <order-no>'],
    ['voidCode', 'void <order-no>'],
  ] as const)
    addVerb(code, session, {
      route,
      name,
      options: REASONS,
      request: (typed) => ({ ...orderNoOf(typed), body: reasonsOf(typed) }),
      tell: tellRecorded,
    });
}

const MEDIA = ['screen', 'print'] as const;
const MEDIUM = option('--medium <medium>', 'how much it must bear: print corrects more errors').choices(
  MEDIA,
);
const OUT = option('--out <file>', 'where to; standard output unless given');

/** A drawing goes to a file or a pipe, as it came. */
function addDrawing(
  code: Command,
  session: Session,
  route: 'drawCodeSvg' | 'drawCodePng',
  name: string,
): void {
  const command = declare(code, session, { route, name, options: [MEDIUM, OUT] });
  command.action(async () => {
    const typed = typedOf(command);
    const out = typed.text('out');
    refuseBytesOn(session, out, route);
    const reply = await session.client().send(route, { ...orderNoOf(typed), query: mediumOf(typed) });
    if (out === undefined) return session.terminal.out(reply.bytes);
    keep(out, reply);
    const { mediaType, bytes } = reply;
    const told = { file: out, mediaType, bytes: bytes.length };
    session.terminal.out(session.json() ? `${JSON.stringify(told)}\n` : `${out} (${bytes.length} bytes)\n`);
  });
}

function refuseBytesOn({ terminal, ...session }: Session, out: string | undefined, route: string): void {
  if (out !== undefined) return;
  if (session.json())
    throw new Usage('加 --json 时请用 --out 给出文件。', 'With --json, name a file with --out.');
  if (route === 'drawCodePng' && terminal.outIsTty)
    throw new Usage(
      '图片不能显示在终端里：请用 --out 给出文件，或接到管道。',
      'A picture cannot be shown on a terminal: name a file with --out, or pipe it.',
    );
}

function mediumOf(typed: Typed): { medium?: (typeof MEDIA)[number] } {
  const medium = MEDIA.find((known) => known === typed.text('medium'));
  return medium === undefined ? {} : { medium };
}

export function keep(file: string, { bytes }: Reply): void {
  try {
    writeFileSync(file, bytes);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function tellCode({ orderNo, text, live, issues, records }: AnswerOf<'showCode'>): string {
  const head = fields([
    ['order', orderNo],
    ['content', text],
    ['issue', `${live.issueNo}, ${live.status} until ${moment(live.expiresAt)}`],
  ]);
  const rows = issues.map((issue) => {
    const record = records.find(({ issueNo }) => issueNo === issue.issueNo);
    const symbol = record ? `version ${record.symbolVersion}-${record.ecc}, ${record.modules} modules` : '';
    const checked = record ? `${record.decoded ? 'decoded' : 'NOT decoded'} by ${record.decoder}` : '';
    return [String(issue.issueNo), issue.status, moment(issue.issuedAt), symbol, checked];
  });
  return `${head}\n\n${table(ISSUES, rows)}`;
}

const ISSUES = [
  { title: 'issue', right: true },
  { title: 'status' },
  { title: 'issued' },
  { title: 'symbol' },
  { title: 'checked' },
];
