import type { Ledger } from './ledger.js';
import type { State } from './lifecycle.js';
import type { OrderKind, Settlement } from './order.js';

/** How an order stands as its customer may hear it: nothing of who checks what inside, and what is theirs to do. */

export const TELLINGS = [
  'preparing',
  'awaiting_payment',
  'awaiting_refund',
  'packing',
  'part_shipped',
  'on_the_way',
  'service_due',
  'checking',
  'in_dispute',
  'complete',
  'cancelled',
  'code_expired',
  'erased',
] as const;

export interface Telling {
  code: (typeof TELLINGS)[number];
  /** What is to be paid, or given back. */
  amountMinor?: number;
}

interface Told {
  state: State;
  kind: OrderKind;
  settlement: Settlement;
}

/** What to tell the customer, from the state and the sums (P3.2.2). */
export function tellingOf(order: Told, sums: Ledger): Telling {
  switch (order.state) {
    case 'entered':
    case 'requested':
      return { code: 'preparing' };
    case 'issued':
    case 'dispatched':
    case 'circulating':
      return outside(order, sums);
    case 'verifying':
    case 'pending_review':
      return { code: 'checking' };
    case 'exception':
      return sums.disputesOpen > 0 ? { code: 'in_dispute' } : { code: 'checking' };
    case 'written_off':
    case 'archived':
      return { code: 'complete' };
    case 'voided':
      return { code: 'cancelled' };
    case 'expired':
      return { code: 'code_expired' };
    case 'purged':
      return { code: 'erased' };
  }
}

function outside({ kind, settlement }: Told, sums: Ledger): Telling {
  const openMinor = sums.dueMinor - sums.paidMinor;
  if (sums.disputesOpen > 0) return { code: 'in_dispute' };
  if (openMinor < 0) return { code: 'awaiting_refund', amountMinor: -openMinor };
  if (settlement === 'prepaid' && openMinor > 0) return { code: 'awaiting_payment', amountMinor: openMinor };
  if (sums.shipped < sums.toShip) return { code: sums.shipped > 0 ? 'part_shipped' : 'packing' };
  if (sums.toShip > 0 && !sums.delivered) return { code: 'on_the_way' };
  if (kind !== 'goods' && !sums.serviceCompleted) return { code: 'service_due' };
  if (settlement === 'cash_on_delivery' && openMinor > 0)
    return { code: 'awaiting_payment', amountMinor: openMinor };
  return { code: 'checking' };
}
