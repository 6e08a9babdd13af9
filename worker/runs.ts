import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { orderIdOf, workflowIdOf } from '../workflows/contract.js';

const AT_ONCE = 20;

/** Of these orders, the ones without an open lifecycle run, asked of Temporal one by one. */
export async function withoutRun(client: Client, orderIds: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (let start = 0; start < orderIds.length; start += AT_ONCE) {
    const some = orderIds.slice(start, start + AT_ONCE);
    const open = await Promise.all(some.map((orderId) => isOpen(client, orderId)));
    missing.push(...some.filter((_, index) => !open[index]));
  }
  return missing;
}

async function isOpen(client: Client, orderId: string): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(workflowIdOf(orderId)).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** Ids of all orders with an open lifecycle run, from Temporal's visibility, which may lag by a moment. */
export async function openRunIds(client: Client): Promise<Set<string>> {
  const open = new Set<string>();
  for await (const run of client.workflow.list({
    query: `WorkflowType = 'order' AND ExecutionStatus = 'Running'`,
  })) {
    open.add(orderIdOf(run.workflowId));
  }
  return open;
}
