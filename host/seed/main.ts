import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { markBench } from '../../db/bench-marks.js';
import { readConfig } from '../../platform/config.js';
import { openKeyRing } from '../../platform/keys/ring.js';
import { openLog } from '../../platform/log.js';
import { openDatabase, roleUrl } from '../../platform/postgres.js';
import { findInstallation } from '../verify/installation.js';
import { seedOrders } from './index.js';

const HELP = `oqr seed --orders N [--seed S] [--mark]
  writes N generated orders, at rest, into the installation that runs here, or into DATABASE_URL
  --seed S  another S gives other orders; 1 unless told
  --mark    marks the database for generated orders first; refused when it holds a real one. A house serves a marked
            database only with OQR_BENCH=true`;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      orders: { type: 'string' },
      seed: { type: 'string', default: '1' },
      mark: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const orders = wholeNumber(values.orders);
  const seed = wholeNumber(values.seed);
  if (!orders || seed === undefined) throw new Error(HELP);
  const config = readConfig();
  const found = findInstallation(config);
  const ring = openKeyRing(found.keyDir, { mayCreate: false });
  const admin = openDatabase(found.databaseUrl, { max: 2, application: 'oqr-seed' });
  const sealerUrl = roleUrl(found.databaseUrl, 'oqr_sealer', ring);
  const sealer = openDatabase(sealerUrl, { max: 1, application: 'oqr-seed' });
  const { checkpointsFile } = found;
  const startedMs = Date.now();
  try {
    if (values.mark && !(await markBench(admin)))
      throw new Error('this database holds real orders, and stays theirs');
    const publish = checkpointsFile && ((line: string) => appendFileSync(checkpointsFile, `${line}\n`));
    const log = openLog('seed', config.OQR_LOG_LEVEL);
    await seedOrders({ admin, sealer, ring, log, orders, seed, say, ...(publish && { publish }) });
    say(`${orders} orders in ${((Date.now() - startedMs) / 1_000).toFixed(0)} s`);
  } finally {
    await Promise.all([admin.destroy(), sealer.destroy()]);
  }
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : undefined;
}

function say(line: string): void {
  console.error(`${new Date().toTimeString().slice(0, 8)}  ${line}`);
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(2);
  },
);
