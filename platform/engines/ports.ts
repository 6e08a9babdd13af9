import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';
/** Below 32768, where outgoing connections take their ports on Linux. */
const LOWEST = 20_000;
const HIGHEST = 32_000;
const ATTEMPTS = 3;

/** The given port if it is free, or any free one; two calls never answer the same picked port. */
export async function freePort(engine: string, given?: number): Promise<number> {
  if (given) {
    if (await isFree(given)) return given;
    throw new Error(`Port ${given} for ${engine} is taken: end what listens there or choose another port.`);
  }
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    if (!handedOut.has(port) && (await isFree(port))) {
      handedOut.add(port);
      return port;
    }
  }
}

/** Runs a start again when another process took a picked port in between. */
export async function retryingTakenPorts<T>(start: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start();
    } catch (error) {
      if (attempt === ATTEMPTS || !/address (already )?in use/i.test(String(error))) throw error;
    }
  }
}

/** Resolves when something accepts a connection there, rejects when nothing does within the time. */
export function answers(host: string, port: number, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const end = (error?: Error) => {
      socket.destroy();
      if (error) reject(error);
      else resolve();
    };
    socket.once('connect', () => end());
    socket.once('timeout', () => end(new Error('no answer')));
    socket.once('error', end);
  });
}

const handedOut = new Set<number>();

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, LOOPBACK, () => server.close(() => resolve(true)));
  });
}
