import type { Client, QueryResult } from 'pg';
import { type AnyAnswer, type Asked, send } from './asking-together.js';
import { askedBy, type Bindings, type Db, leads, type Statement, statementOf, type Tx } from './sql.js';

/** Does deeds in transactions that several of them share; `alone` names what no two of one transaction may have in common. */
export type InStep = <Result>(alone: readonly string[], deed: (tx: Tx) => Promise<Result>) => Promise<Result>;

interface StepSize {
  /** Deeds in one transaction. */
  most: number;
  /** Transactions at the same time; deeds that come meanwhile gather for the next. */
  lines: number;
}

/** Two under way keep database and process busy; what comes meanwhile makes the next one larger. */
const SIZE: StepSize = { most: 16, lines: 2 };
/** Longer than this nobody waits for a place; knex gives up waiting for a connection at the same time. */
const PATIENCE_MS = 10_000;

/** The transactions before do not end: the database is away, or stands still. */
class NoPlace extends Error {
  override name = 'NoPlace';
  readonly code = 'ETIMEDOUT';
}

/** When those who come at the same time are all there, and when patience is over; a simulated world has its own. */
export interface StepClock {
  soon(act: () => void): void;
  /** Answers what calls it off. */
  after(delayMs: number, act: () => void): () => void;
}

/** Whoever comes in the same turn of the event loop goes along. */
const EVENT_LOOP: StepClock = {
  soon: setImmediate,
  after: (delayMs, act) => {
    const timer = setTimeout(act, delayMs);
    return () => clearTimeout(timer);
  },
};

interface Waiting {
  alone: readonly string[];
  /** Ends the wait for a place: there is one. */
  placed: () => void;
  deed: (tx: Tx) => Promise<unknown>;
  resolve: (result: never) => void;
  reject: (error: unknown) => void;
}

/**
 * Deeds that come at the same time go in step: one transaction, and whenever all of them wait for the database, what they
 * ask goes there in one go, so that a round trip and a commit serve all. Each is written as if it were alone. When one of
 * them fails, nothing of their transaction is kept and each is done again in one of its own; what fails then is its own.
 *
 * Whoever finds no place for ten seconds is told so (`ETIMEDOUT`) and has done nothing.
 *
 * Order of locks: statements of one go that lock rows are sent first, then those that others refer to (`leading`), and all in
 * the order of their bindings, so that rivals lock the same rows in turn, and what a deed asks together with its lock it
 * reads under it.
 */
export function openSteps(
  db: Db,
  { most, lines }: StepSize = SIZE,
  { patienceMs = PATIENCE_MS, clock = EVENT_LOOP } = {},
): InStep {
  const waiting: Waiting[] = [];
  let walking = 0;

  const next = () => {
    while (walking < lines && waiting.length > 0) {
      walking += 1;
      void walk(db, takeTogether(waiting, most)).finally(() => {
        walking -= 1;
        next();
      });
    }
  };
  return (alone, deed) =>
    new Promise((resolve, reject) => {
      const placed = clock.after(patienceMs, () => {
        waiting.splice(waiting.indexOf(one), 1);
        reject(new NoPlace('no place in a transaction'));
      });
      const one: Waiting = { alone, placed, deed, resolve, reject };
      waiting.push(one);
      if (waiting.length === 1) clock.soon(next);
    });
}

/** Each deed in a transaction of its own. */
export const eachAlone =
  (db: Db): InStep =>
  (_names, deed) =>
    db.transaction(deed);

/** Takes the first deeds that have nothing in common; the others keep their place. */
function takeTogether(waiting: Waiting[], most: number): Waiting[] {
  const taken = new Set<string>();
  const together: Waiting[] = [];
  const kept: Waiting[] = [];
  for (const one of waiting.splice(0)) {
    if (together.length === most || one.alone.some((name) => taken.has(name))) kept.push(one);
    else {
      one.placed();
      together.push(one);
      for (const name of one.alone) taken.add(name);
    }
  }
  waiting.push(...kept);
  return together;
}

async function walk(db: Db, deeds: readonly Waiting[]): Promise<void> {
  try {
    const results = await together(db, deeds);
    for (const [at, { resolve }] of deeds.entries()) resolve(results[at] as never);
  } catch (error) {
    // Whether it was committed is not known when the line broke at its end: only a deed's failure has all done again.
    if (error instanceof OutOfStep && deeds.length > 1)
      await Promise.all(deeds.map((one) => walk(db, [one])));
    else for (const { reject } of deeds) reject(error instanceof OutOfStep ? (error.cause ?? error) : error);
  }
}

/** A deed failed in a transaction that others may share. */
class OutOfStep extends Error {
  override name = 'OutOfStep';
}

/**
 * The beginning goes along with what is asked first.
 * @throws OutOfStep when a deed failed; nothing of any of them is kept then.
 */
