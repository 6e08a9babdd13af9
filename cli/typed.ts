import { readFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { Usage } from './failures.js';
import type { Terminal } from './terminal.js';

/** What was typed after a command. */
export interface Typed {
  /** The argument at a place; commander has refused the command when a required one is missing. */
  arg(at: number): string;
  text(option: string): string | undefined;
  flag(option: string): boolean;
  number(option: string): number | undefined;
  list(option: string): readonly string[];
}

export function typedOf(command: Command): Typed {
  const options: Readonly<Record<string, unknown>> = command.opts();
  const args: readonly unknown[] = command.processedArgs;
  return {
    arg: (at) => String(args[at] ?? ''),
    text: (option) => (typeof options[option] === 'string' ? options[option] : undefined),
    flag: (option) => options[option] === true,
    number: (option) => (typeof options[option] === 'number' ? options[option] : undefined),
    list: (option) => (Array.isArray(options[option]) ? options[option].map(String) : []),
  };
}

/** A whole number, for options that count. */
function whole(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It takes a whole number.');
}

export const option = (flags: string, description: string): Option => new Option(flags, description);

export const counted = (flags: string, description: string): Option =>
  option(flags, description).argParser(whole);

export const repeated = (flags: string, description: string): Option =>
  option(flags, description).argParser((text: string, before: string[] = []) => [...before, text]);

/** Why, as most deeds take it. */
export const REASONS = [
  option('--reason <word>', 'why, as a code word to count by'),
  option('--note <text>', 'free text; stored encrypted'),
];

/** Only what was given, so that an absent option is absent from the body. */
export function reasonsOf(typed: Typed): { reason?: string; note?: string } {
  const [reason, note] = [typed.text('reason'), typed.text('note')];
  return { ...(reason === undefined ? {} : { reason }), ...(note === undefined ? {} : { note }) };
}

/** The text of a file, or of standard input for "-". */
export async function textOf(file: string, terminal: Terminal): Promise<string> {
  if (file === '-') return readAll(terminal.input);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

export function unreadable(file: string, error: unknown): Usage {
  const why = typeof error === 'object' && error !== null && 'code' in error ? error.code : error;
  return new Usage(`读不了文件 ${file}（${why}）。`, `${file} cannot be read (${why}).`);
}
