import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type ChildPlan, startChild, untilReady } from './child.js';
import type { Engines, Site } from './contract.js';
import { commandOf, readPid, refuseLeftover, remember } from './ownership.js';
import { freePort, retryingTakenPorts } from './ports.js';
import { findBinaries } from './postgres-binaries.js';
import { makeCluster, SUPERUSER } from './postgres-cluster.js';
import { findPlace, type Place } from './postgres-place.js';

const DATABASE = 'oqr';
const READY_MS = 180_000;

/** Runs the npm package's PostgreSQL on loopback with its data below the data directory (or the place noted there). */
export async function startPostgres(site: Site): Promise<Engines['postgres']> {
  const binaries = await findBinaries(site);
  const place = await findPlace(site, binaries);
  const pidFile = join(place.dir, 'postgres.pid');
  await refuseLeftover('PostgreSQL', pidFile, join(place.dir, 'postgres'));
  const password = await makeCluster(site, place);
  await forgetDeadPostmaster(join(place.dir, 'postgres'));
  return retryingTakenPorts(async () => {
    const port = await freePort('PostgreSQL', site.ports.postgres);
    const child = await startChild(serverPlan(site, place, port));
    site.children.push(child);
    await remember(pidFile, child.pid);
    const url = `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}`;
    await untilReady(child, () => query(`${url}/postgres`, 'select 1').then(() => undefined), READY_MS);
    if (!site.ephemeral) await createDatabase(`${url}/postgres`);
    const from = `npm ${binaries.name} ${binaries.version}`;
    site.say(`PostgreSQL at 127.0.0.1:${port} (${from})`);
    const adminUrl = `${url}/${site.ephemeral ? 'postgres' : DATABASE}`;
    return { adminUrl, from, embedded: true };
  });
}

/** After kill -9 another program may have got the old process id; PostgreSQL itself would then refuse to start. */
async function forgetDeadPostmaster(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const left = await readPid(file);
  if (!left) return;
  const command = await commandOf(left.pid);
  if (command.includes(data)) {
    throw new Error(`PostgreSQL already runs on ${data} as process ${left.pid}: end it first.`);
  }
  await rm(file, { force: true });
}

/** The log keeps no row values and no statements: they may be personal. */
function serverPlan(site: Site, { dir, bin, as }: Place, port: number): ChildPlan {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 300,
    shared_buffers: '256MB',
    wal_level: 'replica',
    fsync: site.fsync ? 'on' : 'off',
    full_page_writes: site.fsync ? 'on' : 'off',
    synchronous_commit: 'on',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    ...(site.countStatements && { shared_preload_libraries: 'pg_stat_statements' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return {
    name: 'PostgreSQL',
    command: join(bin, 'postgres'),
    args: ['-D', join(dir, 'postgres'), ...flags],
    logFile: join(site.dataDir, 'logs', 'postgres.log'),
    endSignal: site.ephemeral ? 'SIGQUIT' : 'SIGINT',
    endWithinMs: 60_000,
    as,
  };
}

async function createDatabase(url: string): Promise<void> {
  const there = await query(url, `select 1 from pg_database where datname = '${DATABASE}'`);
  if (there === 0) await query(url, `create database ${DATABASE}`);
}

async function query(url: string, sql: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
