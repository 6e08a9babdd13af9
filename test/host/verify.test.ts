import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inspectHouse } from '../../host/verify/index.js';
import { findInstallation } from '../../host/verify/installation.js';
import { openFindings } from '../../host/verify/violations.js';
import { inWords } from '../../host/verify/words.js';
import { readConfig } from '../../platform/config.js';
import { afterBreaking, leaveIt, NOTHING, onHealthyGround } from './verify-breaking.js';
import type { StoryName } from './verify-world.js';

const world = onHealthyGround();

describe('a healthy house', () => {
  test('violates nothing', async () => {
    expect(await afterBreaking(leaveIt)).toEqual(NOTHING);
  });

  test('is looked at as a whole, and what nobody could look at is said', async () => {
    const { database, admin, drop } = await world().clone();
    const { rows } = await admin.raw(
      'select (select count(*)::int from orders) as orders, (select count(*)::int from log_entries) as "logRows"',
    );
    const seen = await inspectHouse({ db: database.as('oqr_worker', 1), ring: database.ring });
    await drop();
    expect(seen).toMatchObject({ ...rows[0], violations: [] });
    expect(seen.notChecked.join('\n')).toMatch(/invariant 10.*\n.*checkpoints/);
  });
});

describe('invariant 10: a run for every order that is not at rest', () => {
  const REST: readonly StoryName[] = [
    'archived',
    'reviewed',
    'reviewedByTwo',
    'cancelled',
    'late',
    'retried',
  ];
  const running = () =>
    new Set(
      Object.entries(world().ids)
        .filter(([name]) => !REST.some((one) => one === name))
        .map(([, id]) => id),
    );
  const withRuns = (change: (ids: Set<string>) => unknown, settledWithinSeconds = 0) => {
    const ids = running();
    change(ids);
    return afterBreaking(leaveIt, { openRunIds: async () => ids, settledWithinSeconds });
  };

  test('holds when it is so', async () => {
    expect(await withRuns(() => undefined)).toEqual(NOTHING);
  });

  test('finds an order without its run', async () => {
    const seen = await withRuns((ids) => ids.delete(world().ids.waiting));
    expect(seen).toEqual({ invariants: [10], lines: 'circulating, but no lifecycle runs for it' });
  });

  test('finds a run of an order that is at rest', async () => {
    const seen = await withRuns((ids) => ids.add(world().ids.archived));
    expect(seen).toEqual({ invariants: [10], lines: 'archived, but its lifecycle still runs' });
  });

  test('finds a run of an order that is not there', async () => {
    const seen = await withRuns((ids) => ids.add('00000000-0000-4000-8000-000000000000'));
    expect(seen).toEqual({ invariants: [10], lines: 'a lifecycle runs for an order that is not there' });
  });

  test('lets runs start and end within the grace', async () => {
    expect(await withRuns((ids) => ids.clear(), 3_600)).toEqual(NOTHING);
  });

  test('looks a second time before it tells', async () => {
    const looks = [new Set<string>(), running()];
    const openRunIds = async () => looks.shift() ?? new Set<string>();
    expect(await afterBreaking(leaveIt, { openRunIds })).toEqual(NOTHING);
    expect(looks).toHaveLength(0);
  });
});

describe('what is told', () => {
  test('stays short however much is wrong', () => {
    const findings = openFindings(2);
    for (let count = 0; count < 5; count += 1) findings.add(4, `line ${count}`);
    expect(findings.list().map(({ line }) => line)).toEqual(['line 0', 'line 1', 'and 3 more']);
  });

  test('is one line per violated invariant, then what was seen', () => {
    const violations = ([1, 1, 1, 1, 6] as const).map((invariant) => ({
      invariant,
      line: `broken ${invariant}`,
    }));
    const words = inWords({ violations, orders: 3, logRows: 9, notChecked: ['the moon'] }, 0.5);
    expect(words.split('\n')).toEqual([
      'invariant 1: broken 1; broken 1; broken 1; 1 more (see --json)',
      'invariant 6: broken 6',
      'not checked: the moon',
      '2 invariants are violated: 3 orders and 9 log rows in 0.5 s',
    ]);
  });
});

describe('the installation', () => {
  let dataDir: string;
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'oqr-running-'));
  });
  afterAll(() => rmSync(dataDir, { recursive: true }));
  const found = (env: Record<string, string> = {}) =>
    findInstallation(readConfig({ OQR_DATA_DIR: dataDir, ...env }));
  const running = { databaseUrl: 'postgres://a@b/c', temporalAddress: 'd:1', keyDir: '/keys' };

  test('that does not run is said in one sentence', () => {
    expect(() => found()).toThrow(/^nothing runs here: .*running\.json is missing/);
  });

  test('is the one that runs on this data directory, with its checkpoints', () => {
    writeFileSync(join(dataDir, 'running.json'), JSON.stringify({ ...running, redisUrl: 'r', apiUrl: 'a' }));
    expect(found()).toEqual({ ...running, checkpointsFile: join(dataDir, 'checkpoints', 'log.jsonl') });
  });

  test('is the one that DATABASE_URL names, when it is given', () => {
    const given = found({ DATABASE_URL: 'postgres://x@y/z' });
    expect(given).toMatchObject({
      databaseUrl: 'postgres://x@y/z',
      temporalAddress: undefined,
      checkpointsFile: undefined,
    });
  });
});
