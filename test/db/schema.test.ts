import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { schemaDump } from '../../host/schema-dump.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

const committed = readFileSync(new URL('../../db/schema.sql', import.meta.url), 'utf8');

describe('db/schema.sql', () => {
  test('is what the migrations make (npm run schema writes it)', async () => {
    expect(await schemaDump(database.admin)).toBe(committed);
  });

  test.each([
    ['a column', 'alter table cases add column mood text'],
    ['a check', 'alter table cases drop constraint cases_kind_check'],
    ['a guard that became weaker', 'drop index codes_one_live'],
    ['a trigger', 'drop trigger facts_four_eyes on facts'],
    ['a right', 'grant delete on write_offs to oqr_worker'],
    ['a right to one column', 'grant update (state) on orders to oqr_api'],
  ])('tells %s', async (_what, change) => {
    const rollback = new Error('only looked');
    const looked = database.admin.transaction(async (tx) => {
      await tx.raw(change);
      expect(await schemaDump(tx)).not.toBe(committed);
      throw rollback;
    });
    await expect(looked).rejects.toBe(rollback);
  });
});
