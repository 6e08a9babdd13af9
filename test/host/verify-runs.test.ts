import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { verifyHouse } from '../../host/verify/index.js';
import { openRunIds } from '../../host/verify/open-runs.js';
import { workflowIdOf } from '../../workflows/contract.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { type RunningLifecycle, startTestLifecycle, until } from '../support/lifecycle.js';
import { enterTestOrder, paid, recordFact, shipped } from '../support/orders.js';
import { seal } from './verify-world.js';

let database: TestDatabase;
let running: RunningLifecycle;
beforeAll(async () => {
  database = await cloneDatabase();
  running = await startTestLifecycle(database);
});
afterAll(async () => {
  await running.stop();
  await database.drop();
});

const open = () => openRunIds(running.client, running.taskQueue);
const told = async () => {
  const deps = { db: running.db, ring: database.ring, openRunIds: open, settledWithinSeconds: 0 };
  return (await verifyHouse(deps)).map(({ line }) => line);
};

test('Temporal names the orders that run here, and verification misses one that was ended', async () => {
  const waiting = await enterTestOrder(database);
  const done = await enterTestOrder(database);
  await recordFact(running.db, done.id, paid(12_000));
  await recordFact(running.db, done.id, shipped());
  await until(running.db, done.id, (row) => row.state === 'archived');
  await until(running.db, waiting.id, (row) => row.state === 'issued' && row.appliedFact === row.factCount);
  expect(await soon(open, (ids) => ids.size === 1)).toEqual(new Set([waiting.id]));
  expect(await openRunIds(running.client, 'another-queue')).toEqual(new Set());
  await seal(database);
  expect(await soon(told, (lines) => lines.length === 0)).toEqual([]);

  await running.client.workflow.getHandle(workflowIdOf(waiting.id)).terminate();
  const missed = ['issued, but no lifecycle runs for it'];
  expect(await soon(told, (lines) => lines.length > 0)).toEqual(missed);
});

/** Temporal's list follows its runs a moment later. */
async function soon<Answer>(
  ask: () => Promise<Answer>,
  wanted: (answer: Answer) => boolean,
): Promise<Answer> {
  let answer = await ask();
  for (let tries = 0; !wanted(answer) && tries < 100; tries += 1) {
    await sleep(100);
    answer = await ask();
  }
  return answer;
}
