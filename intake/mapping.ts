import { IANAZone } from 'luxon';
import { z } from 'zod';
import { CURRENCIES } from '../domain/money.js';
import { LINE_KINDS, SETTLEMENTS } from '../domain/order.js';

/** How the columns of a file become orders; documented with an example in docs/IMPORT.md. */

const column = z.string().trim().min(1).max(200);

/** One word for the whole file, or a column and what its words mean. */
const wordFrom = <T extends string>(words: readonly [T, ...T[]]) =>
  z.union([z.enum(words), z.strictObject({ column, values: z.record(z.string(), z.enum(words)) })]);

const currency = z.string().refine((code) => Object.hasOwn(CURRENCIES, code), 'unknown currency');

const amount = z.union([
  z.strictObject({
    unitPrice: column,
    discount: column.optional(),
    discountUnit: z.enum(['fraction', 'percent']).default('fraction'),
  }),
  z.strictObject({ lineTotal: column }),
]);

const FACT_NAMES = [
  'payment_received_in_full',
  'payment_received',
  'shipped_all',
  'delivered',
  'service_completed',
] as const;

const datedFacts = z
  .strictObject({
    column,
    facts: z.array(z.enum(FACT_NAMES)).min(1),
    amount: column.optional(),
  })
  .refine(
    (dated) => dated.facts.includes('payment_received') === (dated.amount !== undefined),
    'payment_received, and only it, needs an amount column',
  );

export const mappingSchema = z.strictObject({
  name: z.string().min(1).max(64),
  /** What the file does not say and the mapping takes for granted, in plain sentences. */
  assumptions: z.array(z.string().max(500)).default([]),
  timeZone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), 'unknown time zone')
    .default('Asia/Shanghai'),
  dateFormat: z.string().min(1).max(64).optional(),
  decimalMark: z.enum(['.', ',']).default('.'),
  rounding: z.enum(['half_up_per_line', 'half_even_per_line', 'refuse']).default('refuse'),
  currency: z.union([currency, z.strictObject({ column })]),
  settlement: wordFrom(SETTLEMENTS),
  order: z.strictObject({ no: column, orderedAt: column }),
  customer: z.strictObject({
    ref: column,
    name: column,
    contact: column.optional(),
    phone: column.optional(),
    email: column.optional(),
    address: z.array(column).min(1).optional(),
    country: column.optional(),
    countryNames: z.record(z.string(), z.string().regex(/^[A-Z]{2}$/)).default({}),
  }),
  line: z.strictObject({ kind: wordFrom(LINE_KINDS), sku: column, name: column, quantity: column, amount }),
  charges: z
    .array(z.strictObject({ column, sku: z.string().min(1).max(64), name: z.string().min(1).max(200) }))
    .default([]),
  facts: z.array(datedFacts).refine(eachFactOnce, 'each kind of fact comes from one column').default([]),
});

export type Mapping = z.infer<typeof mappingSchema>;
export type FactName = (typeof FACT_NAMES)[number];

/** What a fact is in the record; the amount of a payment aside. */
export const FACT_TYPES = {
  payment_received_in_full: 'payment_received',
  payment_received: 'payment_received',
  shipped_all: 'shipped',
  delivered: 'delivered',
  service_completed: 'service_completed',
} as const satisfies Record<FactName, string>;

/** The columns whose value must be the same on every row of an order. */
export function orderColumns(mapping: Mapping): string[] {
  const { customer } = mapping;
  const single = [
    customer.ref,
    customer.name,
    customer.contact,
    customer.phone,
    customer.email,
    customer.country,
  ];
  return distinct([
    ...dateColumns(mapping),
    ...single,
    ...(customer.address ?? []),
    columnOf(mapping.currency),
    columnOf(mapping.settlement),
    ...mapping.charges.map((charge) => charge.column),
    ...mapping.facts.map((dated) => dated.amount),
  ]);
}

/** Every column the mapping reads. */
export function mappedColumns(mapping: Mapping): string[] {
  const { line } = mapping;
  const amounts =
    'lineTotal' in line.amount ? [line.amount.lineTotal] : [line.amount.unitPrice, line.amount.discount];
  return distinct([
    mapping.order.no,
    ...orderColumns(mapping),
    columnOf(line.kind),
    line.sku,
    line.name,
    line.quantity,
    ...amounts,
  ]);
}

export function dateColumns(mapping: Mapping): string[] {
  return distinct([mapping.order.orderedAt, ...mapping.facts.map((dated) => dated.column)]);
}

function columnOf(value: string | { column: string }): string | undefined {
  return typeof value === 'string' ? undefined : value.column;
}

function distinct(columns: (string | undefined)[]): string[] {
  return [...new Set(columns.filter((name) => name !== undefined))];
}

function eachFactOnce(dated: { facts: FactName[] }[]): boolean {
  const types = dated.flatMap((entry) => entry.facts.map((fact) => FACT_TYPES[fact]));
  return new Set(types).size === types.length;
}
