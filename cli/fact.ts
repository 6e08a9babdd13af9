import type { Command } from 'commander';
import { FACT_RIGHTS, type Stated } from '../api/contract/facts.js';
import { type Amount, amountOf } from './amount.js';
import { Usage } from './failures.js';
import { orderNoOf } from './orders.js';
import { plain } from './print.js';
import { tellRecorded } from './recorded.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { option, REASONS, repeated, type Typed } from './typed.js';
import { addVerb, type View } from './verb.js';

type Type = Stated['type'];
const TYPES = Object.keys(FACT_RIGHTS) as Type[];

export function addFact(program: Command, session: Session): void {
  const fact = program.command('fact').description('State what happened to an order');
  const command = addVerb(fact, session, {
    route: 'stateFact',
    name: 'record <order-no> <type>',
    options: [
      option('--amount <amount>', 'of a payment, in major units: 120.00'),
      option('--currency <code>', 'of the amount: CNY'),
      repeated(
        '--line <no:quantity>',
        'what was picked, packed or shipped; may be repeated; all unless given',
      ),
      option('--happened-at <moment>', 'when, with its offset: 2026-11-20T08:00:00+08:00; now unless given'),
      option('--external-id <id>', 'your own id of it: the same id on the same order is the same fact'),
      ...REASONS,
    ],
    request: (typed) => ({ ...orderNoOf(typed), body: statedOf(typed) }),
    tell: tellStated,
  });
  command.addHelpText('after', `\nTypes and the right that each asks for:\n${typesAndRights()}`);
}

const typesAndRights = (): string =>
  TYPES.map((type) => `  ${type.padEnd(20)}${FACT_RIGHTS[type]}`).join('\n');

/** The fact as its type wants it; an option that the type has no place for is not dropped in silence. */
function statedOf(typed: Typed): Stated {
  const type = TYPES.find((known) => known === typed.arg(1));
  if (type === undefined)
    throw new Usage(
      `没有这种事实：${typed.arg(1)}；可用：${TYPES.join(', ')}`,
      `There is no fact ${typed.arg(1)}; there are ${TYPES.join(', ')}.`,
    );
  const common = commonOf(typed);
  switch (type) {
    case 'payment_received':
    case 'payment_refunded':
      refuseOthers(typed, type, ['amount', 'currency']);
      return { type, ...needed(moneyOf(typed), type), ...common };
    case 'payment_mismatch':
      refuseOthers(typed, type, ['amount', 'currency', 'reason']);
      return { type, ...moneyOf(typed), ...reasonOf(typed), ...common };
    case 'picked':
    case 'packed':
    case 'shipped':
      refuseOthers(typed, type, ['line']);
      return { type, ...linesOf(typed), ...common };
    case 'dispute_opened':
    case 'dispute_closed':
      refuseOthers(typed, type, ['reason']);
      return { type, ...reasonOf(typed), ...common };
    case 'delivered':
    case 'service_completed':
    case 'customer_confirmed':
    case 'credit_approved':
      refuseOthers(typed, type, []);
      return { type, ...common };
  }
}

const PARTICULAR = ['amount', 'currency', 'line', 'reason'];

function refuseOthers(typed: Typed, type: Type, allowed: readonly string[]): void {
  const given = PARTICULAR.filter((name) => typed.text(name) !== undefined || typed.list(name).length > 0);
  const stray = given.find((name) => !allowed.includes(name));
  if (stray !== undefined) throw new Usage(`${type} 没有 --${stray}。`, `${type} takes no --${stray}.`);
}

function commonOf(typed: Typed) {
  const [happenedAt, externalId, note] = [
    typed.text('happenedAt'),
    typed.text('externalId'),
    typed.text('note'),
  ];
  return {
    ...(happenedAt === undefined ? {} : { happenedAt }),
    ...(externalId === undefined ? {} : { externalId }),
    ...(note === undefined ? {} : { note }),
  };
}

function reasonOf(typed: Typed): { reason?: string } {
  const reason = typed.text('reason');
  return reason === undefined ? {} : { reason };
}

/** Amount and currency come together: neither means anything alone. */
function moneyOf(typed: Typed): Amount | undefined {
  const [amount, currency] = [typed.text('amount'), typed.text('currency')];
  if (amount === undefined && currency === undefined) return undefined;
  if (amount === undefined || currency === undefined)
    throw new Usage('--amount 与 --currency 要一起给出。', 'Give --amount and --currency together.');
  return amountOf(amount, currency);
}

function needed(amount: Amount | undefined, type: Type): Amount {
  if (amount) return amount;
  throw new Usage(
    `${type} 需要金额：--amount 120.00 --currency CNY`,
    `${type} needs its amount: --amount 120.00 --currency CNY`,
  );
}

/** What was typed as `--line 1:2`. */
export function linesOf(typed: Typed): { lines?: { lineNo: number; quantity: number }[] } {
  const lines = typed.list('line').map((text) => {
    const [, lineNo, quantity] = /^(\d{1,9}):(\d{1,10})$/.exec(text) ?? [];
    if (lineNo === undefined)
      throw new Usage(
        `--line ${text} 无法读取：应为 行号:数量，例如 1:2。`,
        `--line ${text} cannot be read: it is number:quantity, as in 1:2.`,
      );
    return { lineNo: Number(lineNo), quantity: Number(quantity) };
  });
  return lines.length === 0 ? {} : { lines };
}

function tellStated(answer: AnswerOf<'stateFact'>, view: View): string {
  if ('fact' in answer) return tellRecorded(answer, view);
  const no = plain(answer.orderNo);
  return view.language === 'zh'
    ? `还没有订单 ${no}：事实已保存，订单录入时自动归入。`
    : `There is no order ${no} yet: the fact is kept, and becomes the order's when it is entered.`;
}
