import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { copyOrders } from '../../bench/copies.js';
import { markBench } from '../../db/bench-marks.js';
import { orderTables } from '../../db/seeding.js';
import { rows } from '../../db/sql.js';
import { openCustomer } from '../../platform/keys/customer.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { seeded } from '../support/seeded.js';

const ORDERS = 50;
const TIMES = 3;

let database: TestDatabase;
let before: Map<string, number>;
let indexes: string[];
beforeAll(async () => {
  database = await cloneDatabase();
  const { admin, ring } = database;
  await markBench(admin);
  await seeded(database, ORDERS);
  before = await counts();
  indexes = await indexesNow();
  await copyOrders({ record: { admin, adminUrl: database.url, ring }, times: TIMES, say: () => undefined });
});
afterAll(() => database.drop());

async function counts(): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const { name } of await orderTables(database.admin)) {
    const [row] = await rows<{ count: number }>(database.admin, `select count(*)::int as count from ${name}`);
    found.set(name, row?.count ?? 0);
  }
  return found;
}

async function indexesNow(): Promise<string[]> {
  const found = await rows<{ sql: string }>(
    database.admin,
    `select indexdef as sql from pg_indexes where schemaname = 'public' order by 1`,
  );
  return found.map(({ sql }) => sql);
}

test('there is so much more of everything but the log', async () => {
  const after = await counts();
  for (const [name, count] of before)
    expect([name, after.get(name)]).toEqual([name, name === 'log_entries' ? count : count * (1 + TIMES)]);
  expect(before.get('reviews')).toBeGreaterThan(0);
});

test('nothing points to what is not there, and every index is back', async () => {
  const keys = await rows<{ table: string; name: string; sql: string }>(
    database.admin,
    `select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as sql from pg_constraint
     where contype = 'f' and connamespace = 'public'::regnamespace`,
  );
  for (const { table, name, sql } of keys)
    await database.admin.raw(`alter table ${table} drop constraint ${name}, add constraint ${name} ${sql}`);
  expect(await indexesNow()).toEqual(indexes);
});

test('open cases are summed with their copies', async () => {
  const [sums] = await rows<{ kept: number; counted: number }>(
    database.admin,
    `select (select sum(cases)::int from cause_sums) as kept, (select count(*)::int from cases
       where kind = 'technical' and status in ('open', 'retrying')) as counted`,
  );
  expect(sums?.counted).toBeGreaterThan(0);
  expect(sums?.kept).toBe(sums?.counted);
});

test('failures are kept by the hour with their copies', async () => {
  const [sums] = await rows<{ kept: number; counted: number }>(
    database.admin,
    `select (select sum(failures)::int from cause_failures) as kept, (select count(*)::int from case_attempts) as counted`,
  );
  expect(sums?.counted).toBeGreaterThan(0);
  expect(sums?.kept).toBe(sums?.counted);
});

test('every customer opens under the key of their own order', async () => {
  const orders = await rows<{ id: string; customerSealed: Buffer; kekId: string; wrapped: Buffer }>(
    database.admin,
    `select o.id, o.customer_sealed as "customerSealed", k.kek_id as "kekId", k.wrapped
     from orders o join data_keys k on k.order_id = o.id`,
  );
  expect(orders).toHaveLength(ORDERS * (1 + TIMES));
  for (const order of orders)
    expect(openCustomer(database.ring, order, order)?.name).toMatch(/^\p{Script=Han}+$/u);
});
