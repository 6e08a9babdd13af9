import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { type Db, rows } from '../../db/sql.js';
import { readDeliveryIndex } from '../../platform/catchers/delivery-index.js';
import { demoPassword, demoToken } from '../../platform/keys/demo-token.js';
import type { KeyRing } from '../../platform/keys/ring.js';
import { orderIdOf } from '../../workflows/contract.js';
import { DEMO_PEOPLE } from '../install.js';
import { verifyHouse } from '../verify/index.js';
import { PERSONAL } from './people.js';
import type { LandedFact, LandedOrder, LandedTrade, World } from './world.js';

export interface Places {
  db: Db;
  ring: KeyRing;
  client: Client;
  dataDir: string;
  /** What the simulated providers hold. */
  trades: readonly LandedTrade[];
}

/** Everything that landed: in the record, in Temporal, in the outside world, in the logs. */
export async function readWorld({ db, ring, client, dataDir, trades }: Places): Promise<World> {
  const runs = await openRuns(client);
  const violations = await verifyHouse({
    ...{ db, ring, settledWithinSeconds: 0 },
    openRunIds: async () => new Set((await openRuns(client)).keys()),
  });
  return {
    orders: await landedOrders(db, runs),
    trades,
    arrivals: arrivalsIn(join(dataDir, 'catchers')),
    leaks: leaksIn([join(dataDir, 'logs'), join(dataDir, 'engines', 'logs')], ring),
    violations: violations.map(({ invariant, line }) => `${invariant}: ${line}`),
  };
}

/** What still moves by itself, or waits for the technician, in words; money that was paid too. */
export async function leftOver(db: Db, trades: readonly LandedTrade[]): Promise<string[]> {
  const paid = trades.filter(({ state }) => state === 'paid').map(({ outTradeNo }) => outTradeNo);
  const [found] = await rows<Record<string, number>>(
    db,
    `select (select count(*)::int from outbox) as "wake-ups",
       (select count(*)::int from orders where state in ('requested', 'verifying', 'written_off')) as steps,
       (select count(*)::int from messages where status in ('queued', 'sending')) as messages,
       (select count(*)::int from cases c join orders o on o.id = c.order_id
        where c.kind = 'technical' and c.status in ('open', 'retrying') and o.state <> 'voided') as cases,
       (select count(*)::int from payments
        where state in ('created', 'pending') and out_trade_no = any (:paid::text[])) as payments,
       (select count(*)::int from refunds where state = 'asked') as refunds`,
    { paid },
  );
  return Object.entries(found ?? {})
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`);
}

async function openRuns(client: Client): Promise<Map<string, number>> {
  const runs = new Map<string, number>();
  const query = `WorkflowType = 'order' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of client.workflow.list({ query }))
    runs.set(orderIdOf(workflowId), (runs.get(orderIdOf(workflowId)) ?? 0) + 1);
  return runs;
}

type Row = Omit<LandedOrder, 'facts' | 'runs'>;

async function landedOrders(db: Db, runs: ReadonlyMap<string, number>): Promise<LandedOrder[]> {
  const orders = await rows<Row>(
    db,
    `select o.id, o.order_no as "orderNo", o.state, o.fact_count as "factCount", o.amount_minor as "amountMinor",
       (select count(*)::int from write_offs where order_id = o.id) as "writeOffs",
       (select count(*)::int from outbox where order_id = o.id) as "wakeUps",
       (select count(*)::int from cases where order_id = o.id and blocking and status in ('open', 'given_up')) as "blockingCases",
       (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'channel', channel, 'status', status)), '[]')
        from messages where order_id = o.id) as messages,
       (select coalesce(jsonb_agg(jsonb_build_object('outTradeNo', out_trade_no, 'state', state)), '[]')
        from payments where order_id = o.id) as payments,
       (select coalesce(jsonb_agg(
          jsonb_build_object('outRefundNo', out_refund_no, 'amountMinor', amount_minor, 'state', state)), '[]')
        from refunds where order_id = o.id) as refunds
     from orders o order by o.created_at`,
  );
  const facts = await rows<LandedFact & { orderId: string }>(
    db,
    `select order_id as "orderId", number, type, source, external_id as "externalId", actor_id as "actorId", detail
     from facts order by order_id, number`,
  );
  const perOrder = new Map<string, LandedFact[]>(orders.map(({ id }) => [id, []]));
  for (const { orderId, ...fact } of facts) perOrder.get(orderId)?.push(fact);
  return orders.map((order) => ({
    ...order,
    facts: perOrder.get(order.id) ?? [],
    runs: runs.get(order.id) ?? 0,
  }));
}

/** The catchers' index holds every arrival; a repeated SMS stands there too. */
function arrivalsIn(dir: string): Map<string, number> {
  const arrivals = new Map<string, number>();
  for (const { id } of readDeliveryIndex(dir)) if (id) arrivals.set(id, (arrivals.get(id) ?? 0) + 1);
  return arrivals;
}

/** Files that hold what no log may: the load's people and everybody's tokens and passwords. */
function leaksIn(dirs: readonly string[], ring: KeyRing): string[] {
  const secrets = DEMO_PEOPLE.flatMap(({ id }) => [demoToken(ring, id), demoPassword(ring, id)]);
  const canaries = { 'personal data': Object.values(PERSONAL), 'a token or password': secrets };
  return dirs.flatMap((dir) =>
    readdirSync(dir).flatMap((name) => {
      const text = readFileSync(join(dir, name), 'utf8');
      return Object.entries(canaries)
        .filter(([, words]) => words.some((word) => text.includes(word)))
        .map(([what]) => `${name} holds ${what}`);
    }),
  );
}
