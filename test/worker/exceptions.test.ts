import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { Knex } from 'knex';
import type { Deeds } from '../../activities/index.js';
import { casesOf } from '../../db/cases.js';
import { writeOffOf } from '../../db/write-offs.js';
import type { Step } from '../../domain/lifecycle.js';
import { Refusal } from '../../domain/refusal.js';
import { safe } from '../../worker/failures.js';
import { workflowIdOf } from '../../workflows/contract.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { type RunningLifecycle, startTestLifecycle, until } from '../support/lifecycle.js';
import { enterTestOrder, paid, recordFact, shipped } from '../support/orders.js';

const TECHNICIAN = { kind: 'person', id: 'technician', department: 'technology' } as const;

let database: TestDatabase;
let running: RunningLifecycle;
let api: Knex;
/** Steps that fail, by order, until they are removed. */
const broken = new Map<string, Step | 'survey'>();
/** Write-offs that fail a number of times, as an outage does. */
const flaky = new Map<string, number>();

function within(step: Step, { id }: { id: string }): void {
  if (broken.get(id) === step) throw injected(step);
  const left = flaky.get(id) ?? 0;
  if (step !== 'write_off' || left === 0) return;
  flaky.set(id, left - 1);
  throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
}

const breakable = (deeds: Deeds): Deeds => ({
  ...deeds,
  survey: async (orderId) => {
    if (broken.get(orderId) === 'survey') throw injected('survey');
    return deeds.survey(orderId);
  },
});

const injected = (step: string) => ApplicationFailure.nonRetryable(`${step}_fault`, 'InjectedFault');

beforeAll(async () => {
  database = await cloneDatabase();
  api = database.as('oqr_api');
  running = await startTestLifecycle(database, { wrap: breakable, within });
});
afterAll(async () => {
  await running.stop();
  await database.drop();
});

async function retry(orderId: string): Promise<void> {
  const one = (await casesOf(api, orderId)).find(
    (found) => found.kind === 'technical' && found.status === 'open',
  );
  await recordFact(api, orderId, {
    type: 'retry_requested',
    actor: TECHNICIAN,
    detail: { caseId: one?.id ?? '' },
  });
}

async function shows(look: () => Promise<string[]>, expected: string[]): Promise<void> {
  for (let tries = 0; tries < 200 && (await look()).join() !== expected.join(); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await look()).toEqual(expected);
}

describe('a step that keeps failing', () => {
  test.each(['issue', 'verify', 'write_off'] as const)(
    '%s: becomes a case, never a failed workflow; its retry is proven by the write-off',
    async (step) => {
      const { id } = await enterTestOrder(database, { submit: false }, api);
      broken.set(id, step);
      await recordFact(api, id, { type: 'code_requested', actor: TECHNICIAN });
      await recordFact(api, id, paid(12_000));
      await recordFact(api, id, shipped());
      await until(api, id, (row) => row.state === 'exception');
      const [one] = await casesOf(api, id);
      expect(one).toMatchObject({
        kind: 'technical',
        status: 'open',
        blocking: true,
        code: `InjectedFault: ${step}_fault`,
        attempts: 1,
      });
      expect((await running.client.workflow.getHandle(workflowIdOf(id)).describe()).status.name).toBe(
        'RUNNING',
      );

      broken.delete(id);
      await retry(id);
      await until(api, id, (row) => row.state === 'archived');
      expect(await casesOf(api, id)).toMatchObject([{ status: 'proven' }]);
      expect(await writeOffOf(api, id)).toBeDefined();
    },
  );

  test('a failed archiving does not undo the write-off, and waits for its retry', async () => {
    const { id } = await enterTestOrder(database, {}, api);
    broken.set(id, 'archive');
    await recordFact(api, id, paid(12_000));
    await recordFact(api, id, shipped());
    await until(
      api,
      id,
      (row) => row.state === 'written_off' && row.appliedFact > 0 && row.ownerDepartment === 'technology',
    );
    expect(await casesOf(api, id)).toMatchObject([{ step: 'archive', blocking: false, status: 'open' }]);
    broken.delete(id);
    await retry(id);
    await until(api, id, (row) => row.state === 'archived');
    expect(await casesOf(api, id)).toMatchObject([{ status: 'proven' }]);
  });

  test('a turn that failed after the archive is proven by the one that its retry asked for', async () => {
    const { id } = await enterTestOrder(database, {}, api);
    await recordFact(api, id, paid(12_000));
    await recordFact(api, id, shipped());
    await until(api, id, (row) => row.state === 'archived');
    broken.set(id, 'survey');
    await recordFact(api, id, paid(1));
    const technical = async () =>
      (await casesOf(api, id)).filter(({ kind }) => kind === 'technical').map(({ status }) => status);
    await shows(technical, ['open']);
    broken.delete(id);
    await retry(id);
    await shows(technical, ['proven']);
  });

  test('opens the same case again when the retry fails too, one attempt later', async () => {
    const { id } = await enterTestOrder(database, {}, api);
    broken.set(id, 'write_off');
    await recordFact(api, id, paid(12_000));
    await recordFact(api, id, shipped());
    await until(api, id, (row) => row.state === 'exception');
    await retry(id);
    await until(api, id, (row) => row.state === 'exception' && row.appliedFact > 9);
    for (let tries = 0; tries < 100 && (await casesOf(api, id))[0]?.attempts !== 2; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await casesOf(api, id)).toMatchObject([{ status: 'open', attempts: 2 }]);
    expect(await writeOffOf(api, id)).toBeUndefined();
  });
});

describe('an outage', () => {
  test('is waited out without a case', async () => {
    const { id } = await enterTestOrder(database, {}, api);
    flaky.set(id, 4);
    await recordFact(api, id, paid(12_000));
    await recordFact(api, id, shipped());
    await until(api, id, (row) => row.state === 'archived');
    expect(await casesOf(api, id)).toEqual([]);
  });
});

describe('what crosses into Temporal when a deed fails', () => {
  const leaky = Object.assign(new Error('duplicate key: (张三) exists'), {
    code: '23505',
    constraint: 'orders_order_no_key',
    detail: 'Key (name)=(张三)',
  });

  test('is a code, never a row value', () => {
    expect(JSON.stringify(safe(leaky))).not.toMatch(/张三/);
    expect(safe(leaky)).toMatchObject({ message: '23505 orders_order_no_key', nonRetryable: true });
  });

  test('is retried when time heals it, and not when it does not', () => {
    expect(safe(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))).toMatchObject({
      nonRetryable: false,
    });
    expect(safe(Object.assign(new Error('x'), { code: '57P01' }))).toMatchObject({ nonRetryable: false });
    expect(safe(new Refusal('state_forbids'))).toMatchObject({
      nonRetryable: true,
      message: 'state_forbids',
      type: 'Refusal',
    });
    expect(safe(new TypeError('张三 is not a function'))).toMatchObject({ message: 'see the log' });
  });
});
