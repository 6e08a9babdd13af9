import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { amountOf } from '../../cli/amount.js';
import { Usage } from '../../cli/failures.js';
import { CURRENCIES, formatMinor } from '../../domain/money.js';

type Read = (text: string, currency: string) => { amountMinor: number };
const known = fc.constantFrom(...Object.keys(CURRENCIES));
const typed = fc.oneof(fc.string(), fc.stringMatching(/^[-+]?\d{0,16}([.,]\d{0,4})?(e\d)?$/));

/** What was typed is that very amount, or is refused in words; nothing is rounded. */
const exact = (read: Read) =>
  fc.property(typed, fc.oneof(known, fc.constantFrom('__proto__', 'cny', '')), (text, currency) => {
    try {
      const { amountMinor } = read(text, currency);
      const [whole = '', fraction = ''] = text.split('.');
      const [minorWhole = '', minorFraction = ''] = formatMinor(amountMinor, currency).split('.');
      expect([BigInt(whole), fraction.padEnd(minorFraction.length, '0')]).toEqual([
        BigInt(minorWhole),
        minorFraction,
      ]);
    } catch (error) {
      if (!(error instanceof Usage)) throw error;
    }
  });

test('an amount is exactly what was typed, or refused in words', () => {
  fc.assert(exact(amountOf), { numRuns: 1_000 });
  fc.assert(
    fc.property(fc.nat(), known, (amountMinor, currency) => {
      expect(amountOf(formatMinor(amountMinor, currency), currency)).toEqual({ amountMinor, currency });
    }),
  );
});

test('control: a reader by floating point is told', () => {
  const careless: Read = (text) => ({ amountMinor: Math.round(Number.parseFloat(text) * 100) });
  expect(() => fc.assert(exact(careless), { numRuns: 1_000 })).toThrow();
});
