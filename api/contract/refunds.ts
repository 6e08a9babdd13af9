import { z } from 'zod';
import { PROVIDERS } from '../../domain/payment.js';
import { id, moment, orderNoParams, paidMinor, word } from './fields.js';
import { note, read } from './route.js';

const state = z.enum(['waiting', 'asked', 'succeeded', 'failed', 'refused']).meta({
  description: '`waiting`: for a second person. `asked`: of the provider, until it is made.',
});

const refundFace = z
  .strictObject({
    refundId: id,
    paymentId: id,
    provider: z.enum(PROVIDERS),
    amountMinor: z.int(),
    currency: z.string(),
    reason: z.string(),
    state,
    code: z.string().nullable(),
    askedBy: z.string(),
    askedAt: moment,
    decidedBy: z.string().nullable(),
  })
  .meta({ id: 'Refund' });

const started = z.strictObject({ refundId: id, amountMinor: z.int(), currency: z.string(), state });

export const REFUND_ROUTES = {
  refundPayment: note({
    path: '/orders/:orderNo/payments/:paymentId/refunds',
    summary: 'Send money of a payment back; a large refund waits for a second person',
    right: 'payment.refund',
    params: orderNoParams.extend({ paymentId: id }),
    body: z.strictObject({
      amountMinor: paidMinor.exactOptional().meta({ description: 'All that is left of it, unless given.' }),
      reason: word,
    }),
    answers: { 201: { description: 'Written down; a worker makes it.', schema: started } },
    refusals: [
      'order_unknown',
      'payment_unknown',
      'payment_not_made',
      'amount_invalid',
      'refund_too_large',
      'step_up_required',
    ],
  }),
  answerRefund: note({
    path: '/orders/:orderNo/refunds/:refundId/answer',
    summary: 'A second person agrees to a large refund, or does not',
    right: 'payment.refund',
    params: orderNoParams.extend({ refundId: id }),
    body: z.strictObject({ answer: z.enum(['agreed', 'refused']) }),
    answers: { 200: { description: 'Written down.', schema: started } },
    refusals: ['order_unknown', 'refund_unknown', 'refund_answered', 'four_eyes', 'step_up_required'],
  }),
  listRefunds: read({
    path: '/orders/:orderNo/refunds',
    summary: 'Refunds of an order, newest first',
    right: 'order.read',
    params: orderNoParams,
    answers: {
      200: { description: 'All of them.', schema: z.strictObject({ items: z.array(refundFace) }) },
    },
    refusals: ['order_unknown'],
  }),
};
