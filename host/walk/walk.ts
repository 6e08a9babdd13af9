import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { Redis } from 'ioredis';
import type { Knex } from 'knex';
import { mappingSchema } from '../../intake/mapping.js';
import { PRESETS } from '../../intake/presets.js';
import { dataConverterOf } from '../../platform/codec/data-converter.js';
import { freePort } from '../../platform/engines/ports.js';
import { payloadKeys } from '../../platform/keys/secrets.js';
import { openDatabase, roleUrl } from '../../platform/postgres.js';
import { endedOnce } from '../../platform/stopping.js';
import { openRunIds } from '../../worker/runs.js';
import { type Stack, startStack } from '../stack.js';
import { verifyHouse } from '../verify/index.js';
import { type Counts, count, sentOutside, unsettled } from './counts.js';
import { type InjectedFaults, planFaults } from './faults.js';
import { importFile } from './front-door.js';
import { measureHistories, type Spread } from './measure.js';
import { people } from './people.js';

export interface WalkOptions {
  orders: string;
  preset?: string | undefined;
  mapFile?: string | undefined;
  seed: number;
  say: (line: string) => void;
  /** Kills the worker with -9 once this many orders are written off, and starts another. */
  crashWorkerAt?: number | undefined;
  /** Empties Redis once this many orders are written off. */
  flushRedisAt?: number | undefined;
}

export interface WalkReport extends Counts {
  refused: number;
  violations: string[];
  lifecyclesPerSecond: number;
  eventsPerLifecycle: Spread;
  workflowTasksPerLifecycle: Spread;
  seconds: number;
}

const FAULTS = 15;
const ROUND_MS = 250;
const STUCK_MS = 180_000;
const QUIET_ROUNDS = 4;

/** Imports a file into a private stack, plays its history, works its reviews and failures, and checks every invariant. */
export async function walk(options: WalkOptions): Promise<WalkReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'oqr-walk-'));
  const remove = endedOnce(async () => rmSync(dataDir, { recursive: true, force: true }));
  const map = options.mapFile ? readFileSync(options.mapFile, 'utf8') : undefined;
  const mapping = map ? mappingSchema.parse(JSON.parse(map)) : PRESETS[options.preset ?? ''];
  if (!mapping)
    throw new Error(
      `unknown preset ${options.preset ?? '(none)'}; known: ${Object.keys(PRESETS).join(', ')}`,
    );
  try {
    const faults = await planFaults(join(dataDir, 'faults.json'), {
      path: options.orders,
      mapping,
      seed: options.seed,
      count: FAULTS,
    });
    const stack = await startStack({
      dataDir,
      keyDir: join(dataDir, 'keys'),
      temporary: true,
      demo: true,
      say: options.say,
      apiPort: await freePort('API'),
      env: { OQR_FAULT_PLAN: faults.file, OQR_LOG_LEVEL: 'warn', OQR_REQUESTS_PER_MINUTE: '1000000' },
    });
    try {
      return await play(options, stack, faults, map);
    } finally {
      await stack.stop();
    }
  } finally {
    await remove();
  }
}

