import { join } from 'node:path';
import { row } from '../../db/sql.js';
import { demoTokens } from '../../host/install.js';
import { importFile } from '../../host/walk/front-door.js';
import { demoToken } from '../../platform/keys/demo-token.js';
import { measureSplit, type SplitBlock, type Spread, spreadOf } from '../blocks.js';
import { type BenchRecord, openRecord } from '../record.js';
import { serve } from '../serving.js';
import { type Copying, openCopying } from './copying.js';
import { writeOrders } from './file.js';

export interface ImportBench {
  /** Orders in all rounds. */
  orders: number;
  rounds: number;
  say: (line: string) => void;
}

/** import: a file streams through the API into the record. copy: COPY of the rows it became into equal tables. */
export const ARMS = ['import', 'copy'] as const;
export type Arm = (typeof ARMS)[number];

export interface ImportReport {
  orders: number;
  rounds: number;
  arms: Record<Arm, { perSecond: Spread; cpuMs: Record<string, Spread> }>;
  toCopy: Spread;
  missed: string[];
}

const LEAST_PER_SECOND = 2_000;

interface Stage {
  record: BenchRecord;
  copying: Copying;
  apiUrl: string;
  pids: Record<'api' | 'postgres' | 'clients', number>;
}

/** Imports files, each between COPYs of the rows that the file before became. */
export async function benchImport({ orders, rounds, say }: ImportBench): Promise<ImportReport> {
  const record = await openRecord(undefined, say);
  try {
    const stage = await openStage(record);
    const perRound = Math.ceil(orders / rounds);
    await importBlock(stage, 'W', perRound);
    const played: Record<Arm, SplitBlock>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const one = await play(stage, round, perRound);
      played.push(one);
      say(`import ${one.import.perSecond.toFixed(0)}/s, copy ${one.copy.perSecond.toFixed(0)}/s`);
    }
    await allEntered(record, perRound * (rounds + 1));
    return report(perRound * rounds, rounds, played);
  } finally {
    await record.close();
  }
}

async function openStage(record: BenchRecord): Promise<Stage> {
  const { admin, adminUrl, ring } = record;
  await demoTokens(admin, ring);
  const api = await serve(record);
  const copying = await openCopying(adminUrl);
  record.ends(() => copying.close());
  const pids = { api: api.pid, postgres: record.postgresPid, clients: process.pid };
  return { record, copying, apiUrl: api.url, pids };
}

/** One block of each arm; every other round goes the other way round. */
async function play(stage: Stage, round: number, orders: number): Promise<Record<Arm, SplitBlock>> {
  const rows = await stage.copying.take(prefixOf(round === 0 ? 'W' : String(round - 1)));
  const copy = () =>
    perOrder(orders, () =>
      measureSplit({ pieces: 1, clients: 1, pids: stage.pids }, () => stage.copying.write(rows)),
    );
  const before = round % 2 === 1 ? await copy() : undefined;
  const imported = await importBlock(stage, String(round), orders);
  return { import: imported, copy: before ?? (await copy()) };
}

async function importBlock(
  { record, apiUrl, pids }: Stage,
  name: string,
  orders: number,
): Promise<SplitBlock> {
  const file = join(record.dir, 'orders.csv');
  await writeOrders(file, { prefix: prefixOf(name), orders, seed: 1 });
  const token = demoToken(record.ring, 'desk');
  return perOrder(orders, () =>
    measureSplit({ pieces: 1, clients: 1, pids }, async () => {
      const { accepted } = await importFile(apiUrl, token, file, { preset: 'northwind' });
      if (accepted !== orders) throw new Error(`${accepted} of ${orders} orders were accepted`);
    }),
  );
}

const prefixOf = (name: string): string => `I${name}-`;

/** A block is one piece of work for many orders. */
async function perOrder(orders: number, block: () => Promise<SplitBlock>): Promise<SplitBlock> {
  const { perSecond, cpuMs } = await block();
  const shared = Object.entries(cpuMs).map(([name, ms]) => [name, ms / orders]);
  return { perSecond: perSecond * orders, cpuMs: Object.fromEntries(shared) };
}

/** A fast import that was not written would be no import. */
async function allEntered({ admin }: BenchRecord, orders: number): Promise<void> {
  const found = await row<{ orders: number; shipped: number; logged: number; facts: number }>(
    admin,
    `select (select count(*)::int from orders) as orders,
       (select count(*)::int from facts where type = 'shipped') as shipped,
       (select count(*)::int from log_entries where fact_number is not null) as logged,
       (select count(*)::int from facts) as facts`,
  );
  if (found?.orders !== orders || found.shipped !== orders || found.logged !== found.facts)
    throw new Error(`of ${orders} orders: ${JSON.stringify(found)}`);
}

function report(orders: number, rounds: number, played: readonly Record<Arm, SplitBlock>[]): ImportReport {
  const armReport = (arm: Arm) => ({
    perSecond: spreadOf(played.map((one) => one[arm].perSecond)),
    cpuMs: Object.fromEntries(
      Object.keys(played[0]?.[arm].cpuMs ?? {}).map((name) => [
        name,
        spreadOf(played.map((one) => one[arm].cpuMs[name] ?? 0)),
      ]),
    ),
  });
  const arms = { import: armReport('import'), copy: armReport('copy') };
  const rate = arms.import.perSecond.median;
  return {
    ...{ orders, rounds, arms },
    toCopy: spreadOf(played.map((one) => one.import.perSecond / one.copy.perSecond)),
    missed:
      rate < LEAST_PER_SECOND
        ? [`${rate.toFixed(0)} orders a second are imported, not ${LEAST_PER_SECOND}`]
        : [],
  };
}
