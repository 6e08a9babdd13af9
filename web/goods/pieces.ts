import type { z } from 'zod';
import type { scanFace } from '../../api/contract/scan-faces.js';

export type Goods = Extract<z.output<typeof scanFace>, { kind: 'logistics' }>;
export type GoodsLine = Goods['lines'][number];
/** What of a line is counted by. */
export type Countable = Pick<GoodsLine, 'lineNo' | 'left'>;
export type Handling = NonNullable<Goods['nextHandling']>;

export const HANDLINGS = ['pick', 'pack', 'ship', 'deliver'] as const satisfies readonly Handling[];

/** How many of each line were counted, by its number. */
export type Counts = ReadonlyMap<number, number>;

export const NONE: Counts = new Map();

/** The counts with one line's set, never below nothing nor beyond what is left of it. */
export function counted(counts: Counts, line: Countable, handling: Handling, quantity: number): Counts {
  const held = Math.min(Math.max(0, Math.trunc(quantity)), line.left[handling]);
  return new Map([...counts, [line.lineNo, held]]);
}

/** Ticks a line: all of it that is left, or none of it where that was counted already. */
export function ticked(counts: Counts, line: Countable, handling: Handling): Counts {
  const all = line.left[handling];
  return counted(counts, line, handling, counts.get(line.lineNo) === all ? 0 : all);
}

/** The line that a product's code or a typed line number means: the first of its kind of which something is left to count. */
export function lineMeant<L extends Countable & Pick<GoodsLine, 'sku'>>(
  lines: readonly L[],
  text: string,
  { counts, handling }: { counts: Counts; handling: Handling },
): L | undefined {
  const meant = text.trim().toLowerCase();
  const found = lines.filter(({ sku }) => sku.toLowerCase() === meant);
  const named = found.length > 0 ? found : lines.filter(({ lineNo }) => String(lineNo) === meant);
  return named.find((line) => (counts.get(line.lineNo) ?? 0) < line.left[handling]) ?? named[0];
}

/** What was counted, as it is sent. */
export const piecesOf = (counts: Counts): { lineNo: number; quantity: number }[] =>
  [...counts]
    .filter(([, quantity]) => quantity > 0)
    .map(([lineNo, quantity]) => ({ lineNo, quantity }))
    .toSorted((a, b) => a.lineNo - b.lineNo);

export const sumOf = (counts: Counts): number => [...counts.values()].reduce((sum, one) => sum + one, 0);

/** How many pieces "everything" is: what waits for the deed, or where nothing waits all that is left. */
export function allOf(goods: Pick<Goods, 'lines'>, handling: Handling): number {
  const sum = (of: 'waits' | 'left') => goods.lines.reduce((total, line) => total + line[of][handling], 0);
  return sum('waits') || sum('left');
}

/** What a carrier may have written on its label: no code of ours, and nothing that people say. */
export const isTrackingNo = (text: string): boolean =>
  /^[A-Za-z0-9-]{8,40}$/.test(text.trim()) && /\d{4}/.test(text);
