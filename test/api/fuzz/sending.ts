import { request } from 'node:http';
import type { Asked } from './asking.js';

export interface Got {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** A machine under load may be slow; nothing may wait for ever. */
const MOST_MS = 120_000;

/** Sends a request as it is written: nothing is made tidy on the way. A stream of events is left once it has begun. */
export function send(url: string, asked: Asked, signed: Record<string, string>): Promise<Got> {
  const { method, target, body } = asked;
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const headers = { ...signed, ...asked.headers, ...length };
    const ask = request({ hostname, port, method, path: target, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      const end = () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: Buffer.concat(chunks).toString(),
        });
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', end);
      answer.on('error', end);
      if (answer.headers['content-type']?.startsWith('text/event-stream')) {
        end();
        ask.destroy();
      }
    });
    ask.setTimeout(MOST_MS, () => ask.destroy(new Error(`no answer within ${MOST_MS} ms`)));
    ask.on('error', reject);
    ask.end(body);
  });
}
