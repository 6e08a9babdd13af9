import type { FACT_RIGHTS } from '../../api/contract/facts.js';

export type FactAsked = keyof typeof FACT_RIGHTS;

/** What people state about an order, and whose work each is: the table of the contract, which stays outside the bundle. */
export const RECORDS = {
  payment_received: 'payment.record',
  payment_refunded: 'payment.record',
  payment_mismatch: 'payment.record',
  picked: 'shipment.record',
  packed: 'shipment.record',
  shipped: 'shipment.record',
  delivered: 'shipment.record',
  service_completed: 'service.record',
  customer_confirmed: 'confirmation.record',
  dispute_opened: 'dispute.record',
  dispute_closed: 'dispute.record',
  credit_approved: 'credit.approve',
} as const satisfies typeof FACT_RIGHTS;

const FACTS = Object.keys(RECORDS) as FactAsked[];

/** What a person with these rights may state. */
export const recordsOf = (rights: readonly string[]): FactAsked[] =>
  FACTS.filter((fact) => rights.includes(RECORDS[fact]));
