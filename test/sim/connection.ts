import { type Db, forEach, rows, type Statement, type Tx } from '../../db/sql.js';
import { deviates } from './deviation.js';
import { breathe, ConnectionLost, refuseSome, StatementFailed, strike } from './outages.js';
import type { OrderTables } from './tables.js';
import { begin, commit, isOpen, lock, lockedDraft, rollBack } from './transactions.js';
import type { Seat, Transaction } from './world.js';

/**
 * PostgreSQL behind a connection, where statements follow each other. There are few of them, asked for by the product's own
 * way: they lock, and answer with what the simulated rooms then read and write.
 */
export interface Connection {
  /** On while deeds share its transaction. */
  pipeline?: boolean;
  /** What leaves it; whether in one write or two makes no difference here. */
  connection: { stream: { cork(): void; uncork(): void } };
  query(statement: Statement): Promise<Told>;
  end(): Promise<void>;
}

interface Told {
  command: string;
  rows: object[];
  rowCount: number;
}

const LOCK_ORDER = forEach('select lock_order(:orderId) for no key update', 'orderId text');
const LOCK_IN_A_CROWD = forEach('select lock_order(:orderId)', 'orderId text');
const TAKE_KEY = forEach('select take_key(:name)', 'name text');
const LOOK = 'select look()';
/** Of the microtask queue; many times what an answer takes. */
const READING_TURNS = 100;

/** An order under lock as its transaction sees it. */
export async function draftOf(tx: Db | Tx, orderId: string): Promise<OrderTables | undefined> {
  const lockOrder = deviates('crowded') ? LOCK_IN_A_CROWD : LOCK_ORDER;
  const [found] = await rows<{ draft: OrderTables | undefined }>(tx, lockOrder, { orderId });
  return found?.draft;
}

/** Waits until nobody else has the key. */
export async function lockKey(tx: Tx, name: string): Promise<void> {
  await rows(tx, TAKE_KEY, { name });
}

/** What a deed writes into, alone or with others. */
export async function transactionOf(tx: Tx): Promise<Transaction> {
  const [found] = await rows<{ transaction: Transaction }>(tx, LOOK);
  if (!found) throw new Error('transactionOf: no answer');
  return found.transaction;
}

export function connect(seat: Seat): Connection {
  let tx: Transaction | undefined;
  let before: Promise<unknown> = Promise.resolve();
  let broken = false;
  const connection: Connection = {
    connection: { stream: { cork: () => undefined, uncork: () => undefined } },
    query: (statement) => {
      const answered = before.then(() => act(statement));
      before = answered.catch(() => undefined);
      return answered;
    },
    end: async () => {
      broken = true;
      if (tx && isOpen(tx)) rollBack(tx);
    },
  };
  const act = async (statement: Statement): Promise<Told> => {
    if (broken) throw new ConnectionLost('the line is broken');
    try {
      return await answer(statement);
    } catch (error) {
      if (error instanceof ConnectionLost) {
        if (connection.pipeline) seat.world.ended.add('lost');
        await connection.end();
      } else if (tx) tx.failed = true;
      throw error;
    }
  };
  const answer = async (statement: Statement): Promise<Told> => {
    if (statement.text === LOOK) return told('SELECT', [{ transaction: underWay(tx) }]);
    await breathe(seat);
    switch (statement.text) {
      case 'begin':
        strike(seat, 'request');
        tx = begin(seat);
        return told('BEGIN');
      case 'commit':
        await allHaveRead();
        return told(await finish(seat, underWay(tx), connection.pipeline === true));
      case 'rollback':
        if (tx && isOpen(tx)) undo(tx, connection.pipeline === true);
        return told('ROLLBACK');
      default:
        return told('SELECT', await ask(seat, underWay(tx), statement));
    }
  };
  return connection;
}

/** Whoever asked before the commit and goes along with it: the rooms write when they read their answers. */
async function allHaveRead(): Promise<void> {
  for (let turn = 0; turn < READING_TURNS; turn += 1) await undefined;
}

const told = (command: string, rows: object[] = []): Told => ({ command, rows, rowCount: rows.length });

function underWay(tx: Transaction | undefined): Transaction {
  if (!tx || !isOpen(tx)) throw new Error('no transaction is under way');
  return tx;
}

/** One of which a statement failed is rolled back instead. */
async function finish(seat: Seat, tx: Transaction, shared: boolean): Promise<'COMMIT' | 'ROLLBACK'> {
  const { clock, ended } = seat.world;
  if (tx.failed) {
    undo(tx, shared);
    return 'ROLLBACK';
  }
  if (deviates('answered_before_commit') && clock.chance(0.05)) {
    rollBack(tx);
    return 'COMMIT';
  }
  strike(seat, 'commit');
  commit(tx);
  if (shared) ended.add('committed');
  await breathe(seat);
  strike(seat, 'answer');
  return 'COMMIT';
}

function undo(tx: Transaction, shared: boolean): void {
  if (shared) tx.world.ended.add('undone');
  if (shared && deviates('partners_kept'))
    for (const [id, draft] of tx.drafts) tx.world.store.orders.set(id, draft);
  rollBack(tx);
}

/** A statement of one deed, or the same one of many: then each row says whose it is. */
async function ask(seat: Seat, tx: Transaction, { text, values: [given] }: Statement): Promise<object[]> {
  if (tx.failed) throw new StatementFailed('the transaction is aborted');
  refuseSome(seat);
  const names: string[] = Array.isArray(given) ? given : [given];
  const found: object[] = [];
  for (const [at, name] of names.entries()) {
    if (text.includes('take_key')) await lock(tx, `key ${name}`);
    else found.push({ at: placeOf(at, names.length), draft: await lockedDraft(tx, name) });
  }
  return found;
}

/** From 1. */
const placeOf = (at: number, asked: number): number =>
  (deviates('answers_crossed') ? (at + 1) % asked : at) + 1;
