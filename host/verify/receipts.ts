import type { FactSeen, ReceiptSeen, WholeOrder } from '../../db/whole-orders.js';
import type { FactType } from '../../domain/facts.js';
import { PROVIDERS } from '../../domain/payment.js';

/** Invariant 7: what providers told of money and the facts of it are the same, one for one (P3.2.3). */
export function checkReceipts({ receipts, facts }: WholeOrder): string[] {
  return [
    ...receipts.flatMap((receipt) => checkReceipt(receipt, facts)),
    ...facts.filter(isProviders).flatMap((fact) => checkFact(fact, receipts)),
  ];
}

const typeOf = ({ kind, outcome }: ReceiptSeen): FactType => {
  if (outcome === 'mismatch') return 'payment_mismatch';
  return kind === 'payment' ? 'payment_received' : 'payment_refunded';
};

function checkReceipt(receipt: ReceiptSeen, facts: readonly FactSeen[]): string[] {
  const { tradeNo, amountMinor, currency } = receipt;
  const fact = facts.find(({ number }) => number === receipt.fact);
  const wanted = typeOf(receipt);
  if (fact?.type !== wanted) return [`money ${tradeNo} was told of, but no fact ${wanted} says so`];
  const { detail } = fact;
  return detail.amountMinor === amountMinor && detail.currency === currency
    ? []
    : [
        `money ${tradeNo} is ${currency} ${amountMinor}, its fact ${fact.number} ${detail.currency} ${detail.amountMinor}`,
      ];
}

/** Of an attempt of ours; a payment that somebody else told of has no receipt. */
const isProviders = ({ source, actor, detail }: FactSeen): boolean =>
  source === 'webhook' &&
  PROVIDERS.some((provider) => provider === actor.id) &&
  typeof detail.paymentId === 'string';

function checkFact({ number, type }: FactSeen, receipts: readonly ReceiptSeen[]): string[] {
  const count = receipts.filter(({ fact }) => fact === number).length;
  return count === 1 ? [] : [`fact ${number} (${type}) rests on ${count} receipts`];
}
