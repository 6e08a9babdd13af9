import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiHouse, openHouse } from '../api/house.js';
import { at, emptyDir } from './run.js';

let house: ApiHouse;
let oqr: ReturnType<typeof at>;
beforeAll(async () => {
  house = await openHouse();
  oqr = at(house);
});
afterAll(() => house.close());

const SAMPLE = 'examples/northwind-orders.csv';
const folder = emptyDir();
const sample = readFileSync(SAMPLE, 'utf8').split('\n');
const orders = async (): Promise<number> => Number((await house.db('orders').count())[0]?.count);

function written(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The header and the first three orders of the sample, as lines. */
const few = () => sample.slice(0, 9);

const MAP = {
  name: 'small',
  currency: 'CNY',
  settlement: 'prepaid',
  order: { no: '订单号', orderedAt: '时间' },
  customer: { ref: '客户号', name: '客户' },
  line: { kind: 'goods', sku: '商品号', name: '商品', quantity: '数量', amount: { lineTotal: '金额' } },
};
const SMALL = '订单号;时间;客户号;客户;商品号;商品;数量;金额\nS-1;2024/5/26;C1;李雷;T-1;龙井茶;2;120.00\n';

describe('an import', () => {
  test('as a dry run reports on the whole sample and enters nothing', async () => {
    const before = await orders();
    const ran = await oqr('desk', 'import', SAMPLE, '--preset', 'northwind', '--dry-run');
    expect([ran.code, ran.err]).toEqual([0, '']);
    expect(ran.out).toMatch(/^accepted +830$/m);
    expect(ran.out).toMatch(/^refused +0$/m);
    expect(ran.out).toMatch(/dry run: nothing was entered/);
    expect(await orders()).toBe(before);
  });

  test('enters orders, and the same file again changes nothing', async () => {
    const file = written('few.csv', few().join('\n'));
    const first = await oqr('desk', 'import', file, '--preset', 'northwind', '--json');
    expect(first.code).toBe(0);
    expect(first.json()).toMatchObject({ accepted: 3, unchanged: 0, refused: 0, notify: false });
    const again = await oqr('desk', 'import', file, '--preset', 'northwind', '--json');
    expect(again.json()).toMatchObject({ accepted: 0, unchanged: 3, refused: 0 });
  });

  test('ends with 0 when rows were refused, and names them with their reasons', async () => {
    const broken = few().map((line) => line.replace(/^10249,/, '20249,').replace(',9,0.00', ',nine,0.00'));
    const ran = await oqr('desk', 'import', written('rows.csv', broken.join('\n')), '--preset', 'northwind');
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/^refused +1$/m);
    expect(ran.out).toMatch(/1 +5, 6 +20249 +quantity_unreadable +Quantity/);
    const importId = /^import +(\S+)$/m.exec(ran.out)?.[1] ?? '';
    const shown = await oqr('desk', 'imports', 'show', importId, '--json');
    expect(shown.json()).toMatchObject({ id: importId, status: 'finished', refused: 1 });
    const refusals = await oqr('desk', 'imports', 'refusals', importId, '--json');
    expect(refusals.json().items).toMatchObject([{ rows: [5, 6], code: 'quantity_unreadable' }]);
    expect((await oqr('desk', 'imports', 'refusals', importId)).out).toContain('quantity_unreadable');
    expect((await oqr('desk', 'imports', 'show', importId)).out).toContain('finished');
  });

  test('shows the first fifty refused orders, and says how to see the rest', async () => {
    const [header = '', row = ''] = sample;
    const bad = Array.from({ length: 60 }, (_, at) => row.replace(/^10248/, `bad ${at}`));
    const file = written('many.csv', [header, ...bad].join('\n'));
    const ran = await oqr('desk', 'import', file, '--preset', 'northwind');
    const importId = /^import +(\S+)$/m.exec(ran.out)?.[1] ?? '';
    expect(ran.out.match(/order_no_invalid/g)).toHaveLength(50);
    expect(ran.out).toContain(`oqr imports refusals ${importId} --all`);
    const all = await oqr('desk', 'imports', 'refusals', importId, '--all', '--limit', '25', '--json');
    expect(all.json().items).toHaveLength(60);
    expect(all.json()).not.toHaveProperty('next');
  });

  test('takes a mapping of its own, from standard input as well', async () => {
    const map = written('map.json', JSON.stringify(MAP));
    const options = ['--map', map, '--dry-run', '--json'];
    const fromFile = await oqr('desk', 'import', written('small.csv', SMALL), ...options);
    expect(fromFile.json()).toMatchObject({ accepted: 1, refused: 0, preset: 'small' });
    const piped = at(house, { input: SMALL });
    expect((await piped('desk', 'import', '-', ...options)).json()).toMatchObject({
      accepted: 1,
      refused: 0,
    });
  });

  test('passes on what the file is, when it is told', async () => {
    const map = written('map.json', JSON.stringify(MAP));
    const file = written('tabs.tsv', SMALL.replaceAll(';', '\t').replace('2024/5/26', '26.5.2024 08:00'));
    const told = ['--delimiter', 'tab', '--encoding', 'utf-8', '--date-format', 'd.M.yyyy HH:mm'];
    const ran = await oqr('desk', 'import', file, '--map', map, '--dry-run', '--json', ...told);
    expect(ran.json()).toMatchObject({ accepted: 1, refused: 0 });
    const other = await oqr('desk', 'import', file, '--map', map, '--dry-run', '--json', '--delimiter', '|');
    expect([other.code, other.json().code]).toEqual([1, 'file_unreadable']);
  });
});

