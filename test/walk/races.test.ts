import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiHouse, type Client, openHouse } from '../api/house.js';
import { type RunningLifecycle, startTestLifecycle, until } from '../support/lifecycle.js';
import { enterTestOrder, paid, recordFact } from '../support/orders.js';

const CLIENTS = 50;
/** `npm run race` takes as many as wanted. */
const ORDERS = 20;
const AT_ONCE = 2;

let house: ApiHouse;
let running: RunningLifecycle;

beforeAll(async () => {
  house = await openHouse();
  running = await startTestLifecycle(house.database);
});
afterAll(async () => {
  await running.stop();
  await house.close();
});

/** A paid order that only its shipment keeps from the write-off. */
async function nearlyDone(): Promise<{ id: string; orderNo: string }> {
  const order = await enterTestOrder(house.database, {}, house.db);
  await recordFact(house.db, order.id, paid(12_000));
  return order;
}

/** A house with more to do than it can answers 503; the client comes again with its key, and counts once. */
async function shipUntilTaken(client: Client, orderNo: string, key: string): Promise<number> {
  for (;;) {
    const { status } = await client.post(`/orders/${orderNo}/facts`, { type: 'shipped' }, { key });
    if (status !== 503) return status;
  }
}

describe(`${CLIENTS} HTTP clients that post the completing fact, each with a key of its own`, () => {
  test(`write each of ${ORDERS} orders off exactly once`, async () => {
    const orders = await Promise.all(Array.from({ length: ORDERS }, nearlyDone));
    const clients = Array.from({ length: CLIENTS }, () => house.as('logistics'));
    for (let start = 0; start < ORDERS; start += AT_ONCE) {
      const some = orders.slice(start, start + AT_ONCE);
      const posts = some.flatMap(({ orderNo }) =>
        clients.map((client, rival) => shipUntilTaken(client, orderNo, `${orderNo}-${rival}`)),
      );
      for (const status of await Promise.all(posts)) expect(status).toBe(201);
    }
    for (const { id } of orders) await until(house.db, id, (row) => row.state === 'archived', 60_000);
    const { rows } = await house.database.admin.raw(
      `select (select count(*)::int from write_offs) as once, (select count(*)::int from facts where type = 'written_off') as facts,
         (select count(*)::int from facts where type = 'shipped') as posted`,
    );
    expect(rows[0]).toEqual({ once: ORDERS, facts: ORDERS, posted: ORDERS * CLIENTS });
  }, 600_000);

  test('record one fact, and give one answer, when they share a key', async () => {
    const { orderNo } = await nearlyDone();
    const client = house.as('logistics');
    const answers = await Promise.all(
      Array.from({ length: CLIENTS }, () =>
        client.post(`/orders/${orderNo}/facts`, { type: 'shipped' }, { key: 'the-same' }),
      ),
    );
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1);
  });

  test('with Prefer: wait sees the end of what its fact set off', async () => {
    const { orderNo } = await nearlyDone();
    const options = { headers: { prefer: 'wait=20' } };
    const { body } = await house
      .as('logistics')
      .post(`/orders/${orderNo}/facts`, { type: 'shipped' }, options);
    expect(body).toMatchObject({ state: 'archived', applied: true });
  });
});
