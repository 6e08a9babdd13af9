import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type WalkReport, walk } from '../../host/walk/walk.js';
import { expected, readSample, SAMPLE } from './northwind.js';

/** The whole house, from a real file to the archive, with every invariant checked at the end. */

const INJECTED = 15;
const PART = 96;
const silent = { say: () => undefined };

function outcome(report: WalkReport) {
  const { states, writeOffs, reviews, cases, refused, orders, violations } = report;
  return { states, writeOffs, reviews, cases, refused, orders, violations };
}

/** What `npm run walk -- … --json` says on its last line; throws when it ends with anything but 0. */
async function walked(args: readonly string[]): Promise<WalkReport> {
  const entry = fileURLToPath(new URL('../../scripts/run.mjs', import.meta.url));
  const all = [entry, 'host/walk/main.ts', ...args, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, all, {
    env: { ...process.env, NODE_OPTIONS: '' },
    maxBuffer: 64 * 1024 ** 2,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

describe('the walk over the sample', () => {
  let report: WalkReport;
  const wanted = expected(1);
  beforeAll(async () => {
    report = await walked(['--orders', SAMPLE, '--preset', 'northwind']);
  }, 900_000);

  test('violates no invariant', () => {
    expect(report.violations).toEqual([]);
  });

  test('accounts for every order as the file alone says', () => {
    expect(wanted).toMatchObject({ orders: 830, lines: 2155, unshipped: 21 });
    expect(outcome(report)).toMatchObject({
      orders: 830,
      refused: 0,
      states: {
        archived: wanted.plain + wanted.approved,
        dispatched: wanted.unshipped,
        exception: wanted.rejected,
      },
      writeOffs: wanted.plain + wanted.approved,
      reviews: { approved: wanted.approved, rejected: wanted.rejected, open: 0 },
      cases: { opened: INJECTED + wanted.rejected, proven: INJECTED, open: wanted.rejected },
    });
  });

  test('keeps a lifecycle without review within its budget', () => {
    expect(report.eventsPerLifecycle.max).toBeLessThanOrEqual(60);
    expect(report.workflowTasksPerLifecycle.max).toBeLessThanOrEqual(12);
    expect(report.eventsPerLifecycle.p50).toBeGreaterThan(5);
  });

  test('sends one message an order', () => {
    expect(report.messages).toEqual({ sent: 830, failed: 0, unknown: 0 });
  });
});

describe('a walk that is disturbed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'oqr-part-'));
  const orders = join(folder, 'part.csv');
  let calm: WalkReport;
  beforeAll(async () => {
    writeFileSync(orders, readSample(PART).text);
    calm = await walk({ orders, preset: 'northwind', seed: 7, ...silent });
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('by kill -9 of the worker ends with the counts of the calm one, and no double write-off', async () => {
    const crashed = await walk({ orders, preset: 'northwind', seed: 7, crashWorkerAt: 30, ...silent });
    expect(outcome(crashed)).toEqual(outcome(calm));
    expect(calm.violations).toEqual([]);
  }, 600_000);

  test('by an emptied Redis delivers every message once, or says that it does not know', async () => {
    const flushed = await walk({ orders, preset: 'northwind', seed: 7, flushRedisAt: 10, ...silent });
    expect(outcome(flushed)).toEqual(outcome(calm));
    const { sent, failed, unknown } = flushed.messages;
    expect(sent + unknown).toBe(PART);
    expect(failed).toBe(0);
  }, 600_000);
});
