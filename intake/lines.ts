import { isAmount, scaleOf } from '../domain/money.js';
import type { OrderLine } from '../domain/order.js';
import { requiredText, textOf, wordOf } from './cell.js';
import { type Decimal, hundredth, parseDecimal, remainderOf, times, toMinor, wholeOf } from './decimal.js';
import { atRow, RowRefused } from './refusals.js';
import type { Row } from './row.js';
import type { Sheet } from './sheet.js';

const MOST = 2_147_483_647n;

/** The items in file order, one a row, then the order's charges; numbered from 1. */
export function readLines(rows: Row[], currency: string, sheet: Sheet): OrderLine[] {
  const items = rows.map((row) => atRow(row.row, () => item(row, currency, sheet)));
  const [first] = rows;
  const lines = first ? [...items, ...atRow(first.row, () => charges(first, currency, sheet))] : items;
  if (!isAmount(lines.reduce((sum, line) => sum + line.amountMinor, 0)))
    throw new RowRefused('amount_too_large');
  return lines.map((line, index) => ({ lineNo: index + 1, ...line }));
}

type Unnumbered = Omit<OrderLine, 'lineNo'>;

function item(row: Row, currency: string, sheet: Sheet): Unnumbered {
  const { line } = sheet.mapping;
  const { value, quantity } = quantityOf(row, sheet);
  const [amount, column] = itemAmount(row, value, sheet);
  return {
    kind: wordOf(row, line.kind, sheet),
    sku: requiredText(row, line.sku, sheet),
    name: requiredText(row, line.name, sheet),
    quantity,
    amountMinor: minorOf(amount, column, currency, sheet),
  };
}

/** Charges stand on every row of an order and count once; an empty or zero one is no line. */
function charges(row: Row, currency: string, sheet: Sheet): Unnumbered[] {
  return sheet.mapping.charges.flatMap(({ column, sku, name }) => {
    if (textOf(row, column, sheet) === undefined) return [];
    const amountMinor = minorOf(decimalOf(row, column, sheet), column, currency, sheet);
    return amountMinor === 0 ? [] : [{ kind: 'charge', sku, name, quantity: 1, amountMinor }];
  });
}

function quantityOf(row: Row, sheet: Sheet): { value: Decimal; quantity: number } {
  const { quantity: column } = sheet.mapping.line;
  const value = parseDecimal(textOf(row, column, sheet) ?? '', sheet.mapping.decimalMark);
  const whole = value && wholeOf(value);
  if (value === undefined || whole === undefined || whole < 1n || whole > MOST) {
    throw new RowRefused('quantity_unreadable', column, 'whole number from 1 to 2,147,483,647');
  }
  return { value, quantity: Number(whole) };
}

function itemAmount(row: Row, quantity: Decimal, sheet: Sheet): [amount: Decimal, column: string] {
  const { amount } = sheet.mapping.line;
  if ('lineTotal' in amount) return [decimalOf(row, amount.lineTotal, sheet), amount.lineTotal];
  const gross = times(decimalOf(row, amount.unitPrice, sheet), quantity);
  if (textOf(row, amount.discount, sheet) === undefined) return [gross, amount.unitPrice];
  return [times(gross, remainder(row, amount, sheet)), amount.unitPrice];
}

function remainder(
  row: Row,
  amount: { discount?: string | undefined; discountUnit: string },
  sheet: Sheet,
): Decimal {
  const column = amount.discount ?? '';
  const written = decimalOf(row, column, sheet);
  const rest = remainderOf(amount.discountUnit === 'percent' ? hundredth(written) : written);
  if (!rest) throw new RowRefused('amount_unreadable', column, 'a discount is at most the whole price');
  return rest;
}

export function decimalOf(row: Row, column: string, sheet: Sheet): Decimal {
  const value = parseDecimal(textOf(row, column, sheet) ?? '', sheet.mapping.decimalMark);
  if (!value) throw new RowRefused('amount_unreadable', column);
  return value;
}

/** Minor units by the mapping's rounding rule. */
export function minorOf(value: Decimal, column: string, currency: string, sheet: Sheet): number {
  const minor = toMinor(value, scaleOf(currency) ?? 0, sheet.mapping.rounding);
  if (minor === undefined) throw new RowRefused('amount_too_fine', column);
  const amountMinor = Number(minor);
  if (!isAmount(amountMinor)) throw new RowRefused('amount_too_large', column);
  return amountMinor;
}
