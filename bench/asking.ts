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

/** Asks each in turn, round after round over kept-alive connections, so that both meet the same machine. */
export async function measure(
  askings: readonly Asking[],
  { rounds, clients }: { rounds: number; clients: number },
): Promise<Times[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const tookMs: number[][] = askings.map(() => []);
  let left = rounds + WARM_UP;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const counted = left < rounds;
      for (const [at, asking] of askings.entries()) {
        const { ms } = await timed(agent, asking);
        if (counted) tookMs[at]?.push(ms);
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
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
