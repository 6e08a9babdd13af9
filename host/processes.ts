import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { builtEntry } from './built-house.js';

/** One process of ours: the API or a worker. */
export interface HouseProcess {
  name: string;
  pid: number;
  /** Resolves when it has ended, however. */
  ended: Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

const STOP_MS = 15_000;
/** MiB; nearly all that a request or a turn makes is garbage when it ends, and a small nursery copies it about first. */
const ROOM_FOR_THE_YOUNG = '--max-semi-space-size=32';

/** Stack traces name our sources. */
const IN_SOURCES = '--enable-source-maps';

/** Starts `api/main.ts` or `worker/main.ts` and answers when it says that it is ready; its log goes to a file. */
export async function startProcess(options: {
  name: 'api' | 'worker';
  env: Record<string, string>;
  logDir: string;
  onExit?: (code: number | null) => void;
}): Promise<HouseProcess> {
  mkdirSync(options.logDir, { recursive: true });
  const entry = await builtEntry(options.name);
  const output = createWriteStream(join(options.logDir, `${options.name}.log`), { flags: 'a' });
  const child = spawn(process.execPath, [ROOM_FOR_THE_YOUNG, IN_SOURCES, entry], {
    env: { ...passedOn(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  child.stdout?.pipe(output, { end: false });
  child.stderr?.pipe(output, { end: false });
  // Its last words may come after its end.
  child.once('close', () => output.end());
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      options.onExit?.(code);
      resolve();
    });
  });
  await ready(child, options.name, join(options.logDir, `${options.name}.log`));
  const stop = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(force);
  };
  return {
    name: options.name,
    pid: child.pid ?? 0,
    ended,
    stop: () => stop('SIGTERM'),
    kill: () => stop('SIGKILL'),
  };
}

/** Our own settings reach a process by `env` alone; the rest of the environment passes. */
export function passedOn(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OQR_')));
}

function ready(child: ChildProcess, name: string, logFile: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`the ${name} process ended with ${code} before it was ready; see ${logFile}`)),
    );
  });
}
