import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { machineShape } from './machine.js';

const FOLDER = new URL('../../docs/figures/', import.meta.url);
const DIGITS = 4;

const shape = z.object({
  command: z.string(),
  takenOn: z.string(),
  machine: machineShape,
  report: z.unknown(),
});

/** A bench's report with what it was measured on, as docs/figures keeps it. */
export interface Figures<Report> extends Omit<z.output<typeof shape>, 'report'> {
  report: Report;
}

export function writeFigures(bench: string, figures: Figures<unknown>): void {
  mkdirSync(FOLDER, { recursive: true });
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value;
  writeFileSync(new URL(`${bench}.json`, FOLDER), `${JSON.stringify(figures, rounded, 2)}\n`);
}

/** What was written by that bench last; undefined when it never was. */
export function readFigures<Report>(bench: string): Figures<Report> | undefined {
  const file = new URL(`${bench}.json`, FOLDER);
  if (!existsSync(file)) return undefined;
  return shape.parse(JSON.parse(readFileSync(file, 'utf8'))) as Figures<Report>;
}
