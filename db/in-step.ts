import type { Client } from 'pg';
import type { Db } from './sql.js';
import { type Deed, OutOfStep, Step } from './step.js';

/** Does deeds in transactions that several of them share; `alone` names what no two of one transaction may have in common. */
export type InStep = <Result>(alone: readonly string[], deed: Deed<Result>) => Promise<Result>;
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
  deed: Deed<unknown>;
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
    db.transaction(async (tx) => {
      const putOff: (() => Promise<unknown>)[] = [];
      const result = await deed(tx, (write) => putOff.push(write));
      await Promise.all(putOff.map((write) => write()));
      return result;
    });

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
    const [, ended] = await Promise.all([begun, failed ? step.rollBack() : step.commit()]);
    // A statement failed at the end, or a deed made nothing of its failure: PostgreSQL rolls back what it is asked to commit.
    if (ended.command !== 'COMMIT')
      throw new OutOfStep('a deed failed', { cause: failed?.reason ?? ended.failure });
    if (ended.failure) throw ended.failure;
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
