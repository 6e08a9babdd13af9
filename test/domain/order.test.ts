import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalOrder,
  kindOf,
  LINE_KINDS,
  type LineKind,
  type OrderDraft,
  type OrderKind,
  totalMinor,
} from '../../domain/order.js';
import { aLine, anOrder } from './builders.js';

describe('totalMinor', () => {
  test('adds goods, services, charges and discounts', () => {
    expect(totalMinor([{ amountMinor: 1000 }, { amountMinor: 250 }, { amountMinor: -50 }])).toBe(1200);
    expect(totalMinor([])).toBe(0);
  });
});

describe('kindOf', () => {
  test.each<[readonly LineKind[], OrderKind]>([
    [['goods'], 'goods'],
    [['service'], 'service'],
    [['goods', 'service'], 'mixed'],
    [['goods', 'charge'], 'goods'],
    [['service', 'charge'], 'service'],
    [['charge', 'service', 'goods'], 'mixed'],
    [['charge'], 'service'],
  ])('lines of %j make an order of %s', (kinds, expected) => {
    expect(kindOf(kinds.map((kind) => ({ kind })))).toBe(expected);
  });

  test('a charge among other lines changes nothing', () => {
    const kinds = fc.array(fc.constantFrom(...LINE_KINDS), { minLength: 1 });
    fc.assert(
      fc.property(kinds, (some) => {
        const lines = some.map((kind) => ({ kind }));
        expect(kindOf([...lines, { kind: 'charge' }])).toBe(kindOf(lines));
      }),
    );
  });
});

describe('canonicalOrder', () => {
  const customer = {
    ref: 'C-7',
    name: '王小明',
    contact: '前台',
    phone: '+8613800000000',
    email: 'a@b.cn',
    address: '路1',
  };

  test('gives the same text for the same content', () => {
    expect(canonicalOrder(anOrder({ customer }))).toBe(
      canonicalOrder(anOrder({ customer: { ...customer } })),
    );
  });

  test('does not depend on the order in which fields were set', () => {
    const draft = anOrder({ customer });
    const turned: OrderDraft = {
      lines: draft.lines,
      customer: { ...customer },
      currency: draft.currency,
      settlement: draft.settlement,
      kind: draft.kind,
      orderedAt: draft.orderedAt,
      orderNo: draft.orderNo,
    };
    expect(canonicalOrder(turned)).toBe(canonicalOrder(draft));
  });

  const others: readonly (readonly [string, Partial<OrderDraft>])[] = [
    ['number', { orderNo: 'SO-2' }],
    ['order time', { orderedAt: '2026-03-02T09:00:01+08:00' }],
    ['kind', { kind: 'service' }],
    ['settlement', { settlement: 'on_account' }],
    ['currency', { currency: 'USD' }],
    ['customer reference', { customer: { ...customer, ref: 'C-8' } }],
    ['customer name', { customer: { ...customer, name: '李雷' } }],
    ['contact', { customer: { ...customer, contact: '后台' } }],
    ['phone', { customer: { ...customer, phone: '+8613800000001' } }],
    ['e-mail', { customer: { ...customer, email: 'b@b.cn' } }],
    ['address', { customer: { ...customer, address: '路2' } }],
    ['line number', { lines: [aLine({ lineNo: 2 })] }],
    ['line kind', { lines: [aLine({ kind: 'service' })] }],
    ['sku', { lines: [aLine({ sku: 'SKU-2' })] }],
    ['name of a thing', { lines: [aLine({ name: '碧螺春' })] }],
    ['quantity', { lines: [aLine({ quantity: 2 })] }],
    ['amount', { lines: [aLine({ amountMinor: 50_001 })] }],
    ['number of lines', { lines: [aLine(), aLine({ lineNo: 2 })] }],
  ];
  test.each(others)('another %s gives another text', (_what, parts) => {
    expect(canonicalOrder(anOrder({ customer, ...parts }))).not.toBe(canonicalOrder(anOrder({ customer })));
  });

  test('text cannot leak from one field into the next', () => {
    const one = anOrder({ customer: { ref: 'C', name: 'a","b' } });
    const other = anOrder({ customer: { ref: 'C', name: 'a', contact: 'b' } });
    expect(canonicalOrder(one)).not.toBe(canonicalOrder(other));
  });
});
