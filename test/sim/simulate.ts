import { ORDER_KINDS, SETTLEMENTS } from '../../domain/order.js';
import { order as tale } from '../../workflows/order.js';
import { aLine } from '../domain/builders.js';
import { END, HELP, resolve, retry, TECHNICIAN, TROUBLE } from './acts.js';
import { brokenAlways } from './always.js';
import { brokenAtRest } from './at-rest.js';
import { aProcess } from './database.js';
import { perform } from './deeds.js';
import { openPost, type Post } from './post.js';
import { openRelay, type Relay } from './relay.js';
import { openScheduler, quiet, type Scheduler } from './scheduler.js';
import { expire, sweep } from './sweep.js';
import { emptyStore, type OrderTables } from './tables.js';
import { openTemporal, type Temporal } from './temporal.js';
import { kill } from './transactions.js';
import type { Ended, Part, World } from './world.js';

export interface Simulated {
  seed: number;
  /** The same for the same seed and the same code, whatever the machine. */
  hash: string;
  steps: number;
  findings: readonly string[];
  facts: readonly string[];
  /** How transactions that deeds shared ended. */
  ended: readonly Ended[];
}

interface Stage {
  world: World;
  temporal: Temporal;
  relay: Relay;
  post: Post;
}

const ORDERS = 2;
const ACTS = 15;
/** The share of acts that come for all orders at the same moment, as a carrier's list does. */
const AT_ONCE = 0.2;
const STORY_MS = 8 * 60_000;
const SWEEPS = 8;
/** After the faults: technicians and the sweeper go round this often, and that long. */
const ROUNDS = 8;
const ROUND_MS = 10 * 60_000;
const ENDLESS = 5_000;
const PARTS: readonly Part[] = ['api', 'worker-1', 'worker-2', 'relay', 'post'];
const STEPS = ['survey', 'issue', 'dispatch', 'verify', 'review', 'write_off', 'archive'];

/** One world from its beginning to its rest: orders, people, faults, then healing. Nothing outside the seed matters. */
export async function simulate(seed: number, say?: (line: string) => void): Promise<Simulated> {
  const stage = build(openScheduler(seed, say));
  const { world } = stage;
  const { clock, findings } = world;
  tellStory(stage);
  await run(world, STORY_MS);
  heal(stage);
  for (let round = 0; round < ROUNDS; round += 1) {
    await run(world, ROUND_MS);
    for (const one of world.store.orders.values()) finish(world, one, round);
    sweep(world, stage.temporal);
  }
  await run(world, Number.POSITIVE_INFINITY);
  for (const line of brokenAtRest(world, stage.temporal, stage.post)) findings.add(line);
  for (const [id, { facts, row }] of world.store.orders)
    clock.note(`${id} ${row.state} ${facts.map(({ type }) => type).join(' ')}`);
  return {
    ...{ seed, hash: clock.hash(), steps: clock.steps(), findings: [...findings], ended: [...world.ended] },
    facts: [...world.store.orders.values()].flatMap(({ facts }) => facts.map(({ type }) => type)),
  };
}

/** For so long, or until nothing happens by itself. */
async function run({ clock, findings }: World, forMs: number): Promise<void> {
  const untilMs = clock.nowMs() + forMs;
  await quiet();
  while (await clock.step(untilMs))
    if (clock.steps() > ENDLESS) {
      findings.add('the world does not come to rest');
      return;
    }
}

function build(clock: Scheduler): Stage {
  const store = emptyStore();
  const known = new Map<string, OrderTables>();
  const processes = Object.fromEntries(PARTS.map((part) => [part, aProcess(part)])) as World['processes'];
  const world: World = {
    ...{ clock, store, processes, locks: new Map(), findings: new Set(), operations: [], ended: new Set() },
    faults: {
      on: true,
      loss: 0.03,
      databaseAwayUntilMs: 0,
      temporalAwayUntilMs: 0,
      poison: new Set(),
      struck: new Set(),
    },
    committed: (orderIds) => {
      for (const id of orderIds) {
        const now = store.orders.get(id);
        if (!now) continue;
        for (const line of brokenAlways(now, known.get(id))) world.findings.add(line);
        known.set(id, now);
      }
      post.poll();
    },
    wake: (row) => {
      store.serial += 1;
      store.outbox.push({ ...row, id: store.serial, dueAtMs: clock.nowMs(), sends: 0 });
      relay.poll();
    },
    due: (wake, delayMs) => {
      wake.dueAtMs = clock.nowMs() + delayMs;
      clock.after(delayMs, () => relay.poll());
    },
  };
  const workers = () => [processes['worker-1'], processes['worker-2']].filter(({ alive }) => alive);
  const worker = {
    world,
    pick: () => (workers().length > 0 ? clock.pick(workers()) : undefined),
    perform: (process: World['processes'][Part], command: Parameters<typeof perform>[2]) =>
      perform(world, process, command),
  };
  const temporal = openTemporal(world, worker, tale);
  const relay = openRelay(world, () => temporal);
  const post = openPost(world);
  for (let no = 1; no <= ORDERS; no += 1) enter(world, no);
  return { world, temporal, relay, post };
}

