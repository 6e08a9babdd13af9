/**
 * What a scanned text says by its form, before any key is asked. Pure, with nothing of Node: a device without the house
 * reads with these very lines.
 */
import { base32Length, decodeBase32 } from './base32.js';

/** `short`: HMAC-SHA256, checked by the server. `sealed`: Ed25519 over the key facts, checked offline as well. */
export type TokenProfile = 'short' | 'sealed';

export type MalformedReason = 'not_a_token' | 'wrong_length' | 'wrong_alphabet' | 'unknown_version';

/** `foreign` is another host's link. */
export type Misformed =
  | { verdict: 'malformed'; reason: MalformedReason }
  | { verdict: 'foreign'; reason: 'host' };

/** A text that may be a token of ours: which key has to say. */
export interface Formed {
  keyId: number;
  bytes: Uint8Array;
}

/** What a reader gets back of the key facts: the texts are only comparable, by the holder of the facts secret. */
export interface SealedReading {
  issueNo: number;
  expiresAt: Date;
  amountMinor: number;
  currency: string;
  orderedAt: Date;
  orderNoMac: Uint8Array;
  customerMac: Uint8Array;
  itemsMac: Uint8Array;
}

export const VERSION = 1;
export const TOKEN_ID_BYTES = 16;
const HEAD_BYTES = 2 + TOKEN_ID_BYTES;
/** issue(2) expiry h(4) amount(8) currency(3) ordered s(5) HMACs(3 × 8), big endian. */
export const FACTS_BYTES = 46;
/** Bytes of the closing tag. 15 is the longest MAC that keeps a 20-character host in symbol version 4 at ECC M. */
export const TAG_BYTES: Readonly<Record<TokenProfile, number>> = { short: 15, sealed: 64 };
const TOKEN_BYTES: Readonly<Record<TokenProfile, number>> = {
  short: HEAD_BYTES + TAG_BYTES.short,
  sealed: HEAD_BYTES + FACTS_BYTES + TAG_BYTES.sealed,
};
export const HOUR_MS = 3_600_000;
export const SECOND_MS = 1000;

const PAYLOAD_LENGTHS = [base32Length(TOKEN_BYTES.short), base32Length(TOKEN_BYTES.sealed)];
/** No QR symbol holds more characters (ISO/IEC 18004, version 40 at level L, alphanumeric: 4,296). */
const MAX_TEXT_LENGTH = 4296;
const OWN_FORM = /^https:\/\/([a-z0-9.:-]+)\/q#(.*)$/is;
const ANY_LINK = /^https?:\/\/([^/?#\s]+)/i;

/** Takes any text that a scanner, keyboard wedge or person delivers; never throws. */
export function formOf(text: string, hosts: readonly string[]): Formed | Misformed {
  const payload = payloadOf(text, hosts);
  if (typeof payload !== 'string') return payload;
  if (!PAYLOAD_LENGTHS.includes(payload.length)) return { verdict: 'malformed', reason: 'wrong_length' };
  const bytes = decodeBase32(payload);
  if (!bytes) return { verdict: 'malformed', reason: 'wrong_alphabet' };
  const [version, keyId = 0] = bytes;
  return version === VERSION ? { keyId, bytes } : { verdict: 'malformed', reason: 'unknown_version' };
}

function payloadOf(text: string, hosts: readonly string[]): string | Misformed {
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

/** The signed part of a token and its tag, or undefined when it has not the length of its key's profile. */
export function partsOf(
  { bytes }: Formed,
  profile: TokenProfile,
): { body: Uint8Array; tag: Uint8Array } | undefined {
  if (bytes.length !== TOKEN_BYTES[profile]) return undefined;
  const bodyEnd = bytes.length - TAG_BYTES[profile];
  return { body: bytes.subarray(0, bodyEnd), tag: bytes.subarray(bodyEnd) };
}

export const tokenIdOf = (body: Uint8Array): Uint8Array => body.slice(2, HEAD_BYTES);
export const factsBlockOf = (body: Uint8Array): Uint8Array => body.slice(HEAD_BYTES);

/** Reads a block of `FACTS_BYTES` bytes whose signature holds. */
export function decodeFacts(block: Uint8Array): SealedReading {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const orderedSeconds = view.getInt8(17) * 2 ** 32 + view.getUint32(18);
  return {
    issueNo: view.getUint16(0),
    expiresAt: new Date(view.getUint32(2) * HOUR_MS),
    amountMinor: Number(view.getBigInt64(6)),
    currency: String.fromCharCode(...block.subarray(14, 17)),
    orderedAt: new Date(orderedSeconds * SECOND_MS),
    orderNoMac: block.slice(22, 30),
    customerMac: block.slice(30, 38),
    itemsMac: block.slice(38, 46),
  };
}
