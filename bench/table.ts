import type { Spread } from './blocks.js';

export const spread = ({ median, least, most }: Spread, digits: number): string =>
  `${median.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;

/** Where a process took no part. */
export const NONE: Spread = { median: 0, least: 0, most: 0 };

const FIRST = 16;
const OTHERS = 22;

/** Rows of cells under their heads, in columns. */
export const table = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(at === 0 ? FIRST : OTHERS))
        .join('')
        .trimEnd(),
    )
    .join('\n');
