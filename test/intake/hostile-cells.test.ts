import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { openDateReader } from '../../intake/dates.js';
import { parseDecimal } from '../../intake/decimal.js';
import { encodingOf } from '../../intake/encoding.js';
import { mappingSchema } from '../../intake/mapping.js';
import { PRESETS } from '../../intake/presets.js';
import { RowRefused } from '../../intake/refusals.js';

const ZONE = 'Asia/Shanghai';
const TOKENS = [
  'yyyy',
  'yy',
  'kkkk',
  'MM',
  'M',
  'LLL',
  'dd',
  'd',
  'ooo',
  'WW',
  'c',
  'HH',
  'h',
  'a',
  'mm',
  'ss',
  'ZZ',
];
const format = fc.oneof(
  fc
    .array(fc.constantFrom(...TOKENS, '-', ' ', '/', "'", '[', '('), { minLength: 1, maxLength: 8 })
    .map((parts) => parts.join('')),
  fc.string({ minLength: 1, maxLength: 20 }),
);
const moment = fc.date({ min: new Date('1971-01-01'), max: new Date('2190-01-01'), noInvalidDate: true });

type DateReader = (text: string, format: string | undefined) => string;
const house: DateReader = (text, given) => openDateReader('day', { zone: ZONE, format: given })(text);
/** A date by any format is a moment in ISO 8601 that reads as itself again, or is refused by type. */
const readsOrRefuses = (reader: DateReader) =>
  fc.property(format, moment, fc.boolean(), fc.string(), (given, at, fits, junk) => {
    const text = fits ? DateTime.fromJSDate(at, { zone: ZONE }).toFormat(given, { locale: 'en' }) : junk;
    try {
      const iso = reader(text, given);
      expect(DateTime.fromISO(iso, { zone: ZONE }).toISO()).toBe(iso);
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error;
    }
  });

describe('a date', () => {
  test('by whatever format is read or refused by type', () => {
    fc.assert(readsOrRefuses(house), { numRuns: 1_000 });
  });

  test('control: a reader that trusts the format throws something else', () => {
    const careless: DateReader = (text, given = '') => {
      const at = DateTime.fromFormat(text, given, { zone: ZONE, locale: 'en' });
      if (!at.isValid) throw new RowRefused('date_unreadable', 'day');
      return at.toISO();
    };
    expect(() => fc.assert(readsOrRefuses(careless), { numRuns: 20_000 })).toThrow();
  });

  test('of any text is read or refused, and its canonical form is read as itself', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}( \d{1,2}:\d\d)?$/)),
        (text) => {
          try {
            const iso = house(text, undefined);
            expect(house(iso, undefined)).toBe(iso);
          } catch (error) {
            if (!(error instanceof RowRefused)) throw error;
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

type DecimalReader = (text: string) => { units: bigint; places: number } | undefined;
const exact = (reader: DecimalReader) =>
  fc.property(
    fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }),
    fc.stringMatching(/^\d{0,18}$/),
    (whole, fraction) => {
      const read = reader(fraction === '' ? String(whole) : `${whole}.${fraction}`);
      expect(read).toEqual({ units: BigInt(`${whole}${fraction}`), places: fraction.length });
    },
  );

describe('a decimal', () => {
  test('is exact to its last place; any other text is none', () => {
    fc.assert(exact((text) => parseDecimal(text, '.')));
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = parseDecimal(text, '.');
        expect(read !== undefined).toBe(/^\d{1,15}(\.\d{1,20})?$/.test(text));
      }),
    );
  });

  test('control: a reader by floating point is not', () => {
    const careless: DecimalReader = (text) => {
      const places = text.split('.')[1]?.length ?? 0;
      return { units: BigInt(Math.round(Number(text) * 10 ** places)), places };
    };
    expect(() => fc.assert(exact(careless))).toThrow();
  });
});

test('an encoding is named for any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      expect(['utf-8', 'gb18030', 'windows-1252']).toContain(encodingOf(Buffer.from(bytes)));
    }),
  );
});

describe('a mapping', () => {
  const preset = Object.values(PRESETS)[0];

  test('of anything is taken or told apart, and never throws', () => {
    fc.assert(fc.property(fc.anything(), (value) => void mappingSchema.safeParse(value)));
  });

  test('with one part of it replaced is taken whole or not at all', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(preset ?? {})), fc.jsonValue(), (key, value) => {
        const { success, data } = mappingSchema.safeParse({ ...preset, [key]: value });
        if (success) expect(mappingSchema.parse(data)).toEqual(data);
      }),
    );
  });

  test('with a name that every object has is refused', () => {
    for (const key of ['__proto__', 'constructor', 'toString'])
      expect(mappingSchema.safeParse(JSON.parse(`{"${key}":{"name":"x"}}`)).success).toBe(false);
  });
});
