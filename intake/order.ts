import { scaleOf } from '../domain/money.js';
import { kindOf, type OrderDraft, type StatedFact } from '../domain/order.js';
import { cellOf, textOf, wordOf } from './cell.js';
import { readCustomer } from './customer.js';
import { readLines } from './lines.js';
import { orderColumns } from './mapping.js';
import { isOrderNo } from './order-no.js';
import { atRow, RowRefused } from './refusals.js';
import type { Row } from './row.js';
import type { Sheet } from './sheet.js';
import { dateOf, readFacts } from './stated-facts.js';

/** Puts the rows of one order together; throws `RowRefused` for the first thing that is wrong with them. */
export function readOrder(rows: [Row, ...Row[]], sheet: Sheet): { draft: OrderDraft; facts: StatedFact[] } {
  const [first] = rows;
  const orderNo = orderNoOf(rows, sheet);
  refuseDisagreement(rows, sheet);
  const head = atRow(first.row, () => readHead(first, sheet));
  const lines = readLines(rows, head.currency, sheet);
  const draft = { orderNo, ...head, kind: kindOf(lines), lines };
  return { draft, facts: atRow(first.row, () => readFacts(first, draft, sheet)) };
}

/** The order number as the cells have it, spaces and all. */
function orderNoOf(rows: Row[], sheet: Sheet): string {
  const { no: column } = sheet.mapping.order;
  const place = sheet.places.get(column) ?? -1;
  for (const row of rows) {
    if (!isOrderNo(row.cells[place] ?? '')) atRow(row.row, () => refuse('order_no_invalid', column));
  }
  return rows[0]?.cells[place] ?? '';
}

function refuseDisagreement([first, ...others]: [Row, ...Row[]], sheet: Sheet): void {
  for (const column of orderColumns(sheet.mapping)) {
    const stated = cellOf(first, column, sheet);
    const other = others.find((row) => cellOf(row, column, sheet) !== stated);
    if (other) atRow(other.row, () => refuse('lines_disagree', column));
  }
}

function refuse(code: 'order_no_invalid' | 'lines_disagree', column: string): never {
  throw new RowRefused(code, column);
}

function readHead(row: Row, sheet: Sheet) {
  const { mapping } = sheet;
  const orderedAt = dateOf(row, mapping.order.orderedAt, sheet);
  if (orderedAt === undefined) throw new RowRefused('value_missing', mapping.order.orderedAt);
  return {
    orderedAt,
    settlement: wordOf(row, mapping.settlement, sheet),
    currency: currencyOf(row, sheet),
    customer: readCustomer(row, sheet),
  };
}

function currencyOf(row: Row, sheet: Sheet): string {
  const { currency } = sheet.mapping;
  if (typeof currency === 'string') return currency;
  const code = textOf(row, currency.column, sheet)?.toUpperCase() ?? '';
  if (scaleOf(code) === undefined) throw new RowRefused('currency_unknown', currency.column);
  return code;
}
