import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { markBench } from '../../db/bench-marks.js';
import { listIncidents } from '../../db/incidents.js';
import { EVERY_ORDER, type Seeing } from '../../db/scope.js';
import { rows } from '../../db/sql.js';
import { faultLines } from '../../db/stuck.js';
import { DEPARTMENTS } from '../../domain/people.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { seeded } from '../support/seeded.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await markBench(database.admin);
  await seeded(database, 100);
});
afterAll(() => database.drop());

const COUNTED = `count(*)::int as cases, count(*) filter (where status = 'retrying')::int as retrying,
  count(*) filter (where status = 'open' and attempts > 1)::int as again, sum(amount_minor)::text as amount,
  coalesce(sum(amount_minor) filter (where status = 'open'), 0)::text as open`;
const kept = () =>
  rows(
    database.admin,
    `select cause_key, currency, sum(cases)::int as cases, sum(retrying)::int as retrying, sum(again)::int as again,
       sum(amount_minor)::text as amount, sum(open_amount_minor)::text as open
     from cause_sums group by 1, 2 having sum(cases) <> 0 or sum(amount_minor) <> 0 order by 1, 2`,
  );
const recounted = () =>
  rows(
    database.admin,
    `select cause_key, currency, ${COUNTED} from cases where kind = 'technical' and status in ('open', 'retrying')
     group by 1, 2 order by 1, 2`,
  );

const THIRD = `id in (select id from cases where kind = 'technical' order by id limit 8)`;
const CHANGES: readonly string[] = [
  `update cases set status = 'retrying' where ${THIRD} and status = 'open'`,
  `update cases set status = 'open', attempts = attempts + 1 where ${THIRD} and status = 'retrying'`,
  `update cases set code = 'Another: failure' where ${THIRD}`,
  `update cases set status = 'cancelled', closed_at = now() where ${THIRD} and status <> 'cancelled'`,
  `update cases set status = 'open', closed_at = null where ${THIRD}`,
  `delete from case_attempts where case_id in (select id from cases where ${THIRD})`,
  `delete from cases where ${THIRD}`,
];

test('what is kept of causes is what counting them anew finds, after every change', async () => {
  expect(await kept()).toEqual(await recounted());
  for (const change of CHANGES) {
    const before = await recounted();
    const { rowCount } = await database.admin.raw(change);
    expect(rowCount).toBeGreaterThan(0);
    if (!change.includes('case_attempts')) expect(await recounted()).not.toEqual(before);
    expect(await kept()).toEqual(await recounted());
  }
});

test('what is rolled back was never counted', async () => {
  const tx = await database.admin.transaction();
  await tx.raw(`update cases set status = 'cancelled', closed_at = now() where status = 'open'`);
  await tx.rollback();
  expect(await kept()).toEqual(await recounted());
});

test('whoever sees every order is told what counting case by case tells', async () => {
  await database.admin.raw(`update cases set status = 'retrying' where id in (select id from cases where status = 'open'
    and kind = 'technical' order by id desc limit 5)`);
  const everyDepartment = { seenBy: DEPARTMENTS };
  const listed = async (person: Seeing) => [
    await listIncidents(database.admin, { person }, 50),
    await listIncidents(database.admin, { person, step: 'dispatch', status: 'retrying' }, 50),
    await faultLines(database.admin, person, 50),
  ];
  const [all, ...narrowed] = await listed(EVERY_ORDER);
  expect(all).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ step: 'dispatch' })]),
  });
  expect([all, ...narrowed]).toEqual(await listed(everyDepartment));
});