describe('progress', () => {
  test('is drawn on standard error for people, and standard output is the answer alone', async () => {
    const watched = at(house, { errIsTty: true });
    const ran = await watched('desk', 'import', SAMPLE, '--preset', 'northwind', '--dry-run', '--json');
    expect(ran.json()).toMatchObject({ dryRun: true, refused: 0 });
    expect(ran.err).toMatch(/█+.* 100 % +[\d.]+ MB of [\d.]+ MB/);
    expect(ran.err.endsWith('\r\x1b[K')).toBe(true);
  });
});

describe('a file that cannot be taken', () => {
  test('ends with 1, the reason and the columns', async () => {
    const ran = await oqr('desk', 'import', written('other.csv', 'a,b\n1,2\n'), '--preset', 'northwind');
    expect(ran.code).toBe(1);
    expect(ran.out).toBe('');
    expect(ran.err).toMatch(/^The file cannot be read\./);
    expect(ran.err).toMatch(/reason columns_missing/);
    expect(ran.err).toMatch(/detail OrderID, OrderDate/);
  });

  test('is refused with its sentence long before all of it is sent', async () => {
    const big = written('big.csv', Buffer.alloc(60 * 1024 ** 2, 'a,b,c\n'));
    const codes = async (who: string | undefined) =>
      (await oqr(who, 'import', big, '--preset', 'northwind', '--json')).json().code;
    expect(await codes(undefined)).toBe('unauthenticated');
    expect(await codes('finance')).toBe('not_permitted');
    expect(await codes('desk')).toBe('file_unreadable');
    const huge = written('huge.csv', Buffer.alloc(65 * 1024 ** 2, 'a,b,c\n'));
    const ran = await oqr('desk', 'import', huge, '--preset', 'northwind', '--json');
    expect([ran.code, ran.json().code]).toEqual([1, 'body_too_large']);
  });

  test('may be empty', async () => {
    const ran = await oqr('desk', 'import', written('empty.csv', ''), '--preset', 'northwind', '--json');
    expect([ran.code, ran.json().hint.reason]).toEqual([1, 'empty']);
  });

  test.each([
    [['import', '/nowhere/at-all.csv', '--preset', 'northwind'], /at-all\.csv cannot be read \(ENOENT\)/],
    [['import', '/tmp', '--preset', 'northwind'], /\/tmp cannot be read \(EISDIR\)/],
    [['import', SAMPLE], /Give one mapping/],
    [['import', SAMPLE, '--preset', 'northwind', '--map', 'x.json'], /Give one mapping/],
    [['import', SAMPLE, '--map', SAMPLE], /is not JSON/],
    [['import', SAMPLE, '--map', '/nowhere/map.json'], /map\.json cannot be read/],
    [['import', SAMPLE, '--preset', 'northwind', '--encoding', 'ebcdic'], /Allowed choices are utf-8/],
  ])('is not sent when %j is typed', async (args, sentence) => {
    const ran = await oqr('desk', ...args);
    expect(ran.err).toMatch(sentence);
    expect([ran.code, ran.out]).toEqual([2, '']);
  });

  test('names the presets that there are', async () => {
    const ran = await oqr('desk', 'import', SAMPLE, '--preset', 'southwind');
    expect([ran.code, ran.err]).toEqual([
      1,
      expect.stringMatching(/northwind[\s\S]*--map[\s\S]*mapping_unknown/),
    ]);
  });
});

describe('Ctrl-C', () => {
  test('ends an import cleanly and says what stays', async () => {
    const stopping = new AbortController();
    const stopped = at(house, { signal: stopping.signal });
    const big = written('long.csv', `${sample[0]}\n${'x'.repeat(50 * 1024 ** 2)}`);
    const running = stopped('desk', 'import', big, '--preset', 'northwind');
    stopping.abort();
    const ran = await running;
    expect([ran.code, ran.out]).toEqual([130, '']);
    expect(ran.err).toMatch(/^Stopped\. Orders that were entered stay/);
  });
});
