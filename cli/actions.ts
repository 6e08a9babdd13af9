import { table } from './print.js';
import type { AnswerOf } from './reply.js';

/** What may be asked of an order now; what may not stays visible with its reason. */
export function tellActions({ items }: AnswerOf<'listActions'>): string {
  const rows = items.map(({ action, allowed, because, receiver, right }) => [
    action,
    allowed ? 'yes' : `no: ${because ?? ''}`,
    receiver ?? '',
    right,
  ]);
  return table(
    ['action', 'allowed', 'answered by', 'right'].map((title) => ({ title })),
    rows,
  );
}
