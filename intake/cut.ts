/** Takes one record (RFC 4180) off a text; a quote that breaks the rules is told, never guessed at. */
type Cut =
  | { kind: 'whole'; cells: string[]; end: number; next: number }
  /** The text ends before the record does. */
  | { kind: 'open'; cells: string[] }
  | { kind: 'broken'; cells: string[] };

const LF = 10;
const CR = 13;

/** `cells` of an open or broken record are those before the place where it opens or breaks. */
export function cutRecord(text: string, from: number, delimiter: string, atEnd: boolean): Cut {
  const feed = text.indexOf('\n', from);
  if (feed < 0) return cutCells(text, from, delimiter, atEnd);
  const end = feed > from && text.charCodeAt(feed - 1) === CR ? feed - 1 : feed;
  const line = text.slice(from, end);
  if (line.includes('"') || line.includes('\r')) return cutCells(text, from, delimiter, atEnd);
  return { kind: 'whole', cells: line.split(delimiter), end, next: feed + 1 };
}

function cutCells(text: string, from: number, delimiter: string, atEnd: boolean): Cut {
  const cells: string[] = [];
  for (let at = from; ; at += 1) {
    const cell = text[at] === '"' ? quotedCell(text, at, atEnd) : plainCell(text, at, delimiter);
    if (typeof cell === 'string') return { kind: cell, cells };
    at = cell.end;
    const next = afterLineEnd(text, at, atEnd);
    if (next === 'open') return { kind: 'open', cells };
    if (next === undefined && text[at] !== delimiter) return { kind: 'broken', cells };
    cells.push(cell.value);
    if (next !== undefined) return { kind: 'whole', cells, end: at, next };
  }
}

interface Cell {
  value: string;
  end: number;
}

/** The cell that opens with the quote at `from`; `end` is the place after its closing quote. */
function quotedCell(text: string, from: number, atEnd: boolean): Cell | 'open' | 'broken' {
  let value = '';
  for (let at = from + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return atEnd ? 'broken' : 'open';
    if (quote + 1 === text.length && !atEnd) return 'open';
    if (text[quote + 1] !== '"') return { value: value + text.slice(at, quote), end: quote + 1 };
    value += text.slice(at, quote + 1);
    at = quote + 2;
  }
}

/** A quote inside stops the cell, where only a delimiter or a line end may follow. */
function plainCell(text: string, from: number, delimiter: string): Cell {
  let at = from;
  while (at < text.length) {
    const char = text.charCodeAt(at);
    if (char === LF || char === CR || text[at] === delimiter || text[at] === '"') break;
    at += 1;
  }
  return { value: text.slice(from, at), end: at };
}

/** Where the next line starts when a line ends here; undefined when none does. */
export function afterLineEnd(text: string, at: number, atEnd: boolean): number | 'open' | undefined {
  if (at >= text.length) return atEnd ? text.length : 'open';
  const char = text.charCodeAt(at);
  if (char === LF) return at + 1;
  if (char !== CR) return undefined;
  if (at + 1 >= text.length) return atEnd ? text.length : 'open';
  return text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
}
