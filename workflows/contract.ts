/** The names that clients of the workflows use; the workflows themselves are loaded by Temporal alone. */

export const ORDER_WORKFLOW = 'order';
export const SWEEP_WORKFLOW = 'sweeping';
export const RETRY_WORKFLOW = 'retrying';
export const BATCH_SIGNAL = 'batchChanged';
export const SIGNALS = { factsRecorded: 'factsRecorded', reviewDecided: 'reviewDecided' } as const;

/** One lifecycle run per order; the id is opaque. */
export const workflowIdOf = (orderId: string): string => `order/${orderId}`;
export const batchWorkflowIdOf = (batchId: string): string => `retry-batch/${batchId}`;
export const orderIdOf = (workflowId: string): string => workflowId.slice('order/'.length);
