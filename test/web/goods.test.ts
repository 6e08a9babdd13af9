import { describe, expect, test } from '@jest/globals';
import { HANDLINGS as KNOWN } from '../../domain/goods.js';
import { typedAs } from '../../web/format.js';
import {
  allOf,
  counted,
  type GoodsLine,
  HANDLINGS,
  isTrackingNo,
  lineMeant,
  NONE,
  piecesOf,
  sumOf,
  ticked,
} from '../../web/goods/pieces.js';
import { takeText } from '../../web/goods/taking.js';
import { cashOf } from '../../web/till/cash.js';
import { faces as zh } from '../../web/words/zh/faces.js';

const line = (lineNo: number, sku: string, more: Partial<GoodsLine['left']> = {}): GoodsLine => ({
  ...{ lineNo, sku, name: sku, kind: 'goods' as const, quantity: 3 },
  ...{ picked: 0, packed: 0, shipped: 0, delivered: 0 },
  waits: { pick: 3, pack: 0, ship: 0, deliver: 0 },
  left: { pick: 3, pack: 3, ship: 3, deliver: 0, ...more },
});
const [tea, cup, more] = [line(1, 'TEA-1'), line(2, 'CUP'), line(3, 'tea-1')];
const picking = (counts = NONE) => ({ counts, handling: 'pick' as const });

describe('pieces', () => {
  test('are counted between nothing and what is left', () => {
    const count = (quantity: number) => counted(NONE, tea, 'pick', quantity).get(1);
    expect([-1, 0, 2, 3, 4, 2.7].map(count)).toEqual([0, 0, 2, 3, 3, 2]);
  });

  test('of a line are ticked all at once, and a second tick takes them back', () => {
    const all = ticked(NONE, tea, 'pick');
    expect(all.get(1)).toBe(3);
    expect(ticked(all, tea, 'pick').get(1)).toBe(0);
    expect(ticked(counted(NONE, tea, 'pick', 1), tea, 'pick').get(1)).toBe(3);
  });

  test('are sent by line, those that were counted alone', () => {
    const counts = counted(counted(counted(NONE, cup, 'pick', 1), tea, 'pick', 2), more, 'pick', 0);
    expect(piecesOf(counts)).toEqual([
      { lineNo: 1, quantity: 2 },
      { lineNo: 2, quantity: 1 },
    ]);
    expect(sumOf(counts)).toBe(3);
  });

  test('are all of what waits, or where nothing waits of what is left', () => {
    expect(HANDLINGS.map((handling) => allOf({ lines: [tea, cup] }, handling))).toEqual([6, 6, 6, 0]);
    const part = { ...tea, waits: { pick: 1, pack: 2, ship: 0, deliver: 0 } };
    expect(allOf({ lines: [part, cup] }, 'pack')).toBe(2);
  });
});

describe('a scanned text', () => {
  test('means the line of its product, then the next line of it, or the line of that number', () => {
    const lines = [tea, cup, more];
    expect(lineMeant(lines, ' tea-1 ', picking())?.lineNo).toBe(1);
    expect(lineMeant(lines, 'TEA-1', picking(counted(NONE, tea, 'pick', 3)))?.lineNo).toBe(3);
    expect(lineMeant(lines, '2', picking())?.lineNo).toBe(2);
    expect(lineMeant(lines, '9', picking())).toBeUndefined();
    expect(lineMeant(lines, 'HTTPS://QR.EXAMPLE.COM/Q#ABC', picking())).toBeUndefined();
  });

  test('may be the number of a waybill, and is none where it is a word or a code of ours', () => {
    expect(['SF1029384756', '75-1234-5678'].every(isTrackingNo)).toBe(true);
    expect(['SHIPMENT', 'SF1', 'HTTPS://QR.EXAMPLE.COM/Q#AB2345', 'SF 1029384756'].some(isTrackingNo)).toBe(
      false,
    );
  });

  test('is nobody’s while no goods are open', () => {
    expect(takeText('TEA-1')).toBe(false);
  });
});

describe('cash', () => {
  const at = (given: string) => cashOf(given, { openMinor: 12_000, currency: 'CNY' });

  test('is taken up to what is open, and the rest goes back', () => {
    expect(at('120')).toEqual({ takenMinor: 12_000, changeMinor: 0 });
    expect(at('50.50')).toEqual({ takenMinor: 5_050, changeMinor: 0 });
    expect(at('200')).toEqual({ takenMinor: 12_000, changeMinor: 8_000 });
  });

  test('that is none, or for what is settled, is not taken', () => {
    expect(['', '0', '-5', '1.005', 'abc'].map(at)).toEqual(Array(5).fill(undefined));
    expect(cashOf('10', { openMinor: 0, currency: 'CNY' })).toBeUndefined();
  });

  test('is proposed as it is typed', () => {
    expect([typedAs(123_450, 'CNY'), typedAs(1_200, 'JPY')]).toEqual(['1234.50', '1200']);
  });
});

test('every deed of the domain has its words on the screen', () => {
  expect([...HANDLINGS]).toEqual([...KNOWN]);
  for (const handling of HANDLINGS)
    for (const group of ['goods.', 'goods.all_', 'goods.some_', 'goods.done_', 'goods.next_'])
      expect(zh).toHaveProperty([`${group}${handling}`]);
});
