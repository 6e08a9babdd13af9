import type { Scheduler } from './scheduler.js';
import type { OrderTables, Store, StoredMessage, Wake } from './tables.js';

/** Everything that exists in one simulation. */
export interface World {
  clock: Scheduler;
  store: Store;
  locks: Map<string, Lock>;
  faults: Faults;
  findings: Set<string>;
  operations: Operation[];
  /** How transactions that deeds shared ended. */
  ended: Set<Ended>;
  /** Which process plays a part now; a killed one is replaced after a while. */
  processes: Record<Part, Process>;
  /** Orders were written; told after every commit. */
  committed(orderIds: readonly string[]): void;
  /** A row for the outbox. */
  wake(row: Pick<Wake, 'orderId' | 'factNumber' | 'signal' | 'lane'>): void;
  /** A row of the outbox is due after so long. */
  due(wake: Wake, delayMs: number): void;
}

/** `undone`: one of its deeds failed, and each was done again alone. `lost`: nobody was told how it ended. */
export type Ended = 'committed' | 'undone' | 'lost';

export type Part = 'api' | 'worker-1' | 'worker-2' | 'relay' | 'post';

export interface Faults {
  on: boolean;
  /** The share of requests, commits and answers that is lost. */
  loss: number;
  databaseAwayUntilMs: number;
  temporalAwayUntilMs: number;
  /** Deeds of orders that fail until somebody mends the cause: `deed orderId`. */
  poison: Set<string>;
  /** Those that did fail: somebody must have been told. */
  struck: Set<string>;
}

/** What somebody asked the API for, under one key. */
export interface Operation {
  no: number;
  orderId: string;
  what: string;
  externalId?: string;
  outcome: 'ok' | 'refused' | 'unknown';
  /** The number of the fact that it was answered with. */
  fact?: number;
}

/** Something that can be killed, with everything it has under way. */
export interface Process {
  name: string;
  alive: boolean;
  open: Set<Transaction>;
}

/** Who talks to the database. */
export interface Seat {
  world: World;
  process: Process;
}

/** Writes of one transaction, seen by itself alone until it commits. */
export interface Transaction extends Seat {
  drafts: Map<string, OrderTables>;
  messages: Map<string, StoredMessage>;
  atCommit: (() => void)[];
  atRollback: (() => void)[];
  held: Set<string>;
  /** A statement failed: there is nothing but its end. */
  failed: boolean;
}

export interface Lock {
  holder: Transaction;
  waiting: { tx: Transaction; go: () => void }[];
}
