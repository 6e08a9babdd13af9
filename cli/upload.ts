import { type IncomingMessage, request as overHttp, type RequestOptions } from 'node:http';
import { request as overHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Client, unreachable } from './client.js';
import { Interrupted, Unreachable } from './failures.js';
import { goodReply, type Reply } from './reply.js';

export interface Upload {
  source: Readable;
  /** Unknown when it comes from a pipe. */
  sizeBytes: number | undefined;
  key: string;
  headers: Readonly<Record<string, string>>;
  sent(bytes: number): void;
}

/** Streams a file to an address for as long as it takes; a server that refuses early is heard early. */
export async function upload(client: Client, address: string, file: Upload): Promise<Reply> {
  const { sizeBytes, key, source } = file;
  const size: Record<string, string> = sizeBytes === undefined ? {} : { 'content-length': String(sizeBytes) };
  const headers = { ...client.headers, ...file.headers, ...size, 'idempotency-key': key };
  const url = new URL(`${client.url}${address}`);
  const reply = await post(url, { headers, signal: client.signal }, file)
    .catch((error: unknown) => {
      if (client.signal.aborted) throw STOPPED;
      throw error instanceof Unreachable ? error : unreachable(url.origin, error, key);
    })
    .finally(() => source.destroy());
  return goodReply(client.url, reply);
}

const STOPPED = new Interrupted(
  '已中断。已录入的订单保留；再次导入同一文件时，它们不会改变。',
  'Stopped. Orders that were entered stay; import the same file again, and they do not change.',
);

/** Once an answer begins, what becomes of the rest of the file does not matter. */
function post(url: URL, options: RequestOptions, file: Upload): Promise<Reply> {
  const send = url.protocol === 'https:' ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    let answered = false;
    const fail = (error: unknown) => {
      if (!answered) reject(error);
    };
    const request = send(url, { ...options, method: 'POST' });
    request.once('response', (response) => {
      answered = true;
      replyOf(response).then(resolve, reject);
    });
    request.on('error', fail);
    request.flushHeaders();
    pipeline(file.source, metered(file), request).catch(fail);
  });
}

const metered = ({ sizeBytes, sent }: Upload) =>
  async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      yield chunk;
      sent(bytes);
    }
    if (sizeBytes !== undefined && bytes < sizeBytes)
      throw new Unreachable(
        '文件在读取时变短了，没有导入完。',
        'The file became shorter while it was read; it is not all in.',
      );
  };

async function replyOf(response: IncomingMessage): Promise<Reply> {
  const mediaType = (response.headers['content-type'] ?? '').split(';')[0] ?? '';
  return { status: response.statusCode ?? 0, mediaType, bytes: await buffer(response) };
}
