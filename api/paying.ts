import { randomUUID } from 'node:crypto';
import { log } from '../db/log.js';
import { dataKeyOf, linesOf } from '../db/orders.js';
import { insertPayment, type NewPayment, type PaymentRow, sameOpenPayment } from '../db/payments.js';
import type { Tx } from '../db/sql.js';
import type { Actor } from '../domain/facts.js';
import { type Ledger, ledger } from '../domain/ledger.js';
import { isPayable, PAID_IN, PAYABLE_MINUTES, type Provider, type Scene } from '../domain/payment.js';
import { Refusal } from '../domain/refusal.js';
import { sealPayer } from '../platform/keys/payer.js';
import type { ApiDeps } from './deps.js';
import { iso } from './faces.js';
import type { InHand } from './recording.js';

/** Who asks whom for what. Without an amount it is all that is due. */
export interface Wish {
  provider: Provider;
  scene: Scene;
  amountMinor?: number | undefined;
  actor: Actor;
  /** Of a payer on their own phone; kept sealed, since a provider may ask for it. */
  payerAddress?: string | undefined;
}

export interface Started {
  paymentId: string;
  amountMinor: number;
  currency: string;
  state: PaymentRow['state'];
}

/**
 * Asks a payer for money: one row, which a worker places with the provider at once; the payment then tells what to show
 * (`paymentFaceOf`). The very same wish again is the same payment; another one takes its place (P3.1.3, P4.1.2).
 */
export async function startPayment(tx: Tx, deps: ApiDeps, hand: InHand, wish: Wish): Promise<Started> {
  const { provider, scene, actor } = wish;
  if (!deps.payments?.[provider]) throw new Refusal('provider_off');
  const { row } = hand;
  if (!isPayable(hand.state))
    throw new Refusal(
      hand.state === 'voided' || hand.state === 'expired' ? 'state_forbids' : 'already_written_off',
      {
        state: hand.state,
      },
    );
  if (row.currency !== PAID_IN) throw new Refusal('currency_not_paid', { currency: row.currency });
  const amountMinor = payableOf(await ledgerOf(tx, hand), wish.amountMinor);
  const id = randomUUID();
  const payment: NewPayment = {
    ...{ id, orderId: row.id, provider, scene, amountMinor, currency: row.currency },
    ...{
      outTradeNo: randomUUID().replaceAll('-', ''),
      startedBy: actor.kind === 'person' ? actor.id : actor.kind,
    },
    sealed: await payerOf(tx, deps, { id, orderId: row.id }, wish.payerAddress),
    minutes: PAYABLE_MINUTES,
  };
  const open = await sameOpenPayment(tx, payment);
  if (open) return { paymentId: open.id, amountMinor, currency: open.currency, state: open.state };
  await insertPayment(tx, payment);
  const detail = { paymentId: id, provider, scene, amountMinor, currency: row.currency };
  await log(tx, { actor, action: 'payment_requested', orderId: row.id, detail });
  return { paymentId: id, amountMinor, currency: row.currency, state: 'created' };
}

/** The sums of an order in hand. */
async function ledgerOf(tx: Tx, { row, facts }: Pick<InHand, 'row' | 'facts'>): Promise<Ledger> {
  return ledger({ ...row, lines: await linesOf(tx, row.id) }, facts);
}

function payableOf({ dueMinor, paidMinor }: Ledger, wished: number | undefined): number {
  const openMinor = dueMinor - paidMinor;
  if (openMinor <= 0) throw new Refusal('nothing_due');
  if (wished !== undefined && wished > openMinor) throw new Refusal('amount_over_due', { openMinor });
  return wished ?? openMinor;
}

async function payerOf(
  tx: Tx,
  { ring }: ApiDeps,
  of: { id: string; orderId: string },
  address: string | undefined,
): Promise<Buffer | null> {
  const wrapped = address === undefined ? undefined : await dataKeyOf(tx, of.orderId);
  return wrapped && address !== undefined ? sealPayer(ring, wrapped, of, address) : null;
}

/** A payment as it is shown: the code to scan or the link to open, and what became of it. */
export const paymentFaceOf = ({ payments }: Pick<ApiDeps, 'payments'>, row: PaymentRow) => ({
  paymentId: row.id,
  provider: row.provider,
  scene: row.scene,
  amountMinor: row.amountMinor,
  currency: row.currency,
  state: row.state,
  code: row.errorCode,
  qr: row.state === 'pending' ? row.qr : null,
  link: row.state === 'pending' ? row.link : null,
  simulated: payments?.simulated ?? false,
  createdAt: iso(row.createdAt),
  expiresAt: iso(row.expiresAt),
});
