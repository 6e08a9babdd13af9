import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { Knex } from 'knex';
import { type Stack, startStack } from '../../host/stack.js';
import { dataConverterOf } from '../../platform/codec/data-converter.js';
import { freePort } from '../../platform/engines/ports.js';
import { payloadKeys } from '../../platform/keys/secrets.js';
import { openDatabase } from '../../platform/postgres.js';
import { endEach, endedOnce } from '../../platform/stopping.js';
import { type References, startReferences } from './references.js';

const NAMESPACE = 'order-qr';

/** The product as `npm start` runs it, and the references' worker beside it, on the same engines. */
export interface LifecycleStage {
  stack: Stack;
  admin: Knex;
  client: Client;
  references: References;
  /** Everything that works while an arm runs. */
  pids: Record<ProcessName, number>;
  close(): Promise<void>;
}

export type ProcessName = 'api' | 'worker' | 'postgres' | 'temporal' | 'redis' | 'references' | 'clients';

export async function openLifecycleStage(say: (line: string) => void): Promise<LifecycleStage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'oqr-bench-'));
  const ends: (() => unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true })];
  const close = endedOnce(() => endEach(ends));
  try {
    const keyDir = join(dataDir, 'keys');
    const stack = await startStack({
      ...{ dataDir, keyDir, say, temporary: true, demo: true, countStatements: true },
      apiPort: await freePort('the API'),
      env: { OQR_LOG_LEVEL: 'warn', OQR_REQUESTS_PER_MINUTE: '100000000' },
    });
    ends.push(() => stack.stop());
    const { engines, ring } = stack;
    const admin = openDatabase(engines.postgres.adminUrl, { max: 2, application: 'oqr-bench' });
    ends.push(() => admin.destroy());
    const { address } = engines.temporal;
    const connection = await Connection.connect({ address });
    ends.push(() => connection.close());
    const dataConverter = dataConverterOf(payloadKeys(ring));
    const client = new Client({ connection, namespace: NAMESPACE, dataConverter });
    const references = await startReferences(client, { address, namespace: NAMESPACE, keyDir });
    ends.push(() => references.stop());
    const pids = {
      api: stack.running('api')[0]?.pid ?? 0,
      worker: stack.running('worker')[0]?.pid ?? 0,
      postgres: engines.pids.postgres ?? 0,
      temporal: engines.pids.temporal ?? 0,
      redis: engines.pids.redis ?? 0,
      references: references.pid,
      clients: process.pid,
    };
    return { stack, admin, client, references, pids, close };
  } catch (error) {
    await close();
    throw error;
  }
}
