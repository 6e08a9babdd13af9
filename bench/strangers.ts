import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { buildApp } from '../api/app.js';
import { listen } from '../api/listen.js';
import { markBench } from '../db/bench-marks.js';
import { install } from '../host/install.js';
import { seedOrders } from '../host/seed/index.js';
import { startEngines } from '../platform/engines/index.js';
import { openKeyRing } from '../platform/keys/ring.js';
import { tokenKeyTable } from '../platform/keys/token-keys.js';
import { openLog } from '../platform/log.js';
import { openDatabase, roleUrl } from '../platform/postgres.js';
import { type IssuedCode, shortTextOf } from '../qr/code-text.js';
import { type KeyTable, mintToken, newKeyTable } from '../qr/token.js';

/** Whether the time of a stranger's answer tells one dead code from another: it must not, and a live one is the control. */
export interface StrangersReport {
  rounds: number;
  kinds: { kind: string; p50Ms: number; p95Ms: number; told: number }[];
  missed: string[];
}

const HOST = 'QR.EXAMPLE.COM';
const DEAD = ['replaced', 'voided', 'expired', 'compromised'] as const;
const KINDS = ['unknown', ...DEAD, 'foreign', 'live'] as const;
type Kind = (typeof KINDS)[number];
/** The share of pairs in which the slower one is guessed right; 0.5 is a coin, which 1,000 rounds tell to 0.013 or so. */
const MOST_TOLD = 0.55;
const NO_LIMIT = 100_000_000;

export async function benchStrangers(rounds: number, say: (line: string) => void): Promise<StrangersReport> {
  const dir = mkdtempSync(join(tmpdir(), 'oqr-bench-'));
  const engines = await startEngines({ dataDir: dir, ephemeral: true, say });
  const ring = openKeyRing(join(dir, 'keys'));
  const { adminUrl } = engines.postgres;
  const admin = openDatabase(adminUrl, { max: 2, application: 'oqr-bench' });
  try {
    await install(admin, ring);
    await markBench(admin);
    const log = openLog('bench', 'warn');
    const sealer = openDatabase(roleUrl(adminUrl, 'oqr_sealer', ring), { max: 1, application: 'oqr-bench' });
    await seedOrders({ admin, sealer, ring, log, orders: 6 * rounds, seed: 1, say }).finally(() =>
      sealer.destroy(),
    );
    const tokenKeys = tokenKeyTable(ring);
    const db = openDatabase(roleUrl(adminUrl, 'oqr_api', ring), { max: 4, application: 'oqr-bench' });
    const config = {
      ...{ maxImportBytes: 1, requestsPerMinute: NO_LIMIT, strangersScansPerMinute: NO_LIMIT },
    };
    const app = buildApp({ db, ring, tokenKeys, codeHost: HOST, log, config });
    const listening = await listen(app, { bind: '127.0.0.1', port: 0 });
    const codes = await codesByKind(admin, rounds);
    const tookMs = await ask(listening.url, rounds, (kind, round) =>
      textOf(tokenKeys, kind, codes[kind]?.[round]),
    );
    await listening.stop(100);
    await db.destroy();
    return reportOf(rounds, tookMs);
  } finally {
    await admin.destroy();
    await engines.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Seeded codes made dead by hand: this database is thrown away. */
async function codesByKind(admin: Knex, rounds: number): Promise<Partial<Record<Kind, IssuedCode[]>>> {
  const rows = await admin('codes')
    .where({ status: 'live' })
    .orderBy('id')
    .limit(5 * rounds);
  const share = Math.floor(rows.length / 5);
  const found: Partial<Record<Kind, IssuedCode[]>> = {};
  for (const [index, kind] of [...DEAD, 'live' as const].entries()) {
    const some = rows.slice(index * share, (index + 1) * share);
    if (kind !== 'live')
      await admin('codes')
        .whereIn(
          'id',
          some.map(({ id }) => id),
        )
        .update({ status: kind, ended_at: new Date() });
    found[kind] = some.map((row) => ({
      ...{ issueNo: row.issue_no, tokenId: row.token_id, profile: row.profile },
      ...{ keyId: row.key_id, expiresAt: row.expires_at },
    }));
  }
  return found;
}

const FOREIGN = newKeyTable('2026-01-01T00:00:00Z');

function textOf(tokenKeys: KeyTable, kind: Kind, code: IssuedCode | undefined): string {
  const fresh = { profile: 'short', tokenId: randomBytes(16) } as const;
  if (kind === 'foreign') return mintToken(FOREIGN, { ...fresh, host: 'OTHER.EXAMPLE' }).text;
  if (!code) return mintToken(tokenKeys, { ...fresh, host: HOST }).text;
  return shortTextOf(tokenKeys, HOST, code);
}

/** Each kind in turn, round after round, so that all meet the same machine; which begins is another each time. */
async function ask(
  url: string,
  rounds: number,
  text: (kind: Kind, round: number) => string,
): Promise<Map<Kind, number[]>> {
  const tookMs = new Map<Kind, number[]>(KINDS.map((kind) => [kind, []]));
  for (let round = -WARM_UP; round < rounds; round += 1)
    for (const step of KINDS.keys()) {
      const kind = KINDS[(step + Math.abs(round)) % KINDS.length] ?? 'unknown';
      const body = JSON.stringify({ token: text(kind, Math.max(0, round)) });
      const headers = {
        'content-type': 'application/json',
        'idempotency-key': randomBytes(12).toString('hex'),
      };
      const beganMs = performance.now();
      const response = await fetch(`${url}/scans`, { method: 'POST', headers, body });
      await response.text();
      if (response.status !== 200) throw new Error(`${kind} answered ${response.status}`);
      if (round >= 0) tookMs.get(kind)?.push(performance.now() - beganMs);
    }
  return tookMs;
}
const WARM_UP = 20;

function reportOf(rounds: number, tookMs: ReadonlyMap<Kind, number[]>): StrangersReport {
  const unknown = tookMs.get('unknown') ?? [];
  const kinds = [...tookMs].map(([kind, took]) => {
    const sorted = took.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
    return { kind, p50Ms: at(0.5), p95Ms: at(0.95), told: toldApart(took, unknown) };
  });
  const missed = kinds.flatMap(({ kind, told }) => {
    if (kind === 'live')
      return told > MOST_TOLD ? [] : ['control: a live code is not told from an unknown one'];
    return told > MOST_TOLD ? [`${kind} is told from unknown in ${(100 * told).toFixed(0)} % of pairs`] : [];
  });
  return { rounds, kinds, missed };
}

/** In how many of all pairs a guess by the time alone is right: the better of both ways to guess. */
function toldApart(some: readonly number[], others: readonly number[]): number {
  let slower = 0;
  for (const one of some) for (const other of others) slower += one > other ? 1 : one === other ? 0.5 : 0;
  const share = slower / (some.length * others.length || 1);
  return Math.max(share, 1 - share);
}

export const toldOfStrangers = ({ rounds, kinds, missed }: StrangersReport): string =>
  [
    `${rounds} strangers' scans of each kind`,
    ...kinds.map(
      ({ kind, p50Ms, p95Ms, told }) =>
        `${kind.padEnd(12)} p50 ${p50Ms.toFixed(2)} ms  p95 ${p95Ms.toFixed(2)} ms  told from unknown ${(100 * told).toFixed(1)} %`,
    ),
    ...missed,
  ].join('\n');
