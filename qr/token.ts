/**
 * The token inside an order's symbol: `HTTPS://<HOST>/Q#<base32>`; behind `#` it reaches no access log or referrer.
 * short:  version(1) key id(1) token id(16) HMAC-SHA256 cut to 15                        = 33 bytes, 53 characters.
 * sealed: version(1) key id(1) token id(16) facts(46, see sealed-facts.ts) Ed25519(64)  = 128 bytes, 205 characters.
 */
import assert from 'node:assert/strict';
import { base32Length, decodeBase32, encodeBase32 } from './base32.js';
import type { KeyTable, TokenKey, TokenProfile } from './keys.js';
import { canVerify, currentKey, isCompromised, signBody, TAG_BYTES, verifyBody } from './keys.js';
import type { SealedFacts, SealedReading } from './sealed-facts.js';
import { decodeFacts, encodeFacts, FACTS_BYTES } from './sealed-facts.js';

export type { KeyTable, TokenKey, TokenProfile } from './keys.js';
export { currentKey, newKeyTable, newTokenKey, rotate } from './keys.js';
export type { OrderFacts, SealedFacts } from './sealed-facts.js';
export { canonicalItems, sealedFactsMatch } from './sealed-facts.js';

/** `tokenId` is 16 random bytes, the name of the code in the record; `host` any case, with a port when it has one. */
export type TokenOrder =
  | { profile: 'short'; host: string; tokenId: Uint8Array }
  | { profile: 'sealed'; host: string; tokenId: Uint8Array; sealed: SealedFacts };

export type MalformedReason = 'not_a_token' | 'wrong_length' | 'wrong_alphabet' | 'unknown_version';

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
  | { verdict: 'malformed'; reason: MalformedReason }
  | { verdict: 'foreign'; reason: 'host' | 'audience' }
  | { verdict: 'unknown_key' | 'forged'; keyId: number };

export const TOKEN_ID_BYTES = 16;
const VERSION = 1;
const HEAD_BYTES = 2 + TOKEN_ID_BYTES;
const TOKEN_BYTES: Readonly<Record<TokenProfile, number>> = {
  short: HEAD_BYTES + TAG_BYTES.short,
  sealed: HEAD_BYTES + FACTS_BYTES + TAG_BYTES.sealed,
};
const PAYLOAD_LENGTHS = [base32Length(TOKEN_BYTES.short), base32Length(TOKEN_BYTES.sealed)];
/** No QR symbol holds more characters (ISO/IEC 18004, version 40 at level L, alphanumeric: 4,296). */
const MAX_TEXT_LENGTH = 4296;
const OWN_FORM = /^https:\/\/([a-z0-9.:-]+)\/q#(.*)$/is;
const ANY_LINK = /^https?:\/\/([^/?#\s]+)/i;

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
  const payload = payloadOf(text, at.hosts);
  if (typeof payload !== 'string') return payload;
  if (!PAYLOAD_LENGTHS.includes(payload.length)) return { verdict: 'malformed', reason: 'wrong_length' };
  const bytes = decodeBase32(payload);
  if (!bytes) return { verdict: 'malformed', reason: 'wrong_alphabet' };
  const [version, keyId = 0] = bytes;
  if (version !== VERSION) return { verdict: 'malformed', reason: 'unknown_version' };
  const key = table.keys.find((candidate) => candidate.keyId === keyId);
  return key && canVerify(key) ? judge(key, bytes, at.now) : { verdict: 'unknown_key', keyId };
}

function payloadOf(text: string, hosts: readonly string[]): string | Reading {
  if (text.length > MAX_TEXT_LENGTH) return { verdict: 'malformed', reason: 'not_a_token' };
  const scanned = text.trim();
  const [, host, payload] = OWN_FORM.exec(scanned) ?? [];
  if (host !== undefined && payload !== undefined && isOurs(host, hosts)) return payload;
  const [, linkedHost] = ANY_LINK.exec(scanned) ?? [];
  if (linkedHost !== undefined && !isOurs(linkedHost, hosts)) return { verdict: 'foreign', reason: 'host' };
  return /^[a-z0-9]+$/i.test(scanned) ? scanned : { verdict: 'malformed', reason: 'not_a_token' };
}

function isOurs(host: string, hosts: readonly string[]): boolean {
  return hosts.some((ours) => ours.toUpperCase() === host.toUpperCase());
}

function judge(key: TokenKey, bytes: Uint8Array, now: Date): Reading {
  if (bytes.length !== TOKEN_BYTES[key.profile]) return { verdict: 'malformed', reason: 'wrong_length' };
  const bodyEnd = bytes.length - TAG_BYTES[key.profile];
  const body = bytes.subarray(0, bodyEnd);
  if (!verifyBody(key, body, bytes.subarray(bodyEnd))) return { verdict: 'forged', keyId: key.keyId };
  if (key.audience !== 'order') return { verdict: 'foreign', reason: 'audience' };
  const said = saidBy(key, body);
  if (isCompromised(key, now)) return { verdict: 'compromised', ...said };
  if (said.sealed && !(said.sealed.expiresAt > now)) return { verdict: 'expired', ...said };
  return { verdict: 'genuine', ...said };
}

function saidBy(key: TokenKey, body: Uint8Array): Said {
  return {
    profile: key.profile,
    keyId: key.keyId,
    tokenId: body.slice(2, HEAD_BYTES),
    ...(key.profile === 'sealed' && { sealed: decodeFacts(body.subarray(HEAD_BYTES)) }),
    ...(key.compromisedAt !== undefined && { keyCompromisedAt: key.compromisedAt }),
  };
}
