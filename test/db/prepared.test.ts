import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rows } from '../../db/sql.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

const COUNT = 'select count(*)::int as n from pg_prepared_statements where statement like :like';

test('the worker’s statements are planned once a connection, in transactions too; others are not', async () => {
  const worker = database.as('oqr_worker', 1);
  const ask = { like: '%pg_prepared_statements where statement like $1' };
  await rows(worker, COUNT, ask);
  await worker.transaction(async (tx) => {
    await rows(tx, COUNT, ask);
    expect(await rows(tx, COUNT, ask)).toEqual([{ n: 1 }]);
  });
  const api = database.as('oqr_api', 1);
  await rows(api, COUNT, ask);
  expect(await rows(api, COUNT, ask)).toEqual([{ n: 0 }]);
});
