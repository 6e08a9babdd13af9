import { decodeBase32, encodeBase32 } from '../../qr/base32.js';
import type { TokenProfile } from '../../qr/token.js';
import { HOST, sampleToken } from './sample-tokens.js';

/** Ways to make a token that must not be accepted out of one that is; numbers are in [0, 1). */
export type Mutation = (text: string, random: () => number) => string;

const bytesOf = (text: string): Uint8Array => {
  const bytes = decodeBase32(text.slice(text.indexOf('#') + 1));
  if (!bytes) throw new Error('a minted token is base32');
  return Uint8Array.from(bytes);
};
const textOf = (bytes: Uint8Array): string => `HTTPS://${HOST.toUpperCase()}/Q#${encodeBase32(bytes)}`;

/** The bytes with another value at one place. */
function withByte(text: string, place: number, change: (value: number) => number): string {
  const bytes = bytesOf(text);
  bytes[place] = change(bytes[place] ?? 0) & 0xff;
  return textOf(bytes);
}

const anotherByte = (random: () => number) => (value: number) => value + 1 + Math.floor(random() * 255);

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  bit: (text, random) =>
    withByte(
      text,
      Math.floor(random() * bytesOf(text).length),
      (value) => value ^ (1 << Math.floor(random() * 8)),
    ),
  bits: (text, random) => {
    const bytes = bytesOf(text);
    for (let flips = 2 + Math.floor(random() * 14); flips > 0; flips--) {
      const place = Math.floor(random() * bytes.length);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << Math.floor(random() * 8));
    }
    // An even number of flips in one place is none.
    return textOf(bytes) === text ? withByte(text, 0, anotherByte(random)) : textOf(bytes);
  },
  truncated: (text, random) => text.slice(0, text.length - 1 - Math.floor(random() * (text.length - 8))),
  longer: (text, random) => text + 'A'.repeat(1 + Math.floor(random() * 64)),
  version: (text, random) => withByte(text, 0, anotherByte(random)),
  key_id: (text, random) => withByte(text, 1, anotherByte(random)),
  other_tail: (text, random) => {
    const tagBytes = text.length > 120 ? 64 : 15;
    const other = bytesOf(
      sampleToken(text.length > 120 ? 'sealed' : 'short', 1_000_000 + Math.floor(random() * 16)),
    );
    const bytes = bytesOf(text);
    bytes.set(other.subarray(other.length - tagBytes), bytes.length - tagBytes);
    return textOf(bytes);
  },
  other_host: (text, random) =>
    text.replace(/^HTTPS:\/\/[^/]+/, `HTTPS://Q${Math.floor(random() * 1e6)}.EXAMPLE.ORG`),
};

/** A sealed token that was genuine until an hour ago. */
export const expired = (index: number, now: Date): string =>
  sampleToken('sealed' satisfies TokenProfile, index, new Date(now.getTime() - 3_600_000));
