import { Buffer } from 'node:buffer';
import { describe, expect, test } from '@jest/globals';
import { readOrders } from '../../intake/read-orders.js';
import { aFile, aMapping, aRow, draftsOf, readAll, refusalsOf, SMALL, verdicts } from './a-file.js';

describe('reading orders', () => {
  test('an order has its rows in file order, then its charges, and its dates become facts', async () => {
    const header = {
      freight: '9.90',
      shipped: '2024-05-08',
      country: 'UK',
      phone: '020 7946',
      address: '"1 Road\r\nTown"',
    };
    const [read] = await readAll(
      aFile(
        aRow(header),
        aRow({ ...header, sku: 'S2', item: '咖啡', qty: '3', price: '0.335', discount: '0.1' }),
        aRow(header),
      ),
    );
    expect(read).toEqual({
      kind: 'order',
      rows: [2, 3, 4],
      draft: {
        orderNo: 'A-1',
        orderedAt: '2024-05-06T00:00:00.000+08:00',
        kind: 'goods',
        settlement: 'prepaid',
        currency: 'CNY',
        customer: { ref: 'C1', name: '王小明', phone: '020 7946', address: '1 Road\nTown', country: 'GB' },
        lines: [
          { lineNo: 1, kind: 'goods', sku: 'S1', name: '茶叶', quantity: 2, amountMinor: 2500 },
          { lineNo: 2, kind: 'goods', sku: 'S2', name: '咖啡', quantity: 3, amountMinor: 90 },
          { lineNo: 3, kind: 'goods', sku: 'S1', name: '茶叶', quantity: 2, amountMinor: 2500 },
          { lineNo: 4, kind: 'charge', sku: 'FREIGHT', name: 'Freight', quantity: 1, amountMinor: 990 },
        ],
      },
      facts: [
        {
          type: 'payment_received',
          happenedAt: '2024-05-08T00:00:00.000+08:00',
          externalId: 'payment_received:A-1',
          amountMinor: 6080,
          currency: 'CNY',
        },
        { type: 'shipped', happenedAt: '2024-05-08T00:00:00.000+08:00', externalId: 'shipped:A-1' },
      ],
    });
  });

  test('no date, no fact; no or zero freight, no charge', async () => {
    for (const freight of ['', '0', '0.00']) {
      const [read] = await readAll(aFile(aRow({ freight })));
      expect(read).toMatchObject({ kind: 'order', facts: [] });
      expect(draftsOf(read ? [read] : [])[0]?.lines).toHaveLength(1);
    }
  });

  test('words, currencies, percents, decimal commas and line totals come from their columns', async () => {
    const mapping = aMapping({
      currency: { column: 'ref' },
      settlement: { column: 'phone', values: { 货到付款: 'cash_on_delivery' } },
      decimalMark: ',',
      customer: { ref: 'no', name: 'name', country: 'country', countryNames: { Angleterre: 'GB' } },
      line: {
        kind: { column: 'email', values: { 服务: 'service', 商品: 'goods' } },
        sku: 'sku',
        name: 'item',
        quantity: 'qty',
        amount: { unitPrice: 'price', discount: 'discount', discountUnit: 'percent' },
      },
      facts: [{ column: 'shipped', facts: ['payment_received', 'delivered'], amount: 'freight' }],
    });
    const row = {
      ref: 'jpy',
      phone: '货到付款',
      country: 'Angleterre',
      qty: '2,0',
      price: '150,5',
      discount: '10',
      freight: '271,0',
    };
    const paid = { ...row, shipped: '8.5.2024' };
    const text = aFile(aRow({ ...paid, email: '服务' }), aRow({ ...paid, email: '商品' })).replaceAll(
      ',',
      ';',
    );
    const reads = await readAll(text.replaceAll(/(2|150|271);(?=[05])/g, '$1,'), { mapping });
    expect(reads).toMatchObject([
      {
        draft: {
          kind: 'mixed',
          settlement: 'cash_on_delivery',
          currency: 'JPY',
          customer: { country: 'GB' },
        },
        facts: [
          { type: 'payment_received', amountMinor: 271, currency: 'JPY' },
          { type: 'delivered', externalId: 'delivered:A-1' },
        ],
      },
    ]);
    expect(draftsOf(reads)[0]?.lines.map((line) => [line.kind, line.amountMinor])).toEqual([
      ['service', 271],
      ['goods', 271],
      ['charge', 271],
    ]);
    const unknown = await readAll(text.replaceAll(/(2|150|271);(?=[05])/g, '$1,').replaceAll('jpy', 'XXX'), {
      mapping,
    });
    expect(refusalsOf(unknown)).toMatchObject([{ code: 'currency_unknown', column: 'ref' }]);
  });

  test('finer decimals are refused when the mapping says so', async () => {
    const refuse = aMapping({ rounding: 'refuse' });
    expect(verdicts(await readAll(aFile(aRow({ price: '0.333' })), { mapping: refuse }))).toEqual({
      'A-1': 'amount_too_fine',
    });
    expect(verdicts(await readAll(aFile(aRow({ price: '0.335' })), { mapping: refuse }))).toEqual({
      'A-1': 'taken',
    });
  });

  test('a line total is taken as it is, and an unknown word refuses its order', async () => {
    const line = {
      kind: { column: 'email', values: { g: 'goods' } },
      sku: 'sku',
      name: 'item',
      quantity: 'qty',
      amount: { lineTotal: 'price' },
    };
    const mapping = aMapping({ line });
    const reads = await readAll(aFile(aRow({ email: 'g' }), aRow({ no: 'A-2', email: 'constructor' })), {
      mapping,
    });
    expect(draftsOf(reads)[0]?.lines[0]).toMatchObject({ quantity: 2, amountMinor: 1250 });
    expect(refusalsOf(reads)).toMatchObject([{ code: 'word_unknown', column: 'email', orderNo: 'A-2' }]);
  });

  test('the same file gives the same orders and facts, however it is cut', async () => {
    const file = aFile(
      ...Array.from({ length: 30 }, (_, at) => aRow({ no: `A-${at}`, shipped: '2024-05-08' })),
    );
    const whole = await readAll(file);
    for (const chunk of [1, 17, 400]) expect(await readAll(file, {}, chunk)).toEqual(whole);
  });

  test('the byte order mark and blank lines above the header do not hide a column', async () => {
    const reads = await readAll(`\ufeff\n\n${aFile(aRow())}`);
    expect(reads).toMatchObject([{ kind: 'order', rows: [4] }]);
  });

  test('progress counts bytes and rows to the end', async () => {
    const bytes = Buffer.from(aFile(aRow(), aRow({ no: 'A-2' })));
    const told: { bytes: number; rows: number }[] = [];
    async function* source() {
      yield bytes;
    }
    for await (const _ of readOrders(source(), { mapping: SMALL }, (at) => told.push(at)));
    expect(told.at(-1)).toEqual({ bytes: bytes.length, rows: 2 });
  });
});

