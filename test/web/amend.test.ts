import { describe, expect, test } from '@jest/globals';
import { makesUntrue } from '../../domain/reissue.js';
import { changesOf, draftOf, FIELDS, type Line, reissues } from '../../web/amend/draft.js';

const TEA: Line = { lineNo: 1, kind: 'goods', sku: 'T', name: '龙井茶', quantity: 2, amountMinor: 123_450 };

describe('a proposed change', () => {
  test('holds what was typed, and the lines only when they were opened', () => {
    expect(
      changesOf({ typed: { name: ' 李四 ', email: ' ', country: 'cn' }, lines: undefined }, 'CNY'),
    ).toEqual({
      name: '李四',
      country: 'CN',
    });
    const { lineNo: _, ...line } = TEA;
    expect(changesOf({ typed: {}, lines: draftOf([TEA], 'CNY') }, 'CNY')).toEqual({ lines: [line] });
  });

  test.each([{ name: ' ' }, { sku: '' }, { quantity: null }, { amount: null }, { amount: '1.005' }])(
    'is refused with a line that lacks something: %j',
    (missing) => {
      const lines = draftOf([TEA], 'CNY').map((line) => ({ ...line, ...missing }));
      expect(changesOf({ typed: {}, lines }, 'CNY')).toBe('wrong_lines');
    },
  );

  test('without any line is refused', () => {
    expect(changesOf({ typed: {}, lines: [] }, 'CNY')).toBe('wrong_lines');
  });

  test.each([...FIELDS, 'lines'])(
    'of %s tells as the domain does whether the code is issued anew',
    (field) => {
      const fact = { type: 'order_amended' as const, detail: { fields: [field] } };
      expect(reissues({ [field]: 'x' })).toBe(makesUntrue(fact));
    },
  );
});
