import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { endEach } from '../../platform/stopping.js';

const RUN = fileURLToPath(new URL('../../scripts/run.mjs', import.meta.url));
/** Longer than whoever hears it takes to end. */
const DEAF_MS = 2_000;

const begun: number[] = [];
afterEach(() => {
  for (const pid of begun.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
});

/** A command as npm runs one: a process of ours, and the command that it started. */
async function begin(...args: string[]): Promise<{ runner: ChildProcess; lines: Interface; pid: number }> {
  const runner = spawn(process.execPath, [RUN, 'test/platform/held.ts', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  begun.push(runner.pid ?? 0);
  const lines = createInterface({ input: runner.stdout });
  const [pid] = await once(lines, 'line');
  begun.push(Number(pid));
  return { runner, lines, pid: Number(pid) };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(20);
}

describe('a command', () => {
  test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('ends what it holds at %s', async (signal) => {
    const { runner, lines, pid } = await begin();
    const ended = Promise.all([once(lines, 'line'), once(runner, 'exit')]);
    runner.kill(signal);
    const [[line], [code]] = await ended;
    expect([line, code]).toEqual(['ended', 143]);
    await gone(pid);
  });

  test('ends with whoever started it, also by kill -9', async () => {
    const { runner, lines, pid } = await begin();
    const ended = once(lines, 'line');
    runner.kill('SIGKILL');
    expect(await ended).toEqual(['ended']);
    await gone(pid);
  });

  test('control: one that does not listen is left behind', async () => {
    const { runner, pid } = await begin('deaf');
    runner.kill('SIGKILL');
    await once(runner, 'exit');
    await sleep(DEAF_MS);
    expect(isAlive(pid)).toBe(true);
  });
});

test('what stands on what ends first, and none is left because another fails', async () => {
  const ended: string[] = [];
  const end = (name: string) => () => void ended.push(name);
  const fails = () => Promise.reject(new Error('stuck'));
  await expect(endEach([end('ground'), fails, end('house')])).rejects.toThrow('stuck');
  expect(ended).toEqual(['house', 'ground']);
});
