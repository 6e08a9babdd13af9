import type { Actor, FactType } from '../domain/facts.js';
import { type Mismatch, mismatchOf, type Told } from '../domain/payment.js';
import { record } from './facts.js';
import { lockOrder } from './orders.js';
import { type PaymentRow, paymentByName } from './payments.js';
import { type Db, row, run, type Tx } from './sql.js';

/** What providers told of money that moved, once each: the primary key makes it so. */

export interface Receipt {
  told: Told;
  by: 'callback' | 'query';
  outcome: 'taken' | 'mismatch' | 'orphan';
  reason?: string | undefined;
  paymentId?: string | undefined;
  orderId?: string | undefined;
  fact?: number | undefined;
}

/** Keeps what was told; false when it was told before. */
export async function insertReceipt(tx: Tx, receipt: Receipt): Promise<boolean> {
  const { told, by, outcome } = receipt;
  const kept = await run(
    tx,
    `insert into payment_receipts (provider, kind, trade_no, out_trade_no, payment_id, order_id, fact_number, outcome, reason,
       amount_minor, currency, happened_at, told_by)
     values (:provider, :kind, :tradeNo, :outTradeNo, :paymentId, :orderId, :fact, :outcome, :reason, :amountMinor, :currency,
       :happenedAt, :by)
     on conflict (provider, kind, trade_no) do nothing`,
    {
      provider: told.provider,
      kind: told.kind,
      tradeNo: told.tradeNo,
      outTradeNo: told.outTradeNo,
      paymentId: receipt.paymentId ?? null,
      orderId: receipt.orderId ?? null,
      fact: receipt.fact ?? null,
      reason: receipt.reason ?? null,
      amountMinor: told.amountMinor,
      currency: told.currency,
      happenedAt: told.happenedAt,
      outcome,
      by,
    },
  );
  return kept === 1;
}

/** Whether this very movement of money was told before. */
export async function isTold(
  db: Db,
  { provider, kind, tradeNo }: Pick<Told, 'provider' | 'kind' | 'tradeNo'>,
): Promise<boolean> {
  const found = await row(
    db,
    'select true from payment_receipts where provider = :provider and kind = :kind and trade_no = :tradeNo',
    { provider, kind, tradeNo },
  );
  return found !== undefined;
}

export type Taken = 'taken' | 'mismatch' | 'again' | 'unknown';

/**
 * Takes what a provider told of one of our attempts: one fact of its order, however often and in whatever order it is
 * told, by callbacks and by queries alike. Unknown: no attempt of ours has that name.
 */
export async function takeTold(tx: Tx, told: Told, by: Receipt['by']): Promise<Taken> {
  const named = await paymentByName(tx, told.provider, told.outTradeNo);
  if (!named) return 'unknown';
  await lockOrder(tx, named.orderId);
  if (await isTold(tx, told)) return 'again';
  const payment = (await paymentByName(tx, told.provider, told.outTradeNo)) ?? named;
  const reason = reasonOf(payment, told);
  const { number } = await record(tx, payment.orderId, {
    type: reason === undefined ? factOf(told) : 'payment_mismatch',
    actor: providerActor(told),
    source: 'webhook',
    externalId: externalIdOf(told),
    happenedAt: told.happenedAt,
    detail: {
      amountMinor: told.amountMinor,
      currency: told.currency,
      provider: told.provider,
      paymentId: payment.id,
      ...(reason !== undefined && { reason }),
    },
  });
  const outcome = reason === undefined ? 'taken' : 'mismatch';
  const { id: paymentId, orderId } = payment;
  await insertReceipt(tx, { told, by, outcome, reason, paymentId, orderId, fact: number });
  return outcome;
}

function reasonOf(payment: PaymentRow, told: Told): Mismatch | undefined {
  if (told.kind === 'refund') return undefined;
  return payment.state === 'succeeded' ? 'paid_twice' : mismatchOf(payment, told);
}

export const factOf = ({ kind }: Pick<Told, 'kind'>): FactType =>
  kind === 'payment' ? 'payment_received' : 'payment_refunded';

export const providerActor = ({ provider }: Pick<Told, 'provider'>): Actor => ({
  kind: 'system',
  id: provider,
});

export const externalIdOf = ({ provider, kind, tradeNo }: Told): string => `${provider}/${kind}/${tradeNo}`;
