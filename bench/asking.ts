import { Agent, get } from 'node:http';
import { z } from 'zod';

export interface Asking {
  url: string;
  headers: Record<string, string>;
}

export interface Times {
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
}

const WARM_UP = 20;

/** A reference that reads everything each time need not be asked for longer to be known. */
const LONGEST_MS = 30_000;

/**
 * Asks each in turn, round after round over kept-alive connections, so that all meet the same machine. As many clients ask the
 * same at the same time and wait for each other: none is measured in the shadow of a dearer one.
 */
export async function measure(
  askings: readonly Asking[],
  { rounds, clients }: { rounds: number; clients: number },
): Promise<Times[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const tookMs: number[][] = askings.map(() => []);
  const spentMs = askings.map(() => 0);
  for (let asked = 0; asked < WARM_UP + rounds; asked += clients)
    for (const [at, asking] of askings.entries()) {
      if ((spentMs[at] ?? 0) > LONGEST_MS) continue;
      const answers = await Promise.all(Array.from({ length: clients }, () => timed(agent, asking)));
      const took = answers.map(({ ms }) => ms);
      if (asked >= WARM_UP) tookMs[at]?.push(...took);
      spentMs[at] = (spentMs[at] ?? 0) + Math.max(...took);
    }
  agent.destroy();
  return tookMs.map(timesOf);
}

function timesOf(tookMs: number[]): Times {
  const sorted = tookMs.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}

/** The cursor of the page with this number; undefined when the list is not that long. */
export async function lastCursor(asking: Asking, page: number): Promise<string | undefined> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let cursor: string | undefined;
  for (let at = 1; at < page; at += 1) {
    const url = cursor === undefined ? asking.url : `${asking.url}&cursor=${cursor}`;
    const { body } = await timed(agent, { ...asking, url });
    ({ next: cursor } = pageShape.parse(JSON.parse(body)));
    if (cursor === undefined) break;
  }
  agent.destroy();
  return cursor;
}

const pageShape = z.object({ next: z.string().optional() });

function timed(agent: Agent, { url, headers }: Asking): Promise<{ ms: number; body: string }> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const request = get(url, { agent, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => {
        const ms = performance.now() - startedMs;
        if (response.statusCode === 200) resolve({ ms, body });
        else reject(new Error(`${url} answered ${response.statusCode}: ${body.slice(0, 200)}`));
      });
    });
    request.once('error', reject);
  });
}
