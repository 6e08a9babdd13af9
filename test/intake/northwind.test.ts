import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { totalMinor } from '../../domain/order.js';
import { PRESETS } from '../../intake/presets.js';
import { draftsOf, readAll, refusalsOf, SMALL } from './a-file.js';

const file = readFileSync(new URL('../../examples/northwind-orders.csv', import.meta.url));
const { northwind: mapping = SMALL } = PRESETS;

test('the sample file is read whole: orders, lines, totals and facts as computed apart from the product', async () => {
  const reads = await readAll(file, { mapping }, 10_000);
  const orders = computedApart();
  expect(refusalsOf(reads)).toEqual([]);
  expect(orders.size).toBe(830);
  expect([...orders.values()].reduce((sum, order) => sum + order.items, 0)).toBe(2_155);
  expect([...orders.values()].filter((order) => order.shipped === '')).toHaveLength(21);
  const got = reads.flatMap((read) => (read.kind === 'order' ? [read] : []));
  expect(
    got.map(({ draft, facts }) => [
      draft.orderNo,
      draft.lines.filter((line) => line.kind === 'goods').length,
      totalMinor(draft.lines),
      facts.map((fact) => [fact.type, fact.happenedAt.slice(0, 10), fact.amountMinor]),
    ]),
  ).toEqual(
    [...orders].map(([no, order]) => [
      no,
      order.items,
      Number(order.cents),
      order.shipped === ''
        ? []
        : [
            ['payment_received', order.shipped, Number(order.cents)],
            ['shipped', order.shipped, undefined],
          ],
    ]),
  );
  expect(new Set(draftsOf(reads).map((draft) => draft.customer.country)).size).toBe(21);
});

test('the sample file reads the same in the other encodings, recognised', async () => {
  const here = await readAll(file, { mapping });
  expect(await readAll(iconv.encode(file.toString('utf8'), 'windows-1252'), { mapping })).toEqual(here);
  expect(await readAll(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), file]), { mapping })).toEqual(here);
});

interface Apart {
  items: number;
  cents: bigint;
  shipped: string;
}

/** Ten-thousandths of a dollar and hundredths of a discount are whole numbers in this file. */
function computedApart(): Map<string, Apart> {
  const [header = '', ...rows] = file.toString('utf8').trimEnd().split(/\r?\n/);
  const names = header.split(',');
  const orders = new Map<string, Apart>();
  for (const row of rows) {
    const cells = [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    const at = (name: string) => cells[names.indexOf(name)] ?? '';
    const order = orders.get(at('OrderID')) ?? {
      items: 0,
      cents: hundredths(at('Freight')),
      shipped: at('ShippedDate'),
    };
    const exact = hundredths(at('UnitPrice')) * BigInt(at('Quantity')) * (100n - hundredths(at('Discount')));
    order.cents += (exact + 50n) / 100n;
    order.items += 1;
    orders.set(at('OrderID'), order);
  }
  return orders;
}

function hundredths(text: string): bigint {
  if (!/^\d+\.\d\d$/.test(text)) throw new Error('the file has other decimals than this test knows');
  return BigInt(text.replace('.', ''));
}
