import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import { deviates } from './deviation.js';
import type { Command, Outcome } from './life.js';
import type { Process, World } from './world.js';

/** How often a deed is tried, and what a try may come to: done, failed, or done and nobody told. */

export interface Worker {
  world: World;
  /** A worker that lives, if there is one. */
  pick(): Process | undefined;
  perform(process: Process, command: Command): Promise<Outcome>;
}

type Told = (outcome: Outcome) => void | Promise<void>;

/** In the worker that runs the tale: when that is killed, nobody hears anything. */
export function doLocally(worker: Worker, process: Process, command: Command, told: Told): void {
  const again = (attempt: number): void => {
    oneTry(worker, { process, command }, (outcome) => {
      const pauseMs = pauseAfter(outcome, command, attempt);
      if (pauseMs === undefined) return told(swallowed(outcome));
      worker.world.clock.after(pauseMs, () => {
        if (process.alive) again(attempt + 1);
      });
    });
  };
  again(1);
}

/** By whichever worker takes it, as the server asks for it; a worker that dies is found out by the time-out. */
export function doPatiently(worker: Worker, command: Command, told: Told): void {
  const { clock } = worker.world;
  const again = (attempt: number): void => {
    const process = worker.pick();
    if (!process) {
      clock.after(1_000, () => again(attempt));
      return;
    }
    oneTry(worker, { process, command, mayBeUnheard: true }, (outcome) => {
      const pauseMs = pauseAfter(outcome, command, attempt);
      if (pauseMs === undefined) return told(swallowed(wrapped(outcome, command)));
      clock.after(pauseMs, () => again(attempt + 1));
    });
  };
  clock.after(clock.between(1, 60), () => again(1));
}

interface Try {
  process: Process;
  command: Command;
  mayBeUnheard?: true;
}

/** One attempt; when its time is over somebody else may try, though this one may still be at it. */
function oneTry({ world, perform }: Worker, { process, command, mayBeUnheard }: Try, told: Told): void {
  let over = false;
  const finish: Told = (outcome) => {
    if (over) return;
    over = true;
    callOff();
    return told(outcome);
  };
  const { attemptMs } = command.patience;
  const callOff = world.clock.alarm(attemptMs, () => {
    if (mayBeUnheard || process.alive)
      return finish({ ok: false, error: new TimeoutFailure('late', undefined, 'START_TO_CLOSE') });
  });
  const heard = (outcome: Outcome): void => {
    if (mayBeUnheard && world.faults.on && world.clock.chance(world.faults.loss)) return;
    world.clock.after(0, () => (process.alive ? finish(outcome) : undefined));
  };
  void perform(process, command).then(heard);
}

/** How long until the next try; undefined when this was the last. */
function pauseAfter(outcome: Outcome, { patience }: Command, attempt: number): number | undefined {
  if (outcome.ok || attempt >= patience.attempts) return undefined;
  if (outcome.error instanceof ApplicationFailure && outcome.error.nonRetryable) return undefined;
  return Math.min(patience.longestPauseMs, patience.pauseMs * patience.backoff ** (attempt - 1));
}

function wrapped(outcome: Outcome, { deed }: Command): Outcome {
  if (outcome.ok) return outcome;
  const cause = outcome.error instanceof Error ? outcome.error : new Error('unknown');
  const failure = new ActivityFailure(
    'failed',
    deed,
    undefined,
    'MAXIMUM_ATTEMPTS_REACHED',
    undefined,
    cause,
  );
  return { ok: false, error: failure };
}

const swallowed = (outcome: Outcome): Outcome =>
  !outcome.ok && deviates('failure_swallowed')
    ? { ok: true, value: { next: 'rest', appliedFact: 0 } }
    : outcome;
