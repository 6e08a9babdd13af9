import { describe, expect, test } from '@jest/globals';
import { fields, moment, money, plain, table, widthOf } from '../../cli/print.js';

describe('the width of a text', () => {
  test.each([
    ['tea', 3],
    ['龙井茶', 6],
    ['ＡＢ', 4],
    ['한국', 4],
    ['ｶﾅ', 2],
    ['e\u0301', 1],
    ['🍵', 2],
    ['𠮷', 2],
    ['“x”…·', 5],
  ])('of %s is %i cells', (text, cells) => {
    expect(widthOf(text)).toBe(cells);
  });
});

test('a table is in line, numbers to the right, with nothing cut and nothing trailing', () => {
  const columns = [{ title: 'name' }, { title: 'n', right: true }, { title: 'note' }];
  expect(
    table(columns, [
      ['龙井', '7', ''],
      ['tea', '1234', 'ok'],
    ]),
  ).toBe(['name     n  note', '龙井     7', 'tea   1234  ok'].join('\n'));
});

test('fields leave out what is undefined', () => {
  expect(
    fields([
      ['订单', 'A'],
      ['due', undefined],
      ['x', '1'],
    ]),
  ).toBe('订单  A\nx     1');
});

test('money is in major units with its currency', () => {
  expect([money(5, 'CNY'), money(500, 'JPY'), money(1, 'KWD')]).toEqual(['0.05 CNY', '500 JPY', '0.001 KWD']);
});

test('a moment is told in the time zone of the machine', () => {
  const local = new Date(2026, 10, 20, 8, 5, 9);
  expect(moment(local.toISOString())).toBe('2026-11-20 08:05:09');
});

test('control characters and changes of direction become visible', () => {
  expect(plain('a\u0000\u001b[31mb\u009b\u2067c\td\r\ne')).toBe('a��[31mb��c d ⏎ e');
  expect(plain('龙井 “tea” €')).toBe('龙井 “tea” €');
});
