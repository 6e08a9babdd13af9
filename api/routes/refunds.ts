import { randomUUID } from 'node:crypto';
import { log } from '../../db/log.js';
import { lockOrderNo, orderByNo } from '../../db/orders.js';
import { paymentById } from '../../db/payments.js';
import {
  decideRefund,
  insertRefund,
  type NewRefund,
  type RefundRow,
  refundById,
  refundedMinor,
  refundsOf,
} from '../../db/refunds.js';
import { REFUND_ALONE_MINOR } from '../../domain/payment.js';
import { Refusal } from '../../domain/refusal.js';
import type { Routes } from '../contract/routes.js';
import { iso } from '../faces.js';
import type { Act, Read } from '../handler.js';
import { needStepUp } from '../step-up.js';

/** Money goes back by the way it came, with a reason; above a limit two people have to agree (P3.2.3). */
export const ask: Act<Routes['refundPayment']> = async (tx, deps, { params, body, caller: { person } }) => {
  await needStepUp(deps, person);
  // The lock makes the sum of what goes back hold.
  const order = await lockOrderNo(tx, params.orderNo);
  if (!order) throw new Refusal('order_unknown');
  const payment = await paymentById(tx, params.paymentId);
  if (payment?.orderId !== order.id) throw new Refusal('payment_unknown');
  if (payment.state !== 'succeeded') throw new Refusal('payment_not_made', { state: payment.state });
  const leftMinor = payment.amountMinor - (await refundedMinor(tx, payment.id));
  const amountMinor = body.amountMinor ?? leftMinor;
  if (amountMinor > leftMinor || amountMinor < 1) throw new Refusal('refund_too_large', { leftMinor });
  const { currency } = payment;
  const refund: NewRefund = {
    ...{ id: randomUUID(), paymentId: payment.id, orderId: order.id, amountMinor, currency },
    ...{ outRefundNo: randomUUID().replaceAll('-', ''), reason: body.reason, askedBy: person.id },
    needsSecond: amountMinor > REFUND_ALONE_MINOR,
  };
  await insertRefund(tx, refund);
  const detail = { refundId: refund.id, paymentId: payment.id, amountMinor, reason: body.reason };
  await log(tx, { actor: person.actor, action: 'refund_asked', orderId: order.id, detail });
  const state = refund.needsSecond ? 'waiting' : 'asked';
  return { status: 201, body: { refundId: refund.id, amountMinor, currency, state } };
};

export const answer: Act<Routes['answerRefund']> = async (tx, deps, { params, body, caller: { person } }) => {
  await needStepUp(deps, person);
  const order = await lockOrderNo(tx, params.orderNo);
  if (!order) throw new Refusal('order_unknown');
  const refund = await refundById(tx, params.refundId);
  if (refund?.orderId !== order.id) throw new Refusal('refund_unknown');
  const hands = [person.id, person.actor.onBehalfOf];
  if (hands.includes(refund.askedBy)) throw new Refusal('four_eyes');
  const { id: refundId, askedBy, amountMinor, currency } = refund;
  const agreed = body.answer === 'agreed';
  const decision = { refundId, askedBy, decidedBy: person.id, agreed };
  if (refund.state !== 'waiting' || !(await decideRefund(tx, decision))) throw new Refusal('refund_answered');
  const detail = { refundId, answer: body.answer };
  await log(tx, { actor: person.actor, action: 'refund_answered', orderId: order.id, detail });
  return { status: 200, body: { refundId, amountMinor, currency, state: agreed ? 'asked' : 'refused' } };
};

export const list: Read<Routes['listRefunds']> = async (deps, { params }) => {
  const order = await orderByNo(deps.db, params.orderNo);
  if (!order) throw new Refusal('order_unknown');
  return { status: 200, body: { items: (await refundsOf(deps.db, order.id)).map(faceOf) } };
};

const faceOf = (row: RefundRow) => ({
  ...{ refundId: row.id, paymentId: row.paymentId, provider: row.provider },
  ...{ amountMinor: row.amountMinor, currency: row.currency, reason: row.reason, state: row.state },
  ...{ code: row.errorCode, askedBy: row.askedBy, askedAt: iso(row.askedAt), decidedBy: row.decidedBy },
});
