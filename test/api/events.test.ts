import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildApp } from '../../api/app.js';
import { type Listening, listen } from '../../api/listen.js';
import { enterTestOrder, paid, recordFact, shipped } from '../support/orders.js';
import { type ApiHouse, openHouse } from './house.js';

/** Two API processes on one database: each has its own pool, and its own connection that listens. */
let house: ApiHouse;
let second: Listening;
beforeAll(async () => {
  house = await openHouse();
  const db = house.database.as('oqr_api', 4);
  second = await listen(buildApp({ ...house.deps, db }), { bind: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await second.stop(2_000);
  await house.close();
});

interface Event {
  id: string;
  event: string;
  data: { areas?: string[]; order?: string };
}
interface Line {
  status: number;
  /** The next event of this name that fits. */
  next(event: string, fits?: (one: Event) => boolean): Promise<Event>;
  ended: Promise<void>;
  hangUp(): void;
}

async function ring(
  url: string,
  person: string,
  { search = '', headers = {} }: { search?: string; headers?: Record<string, string> } = {},
): Promise<Line> {
  const stop = new AbortController();
  const response = await fetch(`${url}/events${search}`, {
    headers: { authorization: `Bearer ${house.tokenOf(person)}`, ...headers },
    signal: stop.signal,
  });
  const heard: Event[] = [];
  const read = async () => {
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const [, id = '', event = '', data = '{}'] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(part) ?? [];
        if (event !== '') heard.push({ id, event, data: JSON.parse(data) });
      }
    }
  };
  const ended = read().catch(() => undefined);
  const next: Line['next'] = async (event, fits = () => true) => {
    for (;;) {
      const at = heard.findIndex((one) => one.event === event && fits(one));
      if (at >= 0) return heard.splice(0, at + 1).at(-1) as Event;
      await sleep(10);
    }
  };
  return { status: response.status, next, ended, hangUp: () => stop.abort() };
}

const touches = (area: string) => (one: Event) => one.data.areas?.includes(area) === true;

describe('events', () => {
  test('of what one process commits are heard at the other, and nothing personal is in them', async () => {
    const line = await ring(second.url, 'manager');
    await line.next('beat');
    await house.as('desk').post('/orders/none/watch', { on: true });
    const { id } = await enterTestOrder(house.database);
    const { event, data } = await line.next('changed', touches('orders'));
    expect([event, Object.keys(data)]).toEqual(['changed', ['areas']]);
    expect(JSON.stringify(data)).not.toContain(id);
    line.hangUp();
  });

  test('name an order only to who asked for it', async () => {
    const { id, orderNo } = await enterTestOrder(house.database);
    const other = await enterTestOrder(house.database);
    const line = await ring(house.url, 'desk', { search: `?order=${orderNo}` });
    await line.next('beat');
    // The entry of the order may still be on its way: it is told once, so the next change is another order's.
    let named: string | undefined = id;
    for (let change = 0; change < 3 && named !== undefined; change++) {
      await recordFact(house.db, other.id, paid(12_000));
      named = (await line.next('changed', touches('orders'))).data.order;
    }
    expect(named).toBeUndefined();
    await recordFact(house.db, id, paid(12_000));
    await line.next('changed', (one) => one.data.order === id);
    line.hangUp();
  });

  test('go on from the last one that was seen', async () => {
    const line = await ring(house.url, 'reviewer');
    const { id: seen } = await line.next('beat');
    line.hangUp();
    const order = await enterTestOrder(house.database, {
      lines: [{ lineNo: 1, kind: 'goods', sku: 'A', name: '机床', quantity: 1, amountMinor: 2_000_000 }],
    });
    await house.settle(order.id);
    await recordFact(house.db, order.id, paid(2_000_000));
    await recordFact(house.db, order.id, shipped());
    await house.settle(order.id);
    const again = await ring(second.url, 'reviewer', { headers: { 'last-event-id': seen } });
    const { id } = await again.next('changed', touches('reviews'));
    expect(id).not.toBe(seen);
    again.hangUp();
  });

  test('of areas that somebody may not read stay untold', async () => {
    const [desk, reviewer] = [await ring(house.url, 'desk'), await ring(house.url, 'reviewer')];
    await Promise.all([desk.next('beat'), reviewer.next('beat')]);
    const { id } = await enterTestOrder(house.database);
    await house.settle(id);
    await recordFact(house.db, id, paid(12_000));
    await recordFact(house.db, id, shipped());
    await house.settle(id);
    await reviewer.next('changed', touches('reviews'));
    expect((await desk.next('changed')).data.areas).toEqual(['orders']);
    for (const line of [desk, reviewer]) line.hangUp();
  });

  test('are refused to strangers, for unknown orders, and beyond six at a time', async () => {
    expect((await fetch(`${house.url}/events`)).status).toBe(401);
    expect((await ring(house.url, 'desk', { search: '?order=none' })).status).toBe(404);
    const lines = await Promise.all(Array.from({ length: 6 }, () => ring(house.url, 'finance')));
    expect(lines.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect((await ring(house.url, 'finance')).status).toBe(429);
    for (const line of lines) line.hangUp();
    const free = async (): Promise<Line> => {
      const line = await ring(house.url, 'finance');
      return line.status === 200 ? line : free();
    };
    (await free()).hangUp();
  });

  test('go on after the database cut the connection that listens', async () => {
    const line = await ring(second.url, 'manager');
    await line.next('beat');
    await house.database.admin.raw(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'`,
    );
    await enterTestOrder(house.database);
    await line.next('changed', touches('orders'));
    line.hangUp();
  });

  test('end when the process stops', async () => {
    const db = house.database.as('oqr_api', 4);
    const third = await listen(buildApp({ ...house.deps, db }), { bind: '127.0.0.1', port: 0 });
    const line = await ring(third.url, 'sales');
    await line.next('beat');
    await Promise.all([third.stop(60_000), line.ended]);
    await db.destroy();
  });
});
