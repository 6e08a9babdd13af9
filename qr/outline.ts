/** The outline of a symbol's dark areas: one path without seams, however a renderer smooths its edges. */
import type { Matrix } from './matrix.js';

export type Corner = readonly [column: number, row: number];

/** Closed loops around the dark areas, holes included, in modules from the symbol's corner; filled by the even-odd rule. */
export function outlinesOf({ modules, dark }: Matrix): Corner[][] {
  const open = edgesOf(dark, modules);
  const loops: Corner[][] = [];
  for (let start = firstOpen(open, 0); start >= 0; start = firstOpen(open, start))
    loops.push(loopFrom(open, start, modules + 1));
  return loops;
}

/** Edges that leave each grid corner with ink on their right: one bit a direction, east, south, west, north. */
function edgesOf(dark: Uint8Array, modules: number): Uint8Array {
  const corners = modules + 1;
  const open = new Uint8Array(corners * corners);
  const isDark = (column: number, row: number) =>
    column >= 0 && row >= 0 && column < modules && row < modules && dark[row * modules + column] === 1;
  const leave = (column: number, row: number, direction: number) => {
    const at = row * corners + column;
    open[at] = (open[at] ?? 0) | (1 << direction);
  };
  for (let row = 0; row < modules; row++)
    for (let column = 0; column < modules; column++) {
      if (!isDark(column, row)) continue;
      if (!isDark(column, row - 1)) leave(column, row, 0);
      if (!isDark(column + 1, row)) leave(column + 1, row, 1);
      if (!isDark(column, row + 1)) leave(column + 1, row + 1, 2);
      if (!isDark(column - 1, row)) leave(column, row + 1, 3);
    }
  return open;
}

function firstOpen(open: Uint8Array, from: number): number {
  for (let at = from; at < open.length; at++) if (open[at] !== 0) return at;
  return -1;
}

/** Follows edges until they close, and keeps the corners where they turn. */
function loopFrom(open: Uint8Array, start: number, corners: number): Corner[] {
  const steps = [1, corners, -1, -corners];
  const loop: Corner[] = [];
  let at = start;
  let before = -1;
  do {
    const edges = open[at] ?? 0;
    const direction = nextDirection(edges, before);
    open[at] = edges & ~(1 << direction);
    if (direction !== before) loop.push([at % corners, Math.floor(at / corners)]);
    before = direction;
    at += steps[direction] ?? 0;
  } while (at !== start);
  return loop;
}

/** Where two areas touch at a corner, turning right keeps them apart. */
function nextDirection(edges: number, before: number): number {
  const turns = before < 0 ? [0, 1, 2, 3] : [(before + 1) % 4, before, (before + 3) % 4];
  return turns.find((direction) => (edges & (1 << direction)) !== 0) ?? 0;
}
