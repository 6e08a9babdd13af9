import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import { countScan } from '../../db/scan-guard.js';
import { type Db, row } from '../../db/sql.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let api: Knex;
beforeAll(async () => {
  database = await cloneDatabase();
  api = database.as('oqr_api', 1);
});
afterAll(() => database.drop());

const commitsOf = async (db: Db) =>
  (await row<{ setting: string }>(db, `select current_setting('synchronous_commit') as setting`))?.setting;

describe('counting a scan (P3.3.2)', () => {
  const address = { kind: 'address', key: randomBytes(32) } as const;
  const token = () => ({ kind: 'token', key: randomBytes(32) }) as const;

  test('adds up under every key', async () => {
    await countScan(api, [address, token()]);
    const second = await countScan(api, [address, token()]);
    expect(second.map(({ kind, count }) => `${kind} ${count}`).toSorted()).toEqual(['address 2', 'token 1']);
  });

  test('waits for no disk, and what follows on its connection does', async () => {
    const before = await commitsOf(api);
    await api.transaction(async (tx) => {
      await countScan(tx, [address]);
      expect(await commitsOf(tx)).toBe('off');
    });
    await countScan(api, [address]);
    expect(before).toBe('on');
    expect(await commitsOf(api)).toBe('on');
  });
});
