import { cpuMsOf } from './cpu.js';

/** One arm's work on a block, measured beside those of the others. */
export interface Block {
  perSecond: number;
  /** CPU of this process and of PostgreSQL, for each piece. */
  cpuMs: number;
  postgresCpuMs: number;
}

export interface Spread {
  median: number;
  least: number;
  most: number;
}

export interface Measured {
  perSecond: Spread;
  cpuMs: Spread;
  postgresCpuMs: Spread;
}

/** Does a block of so many pieces, some at the same time, and tells what it took. */
export async function measureBlock(
  { pieces, clients, postgresPid }: { pieces: number; clients: number; postgresPid: number },
  act: (piece: number) => Promise<void>,
): Promise<Block> {
  const { perSecond, cpuMs } = await measureSplit(
    { pieces, clients, pids: { own: process.pid, postgres: postgresPid } },
    act,
  );
  return { perSecond, cpuMs: cpuMs.own ?? 0, postgresCpuMs: cpuMs.postgres ?? 0 };
}

/** A block whose work is spread over processes: ms of CPU for each piece, by the processes' names. */
export interface SplitBlock {
  perSecond: number;
  cpuMs: Record<string, number>;
}

export async function measureSplit(
  { pieces, clients, pids }: { pieces: number; clients: number; pids: Record<string, number> },
  act: (piece: number) => Promise<void>,
): Promise<SplitBlock> {
  const [before, startedMs] = [cpuOf(pids), performance.now()];
  let next = 0;
  const client = async () => {
    while (next < pieces) {
      const piece = next;
      next += 1;
      await act(piece);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const tookMs = performance.now() - startedMs;
  const after = cpuOf(pids);
  const cpuMs = Object.fromEntries(
    Object.keys(pids).map((name) => [name, ((after[name] ?? 0) - (before[name] ?? 0)) / pieces]),
  );
  return { perSecond: (pieces * 1_000) / tookMs, cpuMs };
}

/** CPU so far of each process, in ms; of this one without its children. */
export function cpuOf(pids: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(pids).map(([name, pid]) => {
      if (pid !== process.pid) return [name, cpuMsOf(pid)];
      const { user, system } = process.cpuUsage();
      return [name, (user + system) / 1_000];
    }),
  );
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
  return { median, least: sorted[0] ?? 0, most: sorted.at(-1) ?? 0 };
}

export function measuredOf(blocks: readonly Block[]): Measured {
  return {
    perSecond: spreadOf(blocks.map(({ perSecond }) => perSecond)),
    cpuMs: spreadOf(blocks.map(({ cpuMs }) => cpuMs)),
    postgresCpuMs: spreadOf(blocks.map(({ postgresCpuMs }) => postgresCpuMs)),
  };
}
