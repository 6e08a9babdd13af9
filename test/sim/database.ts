import type { Db, Tx } from '../../db/sql.js';
import { deviates } from './deviation.js';
import type { OrderTables } from './tables.js';
import type { Process, Seat, Transaction, World } from './world.js';

/** PostgreSQL as the lifecycle knows it: locks, transactions, and answers that may be lost. */

export interface Database extends Seat {
  transaction<Result>(deed: (tx: Tx) => Promise<Result>): Promise<Result>;
}

export const aProcess = (name: string): Process => ({ name, alive: true, open: new Set() });

/** The house's functions ask for knex; the simulated rooms behind them know better. */
export const asDb = (database: Database): Db => database as unknown as Db;
export const seatOf = (db: Db | Tx): Seat => db as unknown as Seat;
export const transactionOf = (tx: Db | Tx): Transaction => tx as unknown as Transaction;

export function openDatabase(world: World, process: Process): Database {
  return {
    ...{ world, process },
    transaction: async (deed) => {
      const tx: Transaction = {
        ...{ world, process, drafts: new Map(), messages: new Map(), held: new Set() },
        ...{ atCommit: [], atRollback: [] },
      };
      await breathe(tx);
      strike(tx, 'request');
      process.open.add(tx);
      const result = await perform(tx, () => deed(tx as unknown as Tx));
      await breathe(tx);
      strike(tx, 'answer');
      return result;
    },
  };
}

async function perform<Result>(tx: Transaction, deed: () => Promise<Result>): Promise<Result> {
  try {
    const result = await deed();
    await breathe(tx);
    if (deviates('answered_before_commit') && tx.world.clock.chance(0.05)) rollBack(tx);
    else {
      strike(tx, 'commit');
      commit(tx);
    }
    return result;
  } catch (error) {
    if (tx.process.open.has(tx)) rollBack(tx);
    throw error;
  }
}

function commit(tx: Transaction): void {
  const { store } = tx.world;
  for (const [id, draft] of tx.drafts) store.orders.set(id, draft);
  for (const [id, message] of tx.messages) store.messages.set(id, message);
  for (const act of tx.atCommit) act();
  end(tx);
  tx.world.committed([...tx.drafts.keys()]);
}

function rollBack(tx: Transaction): void {
  const { store } = tx.world;
  if (deviates('half_rolled_back'))
    for (const [id, { facts, row }] of tx.drafts) {
      const kept = store.orders.get(id);
      if (kept) store.orders.set(id, { ...kept, facts, row: { ...kept.row, factCount: row.factCount } });
    }
  for (const act of tx.atRollback) act();
  end(tx);
}

function end(tx: Transaction): void {
  tx.process.open.delete(tx);
  for (const key of tx.held) release(tx.world, key);
}

/** Nothing of a killed process goes on, and what it had not committed never was. */
export function kill(process: Process): void {
  process.alive = false;
  for (const tx of [...process.open]) rollBack(tx);
}

/** Waits until nobody else holds the key; it is held until the transaction ends. */
export async function lock(tx: Transaction, key: string): Promise<void> {
  if (deviates('no_lock')) return;
  const { locks } = tx.world;
  const held = locks.get(key);
  if (held?.holder === tx) return;
  if (held) return new Promise((go) => held.waiting.push({ tx, go }));
  locks.set(key, { holder: tx, waiting: [] });
  tx.held.add(key);
}

function release({ locks, clock }: World, key: string): void {
  const held = locks.get(key);
  const next = held?.waiting.find(({ tx }) => tx.process.open.has(tx));
  if (!held || !next) {
    locks.delete(key);
    return;
  }
  held.waiting = held.waiting.slice(held.waiting.indexOf(next) + 1);
  held.holder = next.tx;
  next.tx.held.add(key);
  clock.after(0, () => {
    if (next.tx.process.alive) next.go();
  });
}

/** An order under lock as its transaction sees it. */
export async function draftOf(tx: Transaction, orderId: string): Promise<OrderTables | undefined> {
  await breathe(tx);
  const known = tx.drafts.get(orderId);
  if (known) return known;
  await lock(tx, `order ${orderId}`);
  const stored = tx.world.store.orders.get(orderId);
  if (!stored) return undefined;
  const draft = { ...stored };
  tx.drafts.set(orderId, draft);
  return draft;
}

const FROZEN_MS = 45_000;

/** Others may go first here; now and then a process stands still for a long time. */
export async function breathe({ world, process }: Seat): Promise<void> {
  const { clock, faults } = world;
  if (!clock.chance(0.12)) return;
  const frozen = faults.on && clock.chance(0.02);
  const delayMs = frozen ? clock.between(5_000, FROZEN_MS) : clock.between(0, 60);
  await new Promise<void>((go) =>
    clock.after(delayMs, () => {
      if (process.alive) go();
    }),
  );
}

/** What a lost line looks like to whoever asked. */
class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  readonly code = 'ECONNRESET';
}

export const isLost = (error: unknown): boolean => error instanceof ConnectionLost;

/** A request may be lost before its deed, a commit with it, an answer after it. */
function strike({ world }: Seat, where: 'request' | 'commit' | 'answer'): void {
  const { clock, faults } = world;
  const away = faults.on && (clock.nowMs() < faults.databaseAwayUntilMs || clock.chance(faults.loss));
  if (away) throw new ConnectionLost(`${where} lost`);
}
