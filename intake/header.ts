import { cutRecord } from './cut.js';
import { type Mapping, mappedColumns } from './mapping.js';
import { FileRefused } from './refusals.js';

/** The header row: which columns there are, what parts them, and where the rows below it start. */
interface Header {
  names: string[];
  delimiter: string;
  /** Where the first row below begins in the text. */
  next: number;
  /** 1-based row of the header itself; blank lines above it count. */
  row: number;
}

const DELIMITERS = [',', ';', '\t', '|'];

/** Reads the header from the head of a file; the delimiter is the one given or the one that shows most columns. */
export function readHeader(head: string, mapping: Mapping, delimiter?: string): Header {
  if (delimiter !== undefined && !/^[^"\r\n]$/.test(delimiter)) throw new FileRefused('delimiter_invalid');
  const blank = /^[\r\n]*/.exec(head)?.[0] ?? '';
  if (blank.length === head.length) throw new FileRefused('empty');
  const wanted = mappedColumns(mapping).map(headerKey);
  const candidates = (delimiter === undefined ? DELIMITERS : [delimiter]).map((mark) => {
    const cut = cutRecord(head, blank.length, mark, true);
    const names = cut.kind === 'whole' ? cut.cells.map(headerKey) : [];
    const found = wanted.filter((name) => names.includes(name)).length;
    return { mark, cut, found };
  });
  const best = candidates.reduce((most, next) => (next.found > most.found ? next : most));
  if (best.cut.kind !== 'whole') throw new FileRefused('header_broken');
  const row = 1 + (blank.match(/\r\n|\n|\r/g)?.length ?? 0);
  return { names: best.cut.cells, delimiter: best.mark, next: best.cut.next, row };
}

/** Where each column of the mapping stands; a file without one of them, or with two, is refused. */
export function placeColumns(names: string[], mapping: Mapping): ReadonlyMap<string, number> {
  const keys = names.map(headerKey);
  const places = new Map<string, number>();
  const missing: string[] = [];
  for (const column of mappedColumns(mapping)) {
    const key = headerKey(column);
    const place = keys.indexOf(key);
    if (place < 0) missing.push(column);
    else if (keys.lastIndexOf(key) !== place) throw new FileRefused('columns_repeated', column);
    else places.set(column, place);
  }
  if (missing.length > 0) throw new FileRefused('columns_missing', missing.join(', '));
  return places;
}

/** Headers are compared without case and without spaces around them. */
function headerKey(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}
