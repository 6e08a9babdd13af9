import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Express } from 'express';
import { unreadableProblem } from './problems.js';

export interface Listening {
  url: string;
  /** Takes no new request, lets running ones end, and cuts those that do not. */
  stop(graceMs?: number): Promise<void>;
}

const HEADERS_MS = 20_000;
const GRACE_MS = 10_000;
/** Longer than a caller or a proxy keeps an idle connection (60 s as a rule): it is they who close it, never in mid-request. */
const KEEP_ALIVE_MS = 65_000;
const IDLE_AGAIN_MS = 100;

/** Listens on an address; port 0 takes a free one. The app hears `stopping` first, and ends what would go on for ever. */
export async function listen(app: Express, at: { bind: string; port: number }): Promise<Listening> {
  const server = createServer(app);
  server.headersTimeout = HEADERS_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  // A file may take longer than any limit; JSON bodies have a limit of their own.
  server.requestTimeout = 0;
  server.on('clientError', refuseUnreadable);
  // An expectation that nobody knows is no reason to be silent: the route answers.
  server.on('checkExpectation', app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.bind, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = at.bind.includes(':') ? `[${at.bind}]` : at.bind;
  return {
    url: `http://${host}:${port}`,
    stop: async (graceMs = GRACE_MS) => {
      app.emit('stopping');
      const closed = new Promise((resolve) => server.close(resolve));
      const idle = setInterval(() => server.closeIdleConnections(), IDLE_AGAIN_MS);
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearInterval(idle);
      clearTimeout(cut);
    },
  };
}

/** What cannot be read as HTTP never becomes a request; it is refused in the shape of every refusal all the same. */
function refuseUnreadable(_error: Error, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(unreadableProblem());
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Connection: close',
    'Content-Type: application/problem+json; charset=utf-8',
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
