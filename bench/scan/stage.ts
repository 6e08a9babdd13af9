import { createHash, randomBytes } from 'node:crypto';
import type { House } from '../../activities/house.js';
import { issueCode } from '../../activities/issuing.js';
import { survey } from '../../activities/survey.js';
import { codesOf } from '../../db/codes.js';
import { eachAlone } from '../../db/in-step.js';
import { putPerson, putToken } from '../../db/people.js';
import { run } from '../../db/sql.js';
import { freePort } from '../../platform/engines/ports.js';
import { tokenKeyTable } from '../../platform/keys/token-keys.js';
import { openLog } from '../../platform/log.js';
import { shortTextOf } from '../../qr/code-text.js';
import { startBeside } from '../beside.js';
import { enterOrders } from '../orders.js';
import type { BenchRecord } from '../record.js';
import { serve } from '../serving.js';

/** The API and the bare server on one record, with codes to scan and people to scan them. */
export interface ScanStage {
  record: BenchRecord;
  pids: Record<'scan' | 'bare' | 'postgres' | 'clients', number>;
  ports: Record<'scan' | 'bare', number>;
  /** The bearer tokens of people with a scanner each. */
  tokens: string[];
  /** The texts of the codes, a block after the other. */
  texts: string[];
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
  say(`issuing ${codes} codes`);
  return {
    record,
    pids: { scan: api.pid, bare: bare.pid ?? 0, postgres: record.postgresPid, clients: process.pid },
    ports: { scan: api.port, bare: barePort },
    tokens: await hireScanners(record),
    texts: await issueCodes(record, codes),
  };
}

/** People of customer service with a token each: a person is held to a few scans a second. */
async function hireScanners({ admin }: BenchRecord): Promise<string[]> {
  const tokens: string[] = [];
  for (let at = 0; at < SCANNERS; at += 1) {
    const id = `scanner${at}`;
    const token = randomBytes(32).toString('base64url');
    const roles = ['customer_service'] as const;
    await putPerson(admin, {
      id,
      displayName: id,
      department: 'customer_service',
      roles: [...roles],
      scope: 'all',
    });
    const tokenHash = createHash('sha256').update(token).digest();
    await putToken(admin, { tokenHash, personId: id, label: 'bench' });
    tokens.push(token);
  }
  return tokens;
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
  let next = 0;
  const issuer = async () => {
    for (let order = orders[next]; order; order = orders[next]) {
      next += 1;
      await survey(house, order.id);
      await issueCode(house, order.id);
      for (const code of await codesOf(house.db, order.id))
        texts.push(shortTextOf(tokenKeys, CODE_HOST, code));
    }
  };
  await Promise.all(Array.from({ length: ISSUERS }, issuer));
  return texts;
}
const ISSUERS = 3;
