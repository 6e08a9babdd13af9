import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dueRetries } from '../../db/cases.js';
import { expiring } from '../../db/codes.js';
import { noteOverdue } from '../../db/deadlines.js';
import { overdueHops } from '../../db/hops.js';
import { forgetSightings } from '../../db/sightings.js';
import type { Db } from '../../db/sql.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { planOf, statementOf } from '../support/plans.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

/** What looks every minute for what is due. */
const SWEEPS: Record<string, (db: Db) => Promise<unknown>> = {
  'codes that have run out': (db) => expiring(db, 10),
  'deadlines that are past': (db) => noteOverdue(db, 'sweep', 10),
  'offers that nobody answered': (db) => overdueHops(db, 10),
  'retries whose time has come': (db) => dueRetries(db, 10),
  'sightings that are old': (db) => forgetSightings(db, 10),
};

/** How PostgreSQL would look for it among many: the bounds that it reads an index between. */
async function boundsOf(statement: string): Promise<string[]> {
  return database.admin.transaction(async (tx) => {
    await tx.raw('set local enable_seqscan = off');
    const plan = await planOf(tx, statement);
    return plan.filter((line) => line.includes('Index Cond'));
  });
}

test.each(Object.keys(SWEEPS))('%s are found between the bounds of an index', async (name) => {
  const statement = await statementOf(database.admin, SWEEPS[name] as (db: Db) => Promise<unknown>);
  const bounded = (bounds: string[]) => bounds.some((line) => line.includes('_timestamp()'));
  expect(bounded(await boundsOf(statement))).toBe(true);
  // The control: a clock that may differ for each row is no bound, and all of the index would be read.
  expect(bounded(await boundsOf(statement.replaceAll('statement_timestamp()', 'clock_timestamp()')))).toBe(
    false,
  );
});
