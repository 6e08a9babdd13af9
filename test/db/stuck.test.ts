import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { copyOrders } from '../../bench/copies.js';
import { markBench } from '../../db/bench-marks.js';
import { EVERY_ORDER } from '../../db/scope.js';
import { rows } from '../../db/sql.js';
import { listStuck, type StuckFilter } from '../../db/stuck.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { seeded } from '../support/seeded.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  const { admin, ring } = database;
  await markBench(admin);
  await seeded(database, 60);
  await copyOrders({ record: { admin, adminUrl: database.url, ring }, times: 9, say: () => undefined });
});
afterAll(() => database.drop());

const FILTER: StuckFilter = { viewer: EVERY_ORDER, scope: 'all', order: 'due' };

/** The whole list, page by page. */
async function walk(filter: Partial<StuckFilter>, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await listStuck(database.admin, { ...FILTER, ...filter }, limit, cursor);
    ids.push(...items.map(({ id }) => id));
    cursor = next;
  } while (cursor !== undefined);
  return ids;
}

const idsOf = async (sql: string, bindings = {}) =>
  (await rows<{ id: string }>(database.admin, sql, bindings)).map(({ id }) => id);

describe('by value', () => {
  const UNITS = { CNY: 1_000_000, USD: 150_000 };
  const BY_VALUE = { scope: 'late', order: 'value', units: UNITS } as const;
  /** As the rule says it, over all that is late. */
  const sorted = (where = 'true') =>
    idsOf(
      `select o.id from orders o where due_at < now() and ${where}
       order by amount_minor / coalesce((:units::jsonb->>currency)::float8, 1000000)
         * greatest((now() at time zone 'UTC')::date - (due_at at time zone 'UTC')::date + 1, 1) desc, id`,
      { units: JSON.stringify(UNITS) },
    );

  test.each([
    ['amounts far apart, many days', 'power(10, 9 * random())::bigint', "random() * interval '40 days'"],
    ['few amounts, so that many are alike', '(random() * 3)::bigint * 100', "random() * interval '40 days'"],
    ['one amount', '0', "random() * interval '40 days'"],
    ['one day', '(random() * 1000000)::bigint', "interval '1 day'"],
    ['few days', '(random() * 1000000)::bigint', "random() * interval '4 days'"],
  ])('each page holds the largest that are left: %s', async (_, amount, late) => {
    await database.admin.raw(`update orders set amount_minor = ${amount}, due_at = now() - ${late},
      currency = (array['CNY', 'USD', 'EUR'])[1 + floor(3 * random())]`);
    const all = await sorted();
    expect(all.length).toBeGreaterThan(500);
    for (const limit of [7, 50, 1_000]) expect(await walk(BY_VALUE, limit)).toEqual(all);
    const ofSales = await sorted(`owner_department = 'sales'`);
    expect(ofSales.length).toBeGreaterThan(0);
    expect(await walk({ ...BY_VALUE, department: 'sales' }, 20)).toEqual(ofSales);
  });
});

describe('what is offered', () => {
  const OFFERED = { scope: 'all', tile: 'handovers_open' } as const;
  const sorted = (where = 'true') =>
    idsOf(`select o.id from orders o where id in (select order_id from hops where status = 'offered') and ${where}
      order by state_since, id`);
  const agrees = async () => {
    const all = await sorted();
    for (const limit of [3, 50]) expect(await walk(OFFERED, limit)).toEqual(all);
    return all;
  };

  test('is listed by when the states of its orders began, whatever changes', async () => {
    const before = await agrees();
    expect(before.length).toBeGreaterThan(10);
    const [first = '', second = '', third = ''] = before;
    const worker = database.as('oqr_worker', 1);
    await worker.raw(
      `update orders set state_since = now() - random() * interval '90 days', fact_count = fact_count`,
    );
    const moved = await agrees();
    expect(moved).not.toEqual(before);
    await worker.raw(
      `update hops set status = 'refused', answered_at = now() where order_id = any(?) and status = 'offered'`,
      [[first, second]],
    );
    await worker.raw(
      `insert into hops (id, order_id, hop_no, from_department, to_kind, to_name, offered_fact, offered_by, offered_at, answer_by)
       select gen_random_uuid(), order_id, hop_no + 100, from_department, to_kind, to_name, offered_fact, offered_by, now(), now()
       from hops where order_id = ? and status = 'refused' order by hop_no desc limit 1`,
      [first],
    );
    await worker.raw(`update orders set state_since = now() where id = any(?)`, [[first, second, third]]);
    await worker.destroy();
    const answered = await agrees();
    expect(answered.slice(-2).toSorted()).toEqual([first, third].toSorted());
    expect(answered).not.toContain(second);
  });

  test('is narrowed as every list of orders', async () => {
    await database.admin.raw(`update orders set watched = state_since < now() - interval '45 days',
      owner_department = case when random() < 0.5 then 'sales' else 'finance' end, departments = '{}'`);
    const ofSales = await sorted(`owner_department = 'sales'`);
    expect(ofSales.length).toBeGreaterThan(3);
    expect(await walk({ ...OFFERED, department: 'sales' }, 4)).toEqual(ofSales);
    expect(await walk({ ...OFFERED, viewer: { seenBy: ['sales'] } }, 4)).toEqual(ofSales);
    expect(await walk({ ...OFFERED, watched: true }, 4)).toEqual(
      await sorted(`watched and state not in ('archived', 'voided', 'expired', 'purged')`),
    );
    expect(await walk({ ...OFFERED, scope: 'late' }, 1_000)).toHaveLength(
      (await sorted('due_at < now()')).length,
    );
  });
});
