import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import { record } from '../../db/facts.js';
import { lockOrder } from '../../db/orders.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { DESK, enterTestOrder, REVIEWER } from '../support/orders.js';

let database: TestDatabase;
let api: Knex;
beforeAll(async () => {
  database = await cloneDatabase();
  api = database.as('oqr_api');
});
afterAll(() => database.drop());

const approve = (orderId: string, actor: typeof DESK) =>
  api.transaction(async (tx) => {
    await lockOrder(tx, orderId);
    return record(tx, orderId, { type: 'review_approved', actor, source: 'api', detail: {} });
  });

describe('four eyes, in the database itself (P6.1.3)', () => {
  test('refuses the decision of the person who entered the order, and takes a stranger’s', async () => {
    const { id } = await enterTestOrder(database, {}, api);
    await expect(approve(id, DESK)).rejects.toMatchObject({ code: 'P0001' });
    await expect(approve(id, REVIEWER)).resolves.toMatchObject({ again: false });
  });

  test('cannot be blinded by a temporary table of the same name', async () => {
    const { id } = await enterTestOrder(database, {}, api);
    const blinded = database.admin.transaction(async (tx) => {
      await tx.raw('create temp table facts (order_id uuid, actor_kind text, actor_id text, type text)');
      await tx.raw(
        `insert into public.facts (order_id, number, type, family, happened_at, actor_kind, actor_id, source)
         values (?, 99, 'review_approved', 'decision', now(), 'person', ?, 'api')`,
        [id, DESK.id],
      );
    });
    await expect(blinded).rejects.toMatchObject({ code: 'P0001' });
  });
});
