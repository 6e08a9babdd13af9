import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { ClientConfig } from '../platform/config.js';
import { Usage } from './failures.js';
import { HOUSE } from './target.js';

/** Commands that are not of the API: they run the house itself, on this machine. */
const HOST = {
  start: { entry: 'host/start.ts', about: 'Everything on this machine until Ctrl-C, as `npm start`' },
  verify: { entry: 'host/verify/main.ts', about: 'Check the invariants of the installation that runs here' },
  seed: {
    entry: 'host/seed/main.ts',
    about: 'Write generated orders into an installation that is marked for them',
  },
  walk: {
    entry: 'host/walk/main.ts',
    about: 'Walk a file of orders through a private, temporary installation',
  },
} as const;

type HostCommand = keyof typeof HOST;

const isHostCommand = (word: string | undefined): word is HostCommand =>
  word !== undefined && Object.hasOwn(HOST, word);

/** Hands over when the first word is one of these: every option after it is theirs. */
export function handedOver(args: readonly string[], config: ClientConfig): Promise<number> | undefined {
  const [word, ...rest] = args;
  return isHostCommand(word) ? run(word, rest, config) : undefined;
}

/** For the help alone; it is `handedOver` that runs them. */
export function addLocal(program: Command): void {
  for (const [name, { about }] of Object.entries(HOST))
    program
      .command(name)
      .usage('[options]')
      .description(`${about}; \`oqr ${name} --help\` lists its own options`)
      .helpOption(false)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        throw new Usage(
          `${name} 要写在最前面：oqr ${name} …`,
          `Put ${name} first: oqr ${name} and then its own options.`,
        );
      });
}

/** The data directory of a house is in the house, unless it was given; files are where the caller is. */
function run(word: HostCommand, args: readonly string[], config: ClientConfig): Promise<number> {
  const inHouse = word !== 'walk' && config.dataDir === undefined;
  const child = spawn(process.execPath, [join(HOUSE, 'scripts', 'run.mjs'), HOST[word].entry, ...args], {
    stdio: 'inherit',
    ...(inHouse ? { cwd: HOUSE } : {}),
  });
  // Ctrl-C reaches the whole foreground group; a signal sent to this process alone is passed on.
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.off(signal, pass);
      resolve(code ?? 1);
    });
  });
}
