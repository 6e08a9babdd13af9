import { row } from '../../db/sql.js';
import { measureSplit, type SplitBlock } from '../blocks.js';
import { type BenchRecord, openRecord } from '../record.js';
import { countStatements, statementCosts } from '../statements.js';
import { openWire, type Wire } from '../wire.js';
import { scanCode } from './asking.js';
import { findPgbench, type Pgbench } from './pgbench.js';
import { ARMS, type Arm, type Played, reportOf, type ScanReport } from './report.js';
import { openScanStage, type ScanStage } from './stage.js';
import { shipOff } from './write-offs.js';

export interface ScanBench {
  /** Scans, each of a code of its own, in a block. */
  scans: number;
  rounds: number;
  clients: number;
  say: (line: string) => void;
}

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
      const told = [...ARMS, 'writeOff' as const].map((arm) => `${arm} ${one[arm].perSecond.toFixed(0)}/s`);
      say(told.join(', '));
    }
    await allRecorded(record, codes);
    return reportOf(bench, played, pgbench?.version);
  } finally {
    await record.close();
  }
}

/** One block of each arm; every other round goes the other way round. */
async function play(
  stage: ScanStage,
  pgbench: Pgbench | undefined,
  { scans, clients, round }: Omit<ScanBench, 'say' | 'rounds'> & { round: number },
): Promise<Played> {
  const { record, texts, paid, tokens, turns } = stage;
  const bare = () =>
    block(stage, 'bare', { pieces: scans * BARE_TIMES, clients }, (wire, piece) =>
      redeem(wire, round * scans * BARE_TIMES + piece + 1),
    );
  const scan = () =>
    counted(record, scans, () =>
      block(stage, 'scan', { pieces: scans, clients }, (wire, piece) =>
        scanCode(wire, bearerOf(tokens.service, piece), {
          token: texts[round * scans + piece] ?? '',
          purpose: 'confirm',
        }),
      ),
    );
  const writeOff = () =>
    counted(record, scans, () =>
      block(stage, 'scan', { pieces: scans, clients }, async (wire, piece) => {
        const order = paid[round * scans + piece];
        if (order) await shipOff(wire, order, { bearer: bearerOf(tokens.packing, piece), turns });
      }),
    );
  const before = round % 2 === 1 ? await bare() : undefined;
  const scanned = await scan();
  const writtenOff = await writeOff();
  return {
    ...{ scan: scanned.played, writeOff: writtenOff.played, bare: before ?? (await bare()) },
    statements: { scan: scanned.statements, writeOff: writtenOff.statements },
    pgbench: (await pgbench?.perSecond(scans * BARE_TIMES)) ?? 0,
  };
}

const bearerOf = (tokens: readonly string[], piece: number): string => tokens[piece % tokens.length] ?? '';

/** A block and what the product asked of the database for each piece of it. */
async function counted({ admin }: BenchRecord, pieces: number, play: () => Promise<SplitBlock>) {
  await countStatements(admin);
  const played = await play();
  return { played, statements: await statementCosts(admin, pieces) };
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

async function redeem(wire: Wire, id: number): Promise<void> {
  const { status, body } = await wire.post('/redeems', {}, JSON.stringify({ id }));
  if (body !== '{"accepted":true}') throw new Error(`a redeem was answered ${status}: ${body}`);
}

/** A fast scan that was not recorded would be no scan. */
async function allRecorded({ admin }: BenchRecord, scans: number): Promise<void> {
  const found = await row<Record<'scanned' | 'confirmed' | 'writtenOff' | 'redeemed', number>>(
    admin,
    `select (select count(*)::int from facts where type = 'scanned') as scanned,
       (select count(*)::int from facts where type = 'customer_confirmed') as confirmed,
       (select count(*)::int from write_offs) as "writtenOff",
       (select count(*)::int from bench_redeems where id > 0) as redeemed`,
  );
  const expected = { scanned: 2 * scans, confirmed: scans, writtenOff: scans, redeemed: scans * BARE_TIMES };
  if (JSON.stringify(found) !== JSON.stringify(expected))
    throw new Error(`of ${scans} scans and as many write-offs: ${JSON.stringify(found)}`);
}
