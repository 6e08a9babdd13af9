import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { storeAnswer, storedAnswer, takeKey } from '../db/idempotency.js';
import type { Db, Transact, Tx } from '../db/sql.js';
import { Refusal } from '../domain/refusal.js';
import { Malformed } from './malformed.js';

/** One request of one caller: the same key and hash again is the same request. */
export interface Once {
  principal: string;
  key: string;
  requestHash: Buffer;
}

export interface StoredReply {
  status: number;
  body: unknown;
}

/**
 * Does a deed once per key, in one transaction with its stored answer. A rival with the same key waits for the first
 * and gets its answer; another body is refused. A refused deed stores nothing, so that a later try may succeed.
 */
export async function once(
  transact: Transact,
  request: Once,
  deed: (tx: Tx) => Promise<StoredReply>,
): Promise<StoredReply> {
  const { principal, key, requestHash } = request;
  return transact(async (tx, atEnd) => {
    if (!(await takeKey(tx, principal, key, requestHash))) return replay(tx, request);
    const reply = await deed(tx);
    const store = async () => {
      reply.body = await storeAnswer(tx, principal, key, reply.status, reply.body);
    };
    if (atEnd) atEnd(store);
    else await store();
    return reply;
  });
}

/** Does a deed in a transaction; once per key when its caller sent one. */
export function onceIfKeyed(
  db: Db,
  request: Once | undefined,
  deed: (tx: Tx) => Promise<StoredReply>,
): Promise<StoredReply> {
  const transact: Transact = (act) => db.transaction((tx) => act(tx));
  return request ? once(transact, request, deed) : transact(deed);
}

/** The answer that was stored under a key, or undefined when the key is free. */
async function replayed(db: Db, request: Once): Promise<StoredReply | undefined> {
  const stored = await storedAnswer(db, request.principal, request.key);
  if (!stored) return undefined;
  if (!stored.requestHash.equals(request.requestHash)) throw new Refusal('idempotency_key_reused');
  return { status: stored.status ?? 200, body: stored.answer };
}

async function replay(tx: Tx, request: Once): Promise<StoredReply> {
  const stored = await replayed(tx, request);
  if (!stored) throw new Error('once: a taken key has no answer');
  return stored;
}

const MAX_KEY = 255;

/** The key of a request, or undefined when none was sent. */
export function keyOf(req: Request): string | undefined {
  const key = req.get('Idempotency-Key');
  if (key === undefined) return undefined;
  if (/^[\x21-\x7e]+$/.test(key) && key.length <= MAX_KEY) return key;
  throw new Malformed([
    { in: 'headers', path: 'Idempotency-Key', rule: 'pattern', message: '1–255 visible ASCII characters' },
  ]);
}

/** What makes two requests the same: method, address and content. */
export function hashOf(req: Request, content: unknown): Buffer {
  return createHash('sha256')
    .update(`${req.method} ${req.originalUrl}\n${JSON.stringify(content)}`)
    .digest();
}
