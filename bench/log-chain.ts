import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { to } from 'pg-copy-streams';
import { checkChain } from '../host/verify/log.js';
import { measureSplit, type SplitBlock, type Spread, spreadOf } from './blocks.js';
import { type BenchRecord, openRecord } from './record.js';
import { furnish } from './stage.js';
import { spread, table } from './table.js';

export interface LogBench {
  /** Generated orders, whose log is read. */
  orders: number;
  rounds: number;
  say: (line: string) => void;
}

/** verify: the chain is recomputed and its signatures are checked. bare: each row is hashed after the hash before. */
const ARMS = ['verify', 'bare'] as const;
type Arm = (typeof ARMS)[number];

export interface LogReport {
  rows: number;
  rounds: number;
  arms: Record<Arm, { perSecond: Spread; cpuMs: Record<string, Spread> }>;
  toBare: Spread;
  missed: string[];
}

const LEAST_TO_BARE = 0.6;

/** Verifies the operation log's chain, in turns with a bare loop over the same rows. */
export async function benchLog({ orders, rounds, say }: LogBench): Promise<LogReport> {
  const record = await openRecord(undefined, say);
  try {
    await furnish({ record, orders, say });
    const db = record.as('oqr_worker', 1);
    const verify = async (): Promise<number> => {
      const wrong: string[] = [];
      const read = await checkChain(db, record.ring, (line) => wrong.push(line));
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
      return read;
    };
    const rows = await verify();
    const acts: Record<Arm, () => Promise<number>> = { verify, bare: () => hashRows(record.adminUrl) };
    const played: Record<Arm, SplitBlock>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const blocks: Partial<Record<Arm, SplitBlock>> = {};
      for (const arm of round % 2 === 0 ? ARMS : ARMS.toReversed())
        blocks[arm] = await block(record, rows, acts[arm]);
      const one = blocks as Record<Arm, SplitBlock>;
      played.push(one);
      say(`verify ${one.verify.perSecond.toFixed(0)} rows/s, bare ${one.bare.perSecond.toFixed(0)} rows/s`);
    }
    return report(rows, rounds, played);
  } finally {
    await record.close();
  }
}

async function block(record: BenchRecord, rows: number, act: () => Promise<number>): Promise<SplitBlock> {
  const pids = { own: process.pid, postgres: record.postgresPid };
  const { perSecond, cpuMs } = await measureSplit({ pieces: 1, clients: 1, pids }, async () => {
    const read = await act();
    if (read !== rows) throw new Error(`${read} of ${rows} rows were read`);
  });
  // Milliseconds for a thousand rows.
  const shared = Object.entries(cpuMs).map(([name, ms]) => [name, (ms * 1_000) / rows]);
  return { perSecond: perSecond * rows, cpuMs: Object.fromEntries(shared) };
}

/** The log's rows in the chain's order, streamed and hashed one after the other. */
async function hashRows(adminUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const lines = createInterface({ input: client.query(to(`copy (${IN_ORDER}) to stdout`)) });
    let hash = Buffer.alloc(32);
    let rows = 0;
    for await (const line of lines) {
      hash = createHash('sha256').update(hash).update(line).digest();
      rows += 1;
    }
    return rows;
  } finally {
    await client.end();
  }
}

const IN_ORDER = `select c.seq, c.hash, e.id, e.at, e.actor_kind, e.actor_id, e.department, e.action, e.order_id, e.fact_number, e.detail
  from log_chain c join log_entries e on e.id = c.entry_id order by c.seq`;

function report(rows: number, rounds: number, played: readonly Record<Arm, SplitBlock>[]): LogReport {
  const armReport = (arm: Arm) => ({
    perSecond: spreadOf(played.map((one) => one[arm].perSecond)),
    cpuMs: {
      own: spreadOf(played.map((one) => one[arm].cpuMs.own ?? 0)),
      postgres: spreadOf(played.map((one) => one[arm].cpuMs.postgres ?? 0)),
    },
  });
  const toBare = spreadOf(played.map(({ verify, bare }) => verify.perSecond / bare.perSecond));
  return {
    ...{ rows, rounds, toBare, arms: { verify: armReport('verify'), bare: armReport('bare') } },
    missed:
      toBare.median < LEAST_TO_BARE
        ? [`verifying is ${toBare.median.toFixed(2)} of the bare loop, not ${LEAST_TO_BARE}`]
        : [],
  };
}

/** The report as a table: medians of the rounds, least and most beside them. */
export function toldLog({ rows, rounds, arms, toBare, missed }: LogReport): string {
  return [
    `${rows} rows in ${rounds} rounds; CPU in ms for a thousand rows`,
    table([
      ['arm', 'rows a second', 'own CPU ms', 'PostgreSQL CPU ms'],
      ...ARMS.map((arm) => [
        arm,
        spread(arms[arm].perSecond, 0),
        spread(arms[arm].cpuMs.own ?? toBare, 2),
        spread(arms[arm].cpuMs.postgres ?? toBare, 2),
      ]),
    ]),
    `verify to bare ${spread(toBare, 2)}`,
    ...(missed.length > 0 ? missed : ['the goal is reached']),
  ].join('\n');
}
