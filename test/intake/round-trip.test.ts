import { Buffer } from 'node:buffer';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { totalMinor } from '../../domain/order.js';
import type { Encoding } from '../../intake/encoding.js';
import { aFile, aRow, COLUMNS, draftsOf, type RowOf, readAll, refusalsOf } from './a-file.js';

/** What a random order should read back as, computed apart from the product's decimals. */
interface Truth {
  no: string;
  day: [year: number, month: number, day: number];
  customer: { name: string; address: string };
  lines: { item: string; qty: number; cents: number; percent: number }[];
}

const ALPHABETS: Record<Encoding, string> = {
  'utf-8': 'ab Z,;|"\'\n王小明é€🙂',
  gb18030: 'ab Z,;|"\'\n王小明张伟龘€',
  'windows-1252': 'ab Z,;|"\'\néüßñ€ŸœÄÖ',
};

const DAY_FORMS: ((y: number, m: number, d: number) => string)[] = [
  (y, m, d) => `${y}-${pad(m)}-${pad(d)}`,
  (y, m, d) => `${y}/${m}/${d}`,
  (y, m, d) => `${d}.${m}.${y}`,
  (y, m, d) => `${y}.${pad(m)}.${pad(d)}`,
];

describe('whatever is written is read back', () => {
  const truths = (letters: string): fc.Arbitrary<Truth[]> => {
    const text = fc.string({ unit: fc.constantFrom(...letters), maxLength: 12 }).map((value) => value.trim());
    const line = fc.record({
      item: text.map((value) => `i${value.replaceAll('\n', '')}`.trim()),
      qty: fc.integer({ min: 1, max: 5_000 }),
      cents: fc.nat(1_000_000),
      percent: fc.nat(100),
    });
    const order = fc.record({
      // No address can name these two.
      no: fc.stringMatching(/^[A-Za-z0-9._/-]{1,12}$/).filter((no) => !['.', '..'].includes(no)),
      day: fc.tuple(
        fc.integer({ min: 1995, max: 2030 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 28 }),
      ),
      customer: fc.record({
        name: text.map((value) => `n${value.replaceAll('\n', '')}`.trim()),
        address: text,
      }),
      lines: fc.array(line, { minLength: 1, maxLength: 4 }),
    });
    return fc.uniqueArray(order, { selector: (each) => each.no, maxLength: 8 });
  };
  const file = fc.constantFrom<Encoding>('utf-8', 'gb18030', 'windows-1252').chain((encoding) =>
    fc.record({
      encoding: fc.constant(encoding),
      orders: truths(ALPHABETS[encoding]),
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      lineEnd: fc.constantFrom('\n', '\r\n'),
      quoteAll: fc.boolean(),
      dayForm: fc.constantFrom(...DAY_FORMS),
      chunk: fc.integer({ min: 1, max: 300 }),
    }),
  );

  test('in any delimiter, encoding, quoting, line end and date form', async () => {
    await fc.assert(
      fc.asyncProperty(file, async ({ encoding, orders, delimiter, lineEnd, quoteAll, dayForm, chunk }) => {
        const cell = (value: string) =>
          quoteAll || /["\r\n]/.test(value) || value.includes(delimiter)
            ? `"${value.replaceAll('"', '""')}"`
            : value;
        const rows = orders.flatMap((order) =>
          order.lines.map((line) => rowOf(order, line, dayForm(...order.day))),
        );
        const cells = [[...COLUMNS], ...rows.map((row) => COLUMNS.map((column) => row[column] ?? ''))];
        const text = cells.map((row) => row.map(cell).join(delimiter) + lineEnd).join('');
        const reads = await readAll(iconv.encode(text, encoding), { encoding }, chunk);
        expect(draftsOf(reads).map(truthOf)).toEqual(orders.map(expected));
        expect(refusalsOf(reads)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('one byte changed, lost or put in harms the two rows around it on each side at most', async () => {
    const orders = Array.from({ length: 9 }, (_, at) =>
      aRow({ no: `${at}${at}${at}`, address: '"1 Road, Town\nUK"' }),
    );
    const good = Buffer.from(aFile(...orders));
    const before = await readAll(good);
    expect(draftsOf(before)).toHaveLength(9);
    const first = good.indexOf('\n') + 1;
    const place = fc.integer({ min: first, max: good.length - 1 });
    const byte = fc.oneof(fc.constantFrom(...Buffer.from('",\n\r;\u0000')), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(place, byte, fc.nat(1), fc.nat(1), async (at, value, lost, put) => {
        const bad = Buffer.concat([good.subarray(0, at), Buffer.alloc(put, value), good.subarray(at + lost)]);
        const reads = await readAll(bad, { encoding: 'utf-8' });
        const hit = Math.floor((at - first) / ((good.length - first) / orders.length));
        const far = draftsOf(before).filter((_, order) => Math.abs(order - hit) > 2);
        expect(draftsOf(reads)).toEqual(expect.arrayContaining(far));
        const numbers = draftsOf(reads).map((draft) => draft.orderNo);
        expect(new Set(numbers).size).toBe(numbers.length);
      }),
      { numRuns: 800 },
    );
  });
});

function rowOf(order: Truth, line: Truth['lines'][number], day: string): RowOf {
  const price = `${Math.floor(line.cents / 100)}.${pad(line.cents % 100)}`;
  const discount = `${Math.floor(line.percent / 100)}.${pad(line.percent % 100)}`;
  const { name, address } = order.customer;
  return {
    no: order.no,
    date: day,
    ref: 'C1',
    name,
    address,
    sku: 'S1',
    item: line.item,
    qty: `${line.qty}`,
    price,
    discount,
  };
}

function expected(order: Truth) {
  const [year, month, day] = order.day;
  const amounts = order.lines.map((line) => {
    const exact = BigInt(line.cents) * BigInt(line.qty) * BigInt(100 - line.percent);
    return Number((exact + 50n) / 100n);
  });
  return {
    no: order.no,
    day: `${year}-${pad(month)}-${pad(day)}T00:00:00.000+08:00`,
    name: order.customer.name,
    address: order.customer.address,
    items: order.lines.map((line) => line.item),
    quantities: order.lines.map((line) => line.qty),
    total: amounts.reduce((sum, amount) => sum + amount, 0),
  };
}

function truthOf(draft: ReturnType<typeof draftsOf>[number]) {
  return {
    no: draft.orderNo,
    day: draft.orderedAt,
    name: draft.customer.name,
    address: draft.customer.address ?? '',
    items: draft.lines.map((line) => line.name),
    quantities: draft.lines.map((line) => line.quantity),
    total: totalMinor(draft.lines),
  };
}

function pad(value: number): string {
  return `${value}`.padStart(2, '0');
}
