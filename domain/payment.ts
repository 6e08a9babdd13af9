import { isClosed, type State } from './lifecycle.js';

/** Payments by a provider: what we ask a payer for, and what a provider tells us of it (P3.1.3, P3.2.3, P4.1.2). */

export const PROVIDERS = ['wechat', 'alipay'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** Where the payer stands: before a screen whose code they scan, or on their own phone. */
export const SCENES = ['counter', 'phone'] as const;
export type Scene = (typeof SCENES)[number];

export const PAYMENT_STATES = ['created', 'pending', 'succeeded', 'closed', 'failed'] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

/** The currency in which both providers take money here. */
export const PAID_IN = 'CNY';

/** A refund above this needs a second person: 1,000.00. */
export const REFUND_ALONE_MINOR = 100_000;

/** How long a payer may take. */
export const PAYABLE_MINUTES = 30;

/** What a provider said, proven to be its own: money came, or went back. */
export interface Told {
  provider: Provider;
  kind: 'payment' | 'refund';
  /** The id of this movement of money: the provider's of a payment, the shop's of a refund, which every refund has. */
  tradeNo: string;
  /** Our name for the payment that it belongs to. */
  outTradeNo: string;
  amountMinor: number;
  currency: string;
  happenedAt: Date;
}

export type Mismatch = 'amount_differs' | 'currency_differs' | 'paid_twice';

/** Why money that came is not what was asked for, or undefined. */
export function mismatchOf(
  asked: { amountMinor: number; currency: string },
  told: Pick<Told, 'amountMinor' | 'currency'>,
): Mismatch | undefined {
  if (told.currency !== asked.currency) return 'currency_differs';
  return told.amountMinor === asked.amountMinor ? undefined : 'amount_differs';
}

/** Whether a payer may still be asked for money. */
export const isPayable = (state: State): boolean => !isClosed(state);

/** How an order's money stands; `other`: some moved in another currency. */
export const BALANCES = ['open', 'settled', 'over', 'other'] as const;
export type Balance = (typeof BALANCES)[number];
