import { z } from 'zod';
import { STATES } from '../../domain/lifecycle.js';
import { isAmount } from '../../domain/money.js';
import { kindOf, LINE_KINDS, ORDER_KINDS, SETTLEMENTS, totalMinor } from '../../domain/order.js';
import { PRIORITIES } from '../../domain/steering.js';
import {
  amountMinor,
  counting,
  currency,
  id,
  instant,
  line,
  moment,
  orderNo,
  orderNoParams,
  pageOf,
  paging,
  paragraph,
  refusedAs,
} from './fields.js';
import { reasons, recordedAnswer } from './recorded.js';
import { act, read } from './route.js';

const customer = z
  .strictObject({
    ref: line(64).meta({
      description: 'Your own customer number; the rest is personal and stored encrypted.',
    }),
    name: line(200),
    contact: line(200).exactOptional(),
    phone: line(64).exactOptional(),
    email: line(254).exactOptional(),
    address: paragraph(500).exactOptional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .exactOptional(),
  })
  .meta({ id: 'Customer' });

export const draftLine = z.strictObject({
  kind: z.enum(LINE_KINDS),
  sku: line(64),
  name: line(200),
  quantity: counting(1),
  amountMinor: amountMinor.meta({ description: 'The total of the line, in minor units.' }),
});

/** An order as it is entered; lines are numbered from 1 as they stand. */
export const orderDraft = z
  .strictObject({
    orderNo,
    orderedAt: instant,
    kind: z
      .enum(ORDER_KINDS)
      .exactOptional()
      .meta({ description: 'Follows from the lines; checked when given.' }),
    settlement: z.enum(SETTLEMENTS),
    currency,
    customer,
    lines: z.array(draftLine).min(1).max(2000),
    submit: z.boolean().default(false).meta({ description: 'Ask for the code at once.' }),
    notify: z.boolean().default(true).meta({ description: 'Send the code to the customer.' }),
  })
  .refine((draft) => draft.kind === undefined || draft.kind === kindOf(draft.lines), {
    error: 'does not follow from the lines',
    path: ['kind'],
  })
  .refine((draft) => isAmount(totalMinor(draft.lines)), { ...refusedAs('amount_invalid'), path: ['lines'] })
  .meta({ id: 'OrderDraft' });

export const waitingFor = z
  .strictObject({ code: z.string(), needs: z.array(z.string()) })
  .meta({ id: 'WaitingFor' });

export const orderItemFields = {
  id,
  orderNo: z.string(),
  kind: z.enum(ORDER_KINDS),
  currency: z.string(),
  amountMinor: z.int(),
  orderedAt: moment,
  createdAt: moment,
  state: z.enum(STATES),
  stateSince: moment,
  ownerDepartment: z.string(),
  waitingFor: waitingFor.nullable(),
  dueAt: moment.nullable(),
  budgetMinutes: z
    .int()
    .nullable()
    .meta({ description: 'Working minutes that the policy allows for the state.' }),
  pausedAt: moment.nullable().meta({ description: 'Since when its clock is paused.' }),
  cause: z.string().nullable().meta({ description: 'Why it is where it is, as a word to group by.' }),
  nextAction: z.string().nullable().meta({ description: 'What would move it, as a word to group by.' }),
};
export const orderItem = z.strictObject(orderItemFields).meta({ id: 'OrderItem' });

export const codeFace = z
  .strictObject({
    issueNo: z.int(),
    status: z.enum(['live', 'replaced', 'voided', 'expired', 'compromised']),
    issuedAt: moment,
    expiresAt: moment,
  })
  .meta({ id: 'CodeFace' });

/** Phone and e-mail are masked; the whole is null for people who do not deal with customers, and after a purge. */
const maskedCustomer = z
  .strictObject({
    ref: z.string(),
    name: z.string(),
    contact: z.string().exactOptional(),
    phoneMasked: z.string().exactOptional(),
    emailMasked: z.string().exactOptional(),
    address: z.string().exactOptional(),
    country: z.string().exactOptional(),
  })
  .meta({ id: 'MaskedCustomer' });

const orderDetail = z
  .strictObject({
    ...orderItemFields,
    settlement: z.enum(SETTLEMENTS),
    lane: z.enum(['live', 'bulk']),
    notify: z.boolean(),
    factCount: z.int(),
    appliedFact: z.int(),
    lastMaterialFact: z.int(),
    lines: z.array(
      z.strictObject({
        lineNo: z.int(),
        kind: z.enum(LINE_KINDS),
        sku: z.string(),
        name: z.string(),
        quantity: z.int(),
        amountMinor: z.int(),
      }),
    ),
    code: codeFace.nullable(),
    watched: z.boolean(),
    assignee: z.string().nullable().meta({ description: 'Who of the owner department shall move it on.' }),
    priority: z.enum(PRIORITIES),
    escalation: z.int(),
    held: z.boolean().meta({ description: 'Nothing is written off while it is held.' }),
    customer: maskedCustomer.nullable(),
  })
  .meta({ id: 'OrderDetail' });

const request = z.strictObject(reasons);

export const ORDER_ROUTES = {
  enterOrder: act({
    path: '/orders',
    summary: 'Enter an order; the same order again answers with the same id',
    right: 'order.enter',
    body: orderDraft,
    answers: { 201: recordedAnswer, 200: { ...recordedAnswer, description: 'It was here already.' } },
    refusals: ['order_differs', 'amount_invalid', 'currency_unknown'],
  }),
  listOrders: read({
    path: '/orders',
    summary: 'Orders, oldest first',
    right: 'order.read',
    query: paging.extend({ state: z.enum(STATES).optional() }),
    answers: { 200: { description: 'A page.', schema: pageOf(orderItem) } },
  }),
  showOrder: read({
    path: '/orders/:orderNo',
    summary: 'One order',
    right: 'order.read',
    params: orderNoParams,
    answers: { 200: { description: 'The order.', schema: orderDetail } },
    refusals: ['order_unknown'],
  }),
  cancelOrder: act({
    path: '/orders/:orderNo/cancellation',
    summary: 'Cancel an order before its write-off',
    right: 'order.cancel',
    params: orderNoParams,
    body: request,
    answers: { 201: recordedAnswer },
    refusals: ['order_unknown', 'state_forbids', 'already_written_off'],
  }),
  watchOrder: act({
    path: '/orders/:orderNo/watch',
    summary: 'Put an order on the watch list, or take it off',
    right: 'order.watch',
    params: orderNoParams,
    body: z.strictObject({ on: z.boolean(), ...reasons }),
    answers: { 201: recordedAnswer },
    refusals: ['order_unknown', 'state_forbids', 'already_written_off'],
  }),
};
