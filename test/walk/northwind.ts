import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What the walk over the sample must end with, worked out from the file alone, with none of the product's code. */

export const SAMPLE = fileURLToPath(new URL('../../examples/northwind-orders.csv', import.meta.url));

interface SampleOrder {
  orderNo: string;
  orderedOn: string;
  customer: string;
  shipped: boolean;
  cents: bigint;
}

export interface Expected {
  orders: number;
  lines: number;
  unshipped: number;
  /** Paid and shipped, with no rule that asks for a person. */
  plain: number;
  approved: number;
  rejected: number;
}

/** Splits one CSV record; quotes may hold commas and doubled quotes, never line breaks in this file. */
function cells(line: string): string[] {
  const found = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)];
  return found.map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}

export function readSample(limit = Number.POSITIVE_INFINITY): {
  orders: SampleOrder[];
  lines: number;
  text: string;
} {
  const [header = '', ...records] = readFileSync(SAMPLE, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter(Boolean);
  const names = cells(header);
  const orders = new Map<string, SampleOrder>();
  const kept: string[] = [header];
  for (const record of records) {
    const values = cells(record);
    const of = (name: string) => values[names.indexOf(name)] ?? '';
    const orderNo = of('OrderID');
    if (!orders.has(orderNo) && orders.size === limit) break;
    kept.push(record);
    const order = orders.get(orderNo) ?? {
      orderNo,
      orderedOn: of('OrderDate'),
      customer: of('CustomerID'),
      shipped: of('ShippedDate') !== '',
      cents: scaled(of('Freight'), 2),
    };
    order.cents += lineCents(of('UnitPrice'), of('Quantity'), of('Discount'));
    orders.set(orderNo, order);
  }
  return { orders: [...orders.values()], lines: kept.length - 1, text: `${kept.join('\n')}\n` };
}

/** Price × quantity × (1 − discount) in cents, halves up. */
function lineCents(price: string, quantity: string, discount: string): bigint {
  const exact = scaled(price, 4) * BigInt(quantity) * (10_000n - scaled(discount, 4));
  const unit = 10n ** 6n;
  return (exact * 2n + unit) / (unit * 2n);
}

/** A decimal text as a whole number of 10^-places. */
function scaled(text: string, places: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(places, '0').slice(0, places));
}

const REVIEW_FROM = 1_000_000n;
const FIRST_ORDER_FROM = 300_000n;

export function expected(seed: number, limit?: number): Expected {
  const { orders, lines } = readSample(limit);
  const first = new Map<string, string>();
  const inTime = orders.toSorted((a, b) =>
    `${a.orderedOn}/${a.orderNo}`.localeCompare(`${b.orderedOn}/${b.orderNo}`),
  );
  for (const { customer, orderNo } of inTime) if (!first.has(customer)) first.set(customer, orderNo);
  const shipped = orders.filter((order) => order.shipped);
  const risky = shipped.filter(
    ({ cents, customer, orderNo }) =>
      cents >= REVIEW_FROM || (first.get(customer) === orderNo && cents >= FIRST_ORDER_FROM),
  );
  const approved = risky.filter(({ orderNo }) => drawn(seed, orderNo) < 0.8).length;
  return {
    orders: orders.length,
    lines,
    unshipped: orders.length - shipped.length,
    plain: shipped.length - risky.length,
    approved,
    rejected: risky.length - approved,
  };
}

/** The scripted reviewer's coin, as docs/ARCHITECTURE.md describes it. */
function drawn(seed: number, orderNo: string): number {
  return createHash('sha256').update(`${seed}/review/${orderNo}`).digest().readUInt32BE(0) / 2 ** 32;
}
