import { afterLineEnd, cutRecord } from './cut.js';

/**
 * Cuts a stream of text into records in bounded memory and goes on after a broken one.
 * A stray quote takes its own line only: the lines after it are read again as records (csv-parse would swallow them).
 */
export interface CutRow {
  /** 1-based; a record within quotes counts once however many lines it spans, a blank line counts too. */
  row: number;
  raw: string;
  /** With a fault other than a cell too long: the cells before the broken one. */
  cells: string[];
  fault?: 'quote_broken' | 'cell_too_long';
}

export interface Cutter {
  push(text: string): CutRow[];
  end(): CutRow[];
}

interface CutterOptions {
  delimiter: string;
  columnCount: number;
  maxCellChars: number;
  firstRow: number;
}

/** The longest record that is looked through for its end. */
const HOLD_CHARS = 1_048_576;

export function openCutter(options: CutterOptions): Cutter {
  const holdChars = Math.max(HOLD_CHARS, 2 * options.maxCellChars);
  let text = '';
  let row = options.firstRow - 1;
  let skipping = false;

  function push(more: string, atEnd = false): CutRow[] {
    text += more;
    const rows: CutRow[] = [];
    let at = skipping ? skip(atEnd) : 0;
    while (!skipping && at < text.length) {
      const step = nextRow(text, at, atEnd, holdChars, options);
      if (step === 'open') break;
      row += 1;
      at = step.next;
      skipping = step.skipping ?? false;
      if (step.cut) rows.push({ row, ...step.cut });
    }
    text = text.slice(at);
    return rows;
  }

  /** Where the next line starts, or how much can be dropped while it has not come. */
  function skip(atEnd: boolean): number {
    const end = firstLineEnd(text, 0);
    const next = end < 0 ? undefined : afterLineEnd(text, end, atEnd);
    if (typeof next !== 'number') return end < 0 ? text.length : end;
    skipping = false;
    return next;
  }

  return { push, end: () => push('', true) };
}

interface Step {
  next: number;
  cut?: Omit<CutRow, 'row'>;
  /** The rest of the line is still to come and is dropped. */
  skipping?: boolean;
}

function nextRow(
  text: string,
  at: number,
  atEnd: boolean,
  holdChars: number,
  options: CutterOptions,
): Step | 'open' {
  const cut = cutRecord(text, at, options.delimiter, atEnd);
  if (cut.kind === 'whole') {
    const raw = text.slice(at, cut.end);
    if (raw === '') return { next: cut.next };
    const torn = firstLineEnd(raw, 0) >= 0 && looksTorn(raw, cut.cells.length, options);
    if (!torn) return { next: cut.next, cut: measured(raw, cut.cells, options.maxCellChars) };
  }
  const long = text.length - at > holdChars;
  if (cut.kind === 'open' && !long) return 'open';
  const lineEnd = firstLineEnd(text, at);
  if (lineEnd >= 0 || atEnd) return brokenLine(text, at, lineEnd, cut.cells, atEnd);
  if (!long) return 'open';
  return {
    next: text.length,
    cut: { raw: text.slice(at), cells: cut.cells, fault: 'cell_too_long' },
    skipping: true,
  };
}

/** Two stray quotes can close each other lines apart; then the cells do not add up, or every line is a row of its own. */
function looksTorn(raw: string, cellCount: number, { delimiter, columnCount }: CutterOptions): boolean {
  if (cellCount !== columnCount) return true;
  return raw.split(/\r\n|\n|\r/).every((line) => line.split(delimiter).length >= columnCount);
}

function brokenLine(
  text: string,
  at: number,
  lineEnd: number,
  cells: string[],
  atEnd: boolean,
): Step | 'open' {
  const end = lineEnd < 0 ? text.length : lineEnd;
  const next = afterLineEnd(text, end, atEnd);
  if (typeof next !== 'number') return 'open';
  const spanning = cells.findIndex((cell) => firstLineEnd(cell, 0) >= 0);
  const before = spanning < 0 ? cells : cells.slice(0, spanning);
  return { next, cut: { raw: text.slice(at, end), cells: before, fault: 'quote_broken' } };
}

function measured(raw: string, cells: string[], maxCellChars: number): Omit<CutRow, 'row'> {
  const long = raw.length > maxCellChars && cells.some((cell) => cell.length > maxCellChars);
  return long ? { raw, cells, fault: 'cell_too_long' } : { raw, cells };
}

function firstLineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === 10 || char === 13) return at;
  }
  return -1;
}
