import { liveList, maybe, money } from './print.js';
import type { AnswerOf } from './reply.js';
import type { View } from './verb.js';

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
