import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deedsOf } from '../../activities/index.js';
import { termsAsked } from '../../api/search-terms.js';
import { isBench, markBench, refuseBench } from '../../db/bench-marks.js';
import { listOrders } from '../../db/order-list.js';
import { EVERY_ORDER } from '../../db/scope.js';
import { findOrders } from '../../db/searching.js';
import { listStuck } from '../../db/stuck.js';
import { inspectHouse } from '../../host/verify/index.js';
import { openCustomer } from '../../platform/keys/customer.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { houseOf } from '../support/house.js';
import { enterTestOrder } from '../support/orders.js';
import { seeded } from '../support/seeded.js';

const ORDERS = 300;

const inspect = (database: TestDatabase) =>
  inspectHouse({
    db: database.as('oqr_worker', 2),
    ring: database.ring,
    openRunIds: async () => new Set(),
    settledWithinSeconds: 0,
  });

const count = async ({ admin }: TestDatabase, sql: string): Promise<number> =>
  (await admin.raw(`select count(*)::int as count from ${sql}`)).rows[0].count;

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await markBench(database.admin);
  await seeded(database, ORDERS);
});
afterAll(() => database.drop());

describe('generated orders', () => {
  test('violate no invariant, and leave nothing of the orders they were modelled on', async () => {
    const seen = await inspect(database);
    expect(seen.violations).toEqual([]);
    expect(seen.orders).toBe(ORDERS);
    expect(await count(database, 'orders where not seeded')).toBe(0);
    expect(await count(database, 'log_entries where order_id not in (select id from orders)')).toBe(0);
  });

  test('fill each list of the desks to nearly a third', async () => {
    const least = Math.floor(0.3 * ORDERS);
    expect(await count(database, `reviews where status = 'open'`)).toBeGreaterThanOrEqual(least);
    expect(await count(database, `cases where status in ('open', 'retrying')`)).toBeGreaterThanOrEqual(least);
    expect(await count(database, 'orders where due_at < now()')).toBeGreaterThanOrEqual(least);
  });

  test('are at rest: a sweep wakes none of them', async () => {
    const house = { ...houseOf(database), withoutRun: async (ids: readonly string[]) => [...ids] };
    expect(new Set(Object.values(await deedsOf(house).sweep()))).toEqual(new Set([0]));
    expect(await count(database, 'outbox')).toBe(0);
  });

  test('control: without their mark a sweep would wake them', async () => {
    const tx = await database.admin.transaction();
    await tx.raw('update orders set seeded = false');
    const house = { ...houseOf(database), db: tx, withoutRun: async (ids: readonly string[]) => [...ids] };
    const swept = Object.values(await deedsOf(house).sweep());
    await tx.rollback();
    expect(Math.max(...swept)).toBeGreaterThan(0);
  });

  test('are listed by value page by page as sorting all of them would', async () => {
    const filter = { viewer: EVERY_ORDER, scope: 'late', order: 'value', units: { USD: 150_000 } } as const;
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const { items, next } = await listStuck(database.admin, filter, 7, cursor);
      listed.push(...items.map(({ orderNo }) => orderNo));
      cursor = next;
    } while (cursor !== undefined);
    const { rows } = await database.admin.raw(`select array_agg(order_no order by
        amount_minor / case currency when 'USD' then 150000::float8 else 1000000 end
          * ((now() at time zone 'UTC')::date - (due_at at time zone 'UTC')::date + 1) desc, id) as nos
      from orders where due_at < now()`);
    expect(listed).toEqual(rows[0].nos);
  });

  test('are found by their own customers', async () => {
    const [some] = await listOrders(database.admin, { person: EVERY_ORDER }, 1).then(({ items }) => items);
    const { rows } = await database.admin.raw(
      `select customer_sealed as "customerSealed", kek_id as "kekId", wrapped from orders o
         join data_keys on order_id = o.id and purpose = 'pii' where o.id = ?`,
      [some?.id ?? ''],
    );
    const name = openCustomer(database.ring, { id: some?.id ?? '', ...rows[0] }, rows[0])?.name ?? '';
    const sought = {
      customerKeys: [],
      phoneKeys: [],
      emailKeys: [],
      parcelKeys: [],
      terms: termsAsked(database.ring, name),
    };
    const found = await findOrders(database.admin, EVERY_ORDER, sought, 50);
    expect(found.map(({ orderNo }) => orderNo)).toContain(some?.orderNo);
    expect(found.length).toBeLessThan(20);
  });

  test('have reviews and cases that say what their orders say', async () => {
    expect(
      await count(
        database,
        `reviews r join orders o on o.id = r.order_id
         where r.amount_minor <> o.amount_minor or (r.status = 'open' and r.order_due_at is distinct from o.due_at)`,
      ),
    ).toBe(0);
    expect(
      await count(
        database,
        'cases c join orders o on o.id = c.order_id where (c.amount_minor, c.currency) <> (o.amount_minor, o.currency)',
      ),
    ).toBe(0);
  });

  const BROKEN: readonly [what: string, sql: string, line: RegExp][] = [
    [
      'an amount',
      `update orders set amount_minor = amount_minor + 1 where order_no = 'B1-0000001'`,
      /its lines/,
    ],
    [
      'a lost fact',
      `delete from facts where number = 2 and order_id = (select id from orders where order_no = 'B1-0000024')`,
      /fact 2 missing/,
    ],
    [
      'a log row',
      `update log_entries set actor_id = 'nobody' where id = (select max(id) from log_entries)`,
      /position/,
    ],
  ];
  test.each(BROKEN)('control: %s that is broken is found', async (_what, sql, line) => {
    const tx = await database.admin.transaction();
    await tx.raw(`set local session_replication_role = 'replica'; ${sql}; set local role oqr_worker`);
    const { violations } = await inspectHouse({ db: tx, ring: database.ring });
    await tx.rollback();
    expect(violations.map((one) => one.line).join('\n')).toMatch(line);
  });
});

describe('a database for generated orders', () => {
  test('has a mark, and none without it takes them', async () => {
    const other = await cloneDatabase();
    await expect(seeded(other, 1)).rejects.toThrow(/not marked/);
    expect(await count(other, 'orders')).toBe(0);
    await other.drop();
  });

  test('is served only by a house that is told to', async () => {
    await expect(refuseBench(database.as('oqr_api', 1), false)).rejects.toThrow(/OQR_BENCH/);
    await refuseBench(database.as('oqr_worker', 1), true);
    const other = await cloneDatabase();
    await refuseBench(other.as('oqr_api', 1), false);
    await other.drop();
  });

  test('holds no real order: one that does is never marked', async () => {
    const other = await cloneDatabase();
    await enterTestOrder(other);
    expect(await markBench(other.admin)).toBe(false);
    expect(await isBench(other.admin)).toBe(false);
    await other.drop();
  });

  test('is the same again by the same seed', async () => {
    const ids = async (seed: number) => {
      const other = await cloneDatabase();
      await markBench(other.admin);
      await seeded(other, 5, seed);
      const { rows } = await other.admin.raw(
        'select array_agg(id::text order by id) as ids from facts join orders on id = order_id',
      );
      await other.drop();
      return rows[0].ids;
    };
    const first = await ids(2);
    expect(await ids(2)).toEqual(first);
    expect(await ids(3)).not.toEqual(first);
  });

  test('takes them once', async () => {
    await expect(seeded(database, 1)).rejects.toThrow(/already/);
  });
});
