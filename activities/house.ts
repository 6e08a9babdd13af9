import type { Knex } from 'knex';
import type { InStep } from '../db/in-step.js';
import type { Step } from '../domain/lifecycle.js';
import type { KeyRing } from '../platform/keys/ring.js';
import type { Logger } from '../platform/log.js';
import type { KeyTable } from '../qr/token.js';

/** Where drills and tests make deeds fail, whoever does them. */
export interface Drill {
  /** After a deed, in its transaction: what this throws takes the deed back. */
  within(step: Step, order: { id: string; orderNo: string }): void;
  /** When the deed is committed, and nobody has heard of it. */
  after(step: Step, order: { id: string; orderNo: string }): void;
}

/** What every activity stands on. `db` is the worker's role: it decides, and cannot change what is final. */
export interface House {
  db: Knex;
  /** Turns of different orders that come together share a transaction. */
  inStep: InStep;
  ring: KeyRing;
  tokenKeys: KeyTable;
  /** The host printed inside codes. */
  codeHost: string;
  log: Logger;
  /** Of these orders, the ones without an open lifecycle run. */
  withoutRun: (orderIds: readonly string[]) => Promise<string[]>;
  drill?: Drill | undefined;
}
