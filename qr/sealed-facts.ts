/** The key facts inside a sealed token: amounts and times in clear, order number, customer and items as HMACs only. */
import assert from 'node:assert/strict';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { OrderLine } from '../domain/order.js';
import type { SealedReading } from './form.js';
import { FACTS_BYTES, HOUR_MS, SECOND_MS } from './form.js';
import type { KeyTable } from './keys.js';

/** The facts that the server compares with its record. `customer` is the seller's customer number. */
export interface OrderFacts {
  orderNo: string;
  customer: string;
  /** As `canonicalItems` writes it. */
  items: string;
  amountMinor: number;
  /** ISO 4217, three letters. */
  currency: string;
  /** Kept to the second. */
  orderedAt: Date;
}

export interface SealedFacts extends OrderFacts {
  /** 1 for the first issue of the order's code, up to 65,535. */
  issueNo: number;
  /** Kept to the hour, rounded up: a code never dies earlier than promised. */
  expiresAt: Date;
}

export type FactName = keyof OrderFacts;

const MAC_BYTES = 8;

export function encodeFacts(table: KeyTable, tokenId: Uint8Array, facts: SealedFacts): Uint8Array {
  assert(/^[A-Z]{3}$/.test(facts.currency), 'currency is not three letters');
  assert(Number.isSafeInteger(facts.amountMinor), 'amount is not a safe integer');
  assert(Number.isInteger(facts.issueNo) && facts.issueNo >= 1, 'issue numbers start at 1');
  assert(Number.isFinite(facts.expiresAt.getTime()), 'expiry is no date');
  assert(Number.isFinite(facts.orderedAt.getTime()), 'order time is no date');
  const bytes = Buffer.alloc(FACTS_BYTES);
  bytes.writeUInt16BE(facts.issueNo, 0);
  bytes.writeUInt32BE(Math.ceil(facts.expiresAt.getTime() / HOUR_MS), 2);
  bytes.writeBigInt64BE(BigInt(facts.amountMinor), 6);
  bytes.write(facts.currency, 14, 'latin1');
  bytes.writeIntBE(Math.floor(facts.orderedAt.getTime() / SECOND_MS), 17, 5);
  bytes.set(macOf(table, tokenId, 'orderNo', facts.orderNo), 22);
  bytes.set(macOf(table, tokenId, 'customer', facts.customer), 30);
  bytes.set(macOf(table, tokenId, 'items', facts.items), 38);
  return bytes;
}

/** Compares a sealed reading with the record and names every fact that differs. */
export function sealedFactsMatch(
  table: KeyTable,
  token: { tokenId: Uint8Array; sealed: SealedReading },
  order: OrderFacts,
): { matches: boolean; differing: readonly FactName[] } {
  const { tokenId, sealed } = token;
  const same: Record<FactName, boolean> = {
    orderNo: timingSafeEqual(macOf(table, tokenId, 'orderNo', order.orderNo), sealed.orderNoMac),
    customer: timingSafeEqual(macOf(table, tokenId, 'customer', order.customer), sealed.customerMac),
    items: timingSafeEqual(macOf(table, tokenId, 'items', order.items), sealed.itemsMac),
    amountMinor: order.amountMinor === sealed.amountMinor,
    currency: order.currency === sealed.currency,
    orderedAt: wholeSecondMs(order.orderedAt) === sealed.orderedAt.getTime(),
  };
  const differing = FACT_NAMES.filter((name) => !same[name]);
  return { matches: differing.length === 0, differing };
}

/** One text for one set of lines, whatever order they are read in; another line gives another text. */
export function canonicalItems(
  lines: readonly Pick<OrderLine, 'kind' | 'sku' | 'name' | 'quantity' | 'amountMinor'>[],
): string {
  return lines
    .map((line) => JSON.stringify([line.kind, line.sku, line.name, line.quantity, line.amountMinor]))
    .sort()
    .join('\n');
}

const FACT_NAMES: readonly FactName[] = [
  'orderNo',
  'customer',
  'items',
  'amountMinor',
  'currency',
  'orderedAt',
];

/** Bound to the token's id, so that two codes of one customer share nothing a stranger could match. */
function macOf(table: KeyTable, tokenId: Uint8Array, fact: FactName, text: string): Uint8Array {
  assert(table.factsSecret, 'the key table holds no facts secret');
  const mac = createHmac('sha256', table.factsSecret);
  return mac
    .update(`${fact}\0`)
    .update(tokenId)
    .update(text.normalize('NFC'))
    .digest()
    .subarray(0, MAC_BYTES);
}

function wholeSecondMs(instant: Date): number {
  return Math.floor(instant.getTime() / SECOND_MS) * SECOND_MS;
}
