import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { passedOn } from '../../host/processes.js';
import { freePort } from '../../platform/engines/ports.js';
import { type Spread, spreadOf } from '../blocks.js';

/** Seconds until `npm start` says that it is ready: on nothing, and on the data of the start before. */
export interface StartUpReport {
  first: Spread;
  again: Spread;
}

export async function measureStartUp(rounds: number, say: (line: string) => void): Promise<StartUpReport> {
  const [first, again]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const dataDir = mkdtempSync(join(tmpdir(), 'oqr-bench-'));
    try {
      first.push(await start(dataDir));
      again.push(await start(dataDir));
      say(`ready after ${first.at(-1)} s, with data after ${again.at(-1)} s`);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  }
  return { first: spreadOf(first), again: spreadOf(again) };
}

/** Starts the product as npm does, reads how long it took, and ends it. */
async function start(dataDir: string): Promise<number> {
  const script = fileURLToPath(new URL('../../scripts/run.mjs', import.meta.url));
  const ports = {
    OQR_PORT: String(await freePort('the API')),
    OQR_TEMPORAL_UI_PORT: String(await freePort('the Temporal UI')),
  };
  const child = spawn(process.execPath, [script, 'host/start.ts', '--empty'], {
    env: {
      ...passedOn(),
      ...ports,
      OQR_DATA_DIR: dataDir,
      DATABASE_URL: '',
      REDIS_URL: '',
      TEMPORAL_ADDRESS: '',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const seconds = /Order QR is ready \(([\d.]+) s\)/.exec(line)?.[1];
      if (seconds !== undefined) return Number(seconds);
    }
    throw new Error('npm start ended before it was ready');
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}