async function play(
  options: WalkOptions,
  stack: Stack,
  faults: InjectedFaults,
  map: string | undefined,
): Promise<WalkReport> {
  const db = openDatabase(roleUrl(stack.engines.postgres.adminUrl, 'oqr_worker', stack.ring), {
    max: 4,
    application: 'oqr-walk',
  });
  const connection = await Connection.connect({ address: stack.engines.temporal.address });
  const client = new Client({
    connection,
    namespace: 'order-qr',
    dataConverter: dataConverterOf(payloadKeys(stack.ring)),
  });
  try {
    const startedMs = Date.now();
    const importing = importFile(stack.apiUrl, stack.tokenOf('desk'), options.orders, {
      ...(options.preset ? { preset: options.preset } : {}),
      ...(map ? { map } : {}),
    });
    const stuck = await settle(options, stack, db, faults, importing);
    const seconds = (Date.now() - startedMs) / 1000;
    const imported = await importing;
    options.say('checking the invariants');
    const violations = await verifyHouse({
      db,
      ring: stack.ring,
      openRunIds: () => openRunIds(client),
      settledWithinSeconds: 0,
    });
    const { events, workflowTasks } = await measureHistories(client, db);
    const counts = await count(db);
    return {
      ...counts,
      refused: imported.refused,
      violations: [
        ...stuck,
        ...missed(faults),
        ...(await delivered(db, stack)),
        ...violations.map((one) => `${one.invariant}: ${one.line}`),
      ],
      lifecyclesPerSecond: Number((counts.writeOffs / seconds).toFixed(2)),
      eventsPerLifecycle: events,
      workflowTasksPerLifecycle: workflowTasks,
      seconds: Number(seconds.toFixed(1)),
    };
  } finally {
    await connection.close();
    await db.destroy();
  }
}

/** Lets everything run its course, with people at work; returns a line when it never comes to rest. */
async function settle(
  options: WalkOptions,
  stack: Stack,
  db: Knex,
  faults: InjectedFaults,
  importing: Promise<unknown>,
): Promise<string[]> {
  let imported = false;
  const reading = importing.then(() => {
    imported = true;
  });
  const { review, retry } = people(stack, options.seed, faults);
  const incidents = planIncidents(options, stack);
  let before = '';
  let changedMs = Date.now();
  for (let quiet = 0; quiet < QUIET_ROUNDS; await sleep(ROUND_MS)) {
    const now = await unsettled(db);
    await incidents(now.done);
    const worked = (now.reviews > 0 ? await review() : 0) + (now.retries > 0 ? await retry() : 0);
    quiet =
      imported && now.moving === 0 && now.reviews === 0 && now.retries === 0 && worked === 0 ? quiet + 1 : 0;
    const line = JSON.stringify(now);
    if (line !== before) {
      changedMs = Date.now();
      options.say(
        `written off ${now.done} · moving ${now.moving} · reviews ${now.reviews} · failures ${now.retries}`,
      );
    }
    before = line;
    if (Date.now() - changedMs > STUCK_MS) return [`1: did not settle: ${line}`];
  }
  await reading;
  return [];
}

/** A crash and a flush, each once, when enough orders are through. */
function planIncidents(options: WalkOptions, stack: Stack): (done: number) => Promise<void> {
  const once = (at: number | undefined, act: () => Promise<void>) => {
    let due = at !== undefined;
    return async (done: number) => {
      if (!due || done < (at ?? 0)) return;
      due = false;
      await act();
    };
  };
  const crash = once(options.crashWorkerAt, async () => {
    options.say('killing the worker with -9');
    await stack.crashWorker();
  });
  const flush = once(options.flushRedisAt, async () => {
    options.say('emptying Redis');
    const redis = new Redis(stack.engines.redis.url);
    await redis.flushall();
    redis.disconnect();
  });
  return async (done) => {
    await crash(done);
    await flush(done);
  };
}

/** A planned fault that never struck would make the retries prove nothing. */
function missed(faults: InjectedFaults): string[] {
  const struck = faults.struck().size;
  return struck === faults.planned ? [] : [`faults: ${struck} of ${faults.planned} struck`];
}

/** What the outside world received, against what the record says was sent: nothing twice, nothing unsaid. */
async function delivered(db: Knex, stack: Stack): Promise<string[]> {
  const { email, sms } = stack.catchers.counts();
  const duplicates = email.duplicates + sms.duplicates;
  const arrived = email.arrivals + sms.arrivals - duplicates;
  const { sent, unknown } = await sentOutside(db);
  const lines = duplicates > 0 ? [`8: ${duplicates} messages arrived twice`] : [];
  if (arrived < sent || arrived > sent + unknown)
    lines.push(`8: ${arrived} messages arrived, ${sent} are recorded as sent, ${unknown} as unknown`);
  return lines;
}
