import { type InStep, openSteps } from '../../db/in-step.js';
import type { Db, Tx } from '../../db/sql.js';
import { type Connection, connect } from './connection.js';
import { deviates } from './deviation.js';
import type { Process, Seat, World } from './world.js';

/** PostgreSQL as the house knows it: pools, transactions, and those that deeds share. */

/** As much of knex as the house uses. */
export interface Database extends Seat {
  client: Client;
  transaction<Result>(deed: (tx: Tx) => Promise<Result>): Promise<Result>;
}

interface Client {
  emit(): void;
  acquireConnection(): Promise<Connection>;
  releaseConnection(): Promise<void>;
}

const clientOf = (acquireConnection: Client['acquireConnection']): Client => ({
  ...{ emit: () => undefined, acquireConnection, releaseConnection: async () => undefined },
});

export const aProcess = (name: string): Process => ({ name, alive: true, open: new Set() });

/** The house's functions ask for knex; the simulated rooms behind them know better. */
export const asDb = (database: Database): Db => database as unknown as Db;
export const seatOf = (db: Db | Tx): Seat => db as unknown as Seat;

export function openDatabase(world: World, process: Process): Database {
  const seat = { world, process };
  return {
    ...seat,
    client: clientOf(async () => connect(seat)),
    transaction: async (deed) => {
      const connection = connect(seat);
      await connection.query({ text: 'begin', values: [] });
      try {
        const result = await deed(handleOf(seat, connection));
        await connection.query({ text: 'commit', values: [] });
        return result;
      } catch (error) {
        await connection.query({ text: 'rollback', values: [] }).catch(() => undefined);
        throw error;
      }
    },
  };
}

/** A transaction of one deed alone. */
function handleOf(seat: Seat, connection: Connection): Tx {
  const client = clientOf(async () => connection);
  return { ...seat, client, isTransaction: true, isCompleted: () => false } as unknown as Tx;
}

const MOST = 16;
/** Deeds that come within so long may find themselves in one transaction. */
const TOGETHER_MS = 250;

const steps = new WeakMap<Process, InStep>();

/** The product's own way to share transactions, by the clock of the simulated world. */
export function inStepOf(world: World, process: Process): InStep {
  const known = steps.get(process);
  if (known) return known;
  const { clock } = world;
  const opened = openSteps(
    asDb(openDatabase(world, process)),
    { most: MOST, lines: clock.between(1, 2) },
    {
      clock: {
        soon: (act) => clock.after(clock.between(0, TOGETHER_MS), () => void (process.alive && act())),
        after: (delayMs, act) => clock.alarm(delayMs, () => void (process.alive && act())),
      },
    },
  );
  const inStep = astray(world, opened);
  steps.set(process, inStep);
  return inStep;
}

/** As it is, unless a bug is planted in it. */
function astray({ clock }: World, inStep: InStep): InStep {
  let last: { step: number; result: unknown } | undefined;
  return async (alone, deed) => {
    let came: { result: Awaited<ReturnType<typeof deed>> } | undefined;
    const kept: typeof deed = async (tx, atEnd) => {
      const result = await deed(tx, atEnd);
      came = { result };
      return result;
    };
    const names = deviates('crowded') ? [] : alone;
    try {
      const result = await inStep(names, kept);
      const mine = { step: clock.steps(), result };
      const other = last?.step === mine.step ? last : mine;
      last = mine;
      return deviates('results_crossed') ? (other.result as typeof result) : result;
    } catch (error) {
      if (came && deviates('lost_told_done')) return came.result;
      throw error;
    }
  };
}
