import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import { gathered } from '../../db/asking-together.js';
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
    const { counts } = await countScan(api, [address, token()]);
    expect(counts.map(({ kind, count }) => `${kind} ${count}`).toSorted()).toEqual(['address 2', 'token 1']);
  });

  test('of many at the same time is one statement, and each has the count that was its own', async () => {
    const place = { kind: 'address', key: randomBytes(32) } as const;
    await countScan(api, [place]);
    let asked = 0;
    const note = () => {
      asked += 1;
    };
    api.on('query', note);
    const door = gathered(api, { lines: 1 });
    const found = await Promise.all([1, 2, 3].map(() => countScan(door, [token(), place])));
    api.removeListener('query', note);
    expect(asked).toBe(1);
    const ofPlace = found.map(({ counts }) => counts.find(({ kind }) => kind === 'address')?.count);
    expect(ofPlace).toEqual([2, 3, 4]);
    for (const { counts } of found) expect(counts.find(({ kind }) => kind === 'token')?.count).toBe(1);
    expect((await countScan(api, [place])).counts).toMatchObject([{ count: 5 }]);
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
