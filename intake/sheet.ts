import { type CutRow, type Cutter, openCutter } from './cutter.js';
import { openDateReader, type SlashOrder, slashOrderOf } from './dates.js';
import { placeColumns, readHeader } from './header.js';
import { dateColumns, type Mapping } from './mapping.js';
import { FileRefused } from './refusals.js';

/** What the head of a file settles for all its rows. */
export interface Sheet {
  mapping: Mapping;
  /** The header's cells as written. */
  names: string[];
  places: ReadonlyMap<string, number>;
  /** One reader per date column; each gives ISO 8601 with offset. */
  dates: ReadonlyMap<string, (text: string) => string>;
}

interface SheetOptions {
  mapping: Mapping;
  delimiter?: string | undefined;
  dateFormat?: string | undefined;
  maxCellChars: number;
}

/** The header is looked for, and dates are sampled, in this much text. */
const HEAD_CHARS = 1_048_576;

/** The rows of a text in batches, each with the sheet they belong to. */
export async function* sheetRows(
  texts: AsyncIterable<string>,
  options: SheetOptions,
): AsyncGenerator<{ sheet: Sheet; rows: CutRow[] }> {
  let opened: { sheet: Sheet; cutter: Cutter } | undefined;
  for await (const text of headFirst(texts)) {
    if (opened) yield { sheet: opened.sheet, rows: opened.cutter.push(text) };
    else {
      const { sheet, cutter, rows } = openSheet(text, options);
      opened = { sheet, cutter };
      yield { sheet, rows };
    }
  }
  if (opened) yield { sheet: opened.sheet, rows: opened.cutter.end() };
}

async function* headFirst(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let head: string | undefined = '';
  for await (const text of texts) {
    if (head === undefined) yield text;
    else {
      head += text;
      if (head.length < HEAD_CHARS) continue;
      yield head;
      head = undefined;
    }
  }
  if (head !== undefined) yield head;
}

function openSheet(head: string, options: SheetOptions): { sheet: Sheet; cutter: Cutter; rows: CutRow[] } {
  const { mapping, maxCellChars } = options;
  const header = readHeader(head, mapping, options.delimiter);
  const places = placeColumns(header.names, mapping);
  const layout = {
    delimiter: header.delimiter,
    columnCount: header.names.length,
    maxCellChars,
    firstRow: header.row + 1,
  };
  const body = head.slice(header.next);
  const sampler = openCutter(layout);
  const samples = [...sampler.push(body), ...sampler.end()];
  const sound = samples.filter((sample) => !sample.fault && sample.cells.length === layout.columnCount);
  const dates = dateReaders(sound, places, options);
  const cutter = openCutter(layout);
  return { sheet: { mapping, names: header.names, places, dates }, cutter, rows: cutter.push(body) };
}

function dateReaders(samples: CutRow[], places: ReadonlyMap<string, number>, options: SheetOptions) {
  const { mapping } = options;
  const format = options.dateFormat ?? mapping.dateFormat;
  const readers = new Map<string, (text: string) => string>();
  for (const column of dateColumns(mapping)) {
    const slashOrder =
      format === undefined ? sampledOrder(samples, column, places.get(column) ?? 0) : undefined;
    readers.set(column, openDateReader(column, { zone: mapping.timeZone, format, slashOrder }));
  }
  return readers;
}

function sampledOrder(samples: CutRow[], column: string, place: number): SlashOrder | undefined {
  const order = slashOrderOf(samples.map((sample) => sample.cells[place]?.trim() ?? ''));
  if (order === 'ambiguous') throw new FileRefused('date_format_ambiguous', column);
  return order === 'undecided' ? undefined : order;
}
