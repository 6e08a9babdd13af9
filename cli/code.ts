import type { Command } from 'commander';
import type { RequestOf } from './client.js';
import { Usage } from './failures.js';
import { addLabels } from './labels.js';
import { orderNoOf } from './orders.js';
import { fields, moment, table } from './print.js';
import { tellRecorded } from './recorded.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { option, REASONS, reasonsOf, type Typed } from './typed.js';
import { addVerb } from './verb.js';

export function addCode(program: Command, session: Session): void {
  const code = program.command('code').description("An order's QR code");
  addVerb(code, session, {
    route: 'showCode',
    name: 'show <order-no>',
    request: orderNoOf,
    tell: tellCode,
  });
  addVerb(code, session, {
    route: 'showConfirmation',
    name: 'confirmation <order-no>',
    request: orderNoOf,
    tell: ({ words }) => `${words.zh.html}\n\n${words.en.html}`,
  });
  addLabels(code, session);
  addVerb(code, session, {
    route: 'forwardCode',
    name: 'forward <order-no>',
    options: [
      option('--email <address>', 'to whom'),
      option('--phone <number>', 'to whom, by SMS'),
      option('--reason <word>', 'why, as a code word to count by'),
    ],
    request: (typed) => ({ ...orderNoOf(typed), body: forwardOf(typed) }),
    tell: tellRecorded,
  });
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

function forwardOf(typed: Typed): RequestOf<'forwardCode'>['body'] {
  const [email, phone, reason] = [typed.text('email'), typed.text('phone'), typed.text('reason')];
  if ((email === undefined) === (phone === undefined))
    throw new Usage('请给 --email 或 --phone 其中一个。', 'Give either --email or --phone.');
  const to = email === undefined ? { phone: phone ?? '' } : { email };
  return { to, ...(reason !== undefined && { reason }) };
}

function tellCode({ orderNo, text, live, issues, records, prints }: AnswerOf<'showCode'>): string {
  const head = fields([
    ['order', orderNo],
    ['content', text],
    ['issue', `${live.issueNo}, ${live.status} until ${moment(live.expiresAt)}`],
    ['printed', `${prints.reduce((sum, { copies }) => sum + copies, 0)} copies`],
  ]);
  const rows = issues.map((issue) => {
    const record = records.find(({ issueNo }) => issueNo === issue.issueNo);
    const symbol = record ? `version ${record.symbolVersion}-${record.ecc}, ${record.modules} modules` : '';
    const checked = record ? `${record.decoded ? 'decoded' : 'NOT decoded'} by ${record.decoder}` : '';
    const grade = record?.grade ?? '';
    return [String(issue.issueNo), issue.status, moment(issue.issuedAt), symbol, checked, grade];
  });
  return `${head}\n\n${table(ISSUES, rows)}`;
}

const ISSUES = [
  { title: 'issue', right: true },
  { title: 'status' },
  { title: 'issued' },
  { title: 'symbol' },
  { title: 'checked' },
  { title: 'grade (indicative)' },
];
