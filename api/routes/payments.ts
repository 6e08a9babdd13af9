import { orderByNo } from '../../db/orders.js';
import { paymentById, paymentsOf } from '../../db/payments.js';
import { PROVIDERS } from '../../domain/payment.js';
import { Refusal } from '../../domain/refusal.js';
import type { Routes } from '../contract/routes.js';
import type { Act, Read } from '../handler.js';
import { paymentFaceOf, startPayment } from '../paying.js';
import { inHand } from '../recording.js';

export const providers: Read<Routes['listProviders']> = async ({ payments }) => {
  const setUp = PROVIDERS.filter((provider) => payments?.[provider]);
  const simulated = payments?.simulated ?? false;
  return { status: 200, body: { items: setUp.map((provider) => ({ provider, simulated })) } };
};

/** Our people ask a payer for money, at a counter or for their phone (P4.1.2). */
export const request: Act<Routes['requestPayment']> = async (tx, deps, { params, body, caller }) => {
  const hand = await inHand(tx, params.orderNo);
  const started = await startPayment(tx, deps, hand, { ...body, actor: caller.person.actor });
  return { status: 201, body: started };
};

export const list: Read<Routes['listPayments']> = async (deps, { params }) => {
  const order = await orderByNo(deps.db, params.orderNo);
  if (!order) throw new Refusal('order_unknown');
  const found = await paymentsOf(deps.db, order.id);
  return { status: 200, body: { items: found.map((row) => paymentFaceOf(deps, row)) } };
};

export const show: Read<Routes['showPayment']> = async (deps, { params }) => {
  const order = await orderByNo(deps.db, params.orderNo);
  if (!order) throw new Refusal('order_unknown');
  const payment = await paymentById(deps.db, params.paymentId);
  if (payment?.orderId !== order.id) throw new Refusal('payment_unknown');
  return { status: 200, body: paymentFaceOf(deps, payment) };
};
