/**
 * The token inside an order's symbol: `HTTPS://<HOST>/Q#<base32>`; behind `#` it reaches no access log or referrer.
 * short:  version(1) key id(1) token id(16) HMAC-SHA256 cut to 15                        = 33 bytes, 53 characters.
 * sealed: version(1) key id(1) token id(16) facts(46, see sealed-facts.ts) Ed25519(64)  = 128 bytes, 205 characters.
 */
import assert from 'node:assert/strict';
import { encodeBase32 } from './base32.js';
import type { Formed, Misformed, SealedReading, TokenProfile } from './form.js';
import {
  decodeFacts,
  factsBlockOf,
  formOf,
  partsOf,
  TAG_BYTES,
  TOKEN_ID_BYTES,
  tokenIdOf,
  VERSION,
} from './form.js';
import type { KeyTable, TokenKey } from './keys.js';
import { canVerify, currentKey, isCompromised, signBody, verifyBody } from './keys.js';
import type { SealedFacts } from './sealed-facts.js';
import { encodeFacts } from './sealed-facts.js';

export type { TokenProfile } from './form.js';
export { TOKEN_ID_BYTES } from './form.js';
export type { KeyTable, TokenKey } from './keys.js';
export { currentKey, isCompromised, newKeyTable, newTokenKey, rotate } from './keys.js';
export type { OrderFacts, SealedFacts } from './sealed-facts.js';
export { canonicalItems, sealedFactsMatch } from './sealed-facts.js';

/** `tokenId` is 16 random bytes, the name of the code in the record; `host` any case, with a port when it has one. */
export type TokenOrder =
  | { profile: 'short'; host: string; tokenId: Uint8Array }
  | { profile: 'sealed'; host: string; tokenId: Uint8Array; sealed: SealedFacts };

/** What an authentic token says, whether or not it may still be acted on. */
interface Said {
  profile: TokenProfile;
  keyId: number;
  tokenId: Uint8Array;
  sealed?: SealedReading;
  /** Also set on a genuine token when its key's compromise date lies ahead. */
  keyCompromisedAt?: string;
}

/** `foreign` is another host's link, or an authentic token of ours made for another audience. */
export type Reading =
  | ({ verdict: 'genuine' | 'expired' | 'compromised' } & Said)
  | Misformed
  | { verdict: 'foreign'; reason: 'audience' }
  | { verdict: 'unknown_key' | 'forged'; keyId: number };

/** Mints the text of one code with the current key of its profile; wrong input is a bug and throws. */
export function mintToken(table: KeyTable, token: TokenOrder): { text: string; keyId: number } {
  assert(token.tokenId.length === TOKEN_ID_BYTES, 'a token id has 16 bytes');
  assert(/^[a-z0-9.:-]+$/i.test(token.host), 'the host does not fit the QR alphanumeric set');
  const key = currentKey(table, token.profile);
  const facts =
    token.profile === 'sealed' ? encodeFacts(table, token.tokenId, token.sealed) : new Uint8Array(0);
  const body = Buffer.concat([Uint8Array.of(VERSION, key.keyId), token.tokenId, facts]);
  const payload = encodeBase32(Buffer.concat([body, signBody(key, body)]));
  return { text: `HTTPS://${token.host.toUpperCase()}/Q#${payload}`, keyId: key.keyId };
}

/**
 * Reads any text a scanner, keyboard wedge or person delivers; answers with a verdict and never throws.
 * Whether the code is live, replaced or voided is the record's answer, not the token's.
 */
export function readToken(
  table: KeyTable,
  text: string,
  at: { hosts: readonly string[]; now: Date },
): Reading {
  const formed = formOf(text, at.hosts);
  if ('verdict' in formed) return formed;
  const key = table.keys.find((candidate) => candidate.keyId === formed.keyId);
  return key && canVerify(key) ? judge(key, formed, at.now) : { verdict: 'unknown_key', keyId: formed.keyId };
}

/**
 * Reads a text like `readToken`, at the cost of one check of a tag whatever comes of it: how long the answer takes does
 * not tell a text that is none of ours from one that is.
 */
export function readTokenEvenly(
  table: KeyTable,
  text: string,
  at: { hosts: readonly string[]; now: Date },
): Reading {
  const reading = readToken(table, text, at);
  if ('tokenId' in reading || reading.verdict === 'forged') return reading;
  const profile = text.length < SEALED_CHARACTERS ? 'short' : 'sealed';
  verifyBody(currentKey(table, profile), Buffer.alloc(BODY_BYTES), Buffer.alloc(TAG_BYTES[profile]));
  return reading;
}

/** About what a body holds; a text with so many characters is checked as a sealed one. */
const BODY_BYTES = 32;
const SEALED_CHARACTERS = 150;

function judge(key: TokenKey, formed: Formed, now: Date): Reading {
  const parts = partsOf(formed, key.profile);
  if (!parts) return { verdict: 'malformed', reason: 'wrong_length' };
  if (!verifyBody(key, parts.body, parts.tag)) return { verdict: 'forged', keyId: key.keyId };
  if (key.audience !== 'order') return { verdict: 'foreign', reason: 'audience' };
  const said = saidBy(key, parts.body);
  if (isCompromised(key, now)) return { verdict: 'compromised', ...said };
  if (said.sealed && !(said.sealed.expiresAt > now)) return { verdict: 'expired', ...said };
  return { verdict: 'genuine', ...said };
}

function saidBy(key: TokenKey, body: Uint8Array): Said {
  return {
    profile: key.profile,
    keyId: key.keyId,
    tokenId: tokenIdOf(body),
    ...(key.profile === 'sealed' && { sealed: decodeFacts(factsBlockOf(body)) }),
    ...(key.compromisedAt !== undefined && { keyCompromisedAt: key.compromisedAt }),
  };
}
