import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { startBeside } from '../beside.js';
import { type Passed, POKE, REFERENCE_QUEUE, REFERENCE_WORKFLOW } from './reference-contract.js';

/** The references' worker in a process of its own, and the client that feeds it. */
export interface References {
  pid: number;
  /** Runs one workflow to its end; each signal follows when it has done all that the one before asked for. */
  live(deedsAfter: readonly number[], prefix: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startReferences(
  client: Client,
  where: { address: string; namespace: string; keyDir: string },
): Promise<References> {
  const { address, namespace, keyDir } = where;
  const worker = new URL('reference-worker.ts', import.meta.url);
  const child = await startBeside(worker, [address, namespace, keyDir]);
  const waiting = new Map<string, () => void>();
  child.on('message', ({ workflowId, signal }: Passed) => waiting.get(`${workflowId}/${signal}`)?.());
  const passed = (workflowId: string, signal: number) =>
    new Promise<void>((resolve) => {
      const key = `${workflowId}/${signal}`;
      waiting.set(key, () => {
        waiting.delete(key);
        resolve();
      });
    });
  return {
    pid: child.pid ?? 0,
    live: async (deedsAfter, prefix) => {
      const workflowId = `${prefix}/${randomUUID()}`;
      for (const signal of deedsAfter.keys()) {
        const done = passed(workflowId, signal);
        await client.workflow.signalWithStart(REFERENCE_WORKFLOW, {
          ...{ workflowId, taskQueue: REFERENCE_QUEUE, args: [deedsAfter], signal: POKE, signalArgs: [] },
          workflowIdConflictPolicy: 'USE_EXISTING',
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        });
        await done;
      }
      return workflowId;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await new Promise((ended) => child.once('exit', ended));
    },
  };
}
