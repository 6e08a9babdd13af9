import { deviates } from './deviation.js';
import { begin, type HistoryEvent, type Life, type Outcome } from './life.js';
import { quiet } from './scheduler.js';
import { doLocally, doPatiently, type Worker } from './tries.js';
import type { Process, World } from './world.js';

/** Temporal: one open run an order, its history, and workers that may die in the middle of a task. */
export interface Temporal {
  signalWithStart(orderId: string, signal: string, value: number): void;
  /** A worker is gone with everything that it had not reported. */
  lose(process: Process): void;
  /** The server's store is lost: nobody knows of any run. */
  forget(): void;
  openRuns(orderId: string): number;
  /** Runs that wait for nothing but news. */
  isIdle(orderId: string): boolean;
}

interface Run {
  orderId: string;
  open: boolean;
  /** What finished tasks took in. */
  history: HistoryEvent[];
  /** What the task under way took in. */
  taken: HistoryEvent[];
  /** What no task has taken in. */
  inbox: HistoryEvent[];
  /** Commands of finished tasks: a replay must come to the same. */
  asked: string[];
  life: Life | undefined;
  /** Commands of this life that were begun. */
  begun: number;
  /** Local deeds under way. */
  locals: number;
  due: boolean;
}

const TASK_LOST_MS = 10_000;

export function openTemporal(
  world: World,
  worker: Worker,
  tale: (orderId: string) => Promise<void>,
): Temporal {
  const { clock } = world;
  let runs: Run[] = [];
  const openOf = (orderId: string) => runs.filter((run) => run.open && run.orderId === orderId);

  const start = (orderId: string, inbox: HistoryEvent[]): void => {
    const run: Run = {
      ...{ orderId, inbox, open: true, history: [], taken: [], asked: [], life: undefined },
      ...{ begun: 0, locals: 0, due: false },
    };
    runs.push(run);
    schedule(run, clock.between(1, 80));
  };

  const schedule = (run: Run, delayMs: number): void => {
    if (run.due) return;
    run.due = true;
    clock.after(delayMs, async () => {
      run.due = false;
      if (run.open) await task(run);
    });
  };

  const task = async (run: Run): Promise<void> => {
    if (run.locals === 0 && run.taken.length === 0 && clock.chance(0.1)) drop(run);
    if (!run.life) {
      const process = worker.pick();
      if (!process) return schedule(run, 1_000);
      await revive(run, process);
    }
    if (run.locals > 0 && clock.chance(0.7)) return;
    for (const event of run.inbox.splice(0)) await take(run, event);
    await proceed(run);
  };

  const revive = async (run: Run, process: Process): Promise<void> => {
    const life = begin(process, () => tale(run.orderId));
    run.life = life;
    await quiet();
    for (const event of run.history) {
      life.tell(event);
      await quiet();
    }
    run.begun = run.asked.length;
    const again = life.commands.slice(0, run.begun).map(named);
    if (again.join() !== run.asked.join())
      world.findings.add(`a replay came to other commands: ${again} / ${run.asked}`);
  };

  const take = async (run: Run, event: HistoryEvent): Promise<void> => {
    run.taken.push(event);
    run.life?.tell(event);
    await quiet();
  };

  /** Begins what the tale has asked for, and finishes the task when nothing local is under way. */
  const proceed = async (run: Run): Promise<void> => {
    const { life } = run;
    if (!life || !run.open) return;
    for (; run.begun < life.commands.length; run.begun += 1) {
      const index = run.begun;
      const command = life.commands[index];
      if (!command?.patience.local) continue;
      run.locals += 1;
      doLocally(worker, life.process, command, (outcome) => localDone(run, life, index, outcome));
    }
    if (run.locals === 0) finishTask(run, life);
  };

  const localDone = async (run: Run, life: Life, command: number, outcome: Outcome): Promise<void> => {
    if (run.life !== life || !run.open) return;
    run.locals -= 1;
    await take(run, { kind: 'done', command, outcome });
    await proceed(run);
  };

  const finishTask = (run: Run, life: Life): void => {
    if (life.end !== undefined && run.inbox.length > 0) {
      giveBack(run);
      schedule(run, clock.between(1, 50));
      return;
    }
    const before = run.asked.length;
    run.history.push(...run.taken.splice(0));
    run.asked = life.commands.map(named);
    for (let index = before; index < life.commands.length; index += 1) patiently(run, life, index);
    if (life.end === undefined) {
      if (run.inbox.length > 0) schedule(run, clock.between(1, 50));
      return;
    }
    run.open = false;
    clock.note(`run of ${run.orderId} ended: ${typeof life.end === 'string' ? life.end : 'broken'}`);
    if (life.end === 'again') start(run.orderId, []);
    else if (life.end !== 'rest') world.findings.add(`a lifecycle broke: ${String(life.end.broken)}`);
  };

  const patiently = (run: Run, life: Life, index: number): void => {
    const command = life.commands[index];
    if (!command || command.patience.local) return;
    doPatiently(worker, command, (outcome) => {
      if (!run.open) return;
      run.inbox.push({ kind: 'done', command: index, outcome });
      schedule(run, clock.between(1, 50));
    });
  };

  /** The task under way never was: what the server sent comes again, what was local is done again. */
  const giveBack = (run: Run): void => {
    const local = (event: HistoryEvent) =>
      event.kind === 'done' && run.life?.commands[event.command]?.patience.local === true;
    run.inbox = [...run.taken.splice(0).filter((event) => !local(event)), ...run.inbox];
    drop(run);
  };

  const drop = (run: Run): void => {
    run.life = undefined;
    run.locals = 0;
  };

  return {
    signalWithStart: (orderId, name, value) => {
      const [run] = openOf(orderId);
      const event: HistoryEvent = { kind: 'signal', name, value };
      if (!run || (deviates('run_twice') && clock.chance(0.1))) return start(orderId, [event]);
      if (deviates('signal_lost')) return;
      run.inbox.push(event);
      schedule(run, clock.between(1, 80));
    },
    lose: (process) => {
      for (const run of runs.filter(({ open, life }) => open && life?.process === process)) {
        const busy = run.locals > 0 || run.taken.length > 0;
        giveBack(run);
        if (busy || run.inbox.length > 0) schedule(run, TASK_LOST_MS);
      }
    },
    forget: () => {
      for (const run of runs) run.open = false;
      runs = [];
    },
    openRuns: (orderId) => openOf(orderId).length,
    isIdle: (orderId) =>
      openOf(orderId).every((run) => run.inbox.length === 0 && run.taken.length === 0 && run.locals === 0),
  };
}

const named = ({ deed, arg }: { deed: string; arg: unknown }): string => `${deed} ${JSON.stringify(arg)}`;
