import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import { insertEntries, lockOrderNumbers, type NewEntry } from '../../db/bulk-entry.js';
import { type FactDraft, record } from '../../db/facts.js';
import { insertDataKey, insertLines, insertOrder } from '../../db/orders.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { anOrderDraft, DESK } from '../support/orders.js';

let database: TestDatabase;
let db: Knex;
beforeAll(async () => {
  database = await cloneDatabase();
  db = database.as('oqr_api');
});
afterAll(() => database.drop());

const bytes = (text: string) => Buffer.from(text);

function anEntry(orderNo: string, facts: FactDraft[]): NewEntry {
  const { orderedAt, kind, settlement, currency } = anOrderDraft();
  return {
    order: {
      id: randomUUID(),
      ...{ orderNo, kind, settlement, currency, orderedAt },
      amountMinor: 9_007_199_254_740_991,
      customerKey: bytes('customer'),
      phoneKey: null,
      emailKey: bytes('email'),
      customerSealed: bytes('sealed'),
      contentKey: bytes('content'),
      lane: 'bulk',
      notify: true,
    },
    lines: [
      { lineNo: 1, kind: 'goods', sku: 'TEA "1"', name: "龙井\\茶's", quantity: 2, amountMinor: 1 },
      { lineNo: 2, kind: 'charge', sku: 'F', name: 'Freight', quantity: 1, amountMinor: 0 },
    ],
    dataKey: { kekId: 'kek-1', wrapped: bytes('wrapped') },
    facts,
    terms: [bytes('0123456789abcdef')],
  };
}

const FACTS: FactDraft[] = [
  { type: 'order_entered', actor: DESK, source: 'import' },
  { type: 'code_requested', actor: DESK, source: 'import' },
  {
    type: 'payment_received',
    actor: { kind: 'system', id: 'import' },
    source: 'import',
    externalId: 'paid:1',
    happenedAt: new Date('2026-11-20T01:02:03.456Z'),
    detail: { amountMinor: 5, currency: 'CNY' },
    sealed: bytes('note'),
  },
  { type: 'scanned', actor: DESK, source: 'api' },
];

/** The long way: one statement a row, one outbox row a waking fact. */
async function enterOneByOne({ order, lines, dataKey, facts }: NewEntry): Promise<void> {
  await db.transaction(async (tx) => {
    await insertOrder(tx, order);
    await insertLines(tx, order.id, lines);
    await insertDataKey(tx, order.id, dataKey);
    for (const fact of facts) await record(tx, order.id, fact);
  });
}

const TABLES = {
  orders: 'id',
  order_lines: 'order_id',
  data_keys: 'order_id',
  facts: 'order_id',
  log_entries: 'order_id',
  quiet_facts: 'order_id',
} as const;
/** What differs between any two orders, or by the clock. */
const OWN = [
  'id',
  'order_id',
  'order_no',
  'transaction_id',
  'at',
  'created_at',
  'state_since',
  'recorded_at',
  'since',
];

async function rowsOf(table: keyof typeof TABLES, orderId: string): Promise<Record<string, unknown>[]> {
  const found = await database.admin(table).where({ [TABLES[table]]: orderId });
  return found
    .map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !OWN.includes(name))))
    .map((row) => (table === 'facts' && row.external_id === null ? { ...row, happened_at: 'now' } : row))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

describe('entering many orders in one statement', () => {
  test('writes row for row what entering them one by one writes', async () => {
    const slow = anEntry('ONE', FACTS);
    const batch = [anEntry('MANY-1', FACTS), anEntry('MANY-2', FACTS)];
    await enterOneByOne(slow);
    await db.transaction((tx) => insertEntries(tx, batch));
    for (const { order } of batch)
      for (const table of Object.keys(TABLES) as (keyof typeof TABLES)[])
        expect([table, await rowsOf(table, order.id)]).toEqual([table, await rowsOf(table, slow.order.id)]);
  });

  test('tells a difference when there is one', async () => {
    const slow = anEntry('ONE-B', FACTS);
    const other = anEntry('OTHER-B', FACTS.toReversed());
    await enterOneByOne(slow);
    await db.transaction((tx) => insertEntries(tx, [other]));
    expect(await rowsOf('facts', other.order.id)).not.toEqual(await rowsOf('facts', slow.order.id));
  });

  test('wakes each lifecycle once, by its last waking fact', async () => {
    const [entry, quiet] = [anEntry('WAKE-1', FACTS), anEntry('WAKE-2', FACTS.slice(3))];
    await db.transaction((tx) => insertEntries(tx, [entry, quiet]));
    expect(await db('outbox').where({ order_id: entry.order.id })).toMatchObject([
      { fact_number: 3, signal: 'factsRecorded', lane: 'bulk' },
    ]);
    expect(await db('outbox').where({ order_id: quiet.order.id })).toEqual([]);
  });

  test('logs facts in the order they were recorded', async () => {
    const batch = [anEntry('LOG-1', FACTS), anEntry('LOG-2', FACTS)];
    await db.transaction((tx) => insertEntries(tx, batch));
    const logged = await db('log_entries')
      .whereIn(
        'order_id',
        batch.map(({ order }) => order.id),
      )
      .orderBy('id');
    expect(logged.map((row) => [row.order_id, row.fact_number])).toEqual(
      batch.flatMap(({ order }) => [1, 2, 3, 4].map((number) => [order.id, number])),
    );
  });

  test('enters all of a batch or none', async () => {
    await db.transaction((tx) => insertEntries(tx, [anEntry('TAKEN', FACTS)]));
    const batch = [anEntry('FREE', FACTS), anEntry('TAKEN', FACTS)];
    await expect(db.transaction((tx) => insertEntries(tx, batch))).rejects.toMatchObject({ code: '23505' });
    expect(await db('orders').where({ order_no: 'FREE' })).toEqual([]);
  });
});

describe('holding order numbers', () => {
  test('keeps a rival with the same number waiting, and no other', async () => {
    const holder = await db.transaction();
    await lockOrderNumbers(holder, ['A', 'B']);
    await db.transaction((tx) => lockOrderNumbers(tx, ['C']));
    let entered = false;
    const rival = db
      .transaction((tx) => lockOrderNumbers(tx, ['B', 'C']))
      .then(() => {
        entered = true;
      });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(entered).toBe(false);
    await holder.commit();
    await rival;
    expect(entered).toBe(true);
  });

  test('never deadlocks, in whatever order rivals name them', async () => {
    const numbers = Array.from({ length: 40 }, (_, index) => `N-${index}`);
    const hold = (orderNos: string[]) =>
      db.transaction(async (tx) => {
        await lockOrderNumbers(tx, orderNos);
        await tx.raw('select pg_sleep(0.005)');
      });
    const rounds = Array.from({ length: 20 }, (_, index) => hold(index % 2 ? numbers : numbers.toReversed()));
    await expect(Promise.all(rounds)).resolves.toHaveLength(20);
  });
});
