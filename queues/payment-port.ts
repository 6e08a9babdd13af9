import type { Scene, Told } from '../domain/payment.js';

/** A payer is to be asked for money. */
export interface AskedPayment {
  outTradeNo: string;
  scene: Scene;
  /** What the payer reads beside the amount. */
  subject: string;
  amountMinor: number;
  currency: string;
  expiresAt: Date;
  /** Of whoever pays on their own phone. */
  payerAddress?: string | undefined;
}

/** A provider that has not answered by then has said nothing. */
export const PATIENCE_MS = 10_000;

/** The provider did not say, so nothing is known and everything may be asked again. */
export interface Silent {
  kind: 'silent';
  code: string;
}

export type Placed =
  | { kind: 'placed'; qr?: string; link?: string }
  | { kind: 'refused'; code: string }
  | Silent;

/** `open`: nobody has paid yet. `gone`: nobody can any more. */
export type Found = { kind: 'paid'; told: Told } | { kind: 'open' } | { kind: 'gone' } | Silent;

export type Closed = { kind: 'closed' } | { kind: 'paid' } | Silent;

/** Money shall go back. */
export interface AskedRefund {
  outTradeNo: string;
  outRefundNo: string;
  amountMinor: number;
  /** Of the payment that it belongs to. */
  totalMinor: number;
  currency: string;
  reason: string;
}

export type Refunded =
  | { kind: 'done'; told: Told }
  | { kind: 'under_way' }
  | { kind: 'refused'; code: string }
  | Silent;

/** A provider as payments see it. Every deed is named by `outTradeNo`, so that doing it twice does it once. */
export interface PaymentPort {
  place(asked: AskedPayment): Promise<Placed>;
  query(outTradeNo: string): Promise<Found>;
  close(outTradeNo: string): Promise<Closed>;
  refund(asked: AskedRefund): Promise<Refunded>;
}

export const silent = (code: string): Silent => ({ kind: 'silent', code });

/** A provider's code as we keep it: a word, and nothing that it may quote. */
export const codeOf = (text: string): string => text.replace(/[^A-Za-z0-9_.]/g, '').slice(0, 60) || 'unnamed';