async function together(db: Db, deeds: readonly Waiting[]): Promise<unknown[]> {
  const connection: Client = await db.client.acquireConnection();
  pipeline(connection, true);
  try {
    const step = new Step(db, connection, deeds.length);
    const begun = step.begin();
    begun.catch(() => undefined);
    const done = await Promise.allSettled(deeds.map(({ deed }) => step.follow(deed)));
    const failed = done.find((one) => one.status === 'rejected');
    const [, { command }] = await Promise.all([begun, step.end(failed ? 'rollback' : 'commit')]);
    // A deed that made nothing of a statement's failure: PostgreSQL rolls back what it is asked to commit.
    if (failed || command !== 'COMMIT') throw new OutOfStep('a deed failed', { cause: failed?.reason });
    return done.map((one) => (one.status === 'fulfilled' ? one.value : undefined));
  } catch (error) {
    // Whatever state it is in: nobody else gets this connection.
    if (!(error instanceof OutOfStep)) await connection.end().catch(() => undefined);
    throw error;
  } finally {
    pipeline(connection, false);
    await db.client.releaseConnection(connection);
  }
}

/** Whether statements are sent without waiting for the answers before; COPY, which others may ask of it, needs that off. */
function pipeline(connection: Client, on: boolean): void {
  Object.assign(connection, { pipeline: on });
}

/** A deed: it has something to do, waits for the next go, or is done. */
interface Follower {
  stands: 'busy' | 'waiting' | 'done';
}

/** A transaction with the deeds that are under way in it. */
class Step {
  readonly #db: Db;
  readonly #connection: Client;
  /** Deeds that have something to do before the next go. */
  #busy: number;
  #asked: Asked[] = [];
  readonly #waiting = new Set<Follower>();
  readonly #locked = new Map<string, Follower>();
  readonly #line: Line;
  #held = false;
  #broken = false;

  constructor(db: Db, connection: Client, deeds: number) {
    this.#db = db;
    this.#connection = connection;
    this.#line = lineOf(connection);
    this.#busy = deeds;
  }

  /** Held back until something is asked, and goes along. */
  begin(): Promise<QueryResult> {
    this.#hold();
    return this.#send({ text: 'begin', values: [] });
  }

  end(text: 'commit' | 'rollback'): Promise<QueryResult> {
    this.#hold();
    const ended = this.#send({ text, values: [] });
    this.#release();
    return ended;
  }

  #hold(): void {
    if (!this.#held) this.#line.cork();
    this.#held = true;
  }

  #release(): void {
    this.#line.uncork();
    this.#held = false;
  }

  async follow<Result>(deed: (tx: Tx) => Promise<Result>): Promise<Result> {
    const follower: Follower = { stands: 'busy' };
    const tx = askedBy(this.#db as Tx, (sql, bindings) => this.#ask(follower, sql, bindings));
    try {
      return await deed(tx);
    } catch (error) {
      this.#broken = true;
      throw error;
    } finally {
      this.#waiting.delete(follower);
      this.#pause(follower, 'done');
    }
  }

  async #ask(follower: Follower, sql: string, bindings: Bindings): Promise<never> {
    if (this.#broken) throw new OutOfStep('another deed failed');
    const locks = LOCKS.test(sql);
    const order = `${locks ? 0 : leads(sql) ? 1 : 2}${sql}${orderOf(bindings)}`;
    if (locks) this.#refuseCrowd(follower, order);
    const answer = new Promise<AnyAnswer>((resolve, reject) => {
      this.#asked.push({ sql, bindings, order, answer: resolve, fail: reject });
    });
    this.#waiting.add(follower);
    this.#pause(follower, 'waiting');
    return (await answer) as never;
  }

  /** A row lock keeps transactions apart, not deeds of one: whoever locks what another deed of it locked must go alone. */
  #refuseCrowd(follower: Follower, order: string): void {
    const holder = this.#locked.get(order) ?? follower;
    if (holder !== follower) throw new OutOfStep('another deed holds the row');
    this.#locked.set(order, follower);
  }

  #pause(follower: Follower, stands: 'waiting' | 'done'): void {
    if (follower.stands === 'busy') this.#busy -= 1;
    follower.stands = stands;
    if (this.#busy === 0 && this.#asked.length > 0) queueMicrotask(() => this.#go());
  }

  /** Sends what was asked, once nobody has anything else to do first. */
  #go(): void {
    if (this.#busy > 0) return;
    const asked = this.#asked.splice(0).sort((one, other) => (one.order < other.order ? -1 : 1));
    for (const follower of this.#waiting) follower.stands = 'busy';
    this.#busy = this.#waiting.size;
    this.#waiting.clear();
    if (this.#broken) {
      for (const { fail } of asked) fail(new OutOfStep('another deed failed'));
      return;
    }
    this.#hold();
    send(asked, async (sql, bindings) => this.#send(statementOf(sql, bindings, true)));
    this.#release();
  }

  #send(statement: Statement): Promise<QueryResult> {
    this.#db.client.emit('query', { sql: statement.text, inTransaction: true });
    return this.#connection.query(statement);
  }
}

/** What leaves the process: what is held back between the two is one write. */
interface Line {
  cork(): void;
  uncork(): void;
}

/** `pg` holds back the parts of a statement alone. */
const lineOf = (connection: Client): Line =>
  (connection as unknown as { connection: { stream: Line } }).connection.stream;

const LOCKS = /\bfor (no key )?update\b/;

/** By the texts of what is asked for: ids, numbers, keys. */
const orderOf = (bindings: Bindings): string =>
  Object.values(bindings)
    .filter((value) => typeof value === 'string')
    .join('\u0000');
