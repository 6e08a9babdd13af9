import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import { casesOf } from '../../db/cases.js';
import { codesOf } from '../../db/codes.js';
import { factsOf } from '../../db/facts.js';
import { lastReview } from '../../db/reviews.js';
import { writeOffOf } from '../../db/write-offs.js';
import { workflowIdOf } from '../../workflows/contract.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { type RunningLifecycle, startTestLifecycle, until } from '../support/lifecycle.js';
import { DESK, enterTestOrder, paid, REVIEWER, recordFact, shipped } from '../support/orders.js';

let database: TestDatabase;
let running: RunningLifecycle;
let api: Knex;

beforeAll(async () => {
  database = await cloneDatabase();
  api = database.as('oqr_api');
  running = await startTestLifecycle(database);
});
afterAll(async () => {
  await running.stop();
  await database.drop();
});

const typesOf = async (orderId: string) => (await factsOf(api, orderId)).map((fact) => fact.type);

describe('an order that is paid and shipped', () => {
  test('is issued, circulates, is verified, written off once and archived', async () => {
    const { id } = await enterTestOrder(database, {}, api);
    await until(api, id, (row) => row.state === 'issued');
    await recordFact(api, id, paid(12_000));
    await until(api, id, (row) => row.state === 'circulating' && row.appliedFact === 7);
    await recordFact(api, id, shipped());
    const done = await until(api, id, (row) => row.state === 'archived');
    expect(done.appliedFact).toBe(done.factCount);
    expect(await typesOf(id)).toEqual([
      'order_entered',
      'code_requested',
      'code_issued',
      'payment_received',
      'circulation_started',
      'verification_started',
      'verification_deferred',
      'shipped',
      'verification_started',
      'verification_passed',
      'written_off',
      'archived',
    ]);
    expect(await writeOffOf(api, id)).toMatchObject({
      amountMinor: 12_000,
      currency: 'CNY',
      operator: 'lifecycle',
    });
  });

  test('leaves a history within its budget and a finished run', async () => {
    const { id } = await enterTestOrder(database, {}, api);
    await until(api, id, (row) => row.state === 'issued');
    await recordFact(api, id, paid(12_000));
    await recordFact(api, id, shipped());
    await until(api, id, (row) => row.state === 'archived');
    const handle = running.client.workflow.getHandle(workflowIdOf(id));
    await handle.result();
    const { events } = await handle.fetchHistory();
    expect(events?.length).toBeLessThanOrEqual(60);
  });
});

describe('a risky order', () => {
  test('waits for a reviewer and is written off by their approval', async () => {
    const lines = [
      { lineNo: 1, kind: 'goods' as const, sku: 'A', name: 'A', quantity: 1, amountMinor: 2_000_000 },
    ];
    const { id } = await enterTestOrder(database, { lines }, api);
    await recordFact(api, id, paid(2_000_000));
    await recordFact(api, id, shipped());
    await until(api, id, (row) => row.state === 'pending_review');
    const review = await lastReview(api, id);
    await recordFact(api, id, {
      type: 'review_approved',
      actor: REVIEWER,
      detail: { reviewId: review?.id ?? '', materialFact: review?.materialFact ?? 0 },
    });
    await until(api, id, (row) => row.state === 'archived');
    expect(await writeOffOf(api, id)).toMatchObject({ operator: 'reviewer', reviewId: review?.id });
  });

  test('becomes an exception when it is rejected, and is verified again when that is resolved', async () => {
    const lines = [
      { lineNo: 1, kind: 'goods' as const, sku: 'A', name: 'A', quantity: 1, amountMinor: 2_000_000 },
    ];
    const { id } = await enterTestOrder(database, { lines }, api);
    await recordFact(api, id, paid(2_000_000));
    await recordFact(api, id, shipped());
    await until(api, id, (row) => row.state === 'pending_review');
    const review = await lastReview(api, id);
    await recordFact(api, id, {
      type: 'review_rejected',
      actor: REVIEWER,
      detail: { reviewId: review?.id ?? '' },
    });
    await until(api, id, (row) => row.state === 'exception');
    const [one] = await casesOf(api, id);
    expect(one).toMatchObject({ kind: 'business', code: 'review_rejected', blocking: true, status: 'open' });
    await recordFact(api, id, {
      type: 'case_resolved',
      actor: DESK,
      detail: { caseId: one?.id ?? '', resolution: 'agreed' },
    });
    await until(api, id, (row) => row.state === 'pending_review' && row.appliedFact === row.factCount);
    expect((await lastReview(api, id))?.id).not.toBe(review?.id);
  });
});

describe('facts that contradict', () => {
  test('an overpayment fails verification and opens a case', async () => {
    const { id } = await enterTestOrder(database, {}, api);
    await recordFact(api, id, paid(12_001));
    await until(api, id, (row) => row.state === 'exception');
    expect(await casesOf(api, id)).toMatchObject([{ kind: 'business', code: 'overpaid', status: 'open' }]);
  });

  test('a refund after the write-off is late: recorded, with a case that blocks nothing', async () => {
    const { id } = await enterTestOrder(database, {}, api);
    await recordFact(api, id, paid(12_000));
    await recordFact(api, id, shipped());
    await until(api, id, (row) => row.state === 'archived');
    const refund = await recordFact(api, id, {
      type: 'payment_refunded',
      actor: DESK,
      detail: { amountMinor: 500, currency: 'CNY' },
    });
    await until(api, id, (row) => row.appliedFact > refund);
    expect(await casesOf(api, id)).toMatchObject([{ code: 'late_payment_refunded', blocking: false }]);
    expect((await until(api, id, () => true)).state).toBe('archived');
  });

  test('a cancellation voids the order, its code and its review', async () => {
    const { id } = await enterTestOrder(database, {}, api);
    await until(api, id, (row) => row.state === 'issued');
    await recordFact(api, id, { type: 'order_cancelled', actor: DESK });
    await until(api, id, (row) => row.state === 'voided');
    expect((await codesOf(api, id)).map((code) => code.status)).toEqual(['voided']);
  });
});
