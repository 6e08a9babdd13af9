import { Buffer } from 'node:buffer';
import { describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { FileRefused } from '../../intake/refusals.js';
import {
  aFile,
  aMapping,
  aRow,
  COLUMNS,
  draftsOf,
  type RowOf,
  readAll,
  refusalsOf,
  verdicts,
} from './a-file.js';

/** The order A-2, changed, between two good ones. */
const between = (...changes: RowOf[]) =>
  aFile(aRow(), ...changes.map((change) => aRow({ no: 'A-2', ...change })), aRow({ no: 'A-3' }));

async function fileRefusal(...args: Parameters<typeof readAll>): Promise<[string, string] | 'read'> {
  const error = await readAll(...args).catch((caught: unknown) => caught);
  return error instanceof FileRefused ? [error.code, error.detail] : 'read';
}

describe('a bad row refuses its order and no other', () => {
  test('the row as it stands is good', async () => {
    expect(verdicts(await readAll(between({})))).toEqual({ 'A-1': 'taken', 'A-2': 'taken', 'A-3': 'taken' });
  });

  test.each<[code: string, column: string, change: RowOf]>([
    ['control_character', 'name', { name: 'a\u0000b' }],
    ['control_character', 'item', { item: 'a\u0007b' }],
    ['control_character', 'item', { item: 'a\u0085b' }],
    ['control_character', 'name', { name: '"two\nlines"' }],
    ['value_missing', 'name', { name: '' }],
    ['value_missing', 'ref', { ref: ' ' }],
    ['value_missing', 'sku', { sku: '' }],
    ['value_missing', 'date', { date: '' }],
    ['cell_too_long', 'item', { item: 'x'.repeat(40_000) }],
    ['cell_too_long', 'item', { item: 'x'.repeat(1_000_000) }],
    ['cell_too_long', 'address', { address: `"${'x'.repeat(1_000_000)}"` }],
    ['cell_too_long', 'address', { address: `"${'x\n'.repeat(500_000)}"` }],
    ['date_unreadable', 'date', { date: '2024-02-30' }],
    ['date_unreadable', 'shipped', { shipped: 'soon' }],
    ['quantity_unreadable', 'qty', { qty: '0' }],
    ['quantity_unreadable', 'qty', { qty: '1.5' }],
    ['quantity_unreadable', 'qty', { qty: '-1' }],
    ['quantity_unreadable', 'qty', { qty: '2147483648' }],
    ['amount_unreadable', 'price', { price: '' }],
    ['amount_unreadable', 'price', { price: '-1.00' }],
    ['amount_unreadable', 'price', { price: '¥12' }],
    ['amount_unreadable', 'discount', { discount: '1.2' }],
    ['amount_unreadable', 'freight', { freight: 'free' }],
    ['amount_too_large', 'price', { price: '99999999999999' }],
    ['amount_too_large', '-', { price: '45000000000000', qty: '1', freight: '50000000000000' }],
    ['country_unknown', 'country', { country: 'Atlantis' }],
    ['quote_broken', '-', { item: 'a"b' }],
    ['quote_broken', '-', { item: '"open' }],
    ['column_missing', '-', {}],
    ['column_unexpected', '-', { name: 'Wang, Xiaoming' }],
  ])('%s in %s', async (code, column, change) => {
    const good = between(change);
    const file = code === 'column_missing' ? good.replace(/(A-2.*),\n/, '$1\n') : good;
    const reads = await readAll(file, {}, 10_000);
    expect(verdicts(reads)).toEqual({ 'A-1': 'taken', 'A-2': code, 'A-3': 'taken' });
    const [refused] = refusalsOf(reads);
    expect([refused?.rows, refused?.column ?? '-']).toEqual([[3], column]);
  });

  test('all rows of the order are refused with the bad one, and kept as written', async () => {
    const reads = await readAll(between({}, { qty: 'many' }, {}));
    expect(verdicts(reads)).toEqual({ 'A-1': 'taken', 'A-2': 'quantity_unreadable', 'A-3': 'taken' });
    const [refused] = refusalsOf(reads);
    expect(refused).toMatchObject({ rows: [3, 4, 5], faultRow: 4, column: 'qty' });
    expect(refused?.raw.split('\n')).toEqual([
      aRow({ no: 'A-2' }),
      aRow({ no: 'A-2', qty: 'many' }),
      aRow({ no: 'A-2' }),
    ]);
  });

  test('no refusal tells what a cell holds, raw aside', async () => {
    const secret = 'SECRET';
    const changes: RowOf[] = [
      { qty: secret },
      { price: secret },
      { date: secret },
      { country: secret },
      { no: `${secret} x` },
    ];
    for (const change of changes) {
      const { raw, ...told } = refusalsOf(await readAll(aFile(aRow(change))))[0] ?? { raw: '' };
      expect(raw).toContain(secret);
      expect(JSON.stringify(told)).not.toContain(secret);
    }
  });

  test('an order number must stand as it is', async () => {
    for (const no of [' A-2', 'A-2 ', 'A 2', '订单', 'x'.repeat(65), 'A:2', 'A"2'.replace('"', "'")]) {
      const codes = (await readAll(between({ no }))).map((read) =>
        read.kind === 'order' ? 'taken' : read.code,
      );
      expect([no, ...codes]).toEqual([no, 'taken', 'order_no_invalid', 'taken']);
    }
    expect(verdicts(await readAll(between({ no: 'a.b_c/d-9' })))).toMatchObject({ 'a.b_c/d-9': 'taken' });
    expect(verdicts(await readAll(between({ no: 'x'.repeat(64) })))).toMatchObject({
      ['x'.repeat(64)]: 'taken',
    });
  });

  test('rows that state different values for the whole order are refused', async () => {
    for (const change of [
      { name: '李雷' },
      { date: '2024-05-07' },
      { freight: '1' },
      { shipped: '2024-05-08' },
    ] as RowOf[]) {
      const reads = await readAll(between({}, change));
      expect(refusalsOf(reads)).toMatchObject([
        { code: 'lines_disagree', orderNo: 'A-2', faultRow: 4, column: Object.keys(change)[0] },
      ]);
    }
    expect(verdicts(await readAll(between({}, { item: '咖啡', qty: '9' })))).toMatchObject({
      'A-2': 'taken',
    });
  });

  test('rows that come back after their order ended are refused, and no second order is made', async () => {
    const reads = await readAll(
      aFile(aRow(), aRow({ no: 'A-2' }), aRow({ item: '咖啡' }), aRow({ no: 'A-3' })),
    );
    expect(draftsOf(reads).map((draft) => draft.orderNo)).toEqual(['A-1', 'A-2', 'A-3']);
    expect(refusalsOf(reads)).toMatchObject([{ code: 'order_scattered', orderNo: 'A-1', rows: [4] }]);
  });

  test('an order of too many lines is refused in parts and none of it is taken', async () => {
    const rows = Array.from({ length: 10 }, () => aRow({ no: 'A-2' }));
    const reads = await readAll(aFile(aRow(), ...rows, aRow({ no: 'A-3' })), { maxLinesPerOrder: 3 });
    expect(verdicts(reads)).toEqual({ 'A-1': 'taken', 'A-2': 'order_too_large', 'A-3': 'taken' });
    expect(refusalsOf(reads).flatMap((refused) => refused.rows)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const fits = await readAll(aFile(...rows.slice(0, 3)), { maxLinesPerOrder: 3 });
    expect(verdicts(fits)).toEqual({ 'A-2': 'taken' });
  });

  test('what is kept of a large refused order is bounded', async () => {
    const long = aRow({ item: 'x'.repeat(30_000), qty: '0' });
    const [refused] = refusalsOf(await readAll(aFile(...Array.from({ length: 20 }, () => long))));
    expect([refused?.rows.length, refused?.raw.length]).toEqual([20, 262_144]);
  });

  test('bytes that are no text refuse their order', async () => {
    const [before = '', after = ''] = between({ item: '@' }).split('@');
    const broken = Buffer.concat([Buffer.from(before), Buffer.from([0xff]), Buffer.from(after)]);
    const expected = { 'A-1': 'taken', 'A-2': 'encoding_broken', 'A-3': 'taken' };
    expect(verdicts(await readAll(broken))).toEqual(expected);
    expect(verdicts(await readAll(broken, { encoding: 'utf-8' }))).toEqual(expected);
    const gb = Buffer.concat([
      iconv.encode(before, 'gb18030'),
      Buffer.from([0xff]),
      iconv.encode(after, 'gb18030'),
    ]);
    expect(verdicts(await readAll(gb, { encoding: 'gb18030' }))).toEqual(expected);
  });

  test('a wrong encoding given refuses every order it garbles', async () => {
    const gb = iconv.encode(between({ name: '李雷' }), 'gb18030');
    expect(verdicts(await readAll(gb, { encoding: 'utf-8' }))).toEqual({
      'A-1': 'encoding_broken',
      'A-2': 'encoding_broken',
      'A-3': 'encoding_broken',
    });
  });
});

describe('a row whose order cannot be told', () => {
  test('refuses the orders on both sides', async () => {
    for (const lost of [aRow({ no: '' }), aRow({ no: '"A-2' }), 'no number,three,cells']) {
      const reads = await readAll(
        aFile(aRow(), aRow({ no: 'A-2' }), lost, aRow({ no: 'A-3' }), aRow({ no: 'A-4' })),
      );
      expect(verdicts(reads)).toMatchObject({
        'A-1': 'taken',
        'A-2': 'neighbour_unreadable',
        'A-3': 'neighbour_unreadable',
        'A-4': 'taken',
      });
    }
  });

  test('belongs to the order that stands on both sides of it', async () => {
    const reads = await readAll(
      aFile(aRow(), aRow({ no: 'A-2' }), aRow({ no: '' }), aRow({ no: 'A-2' }), aRow({ no: 'A-3' })),
    );
    expect(verdicts(reads)).toEqual({ 'A-1': 'taken', 'A-2': 'order_no_invalid', 'A-3': 'taken' });
    expect(refusalsOf(reads)[0]?.rows).toEqual([3, 4, 5]);
  });

  test('where cells have shifted, the number counts only beside the same number', async () => {
    const mapping = aMapping({
      order: { no: 'sku', orderedAt: 'date' },
      line: { kind: 'goods', sku: 'item', name: 'item', quantity: 'qty', amount: { unitPrice: 'price' } },
    });
    const row = (sku: string, name = '王') => aRow({ sku, name, country: 'CN' });
    const shifted = await readAll(aFile(row('1'), row('2'), row('3', 'W, X'), row('4')), { mapping });
    expect(verdicts(shifted)).toEqual({
      1: 'taken',
      2: 'neighbour_unreadable',
      'row 4': 'column_unexpected',
      4: 'neighbour_unreadable',
    });
  });

  test('rows of empty cells are no rows', async () => {
    const blank = ','.repeat(COLUMNS.length - 1);
    expect(verdicts(await readAll(aFile(aRow(), blank, '', aRow({ no: 'A-2' }), blank)))).toEqual({
      'A-1': 'taken',
      'A-2': 'taken',
    });
  });
});

describe('a file that cannot be read as a whole is refused before its first order', () => {
  test('columns', async () => {
    const without = aFile(aRow()).replace('phone', 'fax').replace('item', 'thing');
    expect(await fileRefusal(without)).toEqual(['columns_missing', 'phone, item']);
    expect(await fileRefusal(aFile(aRow()).replace('phone', 'name'))).toEqual(['columns_repeated', 'name']);
    expect(await fileRefusal(aFile(aRow()).replace('no,date', ' NO ,"Date"'))).toBe('read');
  });

  test('nothing in it, or a header that is broken', async () => {
    expect(await fileRefusal('')).toMatchObject(['empty', expect.any(String)]);
    expect(await fileRefusal('\n\r\n')).toMatchObject(['empty', expect.any(String)]);
    expect(await fileRefusal('"no,date')).toMatchObject(['header_broken', expect.any(String)]);
    expect(await readAll(aFile())).toEqual([]);
  });

  test('delimiters', async () => {
    for (const delimiter of ['', '"', '\n', '::']) {
      expect(await fileRefusal(aFile(aRow()), { delimiter })).toMatchObject([
        'delimiter_invalid',
        expect.any(String),
      ]);
    }
    expect(await fileRefusal(aFile(aRow()), { delimiter: ';' })).toMatchObject([
      'columns_missing',
      expect.any(String),
    ]);
  });

  test('day and month that cannot be told apart', async () => {
    const file = aFile(aRow({ date: '05/06/2024' }), aRow({ no: 'A-2', date: '06/07/2024' }));
    expect(await fileRefusal(file)).toEqual(['date_format_ambiguous', 'date']);
    expect(await fileRefusal(file.trimEnd().replace(/\n.*$/, ''))).toEqual(['date_format_ambiguous', 'date']);
    const told = await readAll(file, { dateFormat: 'M/d/yyyy' });
    expect(draftsOf(told)[0]?.orderedAt).toBe('2024-05-06T00:00:00.000+08:00');
    const proven = await readAll(
      aFile(aRow({ date: '05/06/2024' }), aRow({ no: 'A-2', date: '06/13/2024' })),
    );
    expect(draftsOf(proven)[0]?.orderedAt).toBe('2024-05-06T00:00:00.000+08:00');
  });

  test('a broken row says nothing about the dates of its column', async () => {
    const reads = await readAll(
      aFile(aRow({ date: '25/12/2024' }), 'A-2,12/25/2024', aRow({ no: 'A-3', date: '05/06/2024' })),
    );
    expect(verdicts(reads)).toEqual({ 'A-1': 'taken', 'A-2': 'column_missing', 'A-3': 'taken' });
    expect(draftsOf(reads)[1]?.orderedAt).toBe('2024-06-05T00:00:00.000+08:00');
  });

  test('a slashed date first met below the samples is refused with its order only', async () => {
    const plain = Array.from({ length: 8_000 }, (_, at) => aRow({ no: `N-${at}`, address: 'x'.repeat(150) }));
    const reads = await readAll(
      aFile(...plain, aRow({ shipped: '05/06/2024' }), aRow({ no: 'A-2', shipped: '25/06/2024' })),
    );
    expect(refusalsOf(reads)).toMatchObject([{ code: 'date_ambiguous', orderNo: 'A-1', column: 'shipped' }]);
    expect(draftsOf(reads)).toHaveLength(8_001);
  });
});
