import type { House } from '../../activities/house.js';
import { survey } from '../../activities/survey.js';
import { codesOf } from '../../db/codes.js';
import { eachAlone } from '../../db/in-step.js';
import { run } from '../../db/sql.js';
import { freePort } from '../../platform/engines/ports.js';
import { tokenKeyTable } from '../../platform/keys/token-keys.js';
import { openLog } from '../../platform/log.js';
import { shortTextOf } from '../../qr/code-text.js';
import { atOnce } from '../at-once.js';
import { startBeside } from '../beside.js';
import { enterOrders } from '../orders.js';
import type { BenchRecord } from '../record.js';
import { serve } from '../serving.js';
import { hire } from './hiring.js';
import { startTurns, type Turns } from './turns.js';
import { type Paid, payOrders } from './write-offs.js';

/** The API, a worker's turns and the bare server on one record, with codes to scan and people to scan them. */
export interface ScanStage {
  record: BenchRecord;
  pids: Record<'scan' | 'bare' | 'worker' | 'postgres' | 'clients', number>;
  ports: Record<'scan' | 'bare', number>;
  turns: Turns;
  /** The bearer tokens of people with a scanner each: in customer service, and at the packing tables. */
  tokens: Record<'service' | 'packing', string[]>;
  /** The texts of codes to be confirmed, a block after the other. */
  texts: string[];
  /** To be written off, a block after the other. */
  paid: Paid[];
}

const SCANNERS = 64;
const CODE_HOST = 'LOCALHOST';

export async function openScanStage(
  record: BenchRecord,
  { codes, redeems, say }: { codes: number; redeems: number; say: (line: string) => void },
): Promise<ScanStage> {
  const { admin, adminUrl } = record;
  await run(admin, 'create table bench_codes (id int primary key, redeemed_at timestamptz)');
  await run(admin, 'create table bench_redeems (id int primary key)');
  await run(admin, 'insert into bench_codes (id) select generate_series(1, :redeems)', { redeems });
  const api = await serve(record, { OQR_CODE_HOST: CODE_HOST });
  const barePort = await freePort('the bare server');
  const redeem = new URL('redeem-server.ts', import.meta.url);
  const bare = await startBeside(redeem, [adminUrl, String(barePort)]);
  record.ends(() => bare.kill());
  const turns = await startTurns(record, CODE_HOST);
  say(`issuing ${codes} codes, and as many of orders that are paid`);
  const servers = { scan: api.pid, bare: bare.pid ?? 0, worker: turns.pid };
  return {
    ...{ record, turns },
    pids: { ...servers, postgres: record.postgresPid, clients: process.pid },
    ports: { scan: api.port, bare: barePort },
    tokens: {
      service: await hire(record, { trade: 'scanner', department: 'customer_service' }, SCANNERS),
      packing: await hire(record, { trade: 'packer', department: 'logistics' }, SCANNERS),
    },
    texts: await issueCodes(record, codes),
    paid: await payOrders(record, { count: codes, turns, apiUrl: api.url, codeHost: CODE_HOST }),
  };
}

async function issueCodes(record: BenchRecord, count: number): Promise<string[]> {
  const orders = await enterOrders(record, count);
  const tokenKeys = tokenKeyTable(record.ring);
  const db = record.as('oqr_worker', 2 * ISSUERS);
  const house: House = {
    ...{ db, inStep: eachAlone(db), ring: record.ring, tokenKeys, codeHost: CODE_HOST },
    log: openLog('bench', 'warn'),
    withoutRun: async () => [],
  };
  const texts: string[] = [];
  await atOnce(orders, ISSUERS, async ({ id }) => {
    await survey(house, id);
    for (const code of await codesOf(house.db, id)) texts.push(shortTextOf(tokenKeys, CODE_HOST, code));
  });
  return texts;
}
const ISSUERS = 3;
