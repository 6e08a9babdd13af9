import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Knex } from 'knex';
import { sweepFigures } from '../activities/sweep-figures.js';
import { markBench } from '../db/bench-marks.js';
import { seededOrders } from '../db/seeding.js';
import { demoTokens, install } from '../host/install.js';
import { startProcess } from '../host/processes.js';
import { seedOrders } from '../host/seed/index.js';
import { startEngines } from '../platform/engines/index.js';
import { freePort } from '../platform/engines/ports.js';
import { demoToken } from '../platform/keys/demo-token.js';
import { type KeyRing, openKeyRing } from '../platform/keys/ring.js';
import { tokenKeyTable } from '../platform/keys/token-keys.js';
import { openLog } from '../platform/log.js';
import { openDatabase, roleUrl } from '../platform/postgres.js';

/** Engines, generated orders, one API process and one bare server beside it. */
export interface Stage {
  apiUrl: string;
  bareUrl: string;
  headersOf(person: string): Record<string, string>;
  /** How long each list is. */
  lists(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

interface Wanted {
  orders: number;
  dataDir: string | undefined;
  say: (line: string) => void;
}

export async function openStage({ orders, dataDir, say }: Wanted): Promise<Stage> {
  const dir = resolve(dataDir ?? mkdtempSync(join(tmpdir(), 'oqr-bench-')));
  const ends: (() => unknown)[] = [];
  const close = async () => {
    for (const end of ends.splice(0).toReversed()) await end();
    if (dataDir === undefined) rmSync(dir, { recursive: true, force: true });
  };
  try {
    const engines = await startEngines({ dataDir: dir, ephemeral: dataDir === undefined, say });
    ends.push(() => engines.stop());
    const ring = openKeyRing(join(dir, 'keys'));
    const { adminUrl } = engines.postgres;
    const admin = openDatabase(adminUrl, { max: 2, application: 'oqr-bench' });
    ends.push(() => admin.destroy());
    await furnish({ admin, adminUrl, ring, orders, say });
    await count(admin, ring);
    const apiPort = await freePort('the API');
    const api = await startProcess({
      name: 'api',
      env: apiEnv(adminUrl, dir, apiPort),
      logDir: join(dir, 'logs'),
    });
    ends.push(() => api.stop());
    const barePort = await freePort('the bare server');
    const bare = await startBare(adminUrl, barePort);
    ends.push(() => bare.kill());
    return {
      apiUrl: `http://127.0.0.1:${apiPort}`,
      bareUrl: `http://127.0.0.1:${barePort}`,
      headersOf: (person) => ({ authorization: `Bearer ${demoToken(ring, person)}` }),
      lists: () => lengths(admin),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const apiEnv = (databaseUrl: string, dir: string, port: number) => ({
  DATABASE_URL: databaseUrl,
  OQR_DATA_DIR: dir,
  OQR_KEY_DIR: join(dir, 'keys'),
  OQR_PORT: String(port),
  OQR_BENCH: 'true',
  OQR_REQUESTS_PER_MINUTE: '100000000',
  OQR_LOG_LEVEL: 'warn',
});

interface Furnishing extends Omit<Wanted, 'dataDir'> {
  admin: Knex;
  adminUrl: string;
  ring: KeyRing;
}

async function furnish({ admin, adminUrl, ring, orders, say }: Furnishing): Promise<void> {
  await install(admin, ring);
  await demoTokens(admin, ring);
  if ((await seededOrders(admin)) === orders) return say(`${orders} orders are here from the last time`);
  await markBench(admin);
  const sealer = openDatabase(roleUrl(adminUrl, 'oqr_sealer', ring), { max: 1, application: 'oqr-bench' });
  const startedMs = Date.now();
  const log = openLog('bench', 'warn');
  await seedOrders({ admin, sealer, ring, log, orders, seed: 1, say }).finally(() => sealer.destroy());
  say(`seeded in ${((Date.now() - startedMs) / 1_000).toFixed(0)} s`);
}

/** The board shows what the sweeper counted; no sweeper runs here. */
async function count(db: Knex, ring: KeyRing): Promise<void> {
  const tokenKeys = tokenKeyTable(ring);
  const log = openLog('bench', 'warn');
  await sweepFigures({ db, ring, log, tokenKeys, codeHost: 'LOCALHOST', withoutRun: async () => [] });
}

async function startBare(databaseUrl: string, port: number): Promise<ChildProcess> {
  const entry = fileURLToPath(new URL('bare-server.ts', import.meta.url));
  const args = ['--import', import.meta.resolve('tsx'), entry, databaseUrl, String(port)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await new Promise((ready, failed) => {
    child.once('message', ready);
    child.once('exit', () => failed(new Error('the bare server did not start')));
  });
  return child;
}

async function lengths(admin: Knex): Promise<Record<string, number>> {
  const { rows } =
    await admin.raw(`select (select count(*)::int from reviews where status = 'open') as reviews,
    (select count(*)::int from cases where status in ('open', 'retrying')) as cases,
    (select count(*)::int from orders where due_at < clock_timestamp()) as stuck, (select count(*)::int from orders) as orders`);
  return rows[0];
}
