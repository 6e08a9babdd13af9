import type { Buffer } from 'node:buffer';
import type { OrderDraft, StatedFact } from '../domain/order.js';
import { decoded, type Encoding } from './encoding.js';
import { type Group, openGrouping } from './grouping.js';
import type { Mapping } from './mapping.js';
import { readOrder } from './order.js';
import { isOrderNo } from './order-no.js';
import { type Fault, type RowRefusal, RowRefused } from './refusals.js';
import { type Row, readRows } from './row.js';
import { type Sheet, sheetRows } from './sheet.js';

export interface ReadOptions {
  mapping: Mapping;
  /** One character; recognised from the header when absent. */
  delimiter?: string | undefined;
  /** Recognised when absent. */
  encoding?: Encoding | undefined;
  /** A luxon format for every date column; comes before the mapping's own. */
  dateFormat?: string | undefined;
  maxCellChars?: number | undefined;
  maxLinesPerOrder?: number | undefined;
}

/** Rows are numbered from 1, the header being row 1 when no blank line stands above it. */
export type Read =
  | { kind: 'order'; draft: OrderDraft; facts: StatedFact[]; rows: number[] }
  | {
      kind: 'refused';
      orderNo?: string;
      rows: number[];
      code: RowRefusal;
      column?: string;
      /** A rule, never a cell's content. */
      detail?: string;
      /** The one row at fault, when it is one. */
      faultRow?: number;
      /** The rows as written, at most 256 Ki characters; personal. */
      raw: string;
    };

const RAW_CHARS = 262_144;

/**
 * Reads a file of orders, one row per line item, in bounded memory whatever the file holds.
 * A bad row refuses its order. Throws `FileRefused` when the file as a whole cannot be read, before the first order
 * unless it is an encoding given wrongly and the first bytes that show it stand further down.
 */
export async function* readOrders(
  bytes: AsyncIterable<Buffer>,
  options: ReadOptions,
  progress?: (p: { bytes: number; rows: number }) => void,
): AsyncGenerator<Read> {
  const done = { bytes: 0, rows: 0 };
  const { maxCellChars = 32_768, maxLinesPerOrder = 2_000 } = options;
  const texts = decoded(counted(bytes, done), options.encoding);
  const grouping = openGrouping(maxLinesPerOrder);
  let last: Sheet | undefined;
  for await (const { sheet, rows } of sheetRows(texts, { ...options, maxCellChars })) {
    last = sheet;
    for (const row of readRows(rows, sheet))
      for (const group of grouping.add(row)) yield readGroup(group, sheet);
    done.rows += rows.length;
    progress?.({ ...done });
  }
  if (last) for (const group of grouping.end()) yield readGroup(group, last);
}

async function* counted(bytes: AsyncIterable<Buffer>, done: { bytes: number }): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    done.bytes += chunk.length;
    yield chunk;
  }
}

function readGroup(group: Group, sheet: Sheet): Read {
  const [first, ...others] = group.rows;
  const fault = rowFault(group.rows) ?? group.fault;
  if (!first || fault) return refused(group, fault ?? { code: 'order_no_invalid' });
  if (group.orderNo === undefined) {
    return refused(group, { code: 'order_no_invalid', column: sheet.mapping.order.no, row: first.row });
  }
  try {
    return { kind: 'order', ...readOrder([first, ...others], sheet), rows: group.rows.map((row) => row.row) };
  } catch (error) {
    if (error instanceof RowRefused) return refused(group, error.fault);
    throw error;
  }
}

function rowFault(rows: Row[]): Fault | undefined {
  const bad = rows.find((row) => row.fault);
  return bad?.fault && { ...bad.fault, row: bad.row };
}

function refused(group: Group, { row, ...fault }: Fault): Read {
  const { orderNo, rows } = group;
  return {
    kind: 'refused',
    ...(orderNo !== undefined && isOrderNo(orderNo) && { orderNo }),
    rows: rows.map((each) => each.row),
    ...fault,
    ...(row !== undefined && { faultRow: row }),
    raw: rawOf(rows),
  };
}

function rawOf(rows: Row[]): string {
  let raw = '';
  for (const row of rows) {
    if (raw.length >= RAW_CHARS) break;
    raw += raw === '' ? row.raw : `\n${row.raw}`;
  }
  return raw.slice(0, RAW_CHARS);
}
