import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { open, seal } from './aes-gcm.js';
import { currentKey, type KeyRing, keysFor } from './ring.js';
import { SealBroken } from './seal-broken.js';

export { open, seal } from './aes-gcm.js';
export { SealBroken, type SealFault } from './seal-broken.js';

/** The key of one order's personal data, or of one intake. Opaque: it neither prints nor serialises. */
export type DataKey = KeyObject;

/** A data key as it is stored: under which key-encryption key, and sealed. */
export interface WrappedKey {
  readonly kekId: string;
  readonly wrapped: Buffer;
}

const KEY_BYTES = 32;
const INDEX_BYTES = 16;

export function newDataKey(): DataKey {
  return createSecretKey(randomBytes(KEY_BYTES));
}

/** Wraps under the current key-encryption key, bound to the context (`orders.pii:<id>`). */
export function wrapKey(ring: KeyRing, dataKey: DataKey, context: string): WrappedKey {
  const { id, secret } = currentKey(ring, 'kek');
  return { kekId: id, wrapped: seal(secret, dataKey.export(), wrapContext(id, context)) };
}

/** Opens what any key of the ring wrapped, for the same context only. */
export function unwrapKey(ring: KeyRing, { kekId, wrapped }: WrappedKey, context: string): DataKey {
  const kek = keysFor(ring, 'kek').find((entry) => entry.id === kekId);
  if (kek === undefined) throw new SealBroken('unknown_key', kekId);
  return createSecretKey(open(kek.secret, wrapped, wrapContext(kekId, context)));
}

export function sealJson(dataKey: DataKey, value: unknown, context: string): Buffer {
  return seal(dataKey, JSON.stringify(value), context);
}

export function openJson(dataKey: DataKey, sealed: Uint8Array, context: string): unknown {
  const text = open(dataKey, sealed, context).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new SealBroken('not_json');
  }
}

/** The 16 bytes under which a normalised phone, e-mail, customer key or pinyin is stored and found. */
export function blindIndex(ring: KeyRing, label: string, normalisedText: string): Buffer {
  return indexUnder(currentKey(ring, 'blindIndex').secret, label, normalisedText);
}

/** The same text under every index key, newest first: what a search compares with until rows are re-indexed. */
export function blindIndexes(ring: KeyRing, label: string, normalisedText: string): Buffer[] {
  const newestFirst = keysFor(ring, 'blindIndex').toReversed();
  return newestFirst.map(({ secret }) => indexUnder(secret, label, normalisedText));
}

/** Stands for a value in the log: equal values of one order agree, and it dies with the order's key. Hex. */
export function fingerprint(dataKey: DataKey, text: string): string {
  return macUnder(dataKey, 'log-fingerprint', text).toString('hex');
}

function indexUnder(secret: KeyObject, label: string, text: string): Buffer {
  return macUnder(secret, `blind-index/${label}`, text);
}

/** HMAC under a key derived for this use alone, so the parent key does one kind of work. */
function macUnder(parent: KeyObject, use: string, text: string): Buffer {
  return createHmac('sha256', derived(parent, use)).update(text, 'utf8').digest().subarray(0, INDEX_BYTES);
}

/** Uses are few and named in the code; what was derived goes with its parent. */
const derivedKeys = new WeakMap<KeyObject, Map<string, KeyObject>>();

/** Derived once: that costs as much as many hashes. */
function derived(parent: KeyObject, use: string): KeyObject {
  const uses = derivedKeys.get(parent) ?? new Map<string, KeyObject>();
  derivedKeys.set(parent, uses);
  const known = uses.get(use);
  if (known) return known;
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', parent, '', use, KEY_BYTES)));
  uses.set(use, key);
  return key;
}

function wrapContext(kekId: string, context: string): string {
  return `data-key/${kekId}/${context}`;
}
