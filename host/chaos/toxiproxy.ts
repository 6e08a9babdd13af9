import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, startChild, untilReady } from '../../platform/engines/child.js';
import { freePort } from '../../platform/engines/ports.js';

/** The newest that the Go module proxy serves under its own name. */
const VERSION = 'v2.5.0';
const MODULE = `github.com/Shopify/toxiproxy/v2/cmd/server@${VERSION}`;
const RUNTIME = fileURLToPath(new URL('../../.runtime/', import.meta.url));
const READY_MS = 30_000;
const BUILD_MS = 600_000;

/** A line between two parts that can be made to misbehave. `heal` closes what a fault has touched. */
export interface Wire {
  port: number;
  /** What the far end answers is dropped, for this share of the connections. */
  loseAnswers(share: number): Promise<void>;
  /** What the near end asks never arrives. */
  loseRequests(share: number): Promise<void>;
  /** Slow, and in small pieces. */
  slow(latencyMs: number): Promise<void>;
  /** Nothing passes, and nobody is told. */
  silence(): Promise<void>;
  heal(): Promise<void>;
}

export interface Toxiproxy {
  wire(name: string, upstreamPort: number): Promise<Wire>;
  stop(): Promise<void>;
}

/** Toxiproxy on loopback: the one on PATH, or one built once from the Go module proxy. */
export async function startToxiproxy(logDir: string, say: (line: string) => void): Promise<Toxiproxy> {
  const command = await findToxiproxy(say);
  const port = await freePort('toxiproxy');
  const child = await startChild({
    name: 'toxiproxy',
    command,
    args: ['-host', '127.0.0.1', '-port', String(port)],
    logFile: join(logDir, 'toxiproxy.log'),
    endSignal: 'SIGTERM',
    endWithinMs: 5_000,
  });
  const ask = asker(`http://127.0.0.1:${port}`);
  await untilReady(child, () => ask('GET', '/version').then(() => undefined), READY_MS);
  return { wire: (name, upstream) => wireOf(ask, name, upstream), stop: () => child.end() };
}

async function findToxiproxy(say: (line: string) => void): Promise<string> {
  const installed = await run('toxiproxy-server', ['-version'], { timeoutMs: 10_000 });
  if (installed.code === 0) return 'toxiproxy-server';
  const built = join(resolve(RUNTIME), `toxiproxy-${VERSION}`);
  const server = join(built, 'server');
  if (await access(server).then(yes, no)) return server;
  if ((await run('go', ['version'], { timeoutMs: 20_000 })).code !== 0)
    throw new Error('the drills need toxiproxy: install Go, or put toxiproxy-server on PATH.');
  say(`building toxiproxy ${VERSION} (a minute or two, only once)`);
  await mkdir(RUNTIME, { recursive: true });
  const fresh = await mkdtemp(join(RUNTIME, 'toxiproxy-new-'));
  const made = await run('env', [`GOBIN=${fresh}`, 'go', 'install', MODULE], { timeoutMs: BUILD_MS });
  if (made.code !== 0) {
    await rm(fresh, { recursive: true, force: true });
    throw new Error(`toxiproxy could not be built: ${made.output.split('\n').at(-1)}`);
  }
  await rename(fresh, built).catch(() => rm(fresh, { recursive: true, force: true }));
  return server;
}

const yes = () => true;
const no = () => false;

type Ask = (method: string, path: string, body?: object) => Promise<unknown>;

const asker =
  (url: string): Ask =>
  async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`toxiproxy answered ${response.status}: ${text}`);
    return text;
  };

async function wireOf(ask: Ask, name: string, upstreamPort: number): Promise<Wire> {
  const port = await freePort(`the wire ${name}`);
  const listen = `127.0.0.1:${port}`;
  await ask('POST', '/proxies', { name, listen, upstream: `127.0.0.1:${upstreamPort}`, enabled: true });
  const active = new Set<string>();
  const poison = async (toxic: Toxic) => {
    const id = `${toxic.type}-${toxic.stream}`;
    active.add(id);
    await ask('POST', `/proxies/${name}/toxics`, { name: id, toxicity: 1, ...toxic });
  };
  /** Without a time-out of its own the line is closed when the toxic goes. */
  const drop = (stream: Toxic['stream'], toxicity: number) =>
    poison({ type: 'timeout', stream, toxicity, attributes: { timeout: 0 } });
  return {
    port,
    loseAnswers: (share) => drop('downstream', share),
    loseRequests: (share) => drop('upstream', share),
    slow: async (latencyMs) => {
      const jitter = Math.round(latencyMs / 2);
      await poison({ type: 'latency', stream: 'downstream', attributes: { latency: latencyMs, jitter } });
      const pieces = { average_size: 512, size_variation: 256, delay: 1_000 };
      await poison({ type: 'slicer', stream: 'upstream', attributes: pieces });
    },
    silence: async () => {
      await drop('downstream', 1);
      await drop('upstream', 1);
    },
    heal: async () => {
      for (const id of active) {
        await ask('DELETE', `/proxies/${name}/toxics/${id}`).catch(unlessGone);
        active.delete(id);
      }
    },
  };
}

/** A toxic that was never taken on needs no taking off. */
function unlessGone(error: Error): void {
  if (!error.message.includes(' 404')) throw error;
}

interface Toxic {
  type: 'timeout' | 'latency' | 'slicer';
  stream: 'upstream' | 'downstream';
  toxicity?: number;
  attributes: Record<string, number>;
}
