import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Knex } from 'knex';
import type { Drill } from '../../activities/house.js';
import { type Deeds, deedsOf, type House } from '../../activities/index.js';
import { type OrderRow, orderById } from '../../db/orders.js';
import { dataConverterOf } from '../../platform/codec/data-converter.js';
import { payloadKeys } from '../../platform/keys/secrets.js';
import { startLifecycle } from '../../worker/lifecycle.js';
import { runRelay } from '../../worker/relay.js';
import { withoutRun } from '../../worker/runs.js';
import type { TestDatabase } from './database.js';
import { houseOf } from './house.js';

/** Relay and lifecycle worker on the real Temporal server, with a task queue of their own. */
export interface RunningLifecycle {
  db: Knex;
  client: Client;
  house: House;
  deeds: Deeds;
  taskQueue: string;
  stop(): Promise<void>;
}

interface Wrapped {
  wrap?: (deeds: Deeds) => Deeds;
  /** Runs after each step, in its transaction. */
  within?: Drill['within'];
}

let installed = false;

export async function startTestLifecycle(
  database: TestDatabase,
  { wrap = (deeds) => deeds, within = () => undefined }: Wrapped = {},
): Promise<RunningLifecycle> {
  const address = process.env.OQR_TEST_TEMPORAL;
  if (!address) throw new Error('the engines are not running');
  if (!installed) {
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
    });
    installed = true;
  }
  const taskQueue = `test-${randomBytes(4).toString('hex')}`;
  const namespace = 'order-qr';
  const dataConverter = dataConverterOf(payloadKeys(database.ring));
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace, dataConverter });
  const house: House = {
    ...houseOf(database),
    withoutRun: (ids) => withoutRun(client, ids),
    drill: { within, after: () => undefined },
  };
  const deeds = wrap(deedsOf(house));
  const worker = await startLifecycle({
    address,
    namespace,
    taskQueue,
    dataConverter,
    deeds,
  });
  const stopping = new AbortController();
  const relay = runRelay({ db: house.db, client, taskQueue, log: house.log }, stopping.signal);
  return {
    db: house.db,
    client,
    house,
    deeds,
    taskQueue,
    stop: async () => {
      stopping.abort();
      await relay;
      await worker.stop();
      await connection.close();
    },
  };
}

/** Waits until an order is as wanted; fails with what it is when it never gets there. */
export async function until(
  db: Knex,
  orderId: string,
  wanted: (row: OrderRow) => boolean,
  withinMs = 20_000,
): Promise<OrderRow> {
  const endMs = Date.now() + withinMs;
  for (;;) {
    const row = await orderById(db, orderId);
    if (row && wanted(row)) return row;
    if (Date.now() > endMs)
      throw new Error(`still ${row?.state}, fact ${row?.appliedFact} of ${row?.factCount}`);
    await sleep(50);
  }
}
