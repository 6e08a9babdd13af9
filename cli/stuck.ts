import type { Command } from 'commander';
import { STATES } from '../domain/lifecycle.js';
import { DEPARTMENTS } from '../domain/people.js';
import { keep } from './labels.js';
import { liveList, maybe, moment, money, table } from './print.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { option, type Typed, typedOf } from './typed.js';
import { declare, type View } from './verb.js';

/** Orders past their budget: how long they were worked on, against what was allowed, and what would move them. */
export function tellStuck({ items, next }: AnswerOf<'listStuck'>, { now }: View): string {
  const rows = items.map((order) => [
    order.orderNo,
    order.state,
    money(order.amountMinor, order.currency),
    worked(order.stuckForMinutes),
    order.budgetMinutes === null ? '' : worked(order.budgetMinutes),
    order.ownerDepartment,
    order.cause ?? '',
    order.nextAction ?? '',
    maybe(order.dueAt) ?? '',
  ]);
  return liveList({ columns: COLUMNS, rows, one: 'stuck order', next }, now);
}

const COLUMNS = [
  { title: 'order' },
  { title: 'state' },
  { title: 'amount', right: true },
  { title: 'worked', right: true },
  { title: 'of', right: true },
  { title: 'owner' },
  { title: 'cause' },
  { title: 'next' },
  { title: 'due' },
];

const worked = (minutes: number): string => `${Math.floor(minutes / 60)} h ${minutes % 60} m`;

const SCOPES = ['late', 'tomorrow', 'all'] as const;
const ORDERS = ['due', 'value'] as const;

export const STUCK_OPTIONS = [
  option('--scope <scope>', 'past the budget, due tomorrow, or all under way').choices(SCOPES),
  option('--order <order>', 'the longest first, or the dearest: amount × delay').choices(ORDERS),
  option('--state <state>', 'only those in this state').choices(STATES),
  option('--department <department>', 'only those that it owns').choices(DEPARTMENTS),
  option('--person <person>', 'only those assigned to them; me is you'),
  option('--cause <cause>', 'only those held by it'),
];

/** Only what was given, so that an absent option is absent from the query. */
export function stuckFilterOf(typed: Typed) {
  const one = <T extends string>(name: string, known: readonly T[]): T | undefined =>
    known.find((value) => value === typed.text(name));
  const asked = {
    scope: one('scope', SCOPES),
    order: one('order', ORDERS),
    state: one('state', STATES),
    department: one('department', DEPARTMENTS),
    person: typed.text('person'),
    cause: typed.text('cause'),
  };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

/** The list as a file, or on standard output. */
export function addStuckExport(program: Command, session: Session): void {
  const command = declare(program, session, {
    route: 'exportStuck',
    name: 'stuck-export',
    options: [...STUCK_OPTIONS, option('--out <file>', 'where to write it; standard output unless given')],
  });
  command.action(async () => {
    const typed = typedOf(command);
    const out = typed.text('out');
    const reply = await session.client().send('exportStuck', { body: stuckFilterOf(typed) });
    if (out === undefined) return session.terminal.out(reply.bytes);
    keep(out, reply);
    session.terminal.out(`${out} (${reply.bytes.length} bytes)\n`);
  });
}

export function tellBoard(board: AnswerOf<'showBoard'>): string {
  const rows = board.flow
    .filter(({ department }) => department === null)
    .map((cell) => [
      cell.state,
      String(cell.orders),
      String(cell.late),
      cell.medianMinutes === null ? '' : worked(cell.medianMinutes),
      cell.p90Minutes === null ? '' : worked(cell.p90Minutes),
    ]);
  const faults = board.faults.map(({ step, code, orders }) => `${orders} orders held by ${step}: ${code}`);
  const counted = board.asOf === null ? 'not counted yet' : `as of ${moment(board.asOf)}`;
  return [table(BOARD, rows), ...faults, counted].join('\n');
}

const BOARD = [
  { title: 'state' },
  { title: 'orders', right: true },
  { title: 'late', right: true },
  { title: 'median', right: true },
  { title: 'p90', right: true },
];
