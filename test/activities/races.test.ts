import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import type { House } from '../../activities/house.js';
import { archiveOrder, verifyOrder, writeOff } from '../../activities/steps.js';
import { survey } from '../../activities/survey.js';
import { eachAlone } from '../../db/in-step.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { houseOf } from '../support/house.js';
import { enterTestOrder, paid, recordFact, shipped } from '../support/orders.js';

const RIVALS = 50;
/** `npm run race` takes as many as wanted. */
const ORDERS = 20;

let database: TestDatabase;
let house: House;
let api: Knex;

beforeAll(async () => {
  database = await cloneDatabase();
  api = database.as('oqr_api');
  const db = database.as('oqr_worker', RIVALS);
  // Rivals of one order follow each other when they go in step.
  house = { ...houseOf(database, db), inStep: eachAlone(db) };
});
afterAll(() => database.drop());

/** An order whose next step is the write-off. */
async function readyOrder(): Promise<string> {
  const { id } = await enterTestOrder(database, {}, api);
  await survey(house, id);
  await recordFact(api, id, paid(12_000));
  await recordFact(api, id, shipped());
  expect(await survey(house, id)).toMatchObject({ next: 'write_off' });
  return id;
}

const rivals = <T>(act: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: RIVALS }, act));
const count = async (table: string): Promise<number> =>
  (await database.admin(table).count({ n: '*' }))[0]?.n as number;

describe(`${RIVALS} rivals on ${RIVALS} connections`, () => {
  test(`write each of ${ORDERS} orders off exactly once`, async () => {
    for (let order = 0; order < ORDERS; order += 1) {
      const id = await readyOrder();
      const answers = await rivals(() => writeOff(house, id));
      expect(new Set(answers.map((turn) => turn.next))).toEqual(new Set(['archive']));
    }
    expect(await count('write_offs')).toBe(ORDERS);
    const { rows } = await database.admin.raw(
      `select count(*)::int as n from facts where type = 'written_off'`,
    );
    expect(rows[0].n).toBe(ORDERS);
  });

  test('double when they check, then insert, without the key: the race is real', async () => {
    await database.admin.raw('create table naive_write_offs (order_key int not null)');
    await database.admin.raw('grant select, insert on naive_write_offs to oqr_worker');
    for (let order = 0; order < ORDERS; order += 1) {
      await rivals(() =>
        house.db.transaction(async (tx) => {
          const { rows } = await tx.raw('select 1 from naive_write_offs where order_key = ?', [order]);
          if (rows.length === 0) await tx.raw('insert into naive_write_offs (order_key) values (?)', [order]);
        }),
      );
    }
    expect(await count('naive_write_offs')).toBeGreaterThan(ORDERS);
  });

  test('file an order once, under one archive number', async () => {
    const id = await readyOrder();
    await writeOff(house, id);
    await rivals(() => archiveOrder(house, id));
    const { rows } = await database.admin.raw(
      'select count(*)::int as n from order_files where order_id = ?',
      [id],
    );
    expect(rows[0].n).toBe(1);
  });
});

describe('a write-off', () => {
  test('goes back to verification when a material fact came after it was verified', async () => {
    const id = await readyOrder();
    await recordFact(api, id, paid(1));
    expect(await writeOff(house, id)).toMatchObject({ next: 'verify' });
    expect(await verifyOrder(house, id)).toMatchObject({ next: 'wait' });
    const { rows } = await database.admin.raw('select 1 from write_offs where order_id = ?', [id]);
    expect(rows).toEqual([]);
  });

  test('answers a rerun with the same result after its commit was lost on the way', async () => {
    const id = await readyOrder();
    const first = await writeOff(house, id);
    expect(await writeOff(house, id)).toEqual(first);
  });

  test('cannot be changed or removed by any role at run time', async () => {
    for (const role of ['oqr_api', 'oqr_worker', 'oqr_sealer', 'oqr_purge'] as const) {
      const db = database.as(role, 1);
      await expect(db.raw(`update write_offs set reason = 'x'`)).rejects.toMatchObject({ code: '42501' });
      await expect(db.raw('delete from write_offs')).rejects.toMatchObject({ code: '42501' });
    }
  });
});
