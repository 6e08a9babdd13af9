import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDecimal, remainderOf, toMinor, wholeOf } from '../../intake/decimal.js';

const value = (text: string) => parseDecimal(text, '.') ?? { units: -1n, places: 0 };

describe('exact decimals', () => {
  test('reads a plain decimal only', () => {
    expect(parseDecimal('0012.50', '.')).toEqual({ units: 1250n, places: 2 });
    expect(parseDecimal('12,5', ',')).toEqual({ units: 125n, places: 1 });
    for (const text of ['', '.5', '5.', '-1', '+1', '1e3', '1,234.50', '12,5', '$1', '1 000', '٣', 'NaN']) {
      expect([text, parseDecimal(text, '.')]).toEqual([text, undefined]);
    }
  });

  test('rounds a half up, to even, or not at all', () => {
    expect(toMinor(value('1.005'), 2, 'half_up_per_line')).toBe(101n);
    expect(toMinor(value('1.005'), 2, 'half_even_per_line')).toBe(100n);
    expect(toMinor(value('1.015'), 2, 'half_even_per_line')).toBe(102n);
    expect(toMinor(value('1.0051'), 2, 'half_even_per_line')).toBe(101n);
    expect(toMinor(value('1.005'), 2, 'refuse')).toBeUndefined();
    expect(toMinor(value('1.500'), 2, 'refuse')).toBe(150n);
    expect(toMinor(value('7'), 0, 'refuse')).toBe(7n);
  });

  test('is never more than half a unit off, and exact when the places fit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.nat(12), fc.nat(3), (units, places, scale) => {
        const exact = { units, places };
        for (const rule of ['half_up_per_line', 'half_even_per_line'] as const) {
          const minor = toMinor(exact, scale, rule) ?? -1n;
          const off = minor * 10n ** BigInt(places) - units * 10n ** BigInt(scale);
          expect((off < 0n ? -off : off) * 2n <= 10n ** BigInt(places)).toBe(true);
          if (places <= scale) expect(off).toBe(0n);
        }
      }),
    );
  });

  test('knows a whole number and what a discount leaves', () => {
    expect(wholeOf(value('5.00'))).toBe(5n);
    expect(wholeOf(value('5.01'))).toBeUndefined();
    expect(remainderOf(value('0.15'))).toEqual({ units: 85n, places: 2 });
    expect(remainderOf(value('1.01'))).toBeUndefined();
  });
});
