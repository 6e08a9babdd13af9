import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { run } from './child.js';

const LOCK = 'engines.lock';
const ENDING_MS = 10_000;
/** A directory this young may not have its lock yet. */
const YOUNG_MS = 60_000;

/** One process per data directory; a lock left by a dead process does not count. */
export async function takeOwnership(dataDir: string): Promise<() => Promise<void>> {
  const holder = await holderOf(dataDir);
  if (holder) {
    throw new Error(
      `The engines of ${dataDir} already run for process ${holder}: stop it first, or use another data directory.`,
    );
  }
  const file = join(dataDir, LOCK);
  await rm(file, { force: true });
  await writeFile(file, `${process.pid} ${await birthOf(process.pid)}`, { flag: 'wx' });
  return () => rm(file, { force: true });
}

/** Removes what ephemeral runs left behind when they were killed. */
export async function sweepAbandoned(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const dir = join(parent, name);
    if (!name.startsWith(prefix) || (await holderOf(dir))) continue;
    const found = await stat(dir).catch(() => undefined);
    if (!found || Date.now() - found.mtimeMs < YOUNG_MS) continue;
    await rm(dir, { recursive: true, force: true }).catch(() => undefined); // Another user's stays.
  }
}

/** Refuses when an engine of an earlier owner still runs on this place; waits for one that is just ending. */
export async function refuseLeftover(engine: string, pidFile: string, place: string): Promise<void> {
  const left = await readPid(pidFile);
  const deadline = Date.now() + ENDING_MS;
  while (left && (await commandOf(left.pid)).includes(place)) {
    if (Date.now() > deadline) {
      throw new Error(
        `${engine} of an earlier run still uses ${place} as process ${left.pid}: end it first.`,
      );
    }
    await pause(100);
  }
}

/** Remembers an engine's process for the next start. */
export async function remember(pidFile: string, pid: number): Promise<void> {
  await writeFile(pidFile, String(pid), { mode: 0o600 });
}

/** The first word of a pid file as a process id, the rest as a mark. */
export async function readPid(file: string): Promise<{ pid: number; mark: string } | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const match = /^(\d+)\s*(.*)/.exec(text);
  return match ? { pid: Number(match[1]), mark: (match[2] ?? '').trim() } : undefined;
}

async function holderOf(dir: string): Promise<number | undefined> {
  const holder = await readPid(join(dir, LOCK));
  return holder && (await birthOf(holder.pid)) === holder.mark ? holder.pid : undefined;
}

/** The command line of a living process, or an empty text. */
export async function commandOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') {
    const { code, output } = await ps(pid, 'command=');
    return code === 0 ? output : '';
  }
  const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return raw.replaceAll('\0', ' ').trim();
}

/** Tells a process from a later one with the same id; undefined when it is dead. */
async function birthOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') {
    const { code, output } = await ps(pid, 'lstart=');
    return code === 0 ? output : undefined;
  }
  const raw = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return raw?.slice(raw.lastIndexOf(')') + 2).split(' ')[19];
}

function ps(pid: number, column: string): Promise<{ code: number; output: string }> {
  return run('ps', ['-ww', '-o', column, '-p', String(pid)]);
}
