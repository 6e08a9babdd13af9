import type { Command } from 'commander';
import { formatMinor } from '../domain/money.js';
import { PROVIDERS, SCENES } from '../domain/payment.js';
import { amountOf } from './amount.js';
import { chosen } from './letters.js';
import { orderNoOf } from './orders.js';
import { fields, moment, table, yesNo } from './print.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { option, type Typed } from './typed.js';
import { addVerb } from './verb.js';

type Payment = AnswerOf<'showPayment'>;

/** Payments by a provider: whom we asked for how much, and what became of it. */
export function addPayments(program: Command, session: Session): void {
  const group = program.command('payments').description('Payments by WeChat Pay and Alipay');
  addVerb(group, session, {
    route: 'listProviders',
    name: 'providers',
    request: () => ({}),
    tell: ({ items }) =>
      table(
        ['provider', 'simulated'].map((title) => ({ title })),
        items.map(({ provider, simulated }) => [provider, yesNo(simulated)]),
      ),
  });
  addVerb(group, session, {
    route: 'requestPayment',
    name: 'request <order-no> <provider>',
    options: [
      option('--amount <amount>', 'a part of what is due, in CNY, as in 120.00; all of it unless given'),
      option('--scene <scene>', 'counter unless given').choices(SCENES),
    ],
    request: (typed) => ({ ...orderNoOf(typed), body: wishOf(typed) }),
    tell: ({ paymentId, amountMinor, currency, state }) =>
      `${paymentId}: ${formatMinor(amountMinor, currency)} ${currency}, ${state}`,
  });
  addVerb(group, session, {
    route: 'listPayments',
    name: 'list <order-no>',
    request: orderNoOf,
    tell: ({ items }) => table(PAYMENTS, items.map(paymentRow)),
  });
  addVerb(group, session, {
    route: 'showPayment',
    name: 'show <order-no> <payment-id>',
    request: (typed) => ({ params: { orderNo: typed.arg(0), paymentId: typed.arg(1) } }),
    tell: tellPayment,
  });
  addRefunds(group, session);
}

/** Money that goes back. */
function addRefunds(group: Command, session: Session): void {
  const told = ({ refundId, amountMinor, currency, state }: AnswerOf<'refundPayment'>) =>
    `${refundId}: ${formatMinor(amountMinor, currency)} ${currency}, ${state}`;
  addVerb(group, session, {
    route: 'refundPayment',
    name: 'refund <order-no> <payment-id>',
    options: [
      option('--reason <reason>', 'a word to count by').makeOptionMandatory(),
      option('--amount <amount>', 'a part of it, in CNY; all that is left unless given'),
    ],
    request: (typed) => ({
      params: { orderNo: typed.arg(0), paymentId: typed.arg(1) },
      body: { reason: typed.text('reason') ?? '', ...partOf(typed) },
    }),
    tell: told,
  });
  addVerb(group, session, {
    route: 'answerRefund',
    name: 'answer-refund <order-no> <refund-id> <agreed|refused>',
    request: (typed) => ({
      params: { orderNo: typed.arg(0), refundId: typed.arg(1) },
      body: { answer: chosen(['agreed', 'refused'] as const, typed.arg(2)) },
    }),
    tell: told,
  });
  addVerb(group, session, {
    route: 'listRefunds',
    name: 'refunds <order-no>',
    request: orderNoOf,
    tell: ({ items }) =>
      table(
        ['refund', 'payment', 'amount', 'state', 'reason', 'by'].map((title) => ({ title })),
        items.map((one) => [
          ...[one.refundId, one.paymentId, `${formatMinor(one.amountMinor, one.currency)} ${one.currency}`],
          ...[one.state, one.reason, one.askedBy],
        ]),
      ),
  });
}

function partOf(typed: Typed) {
  const amount = typed.text('amount');
  return amount === undefined ? {} : { amountMinor: amountOf(amount, 'CNY').amountMinor };
}

function wishOf(typed: Typed) {
  const scene = typed.text('scene');
  return {
    provider: chosen(PROVIDERS, typed.arg(1)),
    ...partOf(typed),
    ...(scene !== undefined && { scene: chosen(SCENES, scene) }),
  };
}

const PAYMENTS = ['payment', 'provider', 'amount', 'state', 'since'].map((title) => ({ title }));

const paymentRow = (one: Payment): string[] => [
  one.paymentId,
  one.provider,
  `${formatMinor(one.amountMinor, one.currency)} ${one.currency}`,
  one.state,
  moment(one.createdAt),
];

const tellPayment = (one: Payment): string =>
  fields([
    ['payment', one.paymentId],
    ['provider', `${one.provider}${one.simulated ? ' (simulated)' : ''}`],
    ['amount', `${formatMinor(one.amountMinor, one.currency)} ${one.currency}`],
    ['state', one.state],
    ['code', one.code ?? undefined],
    ['scan', one.qr ?? undefined],
    ['open', one.link ?? undefined],
    ['until', moment(one.expiresAt)],
  ]);
