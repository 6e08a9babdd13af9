import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DrilledEngines, startDrilledEngines } from '../../platform/engines/drilled.js';
import { freePort } from '../../platform/engines/ports.js';
import { openKeyRing } from '../../platform/keys/ring.js';
import { MAIN_LINE } from '../../platform/step-faults.js';
import { endEach, endedOnce } from '../../platform/stopping.js';
import { type Stack, startStack } from '../stack.js';
import { startToxiproxy, type Wire } from './toxiproxy.js';

/** The real stack as real processes, every line between them behind a proxy. */
export interface DrilledHouse {
  stack: Stack;
  engines: DrilledEngines;
  wires: Record<WireName, Wire>;
  /** Where clients reach the API, through its wire. */
  url: string;
  dataDir: string;
  faultPlan: string;
  /** What is to be put in order when no engine runs any more. */
  afterwards(act: () => unknown): void;
  /** Leaves logs and data where they are when it stops. */
  keep(): void;
  stop(): Promise<void>;
}

export type WireName = 'api' | 'api-postgres' | 'worker-postgres' | 'redis' | 'temporal';

export const POISONED = 'POISON-';
/** An order after whose step a worker is killed. */
export const crashNo = (step: (typeof MAIN_LINE)[number], serial: number | '*'): string =>
  `CRASH-${step}-${serial}`;

export async function openHouse(say: (line: string) => void): Promise<DrilledHouse> {
  const dataDir = mkdtempSync(join(tmpdir(), 'oqr-chaos-'));
  chmodSync(dataDir, 0o711);
  let kept = false;
  const keep = () => {
    kept = true;
  };
  const ends: (() => unknown)[] = [() => kept || rmSync(dataDir, { recursive: true, force: true })];
  const afterwards = (act: () => unknown) => void ends.splice(1, 0, act);
  const stop = endedOnce(() => endEach(ends));
  try {
    const engines = await startDrilledEngines(join(dataDir, 'engines'), say);
    ends.push(() => engines.stop());
    const toxiproxy = await startToxiproxy(join(dataDir, 'logs'), say);
    ends.push(() => toxiproxy.stop());
    const apiPort = await freePort('the API');
    const wires = {
      api: await toxiproxy.wire('api', apiPort),
      'api-postgres': await toxiproxy.wire('api-postgres', engines.postgres.port),
      'worker-postgres': await toxiproxy.wire('worker-postgres', engines.postgres.port),
      redis: await toxiproxy.wire('redis', engines.redis.port),
      temporal: await toxiproxy.wire('temporal', engines.temporal.port),
    };
    const faultPlan = join(dataDir, 'faults.json');
    writeFileSync(faultPlan, JSON.stringify({ faults: plannedFaults() }));
    const through = (url: string, wire: Wire) => Object.assign(new URL(url), { port: wire.port }).toString();
    openKeyRing(join(dataDir, 'keys'), { mayCreate: true });
    const stack = await startStack({
      ...{ dataDir, keyDir: join(dataDir, 'keys'), temporary: true, demo: true, say, apiPort },
      databaseUrl: engines.adminUrl,
      redisUrl: through(engines.redisUrl, wires.redis),
      temporalAddress: `127.0.0.1:${wires.temporal.port}`,
      env: {
        DATABASE_URL: through(engines.adminUrl, wires['api-postgres']),
        ...{ OQR_FAULT_PLAN: faultPlan, OQR_LOG_LEVEL: 'warn', OQR_REQUESTS_PER_MINUTE: '1000000' },
      },
      workerEnv: { DATABASE_URL: through(engines.adminUrl, wires['worker-postgres']) },
    });
    ends.push(() => stack.stop());
    const url = `http://127.0.0.1:${wires.api.port}`;
    return { stack, engines, wires, url, dataDir, faultPlan, afterwards, keep, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function plannedFaults(): object[] {
  return [
    ...MAIN_LINE.map((step) => ({ orderNo: crashNo(step, '*'), step, kind: 'crash' })),
    { orderNo: `${POISONED}*`, step: 'verify' },
  ];
}
