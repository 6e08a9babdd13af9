import { z } from 'zod';
import { PAYMENT_STATES, PROVIDERS, SCENES } from '../../domain/payment.js';
import { id, moment, orderNoParams, paidMinor } from './fields.js';
import { callback, note, read } from './route.js';

const money = { amountMinor: z.int(), currency: z.string() };

/** A payment as its payer and our own people see it. */
const paymentFace = z
  .strictObject({
    paymentId: id,
    provider: z.enum(PROVIDERS),
    scene: z.enum(SCENES),
    ...money,
    state: z.enum(PAYMENT_STATES).meta({
      description: '`created`: the provider has not answered yet, ask again shortly. `pending`: to be paid.',
    }),
    code: z.string().nullable().meta({ description: 'Why it failed, or why the provider has not answered.' }),
    qr: z.string().nullable().meta({ description: 'The text of the code that the payer scans.' }),
    link: z.string().nullable().meta({ description: 'Where the payer’s browser goes.' }),
    simulated: z.boolean().meta({ description: 'No money moves: this house simulates the provider.' }),
    createdAt: moment,
    expiresAt: moment,
  })
  .meta({ id: 'Payment' });

/** What is asked of a payer: all that is due, unless a part is named. */
const paymentWish = z.strictObject({
  provider: z.enum(PROVIDERS),
  amountMinor: paidMinor
    .exactOptional()
    .meta({ description: 'A part of what is due; all of it unless given.' }),
});

const startedPayment = z
  .strictObject({ paymentId: id, ...money, state: z.enum(PAYMENT_STATES) })
  .meta({ id: 'StartedPayment' });

const startRefusals = [
  'provider_off',
  'nothing_due',
  'amount_over_due',
  'amount_invalid',
  'currency_not_paid',
  'state_forbids',
  'already_written_off',
] as const;

const told = z.strictObject({ code: z.string(), message: z.string() });

const scene = z.enum(SCENES);
const SCENE = '`counter`: the payer scans a code. `phone`: their own browser opens a link.';

export const PAYMENT_ROUTES = {
  listProviders: read({
    path: '/payment-providers',
    summary: 'By which providers an order can be paid here',
    right: 'anybody',
    answers: {
      200: {
        description: 'Those that are set up.',
        schema: z.strictObject({
          items: z.array(z.strictObject({ provider: z.enum(PROVIDERS), simulated: z.boolean() })),
        }),
      },
    },
  }),
  requestPayment: note({
    path: '/orders/:orderNo/payment-requests',
    summary: 'Ask a payer for what is due, or a part of it; look at the payment for what to show them',
    right: 'payment.request',
    params: orderNoParams,
    body: paymentWish.extend({
      scene: scene.default('counter').meta({ description: SCENE }),
    }),
    answers: { 201: { description: 'Asked, or asked before and still open.', schema: startedPayment } },
    refusals: ['order_unknown', ...startRefusals],
  }),
  listPayments: read({
    path: '/orders/:orderNo/payments',
    summary: 'Attempts to pay an order by a provider, newest first',
    right: 'order.read',
    params: orderNoParams,
    answers: {
      200: { description: 'All of them.', schema: z.strictObject({ items: z.array(paymentFace) }) },
    },
    refusals: ['order_unknown'],
  }),
  showPayment: read({
    path: '/orders/:orderNo/payments/:paymentId',
    summary: 'One attempt to pay: what to show the payer, and what became of it',
    right: 'order.read',
    params: orderNoParams.extend({ paymentId: id }),
    answers: { 200: { description: 'The payment.', schema: paymentFace } },
    refusals: ['order_unknown', 'payment_unknown'],
  }),
  payByCustomer: note({
    path: '/customer/payments',
    summary: 'The customer asks to pay what is due, or a part of it; look at the payment for what to open',
    right: 'customer',
    body: paymentWish.extend({ scene: scene.default('phone').meta({ description: SCENE }) }),
    answers: { 201: { description: 'Asked, or asked before and still open.', schema: startedPayment } },
    refusals: startRefusals,
  }),
  showCustomerPayment: read({
    path: '/customer/payment',
    summary: 'The newest attempt to pay the order: what to open, and what became of it',
    right: 'customer',
    answers: {
      200: {
        description: 'Null when nobody has tried.',
        schema: z.strictObject({ payment: paymentFace.nullable() }),
      },
    },
  }),
  drawCustomerPayment: read({
    path: '/customer/payments/:paymentId/code.svg',
    summary: 'The code of an attempt that is open, for a wallet on another device to scan',
    right: 'customer',
    params: z.strictObject({ paymentId: id }),
    answers: { 200: { description: 'The code.', mediaType: 'image/svg+xml' } },
    refusals: ['payment_unknown'],
  }),
  hearWechat: callback({
    path: '/payments/callbacks/wechat',
    summary: 'WeChat Pay tells of a payment; signed by its platform key, its content sealed',
    mediaTypes: ['application/json'],
    answers: { 200: { description: 'Taken, or taken before.', schema: told } },
    refusals: ['provider_off', 'callback_forged', 'callback_unreadable'],
  }),
  hearAlipay: callback({
    path: '/payments/callbacks/alipay',
    summary: 'Alipay tells of a payment; signed by its own key',
    mediaTypes: ['application/x-www-form-urlencoded'],
    answers: { 200: { description: '`success`: taken, or taken before.', mediaType: 'text/plain' } },
    refusals: ['provider_off', 'callback_forged', 'callback_unreadable'],
  }),
};
