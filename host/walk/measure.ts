import type { Client } from '@temporalio/client';
import type { Knex } from 'knex';
import { rows } from '../../db/sql.js';
import { orderIdOf } from '../../workflows/contract.js';

export interface Spread {
  p50: number;
  max: number;
}

/** History events and workflow tasks per order, summed over its runs, of the orders written off without review. */
export async function measureHistories(
  client: Client,
  db: Knex,
): Promise<{ events: Spread; workflowTasks: Spread }> {
  const plain = await rows<{ orderId: string }>(
    db,
    'select order_id as "orderId" from write_offs where review_id is null',
  );
  const wanted = new Set(plain.map(({ orderId }) => orderId));
  const events = new Map<string, number>();
  const tasks = new Map<string, number>();
  for await (const run of client.workflow.list({ query: `WorkflowType = 'order'` })) {
    const orderId = orderIdOf(run.workflowId);
    if (!wanted.has(orderId)) continue;
    const { events: history } = await client.workflow.getHandle(run.workflowId, run.runId).fetchHistory();
    const completed = history?.filter((event) => event.workflowTaskCompletedEventAttributes).length ?? 0;
    events.set(orderId, (events.get(orderId) ?? 0) + (history?.length ?? 0));
    tasks.set(orderId, (tasks.get(orderId) ?? 0) + completed);
  }
  return { events: spread([...events.values()]), workflowTasks: spread([...tasks.values()]) };
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { p50: sorted[Math.floor(sorted.length / 2)] ?? 0, max: sorted.at(-1) ?? 0 };
}
