import type { Client } from '@temporalio/client';
import { ORDER_WORKFLOW, orderIdOf } from '../../workflows/contract.js';

/** Ids of the orders that have an open lifecycle run on this task queue. */
export async function openRunIds(client: Client, taskQueue: string): Promise<Set<string>> {
  const query = `WorkflowType = '${ORDER_WORKFLOW}' AND ExecutionStatus = 'Running' AND TaskQueue = '${taskQueue}'`;
  const ids = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query, pageSize: 1_000 }))
    ids.add(orderIdOf(workflowId));
  return ids;
}
