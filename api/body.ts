import type { IncomingMessage } from 'node:http';
import { Refusal } from '../domain/refusal.js';
import { Malformed } from './malformed.js';

const MAX_JSON_BYTES = 256 * 1024;
const READ_MS = 30_000;

/** The JSON body of a request: at most 256 kB, valid UTF-8, not compressed; anything else is refused with its type. */
export async function readJson(req: IncomingMessage): Promise<unknown> {
  refuseOtherTypes(req);
  const bytes = await readBytes(req);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Malformed([{ in: 'body', path: '', rule: 'json', message: 'not JSON in UTF-8' }]);
  }
}

/** The media type of a request, without its parameters. */
export function mediaTypeOf(req: IncomingMessage): string {
  return (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

export function refuseCompressed(req: IncomingMessage): void {
  const encoding = req.headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') throw new Refusal('content_type_unknown', { encoding });
}

function refuseOtherTypes(req: IncomingMessage): void {
  const charset = /charset="?([^";\s]+)/i.exec(req.headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  if (mediaTypeOf(req) !== 'application/json' || !/^utf-?8$/i.test(charset))
    throw new Refusal('content_type_unknown', { expected: 'application/json' });
  refuseCompressed(req);
}

/** A small body as it came. One that comes too slowly is cut off: it would hold a place for ever. */
export async function readBytes(req: IncomingMessage): Promise<Buffer> {
  if (Number(req.headers['content-length'] ?? 0) > MAX_JSON_BYTES) throw new Refusal('body_too_large');
  const slow = setTimeout(() => req.destroy(new Error('body_too_slow')), READ_MS);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      length += chunk.length;
      if (length > MAX_JSON_BYTES) throw new Refusal('body_too_large');
      chunks.push(chunk);
    }
  } catch (error) {
    if (!req.readableAborted) throw error;
    throw new Malformed([{ in: 'body', path: '', rule: 'aborted', message: 'the body ended early' }]);
  } finally {
    clearTimeout(slow);
  }
  return Buffer.concat(chunks);
}
