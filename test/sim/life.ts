import { AsyncLocalStorage } from 'node:async_hooks';
import type { Process } from './world.js';

/** A lifecycle as a worker runs it: the tale's code, driven by what the server's history tells it. */

export interface Patience {
  /** Done by the worker that runs the tale; its outcome is written down only with the whole task. */
  local: boolean;
  attemptMs: number;
  pauseMs: number;
  longestPauseMs: number;
  backoff: number;
  attempts: number;
}

export interface Command {
  deed: string;
  arg: unknown;
  patience: Patience;
}

export type Outcome = { ok: true; value: unknown } | { ok: false; error: unknown };

/** What a run is told, in this order and no other. */
export type HistoryEvent =
  | { kind: 'signal'; name: string; value: number }
  | { kind: 'done'; command: number; outcome: Outcome };

export type End = 'rest' | 'again' | { broken: unknown };

export interface Life {
  process: Process;
  handlers: Map<string, (value: number) => void>;
  conditions: { met: () => boolean; go: () => void }[];
  /** What the tale has asked for so far, in order. */
  commands: Command[];
  order(command: Command): Promise<unknown>;
  isLong(): boolean;
  /** Hands over one event; whatever it sets off follows at once. */
  tell(event: HistoryEvent): void;
  end: End | undefined;
}

/** The tale begins anew under the same id. */
export class ContinuedAsNew extends Error {
  override readonly name = 'ContinuedAsNew';
}

const lives = new AsyncLocalStorage<Life>();

export function lifeOf(): Life {
  const life = lives.getStore();
  if (!life) throw new Error('only a workflow calls this');
  return life;
}

/** Few events make a history long here, so that runs often begin anew. */
const LONG = 14;

export function begin(process: Process, tale: () => Promise<void>): Life {
  let told = 0;
  const answers = new Map<number, (outcome: Outcome) => void>();
  const life: Life = {
    ...{ process, handlers: new Map(), conditions: [], commands: [], end: undefined },
    isLong: () => told > LONG,
    order: (command) => {
      life.commands.push(command);
      return new Promise((resolve, reject) =>
        answers.set(life.commands.length - 1, (outcome) =>
          outcome.ok ? resolve(outcome.value) : reject(outcome.error),
        ),
      );
    },
    tell: (event) => {
      told += 1;
      if (event.kind === 'signal') life.handlers.get(event.name)?.(event.value);
      else answers.get(event.command)?.(event.outcome);
      const met = life.conditions.filter((one) => one.met());
      life.conditions = life.conditions.filter((one) => !met.includes(one));
      for (const { go } of met) go();
    },
  };
  lives.run(life, tale).then(
    () => {
      life.end = 'rest';
    },
    (error: unknown) => {
      life.end = error instanceof ContinuedAsNew ? 'again' : { broken: error };
    },
  );
  return life;
}
