import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { casesOf } from '../../db/cases.js';
import { type ApiHouse, openHouse } from '../api/house.js';
import { enterTestOrder, paid, recordFact, shipped } from '../support/orders.js';

/** A stage of one, a stage of five, and some that are left when the process dies. */
const CASES = 8;
const PATIENCE_MS = 100_000;

let house: ApiHouse;
const taskQueue = `test-killed-${randomUUID().slice(0, 8)}`;
const processes: ChildProcess[] = [];

beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => {
  for (const process of processes) await killed(process);
  await house.close();
});

function startProcess(): ChildProcess {
  const settings = {
    databaseUrl: house.database.url,
    address: process.env.OQR_TEST_TEMPORAL,
    taskQueue,
  };
  const entry = fileURLToPath(new URL('./lifecycle-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), entry], {
    env: { ...process.env, NODE_OPTIONS: '', OQR_TEST_LIFECYCLE: JSON.stringify(settings) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  processes.push(child);
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** An order whose write-off failed: the deeds ran here, so that only the retry is left to the process. */
async function failedCase(): Promise<{ orderId: string; caseId: string }> {
  const { id } = await enterTestOrder(house.database, {}, house.db);
  await recordFact(house.db, id, paid(12_000));
  await recordFact(house.db, id, shipped());
  await house.deeds.survey(id);
  await house.deeds.issueCode(id);
  await house.deeds.verifyOrder(id);
  await house.deeds.openTechnicalCase({ orderId: id, step: 'write_off', code: 'Boom: once' });
  return { orderId: id, caseId: (await casesOf(house.db, id))[0]?.id ?? '' };
}

const batchOf = async (id: string) => (await house.as('technician').get(`/retry-batches/${id}`)).body;

async function untilBatch(id: string, wanted: (batch: Batch) => boolean): Promise<void> {
  for (const began = Date.now(); Date.now() - began < PATIENCE_MS; await sleep(50))
    if (wanted(await batchOf(id))) return;
  throw new Error(`still ${JSON.stringify(await batchOf(id))}`);
}

interface Batch {
  status: string;
  stage: number;
  counts: { proven: number };
}

test('a canary batch goes on after kill -9 of its worker, and retries nothing twice', async () => {
  const failed = [];
  for (let made = 0; made < CASES; made += 1) failed.push(await failedCase());
  const { body } = await house.as('technician').post('/retry-batches', {
    caseIds: failed.map(({ caseId }) => caseId),
    rootCause: 'system_fault',
  });
  const id: string = body.batchId;

  const first = startProcess();
  await untilBatch(id, ({ stage }) => stage >= 1);
  await killed(first);
  expect(first.signalCode).toBe('SIGKILL');
  const left = await batchOf(id);
  expect(left.status).toBe('running');
  expect(left.counts.pending).toBeGreaterThan(0);

  startProcess();
  await untilBatch(id, ({ status, counts }) => status === 'finished' && counts.proven === CASES);
  const { rows } = await house.database.admin.raw(
    `select (select count(*)::int from write_offs) as "writeOffs",
       (select count(*)::int from facts where type = 'retry_requested' and detail ->> 'batchId' = ?) as retries`,
    [id],
  );
  expect(rows).toEqual([{ writeOffs: CASES, retries: CASES }]);
}, 240_000);
