import { setTimeout as sleep } from 'node:timers/promises';
import { row } from '../../db/sql.js';
import { verifyHouse } from '../../host/verify/index.js';
import { openDatabase, roleUrl } from '../../platform/postgres.js';
import { openRunIds } from '../../worker/runs.js';
import { workflowIdOf } from '../../workflows/contract.js';
import { cpuOf, measureSplit, type SplitBlock, type Spread, spreadOf } from '../blocks.js';
import { countStatements, type StatementCost, statementCosts } from '../statements.js';
import { countHistory, type HistoryCount } from './histories.js';
import { openOrders } from './orders.js';
import { type LifecycleStage, openLifecycleStage, type ProcessName } from './stage.js';

export interface LifecycleBench {
  /** Orders, and workflows of each reference, in a block. */
  orders: number;
  rounds: number;
  /** Orders under way at the same time, in each arm. */
  clients: number;
  say: (line: string) => void;
}

/**
 * order: the product from the front door to the archive. bare: a workflow with as many signals and as many local
 * activities after each, which do nothing. floor: as many workflow tasks and no activity. References have no database.
 */
export const ARMS = ['order', 'bare', 'floor'] as const;
export type Arm = (typeof ARMS)[number];

export interface ArmReport {
  perSecond: Spread;
  /** By process, of each order or workflow. */
  cpuMs: Record<ProcessName, Spread>;
  events: Spread;
  workflowTasks: Spread;
  signals: Spread;
  localActivities: Spread;
}

export interface LifecycleReport {
  orders: number;
  rounds: number;
  clients: number;
  arms: Record<Arm, ArmReport>;
  toBare: Spread;
  toFloor: Spread;
  /** What the product costs when nothing happens, in ms of CPU a second. */
  idleCpuMs: Record<string, number>;
  /** SQL of one order, the dearest statement first. */
  statements: StatementCost[];
  missed: string[];
}

const LEAST_TO_BARE = 0.7;
const MOST_EVENTS = 60;
const SAMPLED = 20;
const WARM_UP = 80;
const IDLE_MS = 5_000;

interface Round {
  blocks: Record<Arm, SplitBlock>;
  histories: Record<Arm, HistoryCount[]>;
  statements: StatementCost[];
}

type Live = (name: string) => Promise<string>;

/** Lets orders live through the product, in blocks between blocks of workflows that do nothing as often. */
export async function benchLifecycle(bench: LifecycleBench): Promise<LifecycleReport> {
  const { orders, rounds, say } = bench;
  const stage = await openLifecycleStage(say);
  const lives = openOrders(stage.stack, stage.admin);
  try {
    const order: Live = async (name) => workflowIdOf(await lives.live(name));
    const shape = await warmUp(stage, order, bench.clients);
    say(`an order's history: ${JSON.stringify(shape)}`);
    const like = (deedsAfter: readonly number[]) => (name: string) => stage.references.live(deedsAfter, name);
    const arms = { order, bare: like(shape.deedsIn), floor: like(shape.deedsIn.map(() => 0)) };
    // A block that does not count, so that the processes of all arms are warm.
    for (const arm of ARMS) await playBlock(stage, arms[arm], { ...bench, name: `W-${arm}` });
    const idleCpuMs = await idle(stage);
    const played: Round[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const one = await play(stage, arms, { ...bench, round });
      played.push(one);
      say(ARMS.map((arm) => `${arm} ${one.blocks[arm].perSecond.toFixed(1)}/s`).join(', '));
    }
    const wrong = await faults(stage, orders * (rounds + 1) + WARM_UP);
    return { ...report(bench, played, wrong), idleCpuMs };
  } finally {
    await lives.stop();
    await stage.close();
  }
}

/** What an order's history looks like once everything is warm; the references imitate it. */
async function warmUp(stage: LifecycleStage, order: Live, clients: number): Promise<HistoryCount> {
  const block = await playBlock(stage, order, { orders: WARM_UP, clients, name: 'W' });
  const shapes = block.histories.map((one) => JSON.stringify(one)).toSorted();
  return JSON.parse(shapes[Math.floor(shapes.length / 2)] ?? '') as HistoryCount;
}

/** One block of each arm; every other round goes the other way round. */
async function play(
  stage: LifecycleStage,
  arms: Record<Arm, Live>,
  { orders, clients, round }: { orders: number; clients: number; round: number },
): Promise<Round> {
  const blocks: Partial<Round['blocks']> = {};
  const histories: Partial<Round['histories']> = {};
  let statements: StatementCost[] = [];
  for (const arm of round % 2 === 0 ? ARMS : ARMS.toReversed()) {
    if (arm === 'order') await countStatements(stage.admin);
    const played = await playBlock(stage, arms[arm], { orders, clients, name: `${arm}-${round}` });
    if (arm === 'order') statements = await statementCosts(stage.admin, orders);
    blocks[arm] = played.block;
    histories[arm] = played.histories;
  }
  return { blocks: blocks as Round['blocks'], histories: histories as Round['histories'], statements };
}

