import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Catchers, startCatchers } from '../platform/catchers/catchers.js';
import { type Engines, startEngines } from '../platform/engines/index.js';
import { demoPassword, demoToken } from '../platform/keys/demo-token.js';
import { type KeyRing, openKeyRing } from '../platform/keys/ring.js';
import { smsSecret } from '../platform/keys/secrets.js';
import { openDatabase } from '../platform/postgres.js';
import { endedOnce } from '../platform/stopping.js';
import { demoPasswords, demoTokens, install } from './install.js';
import { type HouseProcess, startProcess } from './processes.js';

export interface StackOptions {
  dataDir: string;
  keyDir: string;
  say: (line: string) => void;
  /** A private stack: free ports, thrown away at stop. */
  temporary?: boolean;
  /** See `EnginesOptions`. */
  countStatements?: boolean;
  demo?: boolean;
  databaseUrl?: string | undefined;
  redisUrl?: string | undefined;
  temporalAddress?: string | undefined;
  apiPort?: number;
  temporalUiPort?: number;
  bind?: string;
  /** The mail relay; absent: this machine catches what would be sent. */
  smtpUrl?: string | undefined;
  /** Accounts at payment providers; absent: this machine simulates them. */
  paymentsFile?: string | undefined;
  /** Passed on to the processes as they are. */
  env?: Record<string, string>;
  /** Passed on to workers alone. */
  workerEnv?: Record<string, string>;
}

/** The whole house on one machine: engines, catchers for what leaves it, one API and one worker. */
export interface Stack {
  apiUrl: string;
  engines: Engines;
  catchers: Catchers;
  ring: KeyRing;
  /** Whether this was the first start on this data. */
  firstBoot: boolean;
  tokenOf(personId: string): string;
  passwordOf(personId: string): string;
  /** Ends the worker at once, as a crash would, and starts another. */
  crashWorker(): Promise<void>;
  /** One more process of ours beside those that run, or in place of one that ended; with settings of its own. */
  start(name: 'api' | 'worker', own?: Record<string, string>): Promise<HouseProcess>;
  /** The processes that run, the oldest first. */
  running(name: 'api' | 'worker'): HouseProcess[];
  stop(): Promise<void>;
}

