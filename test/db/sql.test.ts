import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import { prepared, row, rows, run } from '../../db/sql.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let db: Knex;
beforeAll(async () => {
  database = await cloneDatabase();
  db = database.as('oqr_api', 1);
});
afterAll(() => database.drop());

/** How often a connection keeps the statement that says this. */
const kept = async (mark: string): Promise<number> => {
  const { rows: found } = await db.raw('select statement from pg_prepared_statements');
  return found.filter(({ statement }: { statement: string }) => statement.includes(mark)).length;
};

describe('a statement', () => {
  test('inside a transaction is kept by its connection, once', async () => {
    const sql = 'select :one::int as "keptInside"';
    const ask = (one: number) => db.transaction((tx) => row(tx, sql, { one }));
    expect([await ask(1), await ask(2)]).toEqual([{ keptInside: 1 }, { keptInside: 2 }]);
    expect(await kept('"keptInside"')).toBe(1);
  });

  test('of a transaction waits for the one before; what comes after a failure is refused with it', async () => {
    const atOnce: number[] = [];
    const three = await db.transaction(async (tx) => {
      const connection = await tx.client.acquireConnection();
      const query = connection.query.bind(connection);
      let open = 0;
      connection.query = (statement: never) => {
        open += 1;
        atOnce.push(open);
        return query(statement).finally(() => (open -= 1));
      };
      const found = await Promise.all([1, 2, 3].map((one) => row(tx, 'select :one::int as one', { one })));
      delete connection.query;
      return found;
    });
    expect(three).toEqual([{ one: 1 }, { one: 2 }, { one: 3 }]);
    expect(atOnce).toEqual([1, 1, 1]);
    const failing = db.transaction((tx) =>
      Promise.all([run(tx, 'select 1 / 0'), run(tx, 'insert into quiet_facts select null')]),
    );
    await expect(failing).rejects.toThrow('division by zero');
    expect(await row(db, 'select 1 as well')).toEqual({ well: 1 });
  });

  test('of a list is planned anew for what it is asked', async () => {
    expect(await rows(db, 'select :one::int as "plannedAnew"', { one: 1 })).toEqual([{ plannedAnew: 1 }]);
    expect(await kept('"plannedAnew"')).toBe(0);
  });

  test('that every request asks is kept outside of transactions too', async () => {
    const sql = prepared('select :one::int as "keptEverywhere"');
    expect(await row(db, sql, { one: 3 })).toEqual({ keptEverywhere: 3 });
    expect(await kept('"keptEverywhere"')).toBe(1);
  });

  test('of many texts fills no connection', async () => {
    await db.transaction(async (tx) => {
      for (let text = 0; text < 520; text += 1) await run(tx, `select ${text} as "oneOfMany"`);
    });
    expect(await kept('"oneOfMany"')).toBeLessThan(500);
  });
});
