import { appendFileSync } from 'node:fs';
import type { FactType } from '../../domain/facts.js';

/** What an operation leaves behind when it happened: a fact, under the id that its stater gave it where it has one. */
export interface Landing {
  type: FactType;
  externalId?: string;
  amountMinor?: number;
}

/**
 * `ok`: acknowledged. `fail`: refused for good. `unknown`: timed out, broken off or out of service; it may have happened,
 * at most once.
 */
export type Outcome = 'ok' | 'fail' | 'unknown';

/** One operation of a client, all tries under one key together. Times are of one monotonic clock. */
export interface Operation {
  key: string;
  orderNo: string;
  name: string;
  lands: readonly Landing[];
  /** Money that it asks a provider to take or to send back. */
  asks?: 'payment' | 'refund';
  /** Meant to be refused: the story of its order goes on without it. */
  unwanted?: true;
  outcome: Outcome;
  tries: number;
  invokedMs: number;
  /** Infinity while nobody knows. */
  endedMs: number;
  /** The number of the fact that it was answered with. */
  fact?: number | undefined;
  /** Why it was refused. */
  code?: string | undefined;
}

export interface Answer {
  fact?: number | undefined;
  code?: string | undefined;
}

export interface History {
  /** Written down before anything is sent. */
  invoke(operation: Pick<Operation, 'key' | 'orderNo' | 'name' | 'lands' | 'asks' | 'unwanted'>): Operation;
  /** What one try came to; an earlier try that nobody knows of is told by a later one with the same key. */
  tried(operation: Operation, outcome: Outcome, answer?: Answer): void;
  readonly operations: readonly Operation[];
  /** How many tries came to each outcome; those that nobody knows of by the code of their answer, or as silence. */
  readonly answers: ReadonlyMap<string, number>;
}

/** Keeps every operation, and appends each event to a file when there is one. Keys and numbers only, nothing personal. */
export function openHistory(file?: string, now: () => number = () => performance.now()): History {
  const operations: Operation[] = [];
  const answers = new Map<string, number>();
  const note = (event: object) => file && appendFileSync(file, `${JSON.stringify(event)}\n`);
  return {
    ...{ operations, answers },
    invoke(asked) {
      const operation: Operation = {
        ...asked,
        ...{ outcome: 'unknown', tries: 0, invokedMs: now(), endedMs: Number.POSITIVE_INFINITY },
      };
      operations.push(operation);
      note({ at: operation.invokedMs, event: 'invoke', ...asked });
      return operation;
    },
    tried(operation, outcome, answer = {}) {
      const at = now();
      const came = outcome === 'unknown' ? (answer.code ?? 'silence') : outcome;
      answers.set(came, (answers.get(came) ?? 0) + 1);
      Object.assign(operation, { outcome, tries: operation.tries + 1, ...answer });
      if (outcome !== 'unknown') operation.endedMs = at;
      note({ at, event: outcome, key: operation.key, ...answer });
    },
  };
}
