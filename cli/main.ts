import { type ClientConfig, readClientConfig } from '../platform/config.js';
import { EXIT } from './failures.js';
import { handedOver } from './local.js';
import { runProgram } from './program.js';
import type { Terminal } from './terminal.js';

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  outIsTty: process.stdout.isTTY === true,
  errIsTty: process.stderr.isTTY === true,
  input: process.stdin,
};

/** `oqr`: one command, then its exit code. */
async function main(args: readonly string[]): Promise<number> {
  const stopping = new AbortController();
  process.on('SIGINT', () => stopping.abort());
  const config = settings();
  if (!config) return EXIT.usage;
  const host = handedOver(args, config);
  return host ?? runProgram(args, config, { terminal, signal: stopping.signal });
}

function settings(): ClientConfig | undefined {
  try {
    return readClientConfig();
  } catch (error) {
    terminal.err(`${error instanceof Error ? error.message : error}\n`);
    return undefined;
  }
}

// Whoever reads only the first lines has had enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.done);
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(`oqr failed, which is its own fault: ${error.stack}\n`);
    process.exitCode = EXIT.bug;
  },
);
