import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openLifecycleStage } from '../lifecycle/stage.js';
import { type MemoryReport, measureMemory } from './memory.js';
import { measureStartUp, type StartUpReport } from './start-up.js';

export interface RestBench {
  /** Idle lifecycles in the worker's cache. */
  lifecycles: number;
  rounds: number;
  clients: number;
  say: (line: string) => void;
}

export interface RestReport {
  memory: MemoryReport;
  startUp: StartUpReport;
  /** KB of gzipped script that each home loads at first. */
  web: Record<string, number>;
  missed: string[];
}

/** What the product takes while nothing happens, and until something can. */
export async function benchRest({ lifecycles, rounds, clients, say }: RestBench): Promise<RestReport> {
  const web = await firstLoads();
  const startUp = await measureStartUp(rounds, say);
  const stage = await openLifecycleStage(say);
  try {
    const memory = await measureMemory(stage, { lifecycles, clients });
    return { memory, startUp, web: web.sizes, missed: web.missed };
  } finally {
    await stage.close();
  }
}

/** `npm run web:size` knows the sizes and their limits. */
async function firstLoads(): Promise<{ sizes: Record<string, number>; missed: string[] }> {
  const script = fileURLToPath(new URL('../../scripts/web-size.mjs', import.meta.url));
  const run = promisify(execFile);
  const { stdout, failed } = await run(process.execPath, [script]).then(
    (done) => ({ stdout: done.stdout, failed: false }),
    (error: Error & { stdout?: string }) => ({ stdout: error.stdout ?? '', failed: true }),
  );
  const found = [...stdout.matchAll(/^(.+?)\s+(\d+) KB gzip/gm)];
  return {
    sizes: Object.fromEntries(found.map(([, home = '', kb]) => [home, Number(kb)])),
    missed: failed ? ['npm run web:size: a first load is above its limit'] : [],
  };
}
