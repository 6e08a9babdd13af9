import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CAUGHT_CHANNELS } from './caught.js';

const lineSchema = z.strictObject({
  channel: z.enum(CAUGHT_CHANNELS),
  id: z.string().nullable(),
  at: z.iso.datetime(),
  sizeBytes: z.int().nonnegative(),
  duplicate: z.boolean(),
});

/** One arrival, without its contents. */
export type DeliveryLine = z.infer<typeof lineSchema>;

export interface DeliveryIndex {
  append(line: DeliveryLine): void;
  close(): void;
}

/** Arrivals survive a killed process: a line is with the system before the sender gets its answer. */
export function openDeliveryIndex(dir: string): DeliveryIndex {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const torn = !/(^|\n)$/.test(textOf(dir));
  const file = openSync(pathOf(dir), 'a', 0o600);
  if (torn) writeSync(file, '\n');
  return {
    append: (line) => void writeSync(file, `${JSON.stringify(line)}\n`),
    close: () => closeSync(file),
  };
}

/** Every arrival so far, oldest first; a line torn by a crash is left out. */
export function readDeliveryIndex(dir: string): DeliveryLine[] {
  return textOf(dir)
    .split('\n')
    .flatMap((text) => parseLine(text) ?? []);
}

function parseLine(text: string): DeliveryLine | undefined {
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function textOf(dir: string): string {
  try {
    return readFileSync(pathOf(dir), 'utf8');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function pathOf(dir: string): string {
  return join(dir, 'index.jsonl');
}
