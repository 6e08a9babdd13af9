import { setTimeout as pause } from 'node:timers/promises';
import { endedOnce } from '../stopping.js';
import type { Child, EngineName } from './child.js';
import type { Site } from './contract.js';
import { freePort } from './ports.js';
import { startPostgres } from './postgres.js';
import { startRedis } from './redis.js';
import { moveIn } from './site.js';
import { startTemporal } from './temporal.js';
import { wheelsOf } from './wheel.js';

/** An engine that a drill may kill, hang and start again where it was: same port, same data, same password. */
export interface DrilledEngine {
  pid(): number;
  port: number;
  signal(signal: NodeJS.Signals): void;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again and answers when it is ready. */
  start(): Promise<void>;
}

export interface DrilledEngines {
  postgres: DrilledEngine;
  redis: DrilledEngine;
  temporal: DrilledEngine;
  /** Without the way through any proxy. */
  adminUrl: string;
  redisUrl: string;
  stop(): Promise<void>;
}

/** PostgreSQL's own children hold its memory for a moment after it was killed. */
const STARTS = 20;
const STARTS_EVERY_MS = 500;

/** Engines that keep their data while they are killed and started again. The directory is the caller's to remove. */
export async function startDrilledEngines(
  dataDir: string,
  say: (line: string) => void,
): Promise<DrilledEngines> {
  const { site: empty, moveOut } = await moveIn({ dataDir, say });
  const ports = {
    postgres: await freePort('PostgreSQL'),
    redis: await freePort('Redis'),
    temporal: await freePort('Temporal'),
  };
  const site: Site = { ...empty, ports };
  const wheels = wheelsOf(site);
  const stop = endedOnce(async () => {
    for (const name of ['Temporal', 'Redis', 'PostgreSQL'] as const) await endAll(site, name);
    await moveOut();
  });
  try {
    const [postgres, redis] = await Promise.all([
      startPostgres(site),
      startRedis(site, wheels),
      startTemporal(site, wheels, false),
    ]);
    return {
      postgres: drilled(site, { name: 'PostgreSQL', port: ports.postgres, start: () => startPostgres(site) }),
      redis: drilled(site, { name: 'Redis', port: ports.redis, start: () => startRedis(site, wheels) }),
      temporal: drilled(site, {
        ...{ name: 'Temporal', port: ports.temporal },
        start: () => startTemporal(site, wheels, false),
      }),
      adminUrl: postgres.adminUrl,
      redisUrl: redis.url,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Kind {
  name: EngineName;
  port: number;
  start(): Promise<unknown>;
}

function drilled(site: Site, { name, port, start }: Kind): DrilledEngine {
  return {
    port,
    pid: () => newest(site, name).pid,
    signal: (signal) => void process.kill(newest(site, name).pid, signal),
    kill: async () => {
      const { pid, ended } = newest(site, name);
      process.kill(pid, 'SIGKILL');
      await ended;
    },
    start: async () => {
      for (let tries = 1; ; tries += 1) {
        try {
          await start();
          return;
        } catch (error) {
          if (tries === STARTS) throw error;
          await pause(STARTS_EVERY_MS);
        }
      }
    },
  };
}

function newest(site: Site, name: EngineName): Child {
  const child = site.children.findLast((one) => one.name === name);
  if (!child) throw new Error(`${name} was never started`);
  return child;
}

/** A stopped process hears nothing but its waking. */
async function endAll(site: Site, name: EngineName): Promise<void> {
  for (const child of site.children.filter((one) => one.name === name)) {
    const ended = await Promise.race([child.ended, pause(0)]);
    if (ended !== undefined) continue;
    process.kill(child.pid, 'SIGCONT');
    await child.end();
  }
}
