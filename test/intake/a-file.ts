import { Buffer } from 'node:buffer';
import { type Mapping, mappingSchema } from '../../intake/mapping.js';
import { type Read, type ReadOptions, readOrders } from '../../intake/read-orders.js';

/** A small mapping that uses one column of each kind. */
export const SMALL: Mapping = aMapping({});

export function aMapping(changes: Record<string, unknown>): Mapping {
  return mappingSchema.parse({
    name: 'small',
    currency: 'CNY',
    settlement: 'prepaid',
    rounding: 'half_up_per_line',
    order: { no: 'no', orderedAt: 'date' },
    customer: {
      ref: 'ref',
      name: 'name',
      phone: 'phone',
      email: 'email',
      address: ['address'],
      country: 'country',
    },
    line: {
      kind: 'goods',
      sku: 'sku',
      name: 'item',
      quantity: 'qty',
      amount: { unitPrice: 'price', discount: 'discount' },
    },
    charges: [{ column: 'freight', sku: 'FREIGHT', name: 'Freight' }],
    facts: [{ column: 'shipped', facts: ['payment_received_in_full', 'shipped_all'] }],
    ...changes,
  });
}

export const COLUMNS = [
  'no',
  'date',
  'ref',
  'name',
  'phone',
  'email',
  'address',
  'country',
  'sku',
  'item',
  'qty',
  'price',
  'discount',
  'freight',
  'shipped',
] as const;

export type RowOf = Partial<Record<(typeof COLUMNS)[number], string>>;

/** One row as text, good unless told otherwise. */
export function aRow(changes: RowOf = {}): string {
  const row: RowOf = {
    no: 'A-1',
    date: '2024-05-06',
    ref: 'C1',
    name: '王小明',
    sku: 'S1',
    item: '茶叶',
    qty: '2',
    price: '12.50',
    ...changes,
  };
  return COLUMNS.map((column) => row[column] ?? '').join(',');
}

export function aFile(...rows: string[]): string {
  return `${[COLUMNS.join(','), ...rows].join('\n')}\n`;
}

export async function* inChunks(bytes: Buffer, size = bytes.length): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += Math.max(1, size))
    yield bytes.subarray(at, at + Math.max(1, size));
}

export async function readAll(
  file: string | Buffer,
  options: Partial<ReadOptions> = {},
  chunk?: number,
): Promise<Read[]> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  const reads: Read[] = [];
  for await (const read of readOrders(inChunks(bytes, chunk), { mapping: SMALL, ...options }))
    reads.push(read);
  return reads;
}

export function draftsOf(reads: Read[]) {
  return reads.flatMap((read) => (read.kind === 'order' ? [read.draft] : []));
}

export function refusalsOf(reads: Read[]) {
  return reads.flatMap((read) => (read.kind === 'refused' ? [read] : []));
}

/** Order number (or the first row's) → why it was refused. */
export function verdicts(reads: Read[]): Record<string, string> {
  return Object.fromEntries(
    reads.map((read) =>
      read.kind === 'order'
        ? [read.draft.orderNo, 'taken']
        : [read.orderNo ?? `row ${read.rows[0]}`, read.code],
    ),
  );
}
