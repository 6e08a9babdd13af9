import type { Client, QueryResult } from 'pg';
import { type AnyAnswer, type Asked, send } from './asking-together.js';
import {
  type AtEnd,
  askedBy,
  type Bindings,
  type Db,
  leads,
  type Statement,
  statementOf,
  type Tx,
} from './sql.js';

/** What is done in a transaction; `atEnd` is for what nothing of it reads. */
export type Deed<Result> = (tx: Tx, atEnd: AtEnd) => Promise<Result>;

/** A deed failed in a transaction that others may share. */
export class OutOfStep extends Error {
  override name = 'OutOfStep';
}

interface Ended {
  command: string;
  /** Why one of the last writes did not come about. */
  failure?: unknown;
}

/** A deed: it has something to do, waits for the next go, or is done. */
interface Follower {
  stands: 'busy' | 'waiting' | 'done';
}

/** A transaction with the deeds that are under way in it. */
export class Step {
  readonly #db: Db;
  readonly #connection: Client;
  /** Deeds that have something to do before the next go. */
  #busy: number;
  #asked: Asked[] = [];
  readonly #waiting = new Set<Follower>();
  readonly #locked = new Map<string, Follower>();
  readonly #line: Line;
  readonly #putOff: (() => Promise<unknown>)[] = [];
  #held = false;
  #broken = false;
  #over = false;

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

  async rollBack(): Promise<Ended> {
    return this.#end('rollback');
  }

  /** What was put off goes along; where one of it could not be asked, nothing is kept. */
  async commit(): Promise<Ended> {
    // What fails first is why: to all that follow it PostgreSQL says that the transaction is aborted.
    let failure: unknown;
    const fail = (error: unknown) => {
      failure ??= error;
    };
    this.#hold();
    const writing = this.#putOff.map((write) => this.#written(write).catch(fail));
    this.#over = true;
    this.#sendAsked();
    const { command } = await this.#end(this.#broken ? 'rollback' : 'commit');
    await Promise.all(writing);
    return { command, failure };
  }

  #written(write: () => Promise<unknown>): Promise<unknown> {
    const before = this.#asked.length;
    const written = write();
    if (this.#asked.length === before) this.#broken = true;
    return written;
  }

  #end(text: 'commit' | 'rollback'): Promise<QueryResult> {
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

  async follow<Result>(deed: Deed<Result>): Promise<Result> {
    const follower: Follower = { stands: 'busy' };
    const tx = askedBy(this.#db as Tx, (sql, bindings) => this.#ask(follower, sql, bindings));
    try {
      return await deed(tx, (write) => this.#putOff.push(write));
    } catch (error) {
      this.#broken = true;
      throw error;
    } finally {
      this.#waiting.delete(follower);
      this.#pause(follower, 'done');
    }
  }

  async #ask(follower: Follower, sql: string, bindings: Bindings): Promise<never> {
    if (this.#over) throw new Error('a write that was put off asks for something later');
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
    if (this.#busy > 0 || this.#over) return;
    for (const follower of this.#waiting) follower.stands = 'busy';
    this.#busy = this.#waiting.size;
    this.#waiting.clear();
    if (this.#broken) {
      for (const { fail } of this.#asked.splice(0)) fail(new OutOfStep('another deed failed'));
      return;
    }
    this.#hold();
    this.#sendAsked();
    this.#release();
  }

  #sendAsked(): void {
    const asked = this.#asked.splice(0).sort((one, other) => (one.order < other.order ? -1 : 1));
    send(asked, async (sql, bindings) => {
      try {
        return await this.#send(statementOf(sql, bindings, true));
      } catch (error) {
        this.#broken = true;
        throw error;
      }
    });
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