export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, say } = options;
  mkdirSync(dataDir, { recursive: true });
  say('starting PostgreSQL, Redis and Temporal');
  const engines = await startEngines({
    dataDir,
    ephemeral: options.temporary,
    temporalUi: !options.temporary,
    countStatements: options.countStatements,
    databaseUrl: options.databaseUrl,
    redisUrl: options.redisUrl,
    temporalAddress: options.temporalAddress,
    ports: options.temporary ? {} : { temporalUi: options.temporalUiPort },
    say,
  });
  const ends: (() => Promise<void>)[] = [() => engines.stop()];
  const stop = endedOnce(async () => {
    for (const end of ends.splice(0).toReversed())
      await end().catch((error: Error) => say(`while stopping: ${error.message}`));
  });
  try {
    return await furnish(options, engines, ends, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function furnish(
  options: StackOptions,
  engines: Engines,
  ends: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Stack> {
  const { dataDir, say } = options;
  const installed = join(dataDir, 'installed');
  const firstBoot = !existsSync(installed);
  const ring = openKeyRing(options.keyDir, { mayCreate: firstBoot });
  say('bringing the database up to date');
  const admin = openDatabase(engines.postgres.adminUrl, { max: 2, application: 'oqr-install' });
  await install(admin, ring);
  if (options.demo) {
    await demoTokens(admin, ring);
    await demoPasswords(admin, ring);
  }
  await admin.destroy();

  const catchers = await startCatchers({
    ...{ smsSecret: smsSecret(ring), dir: join(dataDir, 'catchers') },
    payments: options.paymentsFile === undefined,
  });
  ends.push(() => catchers.stop());
  const env = processEnv(options, engines, catchers);
  const crew = crewOf({ env, workerEnv: options.workerEnv ?? {}, logDir: join(dataDir, 'logs'), say });
  ends.push(() => crew.stop());
  say('starting the API and the worker');
  await crew.start('api');
  await crew.start('worker');
  const apiUrl = `http://127.0.0.1:${env.OQR_PORT}`;
  writeFileSync(installed, `${new Date().toISOString()}\n`);
  writeRunning(options, engines, apiUrl);
  ends.push(async () => rmSync(join(dataDir, 'running.json'), { force: true }));
  return {
    apiUrl,
    engines,
    catchers,
    ring,
    firstBoot,
    tokenOf: (personId) => demoToken(ring, personId),
    passwordOf: (personId) => demoPassword(ring, personId),
    start: crew.start,
    running: crew.running,
    crashWorker: async () => {
      for (const worker of crew.running('worker')) await worker.kill();
      await crew.start('worker');
    },
    stop,
  };
}

interface CrewOptions {
  env: Record<string, string>;
  workerEnv: Record<string, string>;
  logDir: string;
  say: (line: string) => void;
}

/** Our own processes, by the order they were started in. */
function crewOf({ env, workerEnv, logDir, say }: CrewOptions) {
  const crew = new Set<HouseProcess>();
  const died = (name: string) => (code: number | null) =>
    code && say(`the ${name} process ended with ${code}; see ${logDir}/${name}.log`);
  return {
    running: (name: 'api' | 'worker') => [...crew].filter((one) => one.name === name),
    start: async (name: 'api' | 'worker', own: Record<string, string> = {}) => {
      const settings = { ...env, ...(name === 'worker' && workerEnv), ...own };
      const started = await startProcess({ name, env: settings, logDir, onExit: died(name) });
      crew.add(started);
      void started.ended.then(() => crew.delete(started));
      return started;
    },
    stop: async () => {
      for (const one of [...crew].toReversed()) await one.stop();
    },
  };
}

function processEnv(options: StackOptions, engines: Engines, catchers: Catchers): Record<string, string> {
  const port = String(options.apiPort ?? 8080);
  return {
    DATABASE_URL: engines.postgres.adminUrl,
    REDIS_URL: engines.redis.url,
    TEMPORAL_ADDRESS: engines.temporal.address,
    OQR_DATA_DIR: options.dataDir,
    OQR_KEY_DIR: options.keyDir,
    OQR_PORT: port,
    OQR_BIND: options.bind ?? '127.0.0.1',
    OQR_CODE_HOST: `LOCALHOST:${port}`,
    OQR_SMTP_URL: options.smtpUrl ?? `smtp://${catchers.smtp.host}:${catchers.smtp.port}`,
    OQR_SMS_URL: catchers.sms.url,
    OQR_PAYMENTS: options.paymentsFile ?? simulatedPayments(options, catchers, port),
    OQR_INBOX_URL: catchers.inboxUrl,
    OQR_INBOX_TOKEN: catchers.inboxToken,
    ...(engines.temporal.uiUrl && { OQR_TEMPORAL_UI_URL: engines.temporal.uiUrl }),
    OQR_DEMO: String(options.demo ?? false),
    OQR_TEMPORARY: String(options.temporary ?? false),
    ...options.env,
  };
}

/** Writes the accounts of the simulator of this start; they hold its keys, so only their owner may read them. */
function simulatedPayments(
  { dataDir }: StackOptions,
  { payments, inboxUrl }: Catchers,
  port: string,
): string {
  const file = join(dataDir, 'payments.json');
  const accounts = payments?.accountsAt(inboxUrl, `http://127.0.0.1:${port}`);
  writeFileSync(file, JSON.stringify(accounts), { mode: 0o600 });
  return file;
}

/** Where the parts of a running installation are, for `npm run verify` and `oqr`; only its owner may read it. */
function writeRunning(options: StackOptions, engines: Engines, apiUrl: string): void {
  const running = {
    apiUrl,
    databaseUrl: engines.postgres.adminUrl,
    redisUrl: engines.redis.url,
    temporalAddress: engines.temporal.address,
    keyDir: options.keyDir,
  };
  writeFileSync(join(options.dataDir, 'running.json'), JSON.stringify(running, null, 2), { mode: 0o600 });
}
