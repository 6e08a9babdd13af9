import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { rows } from '../../db/sql.js';
import type { Stack } from '../../host/stack.js';
import { openWire, postAs, type Wire } from '../wire.js';

/** Lets orders live from their entry to the archive, as departments would: over HTTP, each fact when its time has come. */
export interface Orders {
  /** Answers with the order's id when its code is issued and it waits for money. */
  issue(orderNo: string): Promise<string>;
  /** Answers with the order's id when it is written off and archived. */
  live(orderNo: string): Promise<string>;
  stop(): Promise<void>;
}

/** Well below the seconds that an order takes, and seldom enough to cost it nothing. */
const LOOK_MS = 100;
const AMOUNT_MINOR = 12_000;

export function openOrders(stack: Stack, admin: Knex): Orders {
  const [desk, finance, logistics] = [
    doorOf(stack, 'desk'),
    doorOf(stack, 'finance'),
    doorOf(stack, 'logistics'),
  ];
  const { settled, stop } = watch(admin);
  const issue = async (orderNo: string): Promise<string> => {
    const { orderId } = (await desk.post('/orders', bodyOf(orderNo))) as { orderId: string };
    await settled(orderId);
    return orderId;
  };
  const live = async (orderNo: string): Promise<string> => {
    const orderId = await issue(orderNo);
    const paid = { type: 'payment_received', amountMinor: AMOUNT_MINOR, currency: 'CNY' };
    await finance.post(`/orders/${orderNo}/facts`, paid);
    await settled(orderId);
    await logistics.post(`/orders/${orderNo}/facts`, { type: 'shipped' });
    await settled(orderId);
    return orderId;
  };
  const stopAll = async () => {
    await stop();
    for (const door of [desk, finance, logistics]) door.close();
  };
  return { issue, live, stop: stopAll };
}

const bodyOf = (orderNo: string) => ({
  ...{ orderNo, orderedAt: '2026-11-20T08:00:00+08:00', settlement: 'prepaid', currency: 'CNY' },
  customer: { ref: `C-${orderNo}`, name: '张三' },
  lines: [{ kind: 'goods', sku: 'TEA-1', name: '龙井茶', quantity: 2, amountMinor: AMOUNT_MINOR }],
  submit: true,
});

/** Somebody who posts over connections that do as little as a client can, one for each request under way. */
function doorOf(stack: Stack, person: string) {
  const port = Number(new URL(stack.apiUrl).port);
  const token = stack.tokenOf(person);
  const free: Wire[] = [];
  const open = new Set<Wire>();
  const post = async (path: string, body: object): Promise<unknown> => {
    let wire = free.pop();
    while (wire?.isClosed()) wire = free.pop();
    if (!wire) {
      wire = await openWire(port);
      open.add(wire);
    }
    const answer = await postAs(wire, token, path, body);
    if (answer.status !== 201) throw new Error(`POST ${path} was answered ${answer.status}: ${answer.body}`);
    free.push(wire);
    return JSON.parse(answer.body);
  };
  const close = () => {
    for (const wire of open) wire.close();
  };
  return { post, close };
}

/** Tells when the lifecycle of an order has acted on all that it heard; one select for all that are waited for. */
function watch(admin: Knex) {
  const waiting = new Map<string, { resolve: () => void; reject: (error: unknown) => void }>();
  let stopped = false;
  const look = async () => {
    const found = waiting.size > 0 ? await atRest(admin, [...waiting.keys()]) : [];
    for (const id of found) {
      waiting.get(id)?.resolve();
      waiting.delete(id);
    }
  };
  const failed = (error: unknown) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const looking = (async () => {
    for (; !stopped; await sleep(LOOK_MS)) await look().catch(failed);
  })();
  return {
    settled: (orderId: string) =>
      new Promise<void>((resolve, reject) => waiting.set(orderId, { resolve, reject })),
    stop: async () => {
      stopped = true;
      await looking;
    },
  };
}

async function atRest(admin: Knex, ids: readonly string[]): Promise<string[]> {
  const found = await rows<{ id: string }>(
    admin,
    `select asked.id from unnest(:ids::uuid[]) as asked (id)
     where not exists (select from outbox o where o.order_id = asked.id)`,
    { ids },
  );
  return found.map(({ id }) => id);
}
