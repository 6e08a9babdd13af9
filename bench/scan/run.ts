import { randomUUID } from 'node:crypto';
import { row } from '../../db/sql.js';
import { measureSplit, type SplitBlock, type Spread, spreadOf } from '../blocks.js';
import { type BenchRecord, openRecord } from '../record.js';
import { countStatements, type StatementCost, statementCosts } from '../statements.js';
import { findPgbench, type Pgbench } from './pgbench.js';
import { openScanStage, type ScanStage } from './stage.js';
import { openWire, type Wire } from './wire.js';

export interface ScanBench {
  /** Scans, each of a code of its own, in a block. */
  scans: number;
  rounds: number;
  clients: number;
  say: (line: string) => void;
}

/** scan: a code is scanned and confirmed over HTTP with every check on. bare: a server that redeems in two statements. */
export const ARMS = ['scan', 'bare'] as const;
export type Arm = (typeof ARMS)[number];

export interface ArmReport {
  perSecond: Spread;
  cpuMs: Record<string, Spread>;
}

export interface ScanReport {
  scans: number;
  rounds: number;
  clients: number;
  arms: Record<Arm, ArmReport>;
  toBare: Spread;
  /** The bare transaction without a server; null where no pgbench is installed. */
  pgbench: { version: string; perSecond: Spread } | null;
  statements: StatementCost[];
  missed: string[];
}

const LEAST_TO_BARE = 0.12;
/** The bare server is so much quicker that it gets more to do. */
const BARE_TIMES = 10;

/** Scans over HTTP in blocks between blocks of a bare server's redeems, by the same clients on the same database. */
export async function benchScan(bench: ScanBench): Promise<ScanReport> {
  const { scans, rounds, clients, say } = bench;
  const record = await openRecord(undefined, say, { countStatements: true });
  try {
    const codes = (rounds + 1) * scans;
    const redeems = codes * BARE_TIMES;
    const stage = await openScanStage(record, { codes, redeems, say });
    const pgbench = await findPgbench(record.adminUrl, { dir: record.dir, clients, codes: redeems });
    const played: Played[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const one = await play(stage, pgbench, { ...bench, round });
      if (round > 0) played.push(one);
      say(`scan ${one.scan.perSecond.toFixed(0)}/s, bare ${one.bare.perSecond.toFixed(0)}/s`);
    }
    await allRecorded(record, codes);
    return report(bench, played, pgbench);
  } finally {
    await record.close();
  }
}

interface Played extends Record<Arm, SplitBlock> {
  pgbench: number;
  statements: StatementCost[];
}

/** One block of each arm; every other round goes the other way round. */
async function play(
  stage: ScanStage,
  pgbench: Pgbench | undefined,
  { scans, clients, round }: Omit<ScanBench, 'say' | 'rounds'> & { round: number },
): Promise<Played> {
  const { record, texts, tokens } = stage;
  const bare = () =>
    block(stage, 'bare', { pieces: scans * BARE_TIMES, clients }, (wire, piece) =>
      redeem(wire, round * scans * BARE_TIMES + piece + 1),
    );
  const before = round % 2 === 1 ? await bare() : undefined;
  await countStatements(record.admin);
  const scan = await block(stage, 'scan', { pieces: scans, clients }, (wire, piece) =>
    confirm(wire, tokens[piece % tokens.length] ?? '', texts[round * scans + piece] ?? ''),
  );
  const statements = await statementCosts(record.admin, scans);
  return {
    ...{ scan, statements, bare: before ?? (await bare()) },
    pgbench: (await pgbench?.perSecond(scans * BARE_TIMES)) ?? 0,
  };
}

/** Through connections of its own, of which no client waits for another's: servers hang up on idle ones. */
async function block(
  { pids, ports }: ScanStage,
  arm: Arm,
  { pieces, clients }: { pieces: number; clients: number },
  act: (wire: Wire, piece: number) => Promise<void>,
): Promise<SplitBlock> {
  const wires = await Promise.all(Array.from({ length: clients }, () => openWire(ports[arm])));
  const free = [...wires];
  try {
    return await measureSplit({ pieces, clients, pids }, async (piece) => {
      const wire = free.pop();
      if (!wire) throw new Error('more clients than connections');
      await act(wire, piece);
      free.push(wire);
    });
  } finally {
    for (const wire of wires) wire.close();
  }
}

async function confirm(wire: Wire, bearer: string, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${bearer}`, 'idempotency-key': randomUUID() };
  const { status, body } = await wire.post('/scans', headers, JSON.stringify({ token, purpose: 'confirm' }));
  if (status !== 200 || !(JSON.parse(body) as { accepted: boolean }).accepted)
    throw new Error(`a scan was answered ${status}: ${body}`);
}

async function redeem(wire: Wire, id: number): Promise<void> {
  const { status, body } = await wire.post('/redeems', {}, JSON.stringify({ id }));
  if (body !== '{"accepted":true}') throw new Error(`a redeem was answered ${status}: ${body}`);
}

/** A fast scan that was not recorded would be no scan. */
async function allRecorded({ admin }: BenchRecord, scans: number): Promise<void> {
  const found = await row<{ scanned: number; confirmed: number; redeemed: number }>(
    admin,
    `select (select count(*)::int from facts where type = 'scanned') as scanned,
       (select count(*)::int from facts where type = 'customer_confirmed') as confirmed,
       (select count(*)::int from bench_redeems where id > 0) as redeemed`,
  );
  const { scanned, confirmed, redeemed } = found ?? { scanned: 0, confirmed: 0, redeemed: 0 };
  if (scanned !== scans || confirmed !== scans || redeemed !== scans * BARE_TIMES)
    throw new Error(`of ${scans} scans: ${JSON.stringify(found)}`);
}

function report(
  { scans, rounds, clients }: ScanBench,
  played: readonly Played[],
  pgbench: Pgbench | undefined,
): ScanReport {
  const armReport = (arm: Arm): ArmReport => ({
    perSecond: spreadOf(played.map((one) => one[arm].perSecond)),
    cpuMs: Object.fromEntries(
      [arm, 'postgres', 'clients'].map((name) => [
        name === arm ? 'server' : name,
        spreadOf(played.map((one) => one[arm].cpuMs[name] ?? 0)),
      ]),
    ),
  });
  const toBare = spreadOf(played.map(({ scan, bare }) => scan.perSecond / bare.perSecond));
  const rates = spreadOf(played.map((one) => one.pgbench));
  return {
    ...{ scans, rounds, clients, toBare },
    arms: { scan: armReport('scan'), bare: armReport('bare') },
    pgbench: pgbench ? { version: pgbench.version, perSecond: rates } : null,
    statements: played.at(-1)?.statements ?? [],
    missed:
      toBare.median < LEAST_TO_BARE
        ? [`a scan's rate is ${toBare.median.toFixed(3)} of the bare server's, not ${LEAST_TO_BARE}`]
        : [],
  };
}
