import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { deedsOf, type House } from '../../activities/index.js';
import { eachAlone } from '../../db/in-step.js';
import { type Db, rows } from '../../db/sql.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { houseOf } from '../support/house.js';
import { enterTestOrder, paid, recordFact, shipped } from '../support/orders.js';

const ORDERS = 5;

let database: TestDatabase;
let api: Db;
let house: House;
beforeAll(async () => {
  database = await cloneDatabase();
  api = database.as('oqr_api');
  house = houseOf(database);
});
afterAll(() => database.drop());

const enter = () =>
  enterTestOrder(
    database,
    { notify: true, customer: { ref: `C-${Math.random()}`, name: '张三', email: 'a@example.com' } },
    api,
  );

/** Lets orders live from the first look to the archive, each turn of all of them at the same moment. */
async function live(over: House, orders: readonly { id: string }[]): Promise<unknown[]> {
  const { survey, issueCode, dispatchCode, verifyOrder, writeOff, archiveOrder } = deedsOf(over);
  const turns: unknown[] = [];
  const all = async (deed: (orderId: string) => Promise<unknown>) => {
    turns.push(await Promise.all(orders.map(({ id }) => deed(id))));
  };
  for (const deed of [survey, issueCode, dispatchCode]) await all(deed);
  await all(async (id) => recordFact(api, id, paid(12_000)).then(() => undefined));
  await all(survey);
  await all(verifyOrder);
  await all(async (id) => recordFact(api, id, shipped()).then(() => undefined));
  for (const deed of [survey, verifyOrder, writeOff, archiveOrder]) await all(deed);
  return turns;
}

const OF_ORDERS = [
  ['orders', 'id'],
  ...['facts', 'outbox', 'log_entries', 'quiet_facts', 'codes', 'issue_records', 'messages'].map((name) => [
    name,
  ]),
  ...['verifications', 'write_offs', 'order_files'].map((name) => [name]),
] as const;
/** What differs between any two orders: ids, numbers, keys, seals, moments, and what was measured. */
const OWN =
  /(_?id|_no|_key|_sealed|sealed|_at|at|since|until|hash|check_ms|summary|evaluation|inputs|grade_parts|modules)$/;

/** All rows of an order, without what is its own. */
async function left(orderId: string): Promise<unknown> {
  const found: Record<string, unknown> = {};
  for (const [table, column = 'order_id'] of OF_ORDERS) {
    const all = await rows<Record<string, unknown>>(
      database.admin,
      `select * from ${table} where ${column} = :orderId`,
      {
        orderId,
      },
    );
    const shown = all.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => !OWN.test(name))),
    );
    found[table] = JSON.stringify(shown)
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
      .replaceAll(/T-\d+-\d+|20\d\d-G-\d{7}/g, 'NO');
  }
  return found;
}

test('turns of several orders at the same time answer and leave what those of one order do', async () => {
  const one = await enter();
  const alone = await live({ ...house, inStep: eachAlone(house.db) }, [one]);
  const orders = await Promise.all(Array.from({ length: ORDERS }, enter));
  const asked: string[] = [];
  house.db.on('query', ({ sql }: { sql: string }) => asked.push(sql));
  const together = await live(house, orders);
  house.db.removeAllListeners('query');
  expect(together).toEqual(alone.map((answers) => Array(ORDERS).fill((answers as unknown[])[0])));
  const expected = await left(one.id);
  expect(expected).toMatchObject({ write_offs: expect.stringContaining('rules_passed') });
  for (const { id } of orders) expect(await left(id)).toEqual(expected);
  // Nobody fell out of step: every turn of all was one transaction, and its writes one statement each.
  const turns = together.length - 2;
  expect(asked.filter((sql) => /^begin/i.test(sql)).length).toBe(turns);
  for (const write of [
    'insert into facts',
    'update orders o',
    'into verifications',
    'into write_offs',
    'into messages',
  ])
    expect(asked.some((sql) => sql.includes(write) && sql.includes('unnest('))).toBe(true);
});
