/** The server's key table: algorithm, audience and validity come from here by key id, never from a token. */
import assert from 'node:assert/strict';
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import type { TokenProfile } from './form.js';
import { TAG_BYTES } from './form.js';

/** A verifier outside the server holds sealed keys with their public half alone. All keys are raw bytes. */
export interface TokenKey {
  keyId: number;
  profile: TokenProfile;
  audience: 'order';
  secret?: Uint8Array;
  privateKey?: Uint8Array;
  publicKey?: Uint8Array;
  createdAt: string;
  /** Mints no more, still verifies old paper. */
  retiredAt?: string;
  /** From this moment what the key says is authentic but not to be trusted. */
  compromisedAt?: string;
}

/** `factsSecret` keys the truncated HMACs of a sealed token; it must outlive every sealed code. */
export interface KeyTable {
  keys: readonly TokenKey[];
  factsSecret?: Uint8Array;
}

const MAX_KEY_ID = 255;
const SECRET_BYTES = 32;

/** A table that can mint both profiles at once. */
export function newKeyTable(createdAt: string): KeyTable {
  const empty: KeyTable = { keys: [], factsSecret: randomBytes(SECRET_BYTES) };
  return rotate(rotate(empty, 'short', createdAt), 'sealed', createdAt);
}

/** A fresh random key; `keyId` is one byte, 1 to 255, shared by both profiles. */
export function newTokenKey(profile: TokenProfile, keyId: number, createdAt: string): TokenKey {
  assert(Number.isInteger(keyId) && keyId >= 1 && keyId <= MAX_KEY_ID, 'key id out of range');
  const key: TokenKey = { keyId, profile, audience: 'order', createdAt };
  if (profile === 'short') return { ...key, secret: randomBytes(SECRET_BYTES) };
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { ...key, privateKey: fromBase64url(jwk.d), publicKey: fromBase64url(jwk.x) };
}

/** The newest key of the profile that is neither retired nor compromised. */
export function currentKey(table: KeyTable, profile: TokenProfile): TokenKey {
  const usable = table.keys.filter((key) => key.profile === profile && !key.retiredAt && !key.compromisedAt);
  const newest = usable.reduce<TokenKey | undefined>(
    (best, key) => (best && newer(best, key) ? best : key),
    undefined,
  );
  assert(newest, `no current ${profile} key`);
  return newest;
}

/** The table with a new current key of the profile; the keys before it are retired and keep verifying. */
export function rotate(table: KeyTable, profile: TokenProfile, at: string): KeyTable {
  const nextId = Math.max(0, ...table.keys.map((key) => key.keyId)) + 1;
  const retired = table.keys.map((key) =>
    key.profile === profile && !key.retiredAt ? { ...key, retiredAt: at } : key,
  );
  return { ...table, keys: [...retired, newTokenKey(profile, nextId, at)] };
}

/** The tag that closes a token's body; fails on a key that holds no minting half. */
export function signBody(key: TokenKey, body: Uint8Array): Uint8Array {
  if (key.profile === 'short') return macOf(held(key.secret), body);
  return sign(null, body, createPrivateKey({ key: privateJwk(key), format: 'jwk' }));
}

/** True when the key can check tokens here; a verifier holds no secret of the short profile. */
export function canVerify(key: TokenKey): boolean {
  return (key.profile === 'short' ? key.secret : key.publicKey) !== undefined;
}

/** True when exactly these bytes were closed with the key. */
export function verifyBody(key: TokenKey, body: Uint8Array, tag: Uint8Array): boolean {
  if (tag.length !== TAG_BYTES[key.profile]) return false;
  if (key.profile === 'short') return timingSafeEqual(macOf(held(key.secret), body), tag);
  return verify(null, body, createPublicKey({ key: publicJwk(key), format: 'jwk' }), tag);
}

/** True when the key is known to be in other hands by then; an unreadable date counts as now. */
export function isCompromised(key: TokenKey, now: Date): boolean {
  return key.compromisedAt !== undefined && !(Date.parse(key.compromisedAt) > now.getTime());
}

function newer(a: TokenKey, b: TokenKey): boolean {
  const difference = Date.parse(a.createdAt) - Date.parse(b.createdAt);
  return difference === 0 ? a.keyId > b.keyId : difference > 0;
}

function macOf(secret: Uint8Array, body: Uint8Array): Uint8Array {
  return createHmac('sha256', secret).update(body).digest().subarray(0, TAG_BYTES.short);
}

function publicJwk(key: TokenKey) {
  return { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(held(key.publicKey)).toString('base64url') };
}

function privateJwk(key: TokenKey) {
  return { ...publicJwk(key), d: Buffer.from(held(key.privateKey)).toString('base64url') };
}

function fromBase64url(text: string | undefined): Uint8Array {
  return Buffer.from(held(text), 'base64url');
}

function held<T>(part: T | undefined): T {
  assert(part !== undefined, 'the key lacks the half this deed needs');
  return part;
}
