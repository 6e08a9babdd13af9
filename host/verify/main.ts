import { Client, Connection } from '@temporalio/client';
import { type Config, readConfig } from '../../platform/config.js';
import { openKeyRing } from '../../platform/keys/ring.js';
import { openDatabase, roleUrl } from '../../platform/postgres.js';
import { type Inspection, inspectHouse, type OpenRunIds } from './index.js';
import { findInstallation } from './installation.js';
import { openRunIds } from './open-runs.js';
import { inWords } from './words.js';

const HELP = `npm run verify -- [--json]
  checks the ten invariants on the installation that runs here, or on DATABASE_URL; ends with 1 when one is violated, with 2 when it could not look`;

/** `npm run verify`: looks at a running installation and changes nothing. */
async function main(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(HELP);
    return 0;
  }
  const unknown = args.find((arg) => arg !== '--json');
  if (unknown) throw new Error(`unknown option ${unknown}\n${HELP}`);
  const startedMs = Date.now();
  const inspection = await inspectInstallation(readConfig());
  const seconds = (Date.now() - startedMs) / 1_000;
  console.log(
    args.includes('--json') ? JSON.stringify({ ...inspection, seconds }) : inWords(inspection, seconds),
  );
  return inspection.violations.length > 0 ? 1 : 0;
}

async function inspectInstallation(config: Config): Promise<Inspection> {
  const found = findInstallation(config);
  const ring = openKeyRing(found.keyDir, { mayCreate: false });
  const db = openDatabase(roleUrl(found.databaseUrl, 'oqr_worker', ring), {
    max: 2,
    application: 'oqr-verify',
  });
  const temporal = found.temporalAddress ? await askTemporal(found.temporalAddress, config) : undefined;
  try {
    const { checkpointsFile } = found;
    return await inspectHouse({ db, ring, checkpointsFile, openRunIds: temporal?.openRunIds });
  } finally {
    await temporal?.close();
    await db.destroy();
  }
}

async function askTemporal(
  address: string,
  config: Config,
): Promise<{ openRunIds: OpenRunIds; close(): Promise<void> }> {
  const connection = await Connection.connect({ address }).catch(() => {
    throw new Error(`Temporal at ${address} does not answer`);
  });
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  return { openRunIds: () => openRunIds(client, config.OQR_TASK_QUEUE), close: () => connection.close() };
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(`not verified: ${error.message}`);
    process.exit(2);
  },
);
