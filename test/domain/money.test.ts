import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CURRENCIES, formatMinor, isAmount, parseMinor, scaleOf } from '../../domain/money.js';

const currency = fc.constantFrom(...Object.keys(CURRENCIES));
/** What thirteen whole digits can hold in every currency. */
const amount = fc.integer({ min: -9_999_999_999_999, max: 9_999_999_999_999 });

describe('formatMinor', () => {
  test.each([
    [12_000, 'CNY', '120.00'],
    [5, 'CNY', '0.05'],
    [0, 'USD', '0.00'],
    [-5, 'USD', '-0.05'],
    [-12_345, 'EUR', '-123.45'],
    [120, 'JPY', '120'],
    [-7, 'KRW', '-7'],
    [1, 'KWD', '0.001'],
    [1_234_567, 'KWD', '1234.567'],
  ])('writes %i %s as %s', (minor, code, text) => {
    expect(formatMinor(minor, code)).toBe(text);
  });

  test('keeps the last digit of the largest safe integer', () => {
    expect(formatMinor(Number.MAX_SAFE_INTEGER, 'CNY')).toBe('90071992547409.91');
  });

  test('always shows exactly the decimal places of the currency', () => {
    fc.assert(
      fc.property(amount, currency, (minor, code) => {
        expect(formatMinor(minor, code).split('.')[1]?.length ?? 0).toBe(CURRENCIES[code]);
      }),
    );
  });

  test('writes different amounts differently', () => {
    fc.assert(
      fc.property(amount, amount, currency, (one, other, code) => {
        expect(formatMinor(one, code) === formatMinor(other, code)).toBe(one === other);
      }),
    );
  });
});

describe('parseMinor', () => {
  test('reads back what formatMinor writes', () => {
    fc.assert(
      fc.property(amount, currency, (minor, code) => {
        expect(parseMinor(formatMinor(minor, code), code)).toBe(minor);
      }),
    );
  });

  test('fills missing places: 1.5, 1.50 and 1 are what they say', () => {
    expect(parseMinor('1.5', 'CNY')).toBe(150);
    expect(parseMinor('1.50', 'CNY')).toBe(150);
    expect(parseMinor('1', 'CNY')).toBe(100);
    expect(parseMinor('1.5', 'KWD')).toBe(1500);
  });

  test('reads any split into whole and fraction exactly, without floating point', () => {
    const parts = fc.tuple(fc.integer({ min: 0, max: 9_999_999_999 }), fc.integer({ min: 0, max: 99 }));
    fc.assert(
      fc.property(parts, ([whole, cents]) => {
        expect(parseMinor(`${whole}.${String(cents).padStart(2, '0')}`, 'CNY')).toBe(whole * 100 + cents);
      }),
    );
  });

  test('refuses more places than the currency has, though the places are zeros', () => {
    fc.assert(
      fc.property(fc.nat(), currency, (whole, code) => {
        const places = '0'.repeat((CURRENCIES[code] ?? 0) + 1);
        expect(parseMinor(`${whole}.${places}`, code)).toBeUndefined();
      }),
    );
  });

  test.each([
    '',
    ' ',
    '.',
    '1.',
    '.5',
    '+1',
    '--1',
    '1,000.00',
    '1e3',
    '0x10',
    ' 1',
    '1 ',
    '1\n',
    '１',
    '¥1',
    'NaN',
    'Infinity',
  ])('refuses %j', (text) => {
    expect(parseMinor(text, 'CNY')).toBeUndefined();
  });

  test('refuses what arithmetic could not keep exact', () => {
    expect(parseMinor('9007199254740.991', 'KWD')).toBe(Number.MAX_SAFE_INTEGER);
    expect(parseMinor('9007199254740.993', 'KWD')).toBeUndefined();
    expect(parseMinor('9'.repeat(14), 'JPY')).toBeUndefined();
  });

  test('gives a safe integer or nothing for any text', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789.-'), maxLength: 24 });
    fc.assert(
      fc.property(fc.oneof(fc.string(), digits), currency, (text, code) => {
        const minor = parseMinor(text, code);
        expect(minor === undefined || isAmount(minor)).toBe(true);
      }),
    );
  });

  test('refuses a currency that is not on the list', () => {
    expect(parseMinor('1.00', 'XXX')).toBeUndefined();
    expect(parseMinor('1.00', 'cny')).toBeUndefined();
  });
});

describe('scaleOf', () => {
  test('does not take an inherited property for a currency', () => {
    expect(scaleOf('constructor')).toBeUndefined();
    expect(scaleOf('CNY')).toBe(2);
  });
});

describe('isAmount', () => {
  test.each([0, -1, Number.MAX_SAFE_INTEGER])('takes %p', (value) => expect(isAmount(value)).toBe(true));
  test.each([0.5, Number.MAX_SAFE_INTEGER + 1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %p', (value) =>
    expect(isAmount(value)).toBe(false),
  );
});
