import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { canonicalAt } from '../../db/log-chain.js';
import { eachLink } from '../../db/log-links.js';
import { row } from '../../db/sql.js';
import { checkChain } from '../../host/verify/log.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await cloneDatabase();
});
afterEach(() => database.drop());

const COLUMNS = 'at, actor_kind, actor_id, department, action, order_id, fact_number, detail';
const ID = "'0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'";
/** Whatever JSON, a moment or a number can be awkward in. */
const AWKWARD: readonly string[] = [
  `'2026-11-29 08:00:00+08', 'person', 'desk', 'order_desk', 'entered', ${ID}, 1, '{"amountMinor": 12000}'`,
  `'2000-01-01 00:00:00.000001Z', 'system', '', null, 'tick', null, null, '{}'`,
  `'1999-12-31 23:59:59.999999Z', 'a "quoted" one', E'back\\\\slash', E'tab\\tline\\nreturn\\rfeed\\fback\\b', E'\\x01\\x1f\\x7f', ${ID}, 2147483647, '[]'`,
  `'1715-01-01 00:00:00Z', '张三', '😀', 'ümlaut', 'é', ${ID}, -2147483648, '{"张": "😀 \\"q\\" \\\\ \\n", "b": [1.50, null, true]}'`,
  `'2285-01-01 23:59:59.5Z', 'system', 'x', null, 'x', null, 0, '"text"'`,
  `'2024-02-29 12:00:00Z', 'system', 'x', null, 'x', null, 1000000000, '1e400'`,
];
/** Their moments are no safe integers, so that the database alone prints them. */
const FAR: readonly string[] = [
  "'9999-12-31 23:59:59Z', 'system', 'x', null, 'x', null, 1, '{}'",
  "'0044-03-15 00:00:00Z BC', 'system', 'x', null, 'x', null, 1, '{}'",
  "'infinity', 'system', 'x', null, 'x', null, 1, '{}'",
];

/** Logs rows and chains them with SQL alone, so that nothing here is compared with itself. */
async function chain(values: readonly string[]): Promise<void> {
  const { admin } = database;
  await admin.raw(
    `insert into log_entries (${COLUMNS}) values ${values.map((one) => `(${one})`).join(', ')}`.replaceAll(
      '?',
      '\\?',
    ),
  );
  await admin.raw(`do $$
    declare
      place bigint := 0;
      before bytea := decode(repeat('00', 32), 'hex');
      entry record;
    begin
      for entry in select id, jsonb_build_array(id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), actor_kind, actor_id,
          department, action, order_id, fact_number, detail)::text as text from log_entries order by id loop
        place := place + 1;
        before := sha256(before || convert_to(place || E'\\n' || entry.text, 'UTF8'));
        insert into log_chain (seq, entry_id, hash) values (place, entry.id, before);
      end loop;
    end $$`);
}

async function read(limit = 100): Promise<[number, string | undefined][]> {
  const found: [number, string | undefined][] = [];
  await database
    .as('oqr_worker', 1)
    .transaction((tx) =>
      eachLink(tx, { afterSeq: 0, limit }, ({ seq, canonical }) => found.push([seq, canonical?.toString()])),
    );
  return found;
}

async function told(): Promise<string[]> {
  const lines: string[] = [];
  await checkChain(database.as('oqr_worker', 1), database.ring, (line) => lines.push(line));
  return lines.filter((line) => line.startsWith('the log row'));
}

test('a row is put together as PostgreSQL prints it, whatever it holds', async () => {
  await chain(AWKWARD);
  const printed = await canonicalAt(database.admin, [1, 2, 3, 4, 5, 6]);
  expect(printed.size).toBe(AWKWARD.length);
  expect(await read()).toEqual([...printed]);
});

test('what SQL alone has chained is found whole', async () => {
  await chain([...AWKWARD, ...FAR]);
  expect(await told()).toEqual([]);
});

test.each([
  ["at = at + interval '1 microsecond'", [1, 2, 3, 4, 5, 6, 7, 8]],
  ["department = coalesce(department, '')", [2, 5, 6, 7, 8, 9]],
  ['order_id = null', [1, 3, 4]],
  [
    `detail = detail || '{"b": [1.5, null, true]}' where jsonb_typeof(detail) = 'object' and detail ? 'b'`,
    [4],
  ],
])('a change is found in every row it touches: %s', async (change, positions) => {
  await chain([...AWKWARD, ...FAR]);
  await database.admin.raw(`update log_entries set ${change.replaceAll('?', '\\?')}`);
  expect(await told()).toEqual(
    positions.map((seq) => `the log row at position ${seq} is gone or not the one that was sealed`),
  );
});

test('rows come whole out of chunks that end anywhere', async () => {
  const many = Array.from(
    { length: 500 },
    (_, at) =>
      `now(), 'system', '${'x'.repeat(at % 300)}', null, 'x', null, ${at}, '{"n": "${'y'.repeat(at * 4)}"}'`,
  );
  await chain(many);
  const found = await read(500);
  expect(found.map(([seq]) => seq)).toEqual(many.map((_, at) => at + 1));
  expect(await told()).toEqual([]);
});

test('a connection is of use again when its reader gave up', async () => {
  await chain(AWKWARD);
  const db = database.as('oqr_worker', 1);
  const giveUp = () => {
    throw new Error('enough');
  };
  await expect(db.transaction((tx) => eachLink(tx, { afterSeq: 0, limit: 6 }, giveUp))).rejects.toThrow(
    'enough',
  );
  expect(await row(db, 'select 1 as one')).toEqual({ one: 1 });
});