async function playBlock(
  { pids, client }: LifecycleStage,
  live: Live,
  { orders, clients, name }: { orders: number; clients: number; name: string },
): Promise<{ block: SplitBlock; histories: HistoryCount[] }> {
  const ids: string[] = [];
  const block = await measureSplit({ pieces: orders, clients, pids }, async (piece) => {
    ids.push(await live(`${name}-${piece}`));
  });
  const every = Math.max(1, Math.floor(ids.length / SAMPLED));
  const sample = ids.filter((_, at) => at % every === 0);
  return { block, histories: await Promise.all(sample.map((id) => countHistory(client, id))) };
}

async function idle({ pids }: LifecycleStage): Promise<Record<string, number>> {
  const before = cpuOf(pids);
  await sleep(IDLE_MS);
  const after = cpuOf(pids);
  const perSecond = (name: string) => (((after[name] ?? 0) - (before[name] ?? 0)) * 1_000) / IDLE_MS;
  return Object.fromEntries(Object.keys(pids).map((name) => [name, perSecond(name)]));
}

/** A fast life that did not end in one write-off, or left the record in disorder, would be no life. */
async function faults({ admin, stack, client }: LifecycleStage, orders: number): Promise<string[]> {
  const found = await row<{ archived: number; writtenOff: number; technical: number }>(
    admin,
    `select (select count(*)::int from orders where state = 'archived') as archived,
       (select count(*)::int from write_offs) as "writtenOff", (select count(*)::int from cases) as technical`,
  );
  const counts = found?.archived === orders && found.writtenOff === orders && found.technical === 0;
  const db = openDatabase(roleUrl(stack.engines.postgres.adminUrl, 'oqr_worker', stack.ring), {
    ...{ max: 2, application: 'oqr-bench' },
  });
  const violations = await verifyHouse({
    ...{ db, ring: stack.ring, settledWithinSeconds: 0 },
    openRunIds: () => openRunIds(client),
  }).finally(() => db.destroy());
  return [
    ...(counts ? [] : [`of ${orders} orders: ${JSON.stringify(found)}`]),
    ...violations.map(({ invariant, line }) => `invariant ${invariant}: ${line}`),
  ];
}

function report(
  { orders, rounds, clients }: LifecycleBench,
  played: readonly Round[],
  wrong: readonly string[],
): Omit<LifecycleReport, 'idleCpuMs'> {
  const to = (arm: Arm) =>
    spreadOf(played.map(({ blocks }) => blocks.order.perSecond / blocks[arm].perSecond));
  const arms = {
    order: armReport('order', played),
    bare: armReport('bare', played),
    floor: armReport('floor', played),
  };
  const toBare = to('bare');
  const { events } = arms.order;
  return {
    ...{ orders, rounds, clients, arms, toBare, toFloor: to('floor') },
    statements: played.at(-1)?.statements ?? [],
    missed: [
      ...wrong,
      ...(toBare.median < LEAST_TO_BARE
        ? [`an order's rate is ${toBare.median.toFixed(2)} of the bare workflow's, not ${LEAST_TO_BARE}`]
        : []),
      ...(events.median > MOST_EVENTS ? [`${events.median} events an order, not ${MOST_EVENTS}`] : []),
    ],
  };
}

function armReport(arm: Arm, played: readonly Round[]): ArmReport {
  const blocks = played.map((round) => round.blocks[arm]);
  const histories = played.flatMap((round) => round.histories[arm]);
  const names = Object.keys(blocks[0]?.cpuMs ?? {}) as ProcessName[];
  const cpu = names.map((name) => [name, spreadOf(blocks.map(({ cpuMs }) => cpuMs[name] ?? 0))]);
  const counted = (of: (history: HistoryCount) => number) => spreadOf(histories.map(of));
  return {
    perSecond: spreadOf(blocks.map(({ perSecond }) => perSecond)),
    cpuMs: Object.fromEntries(cpu),
    events: counted(({ events }) => events),
    workflowTasks: counted(({ workflowTasks }) => workflowTasks),
    signals: counted(({ signals }) => signals),
    localActivities: counted(({ deedsIn }) => deedsIn.reduce((sum, deeds) => sum + deeds, 0)),
  };
}
