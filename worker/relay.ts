import type { Client } from '@temporalio/client';
import type { Knex } from 'knex';
import { keep, putBack, sent, takeDue, type Wake } from '../db/outbox.js';
import { batchSent, unsentBatches } from '../db/retry-batches.js';
import type { Logger } from '../platform/log.js';
import {
  BATCH_SIGNAL,
  batchWorkflowIdOf,
  ORDER_WORKFLOW,
  RETRY_WORKFLOW,
  workflowIdOf,
} from '../workflows/contract.js';
import { every } from './every.js';

export interface RelayOptions {
  db: Knex;
  client: Client;
  taskQueue: string;
  log: Logger;
}

/** Orders whose signal may be on its way to Temporal at a time. */
const IN_THE_AIR = 100;
const BULK_IN_FLIGHT = 100;
const ROUND_MS = 50;
/**
 * What comes while signals are on their way gathers for the next, until all are answered or so many rounds are over: orders
 * that are woken together go in step.
 */
const PATIENCE_ROUNDS = 10;
/** What a relay that dies has on the way is due again after this. */
const LEASE_SECONDS = 3;
const KEEP_EVERY_MS = 1_000;
/** A signal that is not answered by then was lost with its connection. */
const ANSWER_WITHIN_MS = 10_000;
const AGAIN_AFTER_SECONDS = 1;
const UNSETTLED_AFTER_SECONDS = 15;
const BATCHES = 100;
const BATCHES_EVERY_MS = 500;
const OUTAGE_PAUSE_MS = 1_000;
/** Temporal serves lower numbers first; matters only under backlog. */
const PRIORITY = { live: 3, bulk: 5 } as const;

/** Moves the outbox to Temporal until it is told to stop; then waits for what is on its way. */
export async function runRelay(options: RelayOptions, stop: AbortSignal): Promise<void> {
  const relay = openRelay(options);
  const failed = (err: unknown) => options.log.warn({ err }, 'relay: an engine is away, nothing is lost');
  const outage = { failed, restMs: OUTAGE_PAUSE_MS };
  await Promise.all([
    every(ROUND_MS, stop, relay.round, outage),
    every(KEEP_EVERY_MS, stop, relay.keep, outage),
    every(BATCHES_EVERY_MS, stop, () => relayBatches(options), outage),
  ]);
  await relay.land().catch(failed);
}

export interface Relay {
  /** Writes down what has been answered, and sends what is due, as far as there is room. Fails when Temporal took none. */
  round(): Promise<void>;
  /** What is on its way stays this relay's. */
  keep(): Promise<void>;
  /** Waits for what is on its way and writes it down. */
  land(): Promise<void>;
}

/**
 * One signal-with-start an order, and only numbers travel. A row is borrowed while its signal is on the way, and nothing is
 * locked: a turn that needs no wake-up any more deletes it meanwhile. A relay that dies leaves rows that are due again soon;
 * a signal that comes twice changes nothing.
 */
export function openRelay({ db, client, taskQueue, log }: RelayOptions): Relay {
  const onTheWay = new Map<Group, Promise<void>>();
  let waited = 0;
  let answered: Answered = { sent: [], failed: [], failures: [] };
  const send = async (group: Group): Promise<void> => {
    try {
      await signal(client, taskQueue, group.newest);
      answered.sent.push(...group.ids);
    } catch (error) {
      answered.failed.push(...group.ids);
      answered.failures.push(error);
    }
    onTheWay.delete(group);
  };
  const writeDown = async (): Promise<void> => {
    const { sent: gone, failed, failures } = answered;
    answered = { sent: [], failed: [], failures: [] };
    if (gone.length > 0) await sent(db, gone, UNSETTLED_AFTER_SECONDS);
    if (failed.length > 0) await putBack(db, failed, AGAIN_AFTER_SECONDS);
    if (failures.length === 0) return;
    const error = new Error(`${failures.length} signals were not taken`, { cause: failures[0] });
    if (gone.length === 0) throw error;
    log.warn({ err: error }, 'relay: some signals were not taken, they are sent again');
  };
  return {
    round: async () => {
      waited = onTheWay.size === 0 ? PATIENCE_ROUNDS : waited + 1;
      const room = waited < PATIENCE_ROUNDS ? 0 : IN_THE_AIR - onTheWay.size;
      const due = room > 0 ? await takeDue(db, room, BULK_IN_FLIGHT, LEASE_SECONDS) : [];
      if (due.length > 0) waited = 0;
      for (const group of groupsOf(due)) onTheWay.set(group, send(group));
      await writeDown();
    },
    keep: async () => {
      const ids = [...onTheWay.keys()].flatMap((group) => group.ids);
      if (ids.length > 0) await keep(db, ids, LEASE_SECONDS);
    },
    land: async () => {
      await Promise.all(onTheWay.values());
      await writeDown();
    },
  };
}

interface Answered {
  sent: number[];
  failed: number[];
  failures: unknown[];
}

/** The wake-ups of one order: one signal says it all. */
interface Group {
  newest: Wake;
  ids: number[];
}

/** Tells the workflows of retry batches what people want of them; the first wish starts the workflow. */
async function relayBatches({ db, client, taskQueue }: RelayOptions): Promise<void> {
  for (const batch of await unsentBatches(db, BATCHES)) {
    await tell(client, RETRY_WORKFLOW, {
      workflowId: batchWorkflowIdOf(batch.id),
      taskQueue,
      args: [batch.id],
      signal: BATCH_SIGNAL,
      signalArgs: [batch.revision],
    });
    await batchSent(db, batch);
  }
}

const signal = (client: Client, taskQueue: string, wake: Wake): Promise<void> =>
  tell(client, ORDER_WORKFLOW, {
    workflowId: workflowIdOf(wake.orderId),
    taskQueue,
    args: [wake.orderId],
    signal: wake.signal,
    signalArgs: [wake.factNumber],
    priority: { priorityKey: PRIORITY[wake.lane] },
  });

interface Told {
  workflowId: string;
  taskQueue: string;
  args: [id: string];
  signal: string;
  signalArgs: [number];
  priority?: { priorityKey: number };
}

/** Signals a workflow, which begins with that unless it is under way. */
async function tell(client: Client, workflow: string, told: Told): Promise<void> {
  await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
    client.workflow.signalWithStart(workflow, {
      ...told,
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    }),
  );
}

function groupsOf(wakes: readonly Wake[]): Group[] {
  const groups = new Map<string, Group>();
  for (const wake of wakes) {
    const known = groups.get(wake.orderId);
    if (!known) groups.set(wake.orderId, { newest: wake, ids: [wake.id] });
    else {
      known.ids.push(wake.id);
      if (known.newest.factNumber < wake.factNumber) known.newest = wake;
    }
  }
  return [...groups.values()];
}
