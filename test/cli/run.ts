import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { runProgram, type Surroundings } from '../../cli/program.js';
import type { ClientConfig } from '../../platform/config.js';

/** What a command did. */
export interface Ran {
  code: number;
  out: string;
  bytes: Buffer;
  err: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever the contract allows
  json(): any;
}

export interface RunOptions {
  config?: Partial<ClientConfig>;
  input?: string;
  errIsTty?: boolean;
  outIsTty?: boolean;
  signal?: AbortSignal;
}

/** A data directory where nothing runs. */
export const emptyDir = (): string => mkdtempSync(join(tmpdir(), 'oqr-cli-'));
const nowhere = emptyDir();

/** Runs a command line in this process, on the program itself. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const chunks: Buffer[] = [];
  let err = '';
  const surroundings: Surroundings = {
    terminal: {
      out: (text) => void chunks.push(Buffer.from(text)),
      err: (text) => {
        err += text;
      },
      outIsTty: options.outIsTty ?? false,
      errIsTty: options.errIsTty ?? false,
      input: Readable.from([Buffer.from(options.input ?? '')]),
    },
    signal: options.signal ?? new AbortController().signal,
  };
  const config = { url: undefined, token: undefined, dataDir: nowhere, language: 'en' as const };
  const code = await runProgram(args, { ...config, ...options.config }, surroundings);
  const bytes = Buffer.concat(chunks);
  const out = bytes.toString();
  return { code, out, bytes, err, json: () => JSON.parse(out) };
}

/** The command line of a person, or of a stranger, at a house of the API. */
export const at =
  (house: { url: string; tokenOf(personId: string): string }, options: RunOptions = {}) =>
  (personId: string | undefined, ...args: string[]): Promise<Ran> => {
    const token = personId === undefined ? undefined : house.tokenOf(personId);
    return run(args, { ...options, config: { url: house.url, token, ...options.config } });
  };
