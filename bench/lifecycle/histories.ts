import type { Client } from '@temporalio/client';

/** What one workflow left in Temporal. */
export interface HistoryCount {
  events: number;
  workflowTasks: number;
  signals: number;
  /** Local activities in each workflow task. */
  deedsIn: number[];
}

export async function countHistory(client: Client, workflowId: string): Promise<HistoryCount> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const counted: HistoryCount = { events: events?.length ?? 0, workflowTasks: 0, signals: 0, deedsIn: [] };
  for (const event of events ?? []) {
    if (event.workflowTaskCompletedEventAttributes) counted.deedsIn.push(0);
    if (event.workflowExecutionSignaledEventAttributes) counted.signals += 1;
    if (event.markerRecordedEventAttributes) {
      const last = counted.deedsIn.pop() ?? 0;
      counted.deedsIn.push(last + 1);
    }
  }
  counted.workflowTasks = counted.deedsIn.length;
  return counted;
}
