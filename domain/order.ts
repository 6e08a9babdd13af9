/** What the customer bought, as the order desk, an import or another system states it. */

export type OrderKind = 'goods' | 'service' | 'mixed';
export type Settlement = 'prepaid' | 'cash_on_delivery' | 'on_account';
export type LineKind = 'goods' | 'service' | 'charge';

export const ORDER_KINDS = ['goods', 'service', 'mixed'] as const satisfies readonly OrderKind[];
export const SETTLEMENTS = [
  'prepaid',
  'cash_on_delivery',
  'on_account',
] as const satisfies readonly Settlement[];
export const LINE_KINDS = ['goods', 'service', 'charge'] as const satisfies readonly LineKind[];

/** One line. `quantity` is a whole number ≥ 1; `amountMinor` is the line's total after discount. */
export interface OrderLine {
  lineNo: number;
  kind: LineKind;
  sku: string;
  name: string;
  quantity: number;
  amountMinor: number;
}

/** Everything here is personal except `ref`, the seller's own customer number. */
export interface Customer {
  ref: string;
  name: string;
  contact?: string;
  phone?: string;
  email?: string;
  address?: string;
  /** ISO 3166-1 alpha-2; tells how to read a national phone number. */
  country?: string;
}

export interface OrderDraft {
  orderNo: string;
  /** ISO 8601 with offset. */
  orderedAt: string;
  kind: OrderKind;
  settlement: Settlement;
  currency: string;
  customer: Customer;
  lines: readonly OrderLine[];
}

/** A world fact that a file or another system states about an order; `externalId` makes it once only. */
export interface StatedFact {
  type: 'payment_received' | 'shipped' | 'delivered' | 'service_completed';
  happenedAt: string;
  externalId: string;
  amountMinor?: number;
  currency?: string;
}

/** The total of an order in minor units. */
export function totalMinor(lines: readonly Pick<OrderLine, 'amountMinor'>[]): number {
  return lines.reduce((sum, line) => sum + line.amountMinor, 0);
}

/** Goods, service or both, from the lines that are not charges; charges alone count as a service. */
export function kindOf(lines: readonly Pick<OrderLine, 'kind'>[]): OrderKind {
  const goods = lines.some((line) => line.kind === 'goods');
  const service = lines.some((line) => line.kind === 'service');
  if (goods && service) return 'mixed';
  return goods ? 'goods' : 'service';
}

/** One canonical text of an order's content: the same order twice gives the same text, another content another. */
export function canonicalOrder(draft: OrderDraft): string {
  const { customer } = draft;
  return JSON.stringify([
    draft.orderNo,
    draft.orderedAt,
    draft.kind,
    draft.settlement,
    draft.currency,
    [
      customer.ref,
      customer.name,
      customer.contact,
      customer.phone,
      customer.email,
      customer.address,
      customer.country,
    ],
    draft.lines.map((line) => [line.lineNo, line.kind, line.sku, line.name, line.quantity, line.amountMinor]),
  ]);
}
