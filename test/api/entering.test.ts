import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ApiDeps } from '../../api/deps.js';
import { type Entry, enterOrders } from '../../api/entering.js';
import { rows } from '../../db/sql.js';
import { openKeyRing, rotateKey } from '../../platform/keys/ring.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { anOrderDraft, DESK } from '../support/orders.js';

let database: TestDatabase;
const dir = mkdtempSync(join(tmpdir(), 'oqr-entering-'));
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(dir, { recursive: true });
});

const entries = (prefix: string): Entry[] =>
  ['1', '2', '3'].map((no) => ({
    draft: { ...anOrderDraft(), orderNo: `${prefix}-${no}` },
    ...{ actor: DESK, source: 'import', lane: 'bulk', notify: false, submit: true, stated: [] },
  }));

test('a batch looks at the ring once, and the next one sees what was rotated meanwhile', async () => {
  let { entries: keys } = openKeyRing(dir);
  let looks = 0;
  const ring = {
    get entries() {
      looks += 1;
      return keys;
    },
  };
  const deps = { ring } as unknown as ApiDeps;
  const enter = (prefix: string) =>
    database.as('oqr_api').transaction((tx) => enterOrders(tx, deps, entries(prefix)));
  await enter('A');
  expect(looks).toBe(1);
  keys = rotateKey(dir, 'kek').entries;
  await enter('B');
  const sealedUnder = await rows<{ prefix: string; keyId: string }>(
    database.admin,
    `select distinct left(o.order_no, 1) as prefix, k.kek_id as "keyId" from data_keys k join orders o on o.id = k.order_id order by 1`,
  );
  const [first, second] = keys.filter(({ purpose }) => purpose === 'kek').map(({ id }) => id);
  expect(sealedUnder).toEqual([
    { prefix: 'A', keyId: first },
    { prefix: 'B', keyId: second },
  ]);
});
