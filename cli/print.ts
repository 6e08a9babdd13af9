import { formatMinor } from '../domain/money.js';

/** Text for people on a terminal: what came from outside cannot move the cursor or turn the line around. */

export interface Column {
  title: string;
  right?: boolean;
}

const GAP = '  ';

/** Columns under their titles, as wide as their widest cell; nothing is cut. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cells = [columns.map(({ title }) => title), ...rows].map((row) => row.map(plain));
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => widthOf(row[at] ?? ''))));
  const line = (row: readonly string[]) =>
    columns
      .map(({ right }, at) => padded(row[at] ?? '', widths[at] ?? 0, right ?? false))
      .join(GAP)
      .trimEnd();
  return cells.map(line).join('\n');
}

/** A list that changes by itself: its rows, how many there are as of now, and where the next page begins. */
export function liveList(
  {
    columns,
    rows,
    one,
    next,
  }: { columns: readonly Column[]; rows: readonly string[][]; one: string; next?: string | undefined },
  now: Date,
): string {
  const counted = rows.length === 0 ? `No ${one}s` : `${rows.length} ${one}${rows.length === 1 ? '' : 's'}`;
  return [
    ...(rows.length > 0 ? [table(columns, rows)] : []),
    `${counted}, as of ${asOf(now)}`,
    ...moreOf(next),
  ].join('\n');
}

/** What is left over when a page is not the last. */
export const moreOf = (next: string | undefined): string[] =>
  next === undefined ? [] : [`more: --cursor ${plain(next)}, or --all`];

/** Label and value on a line each; what is undefined is left out. */
export function fields(pairs: readonly (readonly [string, string | undefined])[]): string {
  const given = pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined);
  const width = Math.max(0, ...given.map(([label]) => widthOf(label)));
  return given.map(([label, value]) => `${padded(label, width, false)}${GAP}${plain(value)}`).join('\n');
}

function padded(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? `${space}${text}` : `${text}${space}`;
}

/** East Asian wide and fullwidth characters, and emoji, take two cells of a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** The cells that a text takes on a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** Control characters, line breaks and changes of direction as a visible mark. */
export function plain(text: string): string {
  return text
    .replaceAll(/\s*[\r\n]+\s*/g, ' ⏎ ')
    .replaceAll('\t', ' ')
    .replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '�');
}

export const money = (amountMinor: number, currency: string): string =>
  `${formatMinor(amountMinor, currency)} ${currency}`;

/** "2026-11-20 15:04:05" in the time zone of this machine; Swedish writes dates so. */
export const moment = (iso: string): string => new Date(iso).toLocaleString('sv-SE');

export const maybe = (iso: string | null | undefined): string | undefined => (iso ? moment(iso) : undefined);

/** "As of" on every list that changes by itself. */
export const asOf = (now: Date): string => now.toLocaleTimeString('sv-SE');

export const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** The parts of a detail as "name value", for people; `--json` has all of it. */
export function detailText(detail: Readonly<Record<string, unknown>>): string {
  const text = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  return Object.entries(detail)
    .map(([name, value]) => `${name} ${text(value)}`)
    .join(', ');
}
