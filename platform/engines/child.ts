import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const LOG_LIMIT_BYTES = 10_000_000;

export type EngineName = 'PostgreSQL' | 'Redis' | 'Temporal';

export interface RunAs {
  uid: number;
  gid: number;
}

export interface ChildPlan<Name extends string = EngineName> {
  name: Name;
  command: string;
  args: string[];
  logFile: string;
  /** Asks the engine to end; also sent by the kernel when this process dies. */
  endSignal: NodeJS.Signals;
  endWithinMs: number;
  as?: RunAs | undefined;
}

export interface Child<Name extends string = EngineName> {
  name: Name;
  pid: number;
  logFile: string;
  /** How it ended, in words. */
  ended: Promise<string>;
  end(): Promise<void>;
}

/** Starts an engine in its own session, so that Ctrl-C reaches it only through `end()`. */
export async function startChild<Name extends string>(plan: ChildPlan<Name>): Promise<Child<Name>> {
  const { command, args } = await dyingWithUs(plan);
  const log = await openLog(plan.logFile);
  const child = spawn(command, args, {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    ...plan.as,
  });
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  try {
    await once(child, 'spawn');
  } finally {
    closeSync(log);
  }
  return { name: plan.name, pid: child.pid!, logFile: plan.logFile, ended, end: ender(child, ended, plan) };
}

/** Waits until `probe` succeeds; when the engine ends or the time is over, throws its last log lines. */
export async function untilReady(
  child: Child<string>,
  probe: () => Promise<void>,
  timeoutMs: number,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let how: string | undefined;
  void child.ended.then((text) => {
    how = text;
  });
  for (;;) {
    try {
      await probe();
      return;
    } catch (error) {
      if (how)
        throw new Error(`${child.name} ended while starting (${how}): ${await lastLines(child.logFile)}`);
      if (Date.now() > deadline) {
        await child.end();
        const last = await lastLines(child.logFile);
        throw new Error(
          `${child.name} did not answer within ${timeoutMs / 1000} s (${String(error)}): ${last}`,
        );
      }
    }
    await Promise.race([child.ended, pause(50)]);
  }
}

/** Runs a short command to its end; a command that cannot be started answers code -1. */
export function run(
  command: string,
  args: string[],
  options: { as?: RunAs | undefined; cwd?: string; timeoutMs?: number } = {},
): Promise<{ code: number; output: string }> {
  const { as, cwd = '/', timeoutMs = 0 } = options;
  return new Promise((resolve) => {
    const settings = { cwd, timeout: timeoutMs, ...as };
    try {
      execFile(command, args, settings, (error, stdout, stderr) => {
        const code = !error ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ code, output: `${stdout}${stderr}`.trim() || (error?.message ?? '') });
      });
    } catch (error) {
      resolve({ code: -1, output: String(error) });
    }
  });
}

/** Linux only: the kernel sends the signal when this process dies, even by kill -9. Elsewhere a killed parent leaves the engine running. */
async function dyingWithUs(plan: ChildPlan<string>): Promise<{ command: string; args: string[] }> {
  const direct = { command: plan.command, args: plan.args };
  if (process.platform !== 'linux') return direct;
  const flags = ['--pdeathsig', plan.endSignal.replace('SIG', ''), '--'];
  const works = await run('setpriv', [...flags, '/bin/sh', '-c', ':']);
  return works.code === 0 ? { command: 'setpriv', args: [...flags, plan.command, ...plan.args] } : direct;
}

async function openLog(file: string): Promise<number> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await rename(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

function ender(child: ChildProcess, ended: Promise<string>, plan: ChildPlan<string>): () => Promise<void> {
  const atExit = () => child.kill(plan.endSignal);
  process.once('exit', atExit);
  void ended.then(() => process.off('exit', atExit));
  return async () => {
    child.kill(plan.endSignal);
    const killing = setTimeout(() => child.kill('SIGKILL'), plan.endWithinMs);
    await ended;
    clearTimeout(killing);
  };
}

async function lastLines(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-5).join(' | ') || 'its log is empty';
}
