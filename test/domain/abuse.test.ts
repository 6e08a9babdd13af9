import { describe, expect, test } from '@jest/globals';
import { anomaliesIn, FIRST_GUARD, leastKm, type Seen } from '../../domain/abuse.js';

const BEGAN = Date.parse('2026-11-20T08:00:00Z');
const at = (minutes: number): Date => new Date(BEGAN + minutes * 60_000);
const seen = (minutes: number, more: Partial<Seen> = {}): Seen => ({
  ...{ seenAt: at(minutes), addressKey: 'a1', tokenKey: 't1', personId: null, place: null },
  ...{ orderId: 'o1', issueNo: 1, verdict: 'code_live' },
  ...more,
});
const many = (count: number, one: (index: number) => Seen): Seen[] =>
  Array.from({ length: count }, (_, index) => one(index));
const kinds = (scans: readonly Seen[]): string[] => anomaliesIn(scans, FIRST_GUARD).map(({ kind }) => kind);
const { burst, enumeration, replay } = FIRST_GUARD;

describe('a burst', () => {
  test('is many scans of one code by strangers in a short time', () => {
    const scans = many(burst.count, (index) => seen(index / 10));
    expect(anomaliesIn(scans, FIRST_GUARD)).toEqual([
      { kind: 'burst', of: 'token', key: 't1', orderId: 'o1', issueNo: 1 },
    ]);
  });

  test.each([
    ['one scan fewer', many(burst.count - 1, (index) => seen(index / 10))],
    ['as many over a longer time', many(burst.count, (index) => seen(index))],
    ['as many of different codes', many(burst.count, (index) => seen(0, { tokenKey: `t${index}` }))],
    ['as many by people at work', many(burst.count, (index) => seen(index / 10, { personId: 'desk' }))],
  ])('is not %s', (_, scans) => {
    expect(kinds(scans)).toEqual([]);
  });
});

describe('enumeration', () => {
  const guess = (index: number): Seen =>
    seen(index / 10, { tokenKey: `g${index}`, orderId: null, issueNo: null, verdict: 'code_unknown' });

  test('is many guesses from one address', () => {
    expect(anomaliesIn(many(enumeration.count, guess), FIRST_GUARD)).toEqual([
      { kind: 'enumeration', of: 'address', key: 'a1', orderId: null, issueNo: null },
    ]);
  });

  test.each([
    ['one guess fewer', many(enumeration.count - 1, guess)],
    [
      'the same guess again and again',
      many(enumeration.count, (index) => ({ ...guess(index), tokenKey: 'g' })),
    ],
    [
      'as many of our own dead codes',
      many(enumeration.count, (index) => ({ ...guess(index), verdict: 'code_voided' })),
    ],
    [
      'as many, each from elsewhere',
      many(enumeration.count, (index) => ({ ...guess(index), addressKey: `a${index}` })),
    ],
  ])('is not %s', (_, scans) => {
    expect(kinds(scans)).toEqual([]);
  });
});

describe('a replay', () => {
  const elsewhere = (index: number): Seen => seen(index, { addressKey: `a${index}` });

  test('is one code from many addresses at a time', () => {
    expect(kinds(many(replay.count, elsewhere))).toEqual(['replay']);
  });

  test('is not one from fewer, nor over a day', () => {
    expect(kinds(many(replay.count - 1, elsewhere))).toEqual([]);
    expect(kinds(many(replay.count, (index) => seen(index * 60, { addressKey: `a${index}` })))).toEqual([]);
  });
});

describe('travel', () => {
  const [beijing, tianjin, shanghai] = ['wx4g', 'wwgq', 'wtw3'];
  const carried = (places: string[], minutes: number): string[] =>
    kinds(places.map((place, index) => seen(index * minutes, { place, personId: 'driver' })));

  test('that nothing on earth does is one', () => {
    expect(carried([beijing, shanghai], 30)).toEqual(['travel']);
  });

  test('by plane, within a town, or to its neighbour is none', () => {
    expect(carried([beijing, shanghai], 120)).toEqual([]);
    expect(carried([beijing, beijing], 0)).toEqual([]);
    expect(carried([beijing, 'wx4e'], 1)).toEqual([]);
    expect(carried([beijing, tianjin], 30)).toEqual([]);
  });

  test('of coarse places counts the nearest they can lie', () => {
    expect(leastKm('wx4', 'wtw')).toBeLessThan(leastKm(beijing, shanghai));
    expect(leastKm(beijing, shanghai)).toBeGreaterThan(1_000);
    expect(leastKm(beijing, shanghai)).toBeLessThan(1_100);
    expect(leastKm('w', 'w')).toBe(0);
  });
});
