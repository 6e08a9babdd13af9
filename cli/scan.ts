import type { Command } from 'commander';
import { SCAN_PURPOSES, type ScanFace } from '../api/contract/scan-faces.js';
import { ALERT_FINDINGS } from '../domain/abuse.js';
import { chosen } from './letters.js';
import { addListing, pageOf } from './listing.js';
import { orderNoOf } from './orders.js';
import { fields, liveList, maybe, moment, money, plain, table } from './print.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { option, type Typed, textOf } from './typed.js';
import { addVerb, type View } from './verb.js';

export function addScan(program: Command, session: Session): void {
  addListing(program, session, {
    route: 'listScanAlerts',
    name: 'scan-alerts',
    options: [option('--open', 'only those that nobody has reviewed')],
    request: (typed) => ({ query: { ...pageOf(typed), ...(typed.flag('open') && { open: 'true' }) } }),
    tell: tellAlerts,
  });
  addVerb(program, session, {
    route: 'reviewScanAlert',
    name: 'review-alert <alert-id> <finding>',
    about: `Say what an alert was: ${ALERT_FINDINGS.join(' or ')}`,
    request: (typed) => ({
      params: { alertId: typed.arg(0) },
      body: { finding: chosen(ALERT_FINDINGS, typed.arg(1)) },
    }),
    tell: () => 'written down',
  });
  addVerb(program, session, {
    route: 'scan',
    name: 'scan <token>',
    about:
      'Read the content of a scanned code (- for standard input); ends with 1 when the code or the purpose is refused',
    options: [PURPOSE],
    request: async (typed) => ({
      body: { token: await tokenOf(typed, session), ...purposeOf(typed) },
    }),
    tell: tellScan,
    refused: ({ accepted }) => !accepted,
  }).summary('Read the content of a scanned code');
  addVerb(program, session, {
    route: 'showFace',
    name: 'face <order-no>',
    options: [PURPOSE],
    request: (typed) => ({ ...orderNoOf(typed), query: purposeOf(typed) }),
    tell: tellFace,
  });
}

const PURPOSE = option('--purpose <purpose>', 'what the scan is for; look unless given').choices(
  SCAN_PURPOSES,
);

/** A line break is the scanner's, not the code's. */
async function tokenOf(typed: Typed, { terminal }: Session): Promise<string> {
  const token = typed.arg(0);
  return token === '-' ? (await textOf('-', terminal)).trim() : token;
}

function purposeOf(typed: Typed): { purpose?: (typeof SCAN_PURPOSES)[number] } {
  const purpose = SCAN_PURPOSES.find((known) => known === typed.text('purpose'));
  return purpose === undefined ? {} : { purpose };
}

function tellScan(scanned: AnswerOf<'scan'>): string {
  const { sentence, reason, order, state, fact, replacedBy, takeTo } = scanned;
  const facts = fields([
    ['reason', reason],
    ['replaced by', replacedBy === undefined ? undefined : `issue ${replacedBy}`],
    ['order', order?.orderNo],
    ['state', state],
    ['amount', order && money(order.amountMinor, order.currency)],
    ['owner', order?.ownerDepartment],
    [
      'waiting for',
      order?.waitingFor ? [order.waitingFor.code, ...order.waitingFor.needs].join(' · ') : undefined,
    ],
    ['take it to', takeTo && `${takeTo.department}: ${takeTo.does}`],
    ['fact', fact === undefined ? undefined : String(fact)],
  ]);
  return `${plain(sentence)}\n${facts}`;
}

function tellFace({ orderNo, state, currency, face, takeTo }: AnswerOf<'showFace'>): string {
  const head = fields([
    ['order', orderNo],
    ['state', state],
    ['face', face.kind],
    ...sumsOf(face, currency),
    ['take it to', takeTo ? `${takeTo.department}: ${takeTo.does}` : undefined],
  ]);
  return face.kind === 'logistics' ? `${head}\n\n${goodsTable(face.lines)}` : head;
}

function sumsOf(face: ScanFace, currency: string): [string, string | undefined][] {
  if (face.kind === 'other') return [];
  const sums: [string, string | undefined][] = [
    ['settlement', face.settlement],
    ['due', money(face.dueMinor, currency)],
    ['paid', money(face.paidMinor, currency)],
  ];
  if (face.kind === 'customer_service') sums.push(['tell the customer', face.telling.code]);
  if (face.kind === 'logistics') sums.push(['next', face.nextHandling ?? undefined]);
  return sums;
}

const goodsTable = (lines: Extract<ScanFace, { kind: 'logistics' }>['lines']): string =>
  table(
    GOODS,
    lines.map(({ lineNo, sku, quantity, picked, packed, shipped, delivered }) => [
      ...[String(lineNo), sku],
      ...[quantity, picked, packed, shipped, delivered].map(String),
    ]),
  );

const GOODS = [
  { title: 'line', right: true },
  { title: 'sku' },
  ...['ordered', 'picked', 'packed', 'shipped', 'delivered'].map((title) => ({ title, right: true })),
];
function tellAlerts({ items, next }: AnswerOf<'listScanAlerts'>, { now }: View): string {
  const rows = items.map((one) => [
    ...[moment(one.seenAt), one.kind, one.orderNo ?? 'an address'],
    ...[one.caseId ?? '', maybe(one.blockedUntil) ?? '', one.review?.finding ?? '', one.id],
  ]);
  const columns = ['seen', 'kind', 'order', 'case', 'blocked until', 'finding', 'alert'].map((title) => ({
    title,
  }));
  return liveList({ columns, rows, one: 'alert', next }, now);
}
