import type { Command } from 'commander';
import { STATES } from '../domain/lifecycle.js';
import { tellActions } from './actions.js';
import { addAmendments } from './amendments.js';
import { tellVerification } from './evaluation.js';
import { addListing, pageOf } from './listing.js';
import { detailText, fields, liveList, maybe, moment, money, table, yesNo } from './print.js';
import { tellRecorded } from './recorded.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { tellTimeline } from './timeline.js';
import { option, REASONS, reasonsOf, type Typed, textOf } from './typed.js';
import { addVerb, type View } from './verb.js';

type Orders = AnswerOf<'listOrders'>;
type Detail = AnswerOf<'showOrder'>;

export const orderNoOf = (typed: Typed) => ({ params: { orderNo: typed.arg(0) } });

export function addOrders(program: Command, session: Session): void {
  const orders = program
    .command('orders')
    .description('Enter orders, look at them, and what is asked of them');
  addListing(orders, session, {
    route: 'listOrders',
    name: 'list',
    options: [option('--state <state>', 'only those in this state').choices(STATES)],
    request: (typed) => ({ query: { ...pageOf(typed), ...stateOf(typed) } }),
    tell: tellOrders,
  });
  addVerb(orders, session, {
    route: 'showOrder',
    name: 'show <order-no>',
    request: orderNoOf,
    tell: tellOrder,
  });
  addVerb(orders, session, {
    route: 'searchOrders',
    name: 'search <text>',
    about:
      'Find orders by number, code, customer, phone, parcel or pinyin (- for standard input, which no history keeps)',
    request: async (typed) => ({
      body: { text: typed.arg(0) === '-' ? (await textOf('-', session.terminal)).trim() : typed.arg(0) },
    }),
    tell: tellFound,
  });
  addEntering(orders, session);
  addAmendments(orders, session);
  addVerb(orders, session, {
    route: 'cancelOrder',
    name: 'cancel <order-no>',
    options: REASONS,
    request: (typed) => ({ ...orderNoOf(typed), body: reasonsOf(typed) }),
    tell: tellRecorded,
  });
  addVerb(orders, session, {
    route: 'watchOrder',
    name: 'watch <order-no>',
    options: [option('--off', 'take it off the list'), ...REASONS],
    request: (typed) => ({ ...orderNoOf(typed), body: { on: !typed.flag('off'), ...reasonsOf(typed) } }),
    tell: tellRecorded,
  });
  addVerb(orders, session, {
    route: 'showVerification',
    name: 'verification <order-no>',
    request: orderNoOf,
    tell: tellVerification,
  });
  addVerb(orders, session, {
    route: 'showTimeline',
    name: 'timeline <order-no>',
    request: orderNoOf,
    tell: tellTimeline,
  });
  addVerb(orders, session, {
    route: 'listActions',
    name: 'actions <order-no>',
    request: orderNoOf,
    tell: tellActions,
  });
  addVerb(orders, session, { route: 'showLog', name: 'log <order-no>', request: orderNoOf, tell: tellLog });
}

function addEntering(orders: Command, session: Session): void {
  addVerb(orders, session, {
    route: 'enterOrder',
    name: 'enter <file>',
    about: 'Enter an order from a JSON file (- for standard input); amounts in it are in minor units',
    request: async (typed) => ({ body: { asWritten: await textOf(typed.arg(0), session.terminal) } }),
    tell: tellRecorded,
  });
  addVerb(orders, session, {
    route: 'requestCode',
    name: 'submit <order-no>',
    options: REASONS,
    request: (typed) => ({ ...orderNoOf(typed), body: reasonsOf(typed) }),
    tell: tellRecorded,
  });
}

function stateOf(typed: Typed): { state?: (typeof STATES)[number] } {
  const state = STATES.find((known) => known === typed.text('state'));
  return state === undefined ? {} : { state };
}

