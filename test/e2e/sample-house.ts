import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { DEMO_PEOPLE } from '../../host/install.js';
import { type Stack, startStack } from '../../host/stack.js';
import { importFile } from '../../host/walk/front-door.js';
import { freePort } from '../../platform/engines/ports.js';
import { openDatabase } from '../../platform/postgres.js';
import { endEach } from '../../platform/stopping.js';
import { readSample, SAMPLE } from '../walk/northwind.js';
import { type House, WRONG_DATA } from './house.js';

/** How many sample orders fail at their write-off until somebody mends them: more than a canary of 50 needs. */
const BROKEN = 54;
/** Below every threshold of a review. */
const SAFE_CENTS = 250_000n;
const SETTLED_MS = 600_000;

export interface SampleHouse {
  house: House;
  stop(): Promise<void>;
}

/** A private stack with the sample orders at rest: engines, API, worker, built web, thrown away at the end. */
export async function openSampleHouse(say: (line: string) => void): Promise<SampleHouse> {
  const dataDir = mkdtempSync(join(tmpdir(), 'oqr-e2e-'));
  const ends: (() => Promise<void> | void)[] = [() => rmSync(dataDir, { recursive: true, force: true })];
  const stop = () => endEach(ends);
  try {
    const faultPlan = join(dataDir, 'faults.json');
    const brokenOrders = planFaults(faultPlan);
    const stack = await startStack({
      dataDir,
      keyDir: join(dataDir, 'keys'),
      temporary: true,
      demo: true,
      say,
      apiPort: await freePort('API'),
      env: { OQR_FAULT_PLAN: faultPlan, OQR_LOG_LEVEL: 'warn', OQR_REQUESTS_PER_MINUTE: '1000000' },
    });
    ends.push(() => stack.stop());
    await playSample(stack, say);
    return { house: describe(stack, { dataDir, faultPlan, brokenOrders }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Paid and shipped orders of the sample whose write-off fails, and orders to come whose message does. */
function planFaults(file: string): string[] {
  const chosen = readSample()
    .orders.filter(({ shipped, cents }) => shipped && cents < SAFE_CENTS)
    .slice(-BROKEN)
    .map(({ orderNo }) => orderNo);
  const faults = [
    ...chosen.map((orderNo) => ({ orderNo, step: 'write_off' })),
    { orderNo: `${WRONG_DATA}*`, step: 'dispatch' },
  ];
  writeFileSync(file, JSON.stringify({ faults }));
  return chosen;
}

async function playSample(stack: Stack, say: (line: string) => void): Promise<void> {
  const began = Date.now();
  const { accepted } = await importFile(stack.apiUrl, stack.tokenOf('desk'), SAMPLE, { preset: 'northwind' });
  const db = openDatabase(stack.engines.postgres.adminUrl, { max: 1, application: 'oqr-e2e' });
  try {
    for (let moving = await movingIn(db); moving > 0; moving = await movingIn(db)) {
      if (Date.now() - began > SETTLED_MS) throw new Error(`${moving} sample orders did not settle`);
      await sleep(500);
    }
  } finally {
    await db.destroy();
  }
  say(`${accepted} sample orders have settled after ${Math.round((Date.now() - began) / 1000)} s`);
}

/** Orders and messages that still move by themselves; a broken order keeps its wake-up until somebody retries it. */
async function movingIn(db: Knex): Promise<number> {
  const { rows } = await db.raw<{ rows: { moving: number }[] }>(
    `select ((select count(*) from outbox x join orders o on o.id = x.order_id where o.state <> 'exception')
       + (select count(*) from orders where state in ('entered', 'requested', 'issued', 'verifying', 'written_off'))
       + (select count(*) from messages where status in ('queued', 'sending')))::int as moving`,
  );
  return rows[0]?.moving ?? 0;
}

function describe(stack: Stack, more: Pick<House, 'dataDir' | 'faultPlan' | 'brokenOrders'>): House {
  const of = (one: (personId: string) => string) =>
    Object.fromEntries(DEMO_PEOPLE.map(({ id }) => [id, one(id)]));
  return {
    url: stack.apiUrl,
    adminUrl: stack.engines.postgres.adminUrl,
    tokens: of(stack.tokenOf),
    passwords: of(stack.passwordOf),
    ...more,
  };
}
