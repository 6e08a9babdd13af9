import type { DataConverter } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Deeds } from '../activities/index.js';
import { workflowBundle } from './bundle.js';
import { safeFailures } from './failures.js';

export interface LifecycleOptions {
  address: string;
  namespace: string;
  taskQueue: string;
  dataConverter: DataConverter;
  deeds: Deeds;
}

const SLOTS = 40;
/** How much one worker process takes on at the same time. */
export const CAPACITY = {
  maxConcurrentWorkflowTaskExecutions: SLOTS,
  maxConcurrentLocalActivityExecutions: SLOTS,
  maxConcurrentActivityTaskExecutions: SLOTS,
  maxCachedWorkflows: 1_000,
  workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: 8 },
  activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 4 },
} as const;
const GRACE = '5s';
const FORCE = '10s';

/** Runs order lifecycles and their deeds until it is told to stop. */
export async function startLifecycle(
  options: LifecycleOptions,
): Promise<{ done: Promise<void>; stop(): Promise<void> }> {
  const connection = await NativeConnection.connect({
    address: options.address,
    grpcCompression: { codec: 'none' },
  });
  const worker = await Worker.create({
    connection,
    namespace: options.namespace,
    taskQueue: options.taskQueue,
    workflowBundle: await workflowBundle(),
    activities: options.deeds,
    dataConverter: options.dataConverter,
    interceptors: { activity: [() => ({ inbound: safeFailures() })] },
    ...CAPACITY,
    shutdownGraceTime: GRACE,
    shutdownForceTime: FORCE,
  });
  const done = worker.run().finally(() => connection.close());
  return {
    done,
    stop: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await done;
    },
  };
}
