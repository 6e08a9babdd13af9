import { Argument, type Command } from 'commander';
import { fields, moment, table, yesNo } from './print.js';
import { tellRecorded } from './recorded.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { option, REASONS, reasonsOf, type Typed, textOf } from './typed.js';
import { addVerb } from './verb.js';

const orderNoOf = (typed: Typed) => ({ params: { orderNo: typed.arg(0) } });
const FIELDS = ['ref', 'name', 'contact', 'phone', 'email', 'address', 'country'] as const;

/** Changes of what was ordered or by whom, which two people make. */
export function addAmendments(orders: Command, session: Session): void {
  addVerb(orders, session, {
    route: 'proposeAmendment',
    name: 'amend <order-no>',
    options: [
      ...FIELDS.map((field) => option(`--${field} <text>`, `the customer's ${field}, corrected`)),
      option('--lines <file>', 'all lines anew, as JSON (- for standard input)'),
      ...REASONS,
    ],
    request: async (typed) => ({
      ...orderNoOf(typed),
      body: { changes: { ...customerOf(typed), ...(await linesOf(typed, session)) }, ...reasonsOf(typed) },
    }),
    tell: tellRecorded,
  });
  addVerb(orders, session, {
    route: 'showAmendment',
    name: 'amendment <order-no>',
    request: orderNoOf,
    tell: tellAmendment,
  });
  const answer = addVerb(orders, session, {
    route: 'settleAmendment',
    name: 'amend-answer <order-no> <amendment-id>',
    options: [option('--note <text>', 'free text; stored encrypted')],
    request: (typed) => ({ ...orderNoOf(typed), body: answerOf(typed) }),
    tell: tellRecorded,
  });
  answer.addArgument(new Argument('<answer>').choices(['applied', 'refused']));
}

const customerOf = (typed: Typed): Record<string, string> =>
  Object.fromEntries(
    FIELDS.flatMap((field) => {
      const text = typed.text(field);
      return text === undefined ? [] : [[field, text]];
    }),
  );

/** The door checks what the file says. */
async function linesOf(typed: Typed, session: Session) {
  const file = typed.text('lines');
  return file === undefined ? {} : { lines: JSON.parse(await textOf(file, session.terminal)) };
}

function answerOf(typed: Typed) {
  const { note } = reasonsOf(typed);
  return {
    amendmentId: typed.arg(1),
    answer: typed.arg(2) === 'applied' ? ('applied' as const) : ('refused' as const),
    ...(note === undefined ? {} : { note }),
  };
}

function tellAmendment({ orderNo, amendment }: AnswerOf<'showAmendment'>): string {
  if (!amendment) return `No change of ${orderNo} was ever proposed.`;
  const head = fields([
    ['order', orderNo],
    ['amendment', amendment.id],
    ['proposed', `${moment(amendment.proposedAt)} by ${amendment.proposedBy}`],
    ['status', amendment.status],
    ['decided by', amendment.decidedBy ?? undefined],
    ['reissues', yesNo(amendment.reissues)],
  ]);
  const changed = amendment.changes.map(({ field, before, after }) => [field, before ?? '', after ?? '']);
  const lines = (amendment.lines ?? []).map((line) => [
    String(line.lineNo),
    line.sku,
    line.name,
    String(line.quantity),
    String(line.amountMinor),
  ]);
  return [
    head,
    ...(changed.length ? [table(CHANGES, changed)] : []),
    ...(lines.length ? [table(LINES, lines)] : []),
  ].join('\n\n');
}

const CHANGES = ['field', 'before', 'after'].map((title) => ({ title }));
const LINES = ['line', 'sku', 'name', 'quantity', 'minor units'].map((title) => ({ title }));
