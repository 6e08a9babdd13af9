import type { Knex } from 'knex';
import { sweepFigures } from '../activities/sweep-figures.js';
import { markBench } from '../db/bench-marks.js';
import { noteOverdue } from '../db/deadlines.js';
import { eachAlone } from '../db/in-step.js';
import { seededOrders } from '../db/seeding.js';
import { demoTokens } from '../host/install.js';
import { seedOrders } from '../host/seed/index.js';
import { freePort } from '../platform/engines/ports.js';
import { demoToken } from '../platform/keys/demo-token.js';
import type { KeyRing } from '../platform/keys/ring.js';
import { tokenKeyTable } from '../platform/keys/token-keys.js';
import { openLog } from '../platform/log.js';
import { startBeside } from './beside.js';
import { copyOrders } from './copies.js';
import { type BenchRecord, openRecord } from './record.js';
import { serve } from './serving.js';

/** Engines, generated orders, one API process and one bare server beside it. */
export interface Stage {
  apiUrl: string;
  bareUrl: string;
  headersOf(person: string): Record<string, string>;
  /** How long each list is. */
  lists(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

interface Wanted {
  orders: number;
  dataDir: string | undefined;
  say: (line: string) => void;
}

export async function openStage({ orders, dataDir, say }: Wanted): Promise<Stage> {
  const record = await openRecord(dataDir, say);
  const { admin, adminUrl, ring, close } = record;
  try {
    await furnishLists({ record, orders, say });
    await count(admin, ring);
    const { url: apiUrl } = await serve(record, { OQR_BENCH: 'true' });
    const barePort = await freePort('the bare server');
    const bare = await startBeside(new URL('bare-server.ts', import.meta.url), [adminUrl, String(barePort)]);
    record.ends(() => bare.kill());
    return {
      apiUrl,
      bareUrl: `http://127.0.0.1:${barePort}`,
      headersOf: (person) => ({ authorization: `Bearer ${demoToken(ring, person)}` }),
      lists: () => lengths(admin),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Furnishing extends Omit<Wanted, 'dataDir'> {
  record: BenchRecord;
}

/** Generated orders at rest, unless they are here from the last time. */
export async function furnish({ record, orders, say }: Furnishing): Promise<void> {
  const { admin, ring } = record;
  await demoTokens(admin, ring);
  if ((await seededOrders(admin)) === orders) return say(`${orders} orders are here from the last time`);
  await markBench(admin);
  const sealer = record.as('oqr_sealer', 1);
  const startedMs = Date.now();
  const log = openLog('bench', 'warn');
  await seedOrders({ admin, sealer, ring, log, orders, seed: 1, say });
  say(`seeded in ${((Date.now() - startedMs) / 1_000).toFixed(0)} s`);
}

/** Of more orders than so many, the rest are copies. */
const MOST_CAST = 10_000;

/** Generated orders as `furnish` leaves them; a multiple of 10,000 is made of that many and copies of them. */
async function furnishLists({ record, orders, say }: Furnishing): Promise<void> {
  const { admin } = record;
  const times = orders % MOST_CAST === 0 ? orders / MOST_CAST - 1 : 0;
  if (times === 0 || (await seededOrders(admin)) === orders) return furnish({ record, orders, say });
  await furnish({ record, orders: MOST_CAST, say });
  await copyOrders({ record, times, say });
  while ((await noteOverdue(admin, 'lifecycle', OVERDUE_BATCH)) === OVERDUE_BATCH);
}

const OVERDUE_BATCH = 2_000;

/** The board shows what the sweeper counted; no sweeper runs here. */
async function count(db: Knex, ring: KeyRing): Promise<void> {
  const tokenKeys = tokenKeyTable(ring);
  const log = openLog('bench', 'warn');
  const house = { db, inStep: eachAlone(db), ring, log, tokenKeys, codeHost: 'LOCALHOST' };
  await sweepFigures({ ...house, withoutRun: async () => [] });
}

async function lengths(admin: Knex): Promise<Record<string, number>> {
  const { rows } =
    await admin.raw(`select (select count(*)::int from reviews where status = 'open') as reviews,
    (select count(*)::int from cases where status in ('open', 'retrying')) as cases,
    (select count(*)::int from orders where due_at < clock_timestamp()) as stuck, (select count(*)::int from orders) as orders`);
  return rows[0];
}
