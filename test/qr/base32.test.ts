import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { base32Length, decodeBase32, encodeBase32 } from '../../qr/base32.js';

describe('base32', () => {
  test('agrees with the vectors of RFC 4648 section 10, padding left out', () => {
    const vectors = [
      ['', ''],
      ['f', 'MY'],
      ['fo', 'MZXQ'],
      ['foo', 'MZXW6'],
      ['foob', 'MZXW6YQ'],
      ['fooba', 'MZXW6YTB'],
      ['foobar', 'MZXW6YTBOI'],
    ] as const;
    for (const [plain, text] of vectors) {
      expect(encodeBase32(Buffer.from(plain))).toBe(text);
      expect(Buffer.from(decodeBase32(text) ?? 'x').toString()).toBe(plain);
    }
  });

  test('gives back any bytes, from either case, at the announced length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = encodeBase32(bytes);
        expect(text).toHaveLength(base32Length(bytes.length));
        expect(decodeBase32(text)).toEqual(bytes);
        expect(decodeBase32(text.toLowerCase())).toEqual(bytes);
      }),
    );
  });

  test('refuses a second spelling of the same bytes', () => {
    expect(decodeBase32('MY')).toEqual(Uint8Array.of(0x66));
    expect(decodeBase32('MZ')).toBeUndefined();
    expect(decodeBase32('MYA')).toBeUndefined();
  });

  test('refuses every character outside its alphabet', () => {
    for (const character of ['0', '1', '8', '9', '=', ' ', '\0', 'ſ', 'ı', '中', '\ud800']) {
      expect(decodeBase32(`M${character}`)).toBeUndefined();
    }
  });
});
