import type { CutRow } from './cutter.js';
import { isOrderNo } from './order-no.js';
import type { Fault } from './refusals.js';
import type { Sheet } from './sheet.js';

/** One row with what is known of the order it belongs to. */
export interface Row {
  row: number;
  raw: string;
  cells: string[];
  fault?: Fault;
  /** As written, without spaces around it; absent when it cannot be read. */
  orderNo?: string;
  /** The cells may have shifted, so the order number counts only when a neighbour has the same. */
  shifted?: true;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNWANTED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd]/;

/** The rows that say something, each with what is wrong with it as text; a row of empty cells says nothing. */
export function readRows(rows: CutRow[], sheet: Sheet): Row[] {
  return rows
    .filter((row) => row.fault || row.cells.some((cell) => cell !== ''))
    .map((row) => readRow(row, sheet));
}

function readRow(cut: CutRow, sheet: Sheet): Row {
  const { row, raw, cells } = cut;
  const fault = faultOf(cut, sheet);
  const place = sheet.places.get(sheet.mapping.order.no) ?? 0;
  const orderNo = cells[place]?.trim();
  const known = orderNo !== undefined && (fault ? isOrderNo(orderNo) : orderNo !== '');
  const shifted = !cut.fault && cells.length !== sheet.names.length && place > 0;
  return { row, raw, cells, ...(fault && { fault }), ...(known && { orderNo }), ...(shifted && { shifted }) };
}

function faultOf(cut: CutRow, sheet: Sheet): Fault | undefined {
  const unwanted = UNWANTED.exec(cut.raw)?.[0];
  if (unwanted === '\ufffd') return { code: 'encoding_broken', ...columnAt(cut, sheet, unwanted) };
  if (cut.fault === 'quote_broken') return { code: 'quote_broken' };
  if (cut.fault === 'cell_too_long') return tooLong(cut, sheet);
  if (unwanted !== undefined) return { code: 'control_character', ...columnAt(cut, sheet, unwanted) };
  const spare = cut.cells.length - sheet.names.length;
  if (spare === 0) return undefined;
  const detail = `${sheet.names.length} cells expected, ${cut.cells.length} found`;
  return { code: spare < 0 ? 'column_missing' : 'column_unexpected', detail };
}

function tooLong(cut: CutRow, sheet: Sheet): Fault {
  const longest = cut.cells.reduce((most, cell) => Math.max(most, cell.length), 0);
  const place =
    cut.cells.length < sheet.names.length
      ? cut.cells.length
      : cut.cells.findIndex((cell) => cell.length === longest);
  const column = sheet.names[place];
  return { code: 'cell_too_long', ...(column !== undefined && { column }) };
}

function columnAt(cut: CutRow, sheet: Sheet, unwanted: string): { column?: string } {
  const column = sheet.names[cut.cells.findIndex((cell) => cell.includes(unwanted))];
  return column === undefined ? {} : { column };
}
