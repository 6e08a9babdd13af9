import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rows } from '../../db/sql.js';
import { type ApiHouse, openHouse } from './house.js';
import { issuedOrder } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

interface Scanner {
  person: string | undefined;
  purpose: 'look' | 'confirm' | 'till';
}

const SCANS: readonly Scanner[] = [
  { person: 'service', purpose: 'confirm' },
  { person: undefined, purpose: 'confirm' },
  { person: 'sales', purpose: 'look' },
  { person: 'logistics', purpose: 'till' },
  { person: undefined, purpose: 'look' },
  { person: 'finance', purpose: 'till' },
];

/** What a scan of an order of its own answers and leaves behind, without ids and times. */
async function scanned(scanner: Scanner): Promise<() => Promise<{ answer: unknown; left: unknown }>> {
  const { orderId, orderNo } = await issuedOrder(house);
  const { text } = (await house.as('desk').get(`/orders/${orderNo}/code`)).body;
  const { person, purpose } = scanner;
  return async () => {
    const { post } = person ? house.as(person) : house.stranger;
    const { body } = await post('/scans', { token: text, purpose });
    const left = [
      await rows(house.db, FACTS, { orderId }),
      await rows(house.db, WAKES, { orderId }),
      await rows(house.db, LOGGED, { orderId }),
      await rows(house.db, SEEN, { orderId }),
    ];
    return JSON.parse(
      JSON.stringify({ answer: body, left })
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
        .replaceAll(orderNo, 'NO')
        .replaceAll(/"(at|dueAt|orderedAt|issuedAt|expiresAt)":"[^"]*"/g, '"at":""'),
    );
  };
}

const FACTS = `select number, type, family, actor_kind, actor_id, department, source, detail,
  external_id is not null as stated from facts where order_id = :orderId order by number`;
const WAKES = 'select fact_number, signal, lane from outbox where order_id = :orderId order by id';
const LOGGED = `select actor_kind, actor_id, department, action, fact_number, detail from log_entries
  where order_id = :orderId order by id`;
const SEEN = `select person_id, order_id, issue_no, verdict, purpose from scan_sightings where order_id = :orderId`;

test('scans at the same time answer and leave what each does alone', async () => {
  const alone = [];
  for (const scanner of SCANS) alone.push(await (await scanned(scanner))());
  const asked: string[] = [];
  const deeds = await Promise.all(SCANS.map(scanned));
  house.db.on('query', ({ sql }: { sql: string }) => asked.push(sql));
  const together = await Promise.all(deeds.map((deed) => deed()));
  house.db.removeAllListeners('query');
  expect(together).toEqual(alone);
  // Else nothing was compared: they met in few transactions, and in statements for many.
  expect(asked.filter((sql) => /^begin/i.test(sql)).length).toBeLessThan(SCANS.length);
  expect(asked.some((sql) => sql.includes('insert into facts') && sql.includes('unnest'))).toBe(true);
});
