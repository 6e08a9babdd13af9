import { describe, expect, test } from '@jest/globals';
import { openGrouping } from '../../intake/grouping.js';
import type { Row } from '../../intake/row.js';

const row = (at: number, orderNo?: string, chars = 1): Row => ({
  row: at,
  raw: 'x'.repeat(chars),
  cells: [],
  ...(orderNo !== undefined && { orderNo }),
});

describe('what grouping holds', () => {
  test('rows of no known order go on before they are many', () => {
    const grouping = openGrouping(3);
    const early = [row(2, 'A'), row(3), row(4), row(5), row(6)].flatMap((each) => grouping.add(each));
    expect(early.map((group) => [group.orderNo, group.fault?.code])).toEqual([
      ['A', 'neighbour_unreadable'],
      [undefined, undefined],
      [undefined, undefined],
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(grouping.add(row(7, 'A'))).toEqual([]);
    expect(grouping.end()).toMatchObject([{ orderNo: 'A', fault: { code: 'order_scattered' } }]);
  });

  test('an order goes on in parts before its text is large', () => {
    const grouping = openGrouping(2_000);
    const early = Array.from({ length: 20 }, (_, at) => grouping.add(row(at, 'A', 1_000_000))).flat();
    expect(early.map((group) => [group.rows.length, group.fault?.code])).toEqual([
      [9, 'order_too_large'],
      [9, 'order_too_large'],
    ]);
    expect(grouping.end()).toMatchObject([{ rows: { length: 2 }, fault: { code: 'order_too_large' } }]);
  });
});
