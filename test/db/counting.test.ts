import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { countedBy } from '../../db/counting.js';
import { EVERY_ORDER } from '../../db/scope.js';
import type { Db } from '../../db/sql.js';
import { listStuck } from '../../db/stuck.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { planOf, statementOf } from '../support/plans.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

const page = (db: Db) => listStuck(db, { viewer: EVERY_ORDER, scope: 'late', order: 'due' }, 50);

/** The tables that PostgreSQL looks through for what is asked, each as often as it does. */
async function tablesOf(ask: (db: Db) => Promise<unknown>): Promise<string[]> {
  const statement = await statementOf(database.admin, ask);
  const plan = await database.admin.transaction((tx) => planOf(tx, statement));
  const looks = plan
    .join('\n')
    .matchAll(/(?:Seq|Index|Index Only|Bitmap Heap) Scan (?:using \w+ )?on (\w+)/g);
  return [...looks].map(([, table = '']) => table).toSorted();
}

test('a badge looks through what it counts, and not through what the list only shows', async () => {
  expect(await tablesOf((db) => countedBy(db, 1_000, page))).toEqual(['orders']);
  // The control: the page that is counted does look there.
  expect(await tablesOf(page)).toEqual(['facts', 'orders', 'orders', 'people']);
});
