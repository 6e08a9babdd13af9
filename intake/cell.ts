import { RowRefused } from './refusals.js';
import type { Row } from './row.js';
import type { Sheet } from './sheet.js';

const LINE_BREAK = /\r\n|\n|\r/g;

/** The cell without the spaces around it; the columns were placed when the sheet was opened. */
export function cellOf(row: Row, column: string, sheet: Sheet): string {
  return row.cells[sheet.places.get(column) ?? -1]?.trim() ?? '';
}

/** One line of text, or nothing when the cell is empty or the mapping has no such column. */
export function textOf(row: Row, column: string | undefined, sheet: Sheet): string | undefined {
  if (column === undefined) return undefined;
  const text = cellOf(row, column, sheet);
  if (text.search(LINE_BREAK) >= 0) throw new RowRefused('control_character', column, 'line break');
  return text === '' ? undefined : text;
}

export function requiredText(row: Row, column: string, sheet: Sheet): string {
  const text = textOf(row, column, sheet);
  if (text === undefined) throw new RowRefused('value_missing', column);
  return text;
}

/** Text that may have several lines, each ended by a line feed. */
export function linesOf(row: Row, column: string, sheet: Sheet): string {
  return cellOf(row, column, sheet).replace(LINE_BREAK, '\n');
}

/** The mapping's word for the whole file, or what the cell's word means. */
export function wordOf<T extends string>(
  row: Row,
  from: T | { column: string; values: Record<string, T> },
  sheet: Sheet,
): T {
  if (typeof from === 'string') return from;
  const word = cellOf(row, from.column, sheet);
  const meaning = Object.hasOwn(from.values, word) ? from.values[word] : undefined;
  if (meaning === undefined) throw new RowRefused('word_unknown', from.column);
  return meaning;
}