function enter(world: World, no: number): void {
  const { clock, store } = world;
  const id = `order-${no}`;
  const lines = [aLine({ lineNo: 1, quantity: 2 }), aLine({ lineNo: 2, kind: 'service' })];
  const now = new Date(clock.nowMs());
  const row = {
    ...{
      id,
      orderNo: `${id}${clock.chance(0.3) ? '-first' : ''}`,
      currency: 'CNY',
      lane: 'live',
      state: 'entered',
    },
    ...{ kind: clock.pick(ORDER_KINDS), settlement: clock.pick(SETTLEMENTS), notify: clock.chance(0.5) },
    amountMinor: clock.pick([50_000, 50_000, 1_500_000, 10_000_000]),
    ...{
      stateSince: now,
      createdAt: now,
      orderedAt: now,
      factCount: 1,
      appliedFact: 0,
      priority: 1,
      escalation: 0,
    },
    ...{
      ownerDepartment: 'order_desk',
      assignee: null,
      held: false,
      watched: false,
      customerKey: Buffer.from('C'),
    },
  } as OrderTables['row'];
  const actor = { kind: 'person', id: 'clerk', department: 'order_desk' } as const;
  const entered = {
    number: 1,
    type: 'order_entered',
    happenedAt: now,
    recordedAt: now,
    source: 'api',
  } as const;
  store.orders.set(id, {
    ...{ row, lines, facts: [{ ...entered, actor, detail: {} }], logged: 1 },
    ...{
      codes: [],
      verifications: [],
      reviews: [],
      cases: [],
      hops: [],
      pauses: [],
      writeOffs: [],
      files: [],
    },
  });
  world.wake({ orderId: id, factNumber: 1, signal: 'factsRecorded', lane: 'live' });
}

/** What people do and what breaks, spread over some minutes. */
function tellStory(stage: Stage): void {
  const { world, temporal } = stage;
  const { clock, store, faults } = world;
  const some = (times: number, act: () => void) => {
    for (let time = 0; time < times; time += 1) clock.after(clock.between(0, STORY_MS), act);
  };
  for (const id of store.orders.keys()) {
    some(ACTS, () => actOn(world, clock.chance(AT_ONCE) ? [...store.orders.keys()] : [id]));
    if (clock.chance(0.15)) some(1, () => expire(world, id));
    if (clock.chance(0.15)) faults.poison.add(`${clock.pick(STEPS)} ${id}`);
  }
  for (let round = 1; round <= SWEEPS; round += 1)
    clock.after((round * STORY_MS) / SWEEPS, () => sweep(world, temporal));
  some(clock.between(0, 4), () => crash(stage, clock.pick(PARTS)));
  if (clock.chance(0.3))
    some(1, () => {
      faults.databaseAwayUntilMs = clock.nowMs() + clock.between(1_000, 120_000);
    });
  if (clock.chance(0.3))
    some(1, () => {
      faults.temporalAwayUntilMs = clock.nowMs() + clock.between(1_000, 60_000);
    });
  if (clock.chance(0.3)) some(1, () => stage.post.forget());
  if (clock.chance(0.1)) some(1, () => temporal.forget());
}

/** One deed, of one order or of some at the same moment. */
function actOn(world: World, orderIds: readonly string[]): void {
  const { clock, store } = world;
  const acts = clock.chance(0.01) ? END : clock.chance(0.7) ? HELP : TROUBLE;
  const act = clock.pick(acts);
  for (const id of orderIds) {
    const order = store.orders.get(id);
    if (order) act(world, order);
  }
}

/** A process dies at once; another takes its place after a while. */
function crash({ world, temporal, relay, post }: Stage, part: Part): void {
  const { clock, processes } = world;
  const old = processes[part];
  if (!old.alive) return;
  kill(old);
  temporal.lose(old);
  clock.note(`${part} is killed`);
  clock.after(clock.between(500, 20_000), () => {
    processes[part] = aProcess(part);
    if (part === 'relay') relay.restart();
    if (part === 'post') post.restart();
  });
}

function heal({ world, relay, post }: Stage): void {
  Object.assign(world.faults, { on: false, databaseAwayUntilMs: 0, temporalAwayUntilMs: 0 });
  relay.poll();
  post.poll();
}

/** Technicians see to every case of theirs; questions to people may stay open. */
function finish(world: World, order: OrderTables, round: number): void {
  retry(world, order, TECHNICIAN);
  if (round === 0) resolve(world, order);
}
