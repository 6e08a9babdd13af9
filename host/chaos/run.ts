import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Knex } from 'knex';
import { run } from '../../db/sql.js';
import type { State } from '../../domain/lifecycle.js';
import { openDatabase, roleUrl } from '../../platform/postgres.js';
import { layInStock } from './availability.js';
import { type Finding, finding } from './check/finding.js';
import { checkHistory } from './check/index.js';
import { type Fault, fillWorkers, type Ground } from './fault.js';
import { type History, openHistory } from './history.js';
import { type DrilledHouse, openHouse, POISONED } from './house.js';
import { startLoad } from './load.js';
import { type People, peopleOf } from './people.js';
import { inTime, probe, type Recovery, untilCalm } from './probe.js';
import { leftOver, readWorld } from './reading.js';

export interface ChaosOptions {
  faults: readonly Fault[];
  /** Each fault that often, and then on until the time is over. */
  rounds: number;
  minutes: number;
  short: boolean;
  atOnce: number;
  say: (line: string) => void;
  stop: AbortSignal;
}

/** One injection of one fault, and what came of it. */
export interface Injection extends Recovery {
  id: string;
  name: string;
  part: Fault['part'];
  heldSeconds: number;
  /** Operations whose outcome nobody knew at first. */
  unknown: number;
  met: boolean;
}

export interface ChaosReport {
  injections: Injection[];
  /** What faults saw on their way, a sentence each. */
  seen: string[];
  operations: { ok: number; fail: number; unknown: number; again: number };
  lifecycles: number;
  writeOffs: number;
  messages: number;
  /** Made at the simulated providers. */
  payments: number;
  refunds: number;
  findings: Finding[];
  /** Recovery goals that were not reached, a sentence each. */
  late: string[];
  seconds: number;
  drainedSeconds: number;
  checkedMs: number;
}

const CALM_MS = 2_000;
const SETTLE_MS = 120_000;
/** Fifty people who think so long leave two cores some time: what is measured is how a part comes back, not how a full house does. */
const THINK_MS = 4_000;
const TECHNICIAN_MS = 1_000;
/** Temporal's list of open runs lags a little. */
const VISIBLE_MS = 5_000;

/** Runs the house under load, hurts it, heals it, waits until it is at rest, and compares what was said with what is. */
export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const house = await openHouse(options.say);
  const admin = openDatabase(house.engines.adminUrl, { max: 6, application: 'oqr-chaos' });
  admin.client.pool.on('createSuccess', ignoreLost);
  try {
    await widenScanGuard(admin);
    await fillWorkers(house);
    const report = await drill(options, house, admin);
    if (report.findings.length > 0) {
      house.keep();
      options.say(`logs, data and the history are kept in ${house.dataDir}`);
    }
    return report;
  } finally {
    await admin.destroy();
    await house.stop();
  }
}

/**
 * A handful of accounts scan here for fifty people, and ask again three times a second what was answered with 503: in
 * half a minute without PostgreSQL that is more than a company's policy grants one of them.
 */
async function widenScanGuard(admin: Knex): Promise<void> {
  const changed = await run(
    admin,
    `update policy_versions set body = jsonb_set(body, '{scanGuard}', '{"accountPerMinute": 1000000}') where active`,
  );
  if (changed !== 1) throw new Error('no policy is in force');
}

/** Our own look at the database loses its connections too. */
const ignoreLost = (_id: number, connection: NodeJS.EventEmitter) => connection.on('error', () => undefined);

async function drill(options: ChaosOptions, house: DrilledHouse, admin: Knex): Promise<ChaosReport> {
  const { say, stop } = options;
  const beganMs = Date.now();
  const history = openHistory(join(house.dataDir, 'history.jsonl'));
  const peopleAt = (url: string) => peopleOf(house.stack, { url, history, stop });
  const people = peopleAt(house.url);
  const load = startLoad({ people, atOnce: options.atOnce, stop, thinkMs: THINK_MS });
  const expected = new Map<string, State>();
  const cured = new Set<string>();
  const healer = startTechnician(people, cured);
  const injections: Injection[] = [];
  const findings: Finding[] = [];
  const seen: string[] = [];
  await sleep(CALM_MS);
  for (const { fault, serial } of scheduleOf(options, beganMs)) {
    const expectArchived = (orderNo: string) => void expected.set(orderNo, 'archived');
    const tell = (line: string) => {
      say(`  ${fault.id}: ${line}`);
      seen.push(`${fault.id}: ${line}`);
    };
    const ground: Ground = {
      ...{ house, people, peopleAt, admin, serial, cured, expectArchived, tell },
      answers: history.answers,
    };
    await untilCalm(people, `${fault.id}-${fault.part}-${serial}`);
    const done = await inject(fault, ground, { options, history, findings });
    injections.push(done);
    say(inWords(done));
    if (stop.aborted) break;
  }
  if (stop.aborted) throw new Error('interrupted: nothing was compared');
  const drainBeganMs = Date.now();
  say('no more faults: waiting until everything is at rest');
  await load.drain();
  findings.push(...(await settle(admin, house)));
  const drainedSeconds = (Date.now() - drainBeganMs) / 1_000;
  await healer.stop();
  await sleep(VISIBLE_MS);
  const checked = await check(house, history, new Map([...load.expected, ...expected]));
  return {
    ...{ injections, seen, drainedSeconds, lifecycles: load.begun() },
    ...checked,
    findings: [...findings, ...checked.findings],
    operations: countsOf(history),
    late: lateOf(injections),
    seconds: Math.round((Date.now() - beganMs) / 1_000),
  };
}

