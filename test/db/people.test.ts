import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EXCLUDING, ROLES } from '../../domain/people.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

describe('roles, in the database itself (P6.1.3)', () => {
  test('exclude each other exactly as in the domain', async () => {
    const { rows } = await database.admin.raw(
      `select a.role as one, b.role as other from unnest(?::text[]) a(role), unnest(?::text[]) b(role)
       where a.role < b.role and roles_exclude(array[a.role, b.role])`,
      [[...ROLES], [...ROLES]],
    );
    const pair = (one: string, other: string) => [one, other].toSorted().join(' × ');
    expect(rows.map((row: { one: string; other: string }) => pair(row.one, row.other)).toSorted()).toEqual(
      EXCLUDING.map(([one, other]) => pair(one, other)).toSorted(),
    );
  });

  test('are those of the domain, and a person cannot hold two that exclude each other', async () => {
    const api = database.as('oqr_api', 1);
    const give = (roles: readonly string[]) =>
      api.raw(`update people set roles = ? where id = 'service'`, [[...roles]]);
    await expect(give(['reviewer', 'finance'])).rejects.toMatchObject({ constraint: 'people_roles_apart' });
    await expect(give(['wizard'])).rejects.toMatchObject({ constraint: 'people_roles_check' });
    for (const role of ROLES) await give([role]);
    await give(['reviewer', 'customer_service']);
    await give([]);
  });
});
