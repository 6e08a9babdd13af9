import { type OrderDraft, type StatedFact, totalMinor } from '../domain/order.js';
import { textOf } from './cell.js';
import { decimalOf, minorOf } from './lines.js';
import { FACT_TYPES, type FactName } from './mapping.js';
import { RowRefused } from './refusals.js';
import type { Row } from './row.js';
import type { Sheet } from './sheet.js';

/** What the order's dates say happened; an empty date says nothing. The same order gives the same ids every time. */
export function readFacts(row: Row, draft: OrderDraft, sheet: Sheet): StatedFact[] {
  return sheet.mapping.facts.flatMap((dated) => {
    const happenedAt = dateOf(row, dated.column, sheet);
    if (happenedAt === undefined) return [];
    return dated.facts.map((name) => {
      const type = FACT_TYPES[name];
      const fact = { type, happenedAt, externalId: `${type}:${draft.orderNo}` };
      return { ...fact, ...paid(name, row, draft, dated.amount, sheet) };
    });
  });
}

/** ISO 8601 with the mapping's offset, or undefined for an empty cell. */
export function dateOf(row: Row, column: string, sheet: Sheet): string | undefined {
  const text = textOf(row, column, sheet);
  return text === undefined ? undefined : sheet.dates.get(column)?.(text);
}

function paid(name: FactName, row: Row, draft: OrderDraft, column: string | undefined, sheet: Sheet) {
  const { currency } = draft;
  switch (name) {
    case 'payment_received_in_full':
      return { amountMinor: totalMinor(draft.lines), currency };
    case 'payment_received':
      if (column === undefined) throw new RowRefused('amount_unreadable');
      return { amountMinor: minorOf(decimalOf(row, column, sheet), column, currency, sheet), currency };
    case 'shipped_all':
    case 'delivered':
    case 'service_completed':
      return {};
  }
}
