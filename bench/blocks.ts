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
  const [cpu, postgresMs, startedMs] = [process.cpuUsage(), cpuMsOf(postgresPid), performance.now()];
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
  const { user, system } = process.cpuUsage(cpu);
  return {
    perSecond: (pieces * 1_000) / tookMs,
    cpuMs: (user + system) / 1_000 / pieces,
    postgresCpuMs: (cpuMsOf(postgresPid) - postgresMs) / pieces,
  };
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