/** Every fault in turn, round after round, until each had its rounds and the time is over. */
function* scheduleOf(
  { faults, rounds, minutes, stop }: ChaosOptions,
  beganMs: number,
): Generator<{ fault: Fault; serial: number }> {
  const over = () => Date.now() - beganMs > minutes * 60_000;
  for (let serial = 0; serial < rounds || !over(); serial += 1)
    for (const fault of faults) {
      if (stop.aborted || (serial >= rounds && over())) return;
      yield { fault, serial };
    }
}

interface Notes {
  options: ChaosOptions;
  history: History;
  findings: Finding[];
}

async function inject(
  fault: Fault,
  ground: Ground,
  { options, history, findings }: Notes,
): Promise<Injection> {
  const { people, serial, expectArchived } = ground;
  const broken = (error: Error): undefined => {
    findings.push(finding('I11', 'stuck', `${fault.id}: ${error.message}`));
  };
  const stock = fault.answersMeanwhile
    ? await layInStock(people, `${fault.id}-${serial}`, expectArchived).catch(broken)
    : undefined;
  const before = triesIn(history);
  const beganMs = Date.now();
  const heal = (await fault.inject(ground).catch(broken)) ?? (() => fillWorkers(ground.house));
  const missed = stock ? await stock.use() : [];
  findings.push(...missed.map((line) => finding('I11', 'stuck', `${fault.id}: meanwhile ${line}`)));
  await sleep(Math.max(0, (options.short ? fault.shortMs : fault.holdMs) - (Date.now() - beganMs)));
  const heldSeconds = (Date.now() - beganMs) / 1_000;
  const [recovery] = await Promise.all([
    probe(people, `PROBE-${fault.id}-${fault.part}-${serial}`),
    heal().catch(broken),
  ]);
  const { id, name, part } = fault;
  const unknown = triesIn(history) - before;
  return { id, name, part, heldSeconds, unknown, ...recovery, met: inTime(part, recovery) };
}

/** Tries that came to nothing known, over all operations. */
const triesIn = ({ operations }: History): number =>
  operations.reduce((sum, { tries, outcome }) => sum + tries - (outcome === 'unknown' ? 0 : 1), 0);

/** Retries what an outage made a technical case of; poisoned orders once they are mended. */
function startTechnician(people: People, cured: ReadonlySet<string>): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const work = async () => {
    while (!stopping.signal.aborted) {
      for (const { id, orderNo } of await people.waitingCases())
        if (!orderNo.startsWith(POISONED) || cured.has(orderNo)) await people.retry(orderNo, id);
      await sleep(TECHNICIAN_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const working = work();
  return {
    stop: async () => {
      stopping.abort();
      await working;
    },
  };
}

/** Until nothing moves by itself any more; a line when that never comes. */
async function settle(admin: Knex, { stack }: DrilledHouse): Promise<Finding[]> {
  for (const began = Date.now(); ; await sleep(500)) {
    const left = await leftOver(admin, stack.catchers.payments?.trades() ?? []);
    if (left.length === 0) return [];
    if (Date.now() - began > SETTLE_MS) return [finding('I11', 'stuck', `still there: ${left.join(', ')}`)];
  }
}

async function check(
  house: DrilledHouse,
  { operations }: History,
  expected: ReadonlyMap<string, State>,
): Promise<Pick<ChaosReport, 'findings' | 'writeOffs' | 'messages' | 'payments' | 'refunds' | 'checkedMs'>> {
  const { stack, engines, dataDir } = house;
  const db = openDatabase(roleUrl(engines.adminUrl, 'oqr_worker', stack.ring), {
    ...{ max: 4, application: 'oqr-chaos' },
  });
  const connection = await Connection.connect({ address: `127.0.0.1:${engines.temporal.port}` });
  try {
    const client = new Client({ connection, namespace: 'order-qr' });
    const world = await readWorld({
      ...{ db, ring: stack.ring, client, dataDir },
      trades: stack.catchers.payments?.trades() ?? [],
    });
    const beganMs = performance.now();
    const findings = checkHistory(operations, world, expected);
    return {
      findings,
      writeOffs: world.orders.reduce((sum, { writeOffs }) => sum + writeOffs, 0),
      messages: world.arrivals.size,
      payments: world.trades.filter(({ state }) => state === 'paid').length,
      refunds: world.trades.reduce((sum, { refunds }) => sum + refunds.length, 0),
      checkedMs: Math.round(performance.now() - beganMs),
    };
  } finally {
    await connection.close();
    await db.destroy();
  }
}

function countsOf({ operations }: History): ChaosReport['operations'] {
  const of = (outcome: string) => operations.filter((one) => one.outcome === outcome).length;
  const again = operations.filter(({ tries }) => tries > 1).length;
  return { ok: of('ok'), fail: of('fail'), unknown: of('unknown'), again };
}

const lateOf = (injections: readonly Injection[]): string[] =>
  injections
    .filter(({ met }) => !met)
    .map(({ id, answer, lifecycle, message }) => `${id}: ${answer} / ${lifecycle} / ${message} s`);

const inWords = ({ id, name, heldSeconds, answer, lifecycle, message, unknown }: Injection): string =>
  `${id} ${name}: ${heldSeconds.toFixed(1)} s; back after ${answer} / ${lifecycle} / ${message} s; ${unknown} unknown tries`;
