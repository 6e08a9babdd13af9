import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { markBench } from '../../db/bench-marks.js';
import { openCase } from '../../db/cases.js';
import { trendsOf } from '../../db/incidents.js';
import { EVERY_ORDER, type Seeing, withinScope } from '../../db/scope.js';
import { type Db, rows, type Tx } from '../../db/sql.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { seeded } from '../support/seeded.js';
import { lately } from '../support/trend.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await markBench(database.admin);
  await seeded(database, 200);
});
afterAll(() => database.drop());

/** As the rule says it: each attempt by the cause that its case has now. */
async function counted(db: Db, person: Seeing, causeKeys: readonly string[]) {
  const { within, scope } = withinScope(person);
  const found = await rows<{ causeKey: string; hoursAgo: number }>(
    db,
    `select c.cause_key as "causeKey", floor(extract(epoch from now()) / 3600)::int - floor(extract(epoch from a.failed_at) / 3600)::int as "hoursAgo"
     from case_attempts a join cases c on c.id = a.case_id join orders o on o.id = c.order_id
     where c.kind = 'technical' and ${within}`,
    scope,
  );
  const trend = (key: string) =>
    Array.from(
      { length: 24 },
      (_, at) => found.filter((one) => one.causeKey === key && one.hoursAgo === 23 - at).length,
    );
  return new Map(causeKeys.map((key) => [key, trend(key)]));
}

const sum = (some: readonly number[]): number => some.reduce((total, count) => total + count, 0);

/** Compares both within one transaction, which has one clock; answers how many failures there were. */
async function agree(person: Seeing = EVERY_ORDER, db: Db = database.admin): Promise<number> {
  const keys = (
    await rows<{ key: string }>(db, `select distinct cause_key as key from cases where kind = 'technical'`)
  ).map(({ key }) => key);
  return db.transaction(async (tx) => {
    const trends = await trendsOf(tx, person, keys);
    expect(trends).toEqual(await counted(tx, person, keys));
    return sum([...trends.values()].flat());
  });
}

test('failures of a cause are kept by the hour of the clock, a day back', async () => {
  await database.admin.raw(`update case_attempts set failed_at = now() - random() * interval '30 hours'`);
  await database.admin.raw(`update orders set departments = '{}',
    owner_department = case when id::text < '8' then 'sales' else 'finance' end`);
  await agree();
  // None is so old that the end of an hour takes it out of the day.
  await database.admin.raw(`update case_attempts set failed_at = now() - interval '28 hours'
    where failed_at < now() - interval '20 hours'`);
  const failures = await agree();
  const inSight = await agree({ seenBy: ['sales'] });
  expect(inSight).toBeGreaterThan(0);
  expect(failures - inSight).toBeGreaterThan(0);
  await database.admin.raw(`update case_attempts set failed_at = now() + interval '2 hours'
    where (case_id, attempt) in (select case_id, attempt from case_attempts where failed_at > now() - interval '20 hours' limit 3)`);
  expect(await agree()).toBe(failures - 3);
  await database.admin.raw(`delete from case_attempts
    where (case_id, attempt) in (select case_id, attempt from case_attempts
      where failed_at > now() - interval '20 hours' and failed_at < now() limit 2)`);
  expect(await agree()).toBe(failures - 5);
});

test('what is rolled back was never kept, and what was not kept is seen', async () => {
  const { admin } = database;
  const failures = await agree();
  const rolledBack = async (looking: (tx: Tx) => Promise<unknown>, ...changes: readonly string[]) => {
    const tx = await admin.transaction();
    for (const change of changes) await tx.raw(change);
    await looking(tx);
    await tx.rollback();
    expect(await agree()).toBe(failures);
  };
  await rolledBack(
    (tx) => agree(EVERY_ORDER, tx),
    `update case_attempts set failed_at = now() - interval '2 hours'`,
  );
  await rolledBack(
    (tx) => expect(agree(EVERY_ORDER, tx)).rejects.toThrow('toEqual'),
    'alter table case_attempts disable trigger user',
    `update case_attempts set failed_at = now() - interval '3 hours'`,
  );
});

test('a case that fails otherwise takes its failures to the other cause', async () => {
  const failing = { kind: 'technical', blocking: true, ownerDepartment: 'technology', dueHours: 1 } as const;
  const { admin } = database;
  await admin.raw(`update case_attempts set failed_at = now() - interval '3 hours'`);
  const [one] = await rows<{ id: string; orderId: string; step: string }>(
    admin,
    `select id, order_id as "orderId", step from cases where kind = 'technical' and status in ('open', 'retrying') order by id limit 1`,
  );
  if (!one) throw new Error('no open technical case was generated');
  await admin.raw(`update cases set status = 'retrying' where id = ?`, [one.id]);
  const before = await agree();
  const worker = database.as('oqr_worker', 1);
  const again = { ...failing, id: randomUUID(), orderId: one.orderId, step: one.step };
  await worker.transaction((tx) => openCase(tx, { ...again, code: 'Odd: other' }));
  await worker.transaction((tx) =>
    openCase(tx, { ...again, id: randomUUID(), step: 'elsewhere', code: 'Odd: new' }),
  );
  await worker.destroy();
  expect(await agree()).toBe(before + 2);
  const trend = async (id: string) => {
    const [{ key }] = (await admin.raw('select cause_key as key from cases where id = ?', [id])).rows;
    return (await trendsOf(admin, EVERY_ORDER, [key])).get(key);
  };
  const moved = (await trend(one.id)) ?? [];
  expect(lately(moved)).toBe(1);
  expect(sum(moved.slice(0, -2))).toBeGreaterThanOrEqual(1);
});
