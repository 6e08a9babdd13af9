import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { OrderFacts } from '../../qr/token.js';
import { canonicalItems, readToken, sealedFactsMatch } from '../../qr/token.js';
import { AT, aTable, aToken, bytesOf, someFacts } from './a-token.js';

const table = aTable();

function sealedReading(text: string) {
  const reading = readToken(table, text, AT);
  if (reading.verdict !== 'genuine' || !reading.sealed) throw new Error(reading.verdict);
  return { tokenId: reading.tokenId, sealed: reading.sealed };
}

describe('sealed facts', () => {
  test('match the order they were sealed from, to the second', () => {
    const orderedAt = new Date('2026-11-20T08:15:30.987Z');
    const token = sealedReading(aToken(table, 'sealed', { orderedAt }));
    expect(sealedFactsMatch(table, token, someFacts({ orderedAt }))).toEqual({
      matches: true,
      differing: [],
    });
  });

  test('name each fact that differs', () => {
    const token = sealedReading(aToken(table, 'sealed'));
    const other: OrderFacts = {
      orderNo: 'SO-2026-000124',
      customer: 'C-78',
      items: '["goods","A-1","茶壶",3,1234567]',
      amountMinor: 1_234_568,
      currency: 'USD',
      orderedAt: new Date('2026-11-20T08:15:31Z'),
    };
    for (const name of ['orderNo', 'customer', 'items', 'amountMinor', 'currency', 'orderedAt'] as const) {
      const changed = { ...someFacts(), [name]: other[name] };
      expect(sealedFactsMatch(table, token, changed)).toEqual({ matches: false, differing: [name] });
    }
    expect(sealedFactsMatch(table, token, other).differing).toHaveLength(6);
  });

  test('carry no readable order number, customer or items', () => {
    const secret = 'SEKRET';
    const bytes = Buffer.from(
      bytesOf(aToken(table, 'sealed', { orderNo: secret, customer: secret, items: secret })),
    );
    expect(bytes.includes(secret)).toBe(false);
    expect(bytes.includes('CNY')).toBe(true);
  });

  test('of one customer share nothing between two codes', () => {
    const [first, second] = [sealedReading(aToken(table, 'sealed')), sealedReading(aToken(table, 'sealed'))];
    for (const mac of ['orderNoMac', 'customerMac', 'itemsMac'] as const) {
      expect(first.sealed[mac]).not.toEqual(second.sealed[mac]);
    }
  });

  test('hide that two facts of one code are the same text', () => {
    const { sealed } = sealedReading(aToken(table, 'sealed', { orderNo: 'X', customer: 'X' }));
    expect(sealed.orderNoMac).not.toEqual(sealed.customerMac);
  });
});

describe('the canonical text of items', () => {
  const line = fc.record({
    kind: fc.constantFrom('goods' as const, 'service' as const, 'charge' as const),
    sku: fc.string({ unit: 'binary', maxLength: 8 }),
    name: fc.string({ unit: 'binary', maxLength: 8 }),
    quantity: fc.integer({ min: 1 }),
    amountMinor: fc.maxSafeInteger(),
  });

  test('is the same in whatever order the lines are read', () => {
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        expect(canonicalItems([...lines].reverse())).toBe(canonicalItems(lines));
      }),
    );
  });

  test('tells lines apart that only their joints distinguish', () => {
    const tea = { kind: 'goods' as const, sku: 'A', name: 'B","C', quantity: 1, amountMinor: 1 };
    expect(canonicalItems([tea])).not.toBe(canonicalItems([{ ...tea, sku: 'A","B', name: 'C' }]));
    expect(canonicalItems([tea, tea])).not.toBe(canonicalItems([tea]));
    expect(canonicalItems([{ ...tea, name: 'x\ny' }]).split('\n')).toHaveLength(1);
  });
});
