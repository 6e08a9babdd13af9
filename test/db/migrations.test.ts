import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { STATES } from '../../domain/lifecycle.js';
import { migrateDown, migrateUp } from '../../migrations/migrate.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

describe('the schema', () => {
  test('goes up, down and up again', async () => {
    const other = await cloneDatabase();
    await migrateDown(other.admin);
    const { rows } = await other.admin.raw(
      `select count(*)::int as n from pg_tables where schemaname = 'public' and tablename <> all (array['schema_migrations', 'schema_migrations_lock'])`,
    );
    expect(rows[0].n).toBe(0);
    await migrateUp(other.admin);
    await other.drop();
  });

  test('allows exactly the states of the domain', async () => {
    const { rows } = await database.admin.raw(
      `select pg_get_constraintdef(oid) as body from pg_constraint where conrelid = 'orders'::regclass and conname = 'orders_state_check'`,
    );
    const allowed = [...String(rows[0].body).matchAll(/'([a-z_]+)'/g)].map((match) => match[1]);
    expect(allowed.toSorted()).toEqual([...STATES].toSorted());
  });
});
