import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumPath } from './chromium.js';
import { HOUSE_VARIABLE, type House } from './house.js';
import { openSampleHouse } from './sample-house.js';

/** `npm run e2e [-- jest options]`: the scenarios in a browser, on a private stack that ends with them, however they end. */
async function main(args: string[]): Promise<number> {
  chromiumPath();
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
  const { house, stop } = await openSampleHouse(say);
  try {
    return stopping.signal.aborted ? 143 : await play(house, args, stopping.signal);
  } finally {
    say('stopping');
    await stop();
  }
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The scenarios are a process group of their own, so that a signal ends them with their browsers. */
function play(house: House, args: string[], stopping: AbortSignal): Promise<number> {
  const temporary = join(house.dataDir, 'browsers');
  mkdirSync(temporary, { recursive: true });
  const jest = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(ROOT, 'node_modules/jest/bin/jest.js'),
      ...['--config', 'test/e2e/jest.config.mjs', '--runInBand', ...args],
    ],
    {
      cwd: ROOT,
      stdio: 'inherit',
      detached: true,
      env: { ...process.env, TMPDIR: temporary, [HOUSE_VARIABLE]: JSON.stringify(house) },
    },
  );
  const end = () => jest.pid && process.kill(-jest.pid, 'SIGTERM');
  stopping.addEventListener('abort', end, { once: true });
  return new Promise((resolve, reject) => {
    jest.once('error', reject);
    jest.once('exit', (code) => resolve(code ?? 143));
  });
}

function say(line: string): void {
  console.error(`${new Date().toTimeString().slice(0, 8)}  ${line}`);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(2);
  },
);
