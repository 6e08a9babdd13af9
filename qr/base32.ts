/** Base32 of RFC 4648 section 6: upper case, no padding, so that a token stays inside the QR alphanumeric set. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const NOT_A_DIGIT = 255;
const VALUES = new Uint8Array(128).fill(NOT_A_DIGIT);
for (const [value, letter] of [...ALPHABET].entries()) {
  VALUES[letter.charCodeAt(0)] = value;
  VALUES[letter.toLowerCase().charCodeAt(0)] = value;
}

/** Number of characters that hold so many bytes. */
export function base32Length(byteCount: number): number {
  return Math.ceil((byteCount * 8) / 5);
}

export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let pending = 0;
  for (const byte of bytes) {
    pending = ((pending << 8) | byte) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += ALPHABET[(pending >> (bits - 5)) & 31];
  }
  return bits === 0 ? text : text + ALPHABET[(pending << (5 - bits)) & 31];
}

/** The bytes of a text in either case, or undefined; one byte string has exactly one upper-case text. */
export function decodeBase32(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  if (base32Length(bytes.length) !== text.length) return undefined;
  let at = 0;
  let bits = 0;
  let pending = 0;
  for (let i = 0; i < text.length; i++) {
    const value = VALUES[text.charCodeAt(i)] ?? NOT_A_DIGIT;
    if (value === NOT_A_DIGIT) return undefined;
    pending = ((pending << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (pending >> bits) & 0xff;
    }
  }
  return (pending & ((1 << bits) - 1)) === 0 ? bytes : undefined;
}
