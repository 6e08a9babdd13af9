import { describe, expect, test } from '@jest/globals';
import { CURRENCIES, formatMinor } from '../../domain/money.js';
import { dayName, grouped, money, monthName, span } from '../../web/format.js';
import { openKeyboard, type Pressed } from '../../web/keys.js';

describe('money', () => {
  test.each([
    [123_450, 'CNY', 'CNY 1,234.50'],
    [5, 'CNY', 'CNY 0.05'],
    [-123_456_789, 'USD', 'USD -1,234,567.89'],
    [1_000, 'JPY', 'JPY 1,000'],
    [Number.MAX_SAFE_INTEGER, 'CNY', 'CNY 90,071,992,547,409.91'],
  ])('%i %s is %s', (minor, currency, shown) => {
    expect(money(minor, currency)).toBe(shown);
  });

  test('has the digits of the domain, in every currency', () => {
    for (const currency of Object.keys(CURRENCIES))
      expect(money(1_234_567, currency).replaceAll(',', '')).toBe(
        `${currency} ${formatMinor(1_234_567, currency)}`,
      );
  });
});

test('a span is told by its two largest units', () => {
  const minuteMs = 60_000;
  expect(span(130 * minuteMs)).toEqual([
    { unit: 'hour', count: 2 },
    { unit: 'minute', count: 10 },
  ]);
  expect(span(24 * 60 * minuteMs)).toEqual([{ unit: 'day', count: 1 }]);
  expect(span(20_000)).toEqual([{ unit: 'minute', count: 0 }]);
  expect(span(-5)).toEqual([{ unit: 'minute', count: 0 }]);
});

test('months and days are told in the language of the reader', () => {
  expect([monthName(5, 'zh'), dayName(5, 4, 'zh')]).toEqual(['五月', '5月4日']);
  expect([monthName(5, 'en'), dayName(2, 29, 'en')]).toEqual(['May', '29 February']);
});

test('amounts inside what a rule tells are grouped, other numbers are not', () => {
  expect(grouped('< CNY 30000.50 or USD 1234')).toBe('< CNY 30,000.50 or USD 1,234');
  expect(grouped('CNY 999.00, order 123456')).toBe('CNY 999.00, order 123456');
});

describe('the keyboard', () => {
  const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
    ...{ key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false },
    ...more,
  });

  test('g waits for its letter, and not for ever', () => {
    const read = openKeyboard();
    expect(read(press('g'), 0)).toEqual([]);
    expect(read(press('r'), 1_000)).toEqual(['go_reviews']);
    expect(read(press('r'), 1_100)).toEqual(['reject']);
    read(press('g'), 2_000);
    expect(read(press('r'), 4_000)).toEqual(['reject']);
  });

  test('reads nothing with a modifier, nor while an input method composes', () => {
    const read = openKeyboard();
    expect(read(press('a'), 0)).toEqual(['approve']);
    expect(read(press('a', { ctrlKey: true }), 1)).toEqual([]);
    expect(read(press('a', { isComposing: true }), 2)).toEqual([]);
  });

  test('a key may mean one thing on one screen and another on the next', () => {
    expect(openKeyboard()(press('n'), 0)).toEqual(['next_best', 'nudge']);
  });
});
