import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface Share {
  first: number;
  count: number;
}

export interface SharedOut {
  hash: string;
  steps: number;
  broken: { seed: number; findings: readonly string[] }[];
}

/** Of one size on every machine, so that the hash of a run does not tell how many cores it had. */
const SHARE = 250;

/** Goes through worlds with a process a core. What it answers is what one process alone would. */
export async function sweepShares(first: number, count: number): Promise<SharedOut> {
  const shares: Share[] = [];
  for (let at = 0; at < count; at += SHARE)
    shares.push({ first: first + at, count: Math.min(SHARE, count - at) });
  const swept: SharedOut[] = [];
  const left = [...shares.entries()];
  const work = async () => {
    const child = fork(fileURLToPath(new URL('share.ts', import.meta.url)));
    const died = once(child, 'exit').then(() =>
      Promise.reject(new Error('a process of the simulation ended')),
    );
    try {
      for (let next = left.shift(); next; next = left.shift())
        swept[next[0]] = await Promise.race([ask(child, next[1]), died]);
    } finally {
      child.disconnect();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), shares.length) }, work));
  const digest = createHash('sha256');
  for (const { hash } of swept) digest.update(hash);
  return {
    hash: digest.digest('hex').slice(0, 16),
    steps: swept.reduce((sum, { steps }) => sum + steps, 0),
    broken: swept.flatMap(({ broken }) => broken),
  };
}

async function ask(child: ChildProcess, share: Share): Promise<SharedOut> {
  const answered = once(child, 'message');
  child.send(share);
  const [answer] = await answered;
  return answer;
}
