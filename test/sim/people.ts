import { once } from '../../api/idempotency.js';
import type { Transact, Tx } from '../../db/sql.js';
import type { Actor, Fact, FactDetail, FactType } from '../../domain/facts.js';
import { fold, mayRequest, type State } from '../../domain/lifecycle.js';
import { Refusal } from '../../domain/refusal.js';
import { draftOf } from './connection.js';
import { asDb, inStepOf, openDatabase } from './database.js';
import { factsOf, lockOrder, record } from './rooms/db-orders.js';
import type { OrderTables } from './tables.js';
import type { Operation, Process, World } from './world.js';

/** Clients of the API: each asks under one key until it knows what became of it, or gives up. */

export interface Wish {
  orderId: string;
  type: FactType;
  actor: Actor;
  detail?: FactDetail;
  /** A world fact: never refused for state, and stated in step with others. */
  stated?: true;
  /** The id that its stater gave it: the same one twice is one. */
  externalId?: string;
  /** Looks under the lock whether it may be, beyond the table of states. */
  mayBe?: (hand: InHand) => boolean;
}

export interface InHand {
  facts: Fact[];
  state: State;
  tables: OrderTables;
}

const PATIENCE_MS = 15_000;
const AGAIN_MS = 700;
/** The share of requests that arrive twice, as when a finger slips or a proxy tries again. */
const AGAIN_AT_ONCE = 0.05;

export function ask(world: World, wish: Wish): void {
  const { orderId, type, externalId } = wish;
  const operation: Operation = {
    ...{ no: world.operations.length + 1, orderId, what: type, outcome: 'unknown' },
    ...(externalId !== undefined && { externalId }),
  };
  world.operations.push(operation);
  const twice = world.faults.on && world.clock.chance(AGAIN_AT_ONCE);
  send(world, wish, operation, twice);
  if (twice) send(world, wish, operation, twice);
}

/** `unheard`: an earlier try was given up on, and may still come true whatever a later one is told. */
function send(world: World, wish: Wish, operation: Operation, unheard = false): void {
  const { clock, processes } = world;
  const process = processes.api;
  const tryAgain = (late = unheard) => {
    if (world.faults.on && clock.chance(0.05)) return;
    clock.after(clock.between(AGAIN_MS / 2, AGAIN_MS * 2), () => send(world, wish, operation, late));
  };
  if (!process.alive) {
    tryAgain();
    return;
  }
  let answered = false;
  const callOff = clock.alarm(PATIENCE_MS, () => {
    answered = true;
    tryAgain(true);
  });
  const answer = (outcome: Operation['outcome'], fact?: number) => {
    if (answered) return;
    answered = true;
    callOff();
    clock.note(
      `operation ${operation.no} ${operation.what} of ${operation.orderId}: ${outcome} ${fact ?? ''}`,
    );
    Object.assign(operation, { outcome, ...(fact !== undefined && { fact }) });
    if (outcome === 'unknown') tryAgain();
  };
  const key = `operation-${operation.no}`;
  once(
    transactOf(world, process, wish, key),
    { principal: 'people', key, requestHash: Buffer.from(key) },
    async (tx) => ({
      status: 201,
      body: { fact: await land(tx, wish, operation.no) },
    }),
  ).then(
    ({ body }) => answer('ok', (body as { fact: number }).fact),
    (error: unknown) => {
      if (!(error instanceof Refusal)) answer('unknown');
      else if (!unheard) answer('refused');
      else callOff();
    },
  );
}

/** As the API: stated facts go in step, no two of one key or one order; whatever else is asked has its own transaction. */
function transactOf(world: World, process: Process, { orderId, stated }: Wish, key: string): Transact {
  if (stated) return (deed) => inStepOf(world, process)([`key ${key}`, `order ${orderId}`], deed);
  const db = asDb(openDatabase(world, process));
  return (deed) => db.transaction(deed);
}

/** As the API records: under the lock, by the table, and by the facts rather than the row. */
async function land(tx: Tx, wish: Wish, operation: number): Promise<number> {
  const { orderId, type, actor, detail, stated, externalId, mayBe = () => true } = wish;
  const row = await lockOrder(tx, orderId);
  if (!row) throw new Refusal('order_unknown');
  const facts = await factsOf(tx, orderId);
  const state = fold(facts);
  const tables = await draftOf(tx, orderId);
  if (!tables) throw new Error('land: the order is not locked');
  const hand = { facts, state, tables };
  if (!stated && !UNBOUND.includes(type) && !mayRequest(state, type))
    throw new Refusal('state_forbids', { state });
  if (!mayBe(hand)) throw new Refusal('state_forbids', { state });
  const { number } = await record(tx, orderId, {
    ...{ type, actor, source: 'api', detail: { ...detail, operation } },
    ...(externalId !== undefined && { externalId }),
  });
  return number;
}

/** About cases and messages: their own rows say whether they may be. */
const UNBOUND: readonly FactType[] = [
  'retry_requested',
  'case_resolved',
  'case_given_up',
  'resend_requested',
];