function tellOrders({ items, next }: Orders, { now }: View): string {
  const rows = items.map((order) => [
    order.orderNo,
    order.state,
    money(order.amountMinor, order.currency),
    order.kind,
    order.ownerDepartment,
    moment(order.stateSince),
    maybe(order.dueAt) ?? '',
    waitingText(order.waitingFor) ?? '',
  ]);
  return liveList({ columns: COLUMNS, rows, one: 'order', next }, now);
}

function tellFound({ items, more }: AnswerOf<'searchOrders'>): string {
  if (items.length === 0) return 'Nothing is found.';
  const rows = items.map((order) => [
    order.orderNo,
    order.state,
    money(order.amountMinor, order.currency),
    order.customerName ?? '',
    order.by.join(', '),
  ]);
  return `${table(FOUND, rows)}${more ? '\nMore orders match: ask for something closer.' : ''}`;
}

const FOUND = [
  { title: 'order' },
  { title: 'state' },
  { title: 'amount', right: true },
  { title: 'customer' },
  { title: 'found by' },
];

const COLUMNS = [
  { title: 'order' },
  { title: 'state' },
  { title: 'amount', right: true },
  { title: 'kind' },
  { title: 'owner' },
  { title: 'since' },
  { title: 'due' },
  { title: 'waiting for' },
];

const LINES = [
  { title: 'line', right: true },
  { title: 'kind' },
  { title: 'sku' },
  { title: 'name' },
  { title: 'quantity', right: true },
  { title: 'amount', right: true },
];

function tellOrder(order: Detail): string {
  const { currency, customer, code } = order;
  const head = fields([
    ['order', order.orderNo],
    ['state', `${order.state} since ${moment(order.stateSince)}`],
    ['waiting for', waitingText(order.waitingFor)],
    ['owner', order.ownerDepartment],
    ['cause', order.cause ?? undefined],
    ['next', order.nextAction ?? undefined],
    ['due', maybe(order.dueAt)],
    ['clock paused', maybe(order.pausedAt)],
    ['amount', money(order.amountMinor, currency)],
    ['kind', `${order.kind}, ${order.settlement}`],
    ['ordered', moment(order.orderedAt)],
    ['code', code ? `issue ${code.issueNo}, ${code.status} until ${moment(code.expiresAt)}` : 'none yet'],
    ['facts', `${order.factCount} recorded, ${order.appliedFact} acted upon`],
    ['on watch list', yesNo(order.watched)],
    ['messages', order.notify ? 'to the customer' : 'none'],
    ...(customer ? customerOf(customer) : []),
  ]);
  const lines = order.lines.map((line) => [
    String(line.lineNo),
    line.kind,
    line.sku,
    line.name,
    String(line.quantity),
    money(line.amountMinor, currency),
  ]);
  return `${head}\n\n${table(LINES, lines)}`;
}

const customerOf = (customer: NonNullable<Detail['customer']>): [string, string | undefined][] => [
  ['customer', `${customer.name} (${customer.ref})`],
  ['contact', customer.contact],
  ['phone', customer.phoneMasked],
  ['e-mail', customer.emailMasked],
  ['address', customer.address],
  ['country', customer.country],
];

function waitingText(waiting: Detail['waitingFor']): string | undefined {
  if (!waiting) return undefined;
  return [waiting.code, ...waiting.needs].join(' · ');
}

function tellLog({ items }: AnswerOf<'showLog'>): string {
  const rows = items.map((row) => [
    String(row.id),
    moment(row.at),
    row.actor.id,
    row.action,
    row.fact === null ? '' : String(row.fact),
    detailText(row.detail),
  ]);
  return rows.length === 0 ? 'Nothing is logged.' : table(LOG, rows);
}

const LOG = [
  { title: 'entry', right: true },
  { title: 'at' },
  { title: 'who' },
  { title: 'action' },
  { title: 'fact', right: true },
  { title: 'detail' },
];