describe('memory', () => {
  test('never takes in more than 2 MB ahead of the order it gives', async () => {
    const row = (at: number) => `${aRow({ no: `N-${at}`, address: 'x'.repeat(200) })}\n`;
    let pulled = 0;
    async function* source() {
      yield Buffer.from(aFile());
      for (let at = 0; at < 110_000; at += 500) {
        const piece = Buffer.from(Array.from({ length: 500 }, (_, next) => row(at + next)).join(''));
        pulled += piece.length;
        yield piece;
      }
    }
    let given = 0;
    let orders = 0;
    let furthest = 0;
    for await (const read of readOrders(source(), { mapping: SMALL })) {
      if (read.kind !== 'order') continue;
      furthest = Math.max(furthest, pulled - given);
      given += Buffer.byteLength(row(orders));
      orders += 1;
    }
    expect(orders).toBe(110_000);
    expect(pulled).toBeGreaterThan(27_000_000);
    expect(furthest).toBeLessThan(2_000_000);
  });

  test('a cell of 200 MB is refused without being held', async () => {
    const piece = Buffer.alloc(1_000_000, 'x');
    async function* source() {
      yield Buffer.from(`${aFile(aRow())}${aRow({ no: 'A-2', item: '' }).split(',,2,')[0]},`);
      for (let at = 0; at < 200; at += 1) yield piece;
      yield Buffer.from(`,1,1,,,\n${aRow({ no: 'A-3' })}\n`);
    }
    const start = process.memoryUsage().heapUsed;
    let most = 0;
    const verdict: string[] = [];
    for await (const read of readOrders(source(), { mapping: SMALL }, () => {
      most = Math.max(most, process.memoryUsage().heapUsed - start);
    })) {
      verdict.push(read.kind === 'order' ? read.draft.orderNo : read.code);
    }
    expect(verdict).toEqual(['A-1', 'cell_too_long', 'A-3']);
    expect(most).toBeLessThan(100_000_000);
  });
});
