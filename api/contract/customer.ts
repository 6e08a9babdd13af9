import { z } from 'zod';
import { CUSTOMER_STATUSES, EVENTS, PROBLEMS, PROOFS } from '../../domain/customer.js';
import { SENT_BY } from '../../domain/letters.js';
import { LINE_KINDS, SETTLEMENTS } from '../../domain/order.js';
import { PROVIDERS } from '../../domain/payment.js';
import { moment } from './fields.js';
import { freeText } from './recorded.js';
import { note, read, session } from './route.js';

const details = z
  .strictObject({
    orderNo: z.string(),
    orderedAt: moment,
    settlement: z.enum(SETTLEMENTS),
    currency: z.string(),
    amountMinor: z.int(),
    owedMinor: z.int().meta({ description: 'What is still to be paid.' }),
    payBy: z
      .array(z.enum(PROVIDERS))
      .meta({ description: 'By whom the customer can pay it now; nobody when nothing can be paid.' }),
    lines: z.array(
      z.strictObject({
        name: z.string(),
        kind: z.enum(LINE_KINDS),
        quantity: z.int(),
        amountMinor: z.int(),
      }),
    ),
    mayConfirm: z
      .boolean()
      .meta({ description: 'Something arrived or was done, and nobody confirmed it yet.' }),
    story: z.array(
      z.strictObject({ what: z.enum(EVENTS), at: moment, amountMinor: z.int().exactOptional() }),
    ),
  })
  .meta({ id: 'CustomerOrder' });

const page = z
  .strictObject({
    status: z.enum(CUSTOMER_STATUSES),
    expiresAt: moment.meta({ description: 'Of the code.' }),
    opened: z.strictObject({ times: z.int(), last: moment.nullable() }).meta({
      description: 'How often the code was scanned outside the company, once an address and minute.',
    }),
    provenBy: z.enum(PROOFS).nullable(),
    order: details.nullable().meta({ description: 'Null before the second proof.' }),
  })
  .meta({ id: 'CustomerPage' });

const done = { description: 'Recorded.', schema: z.strictObject({ recorded: z.literal(true) }) };
const channel = z.enum(SENT_BY);
const key = z.string().regex(/^[A-Za-z0-9_-]{1,200}$/);

/** The page behind a customer's code (P3.1.3): first redacted, then, after a second proof, the whole order. */
export const CUSTOMER_ROUTES = {
  openCustomerPage: session({
    method: 'post',
    path: '/customer/sessions',
    summary:
      'Opens the customer’s page with a code: a live one sets a cookie for an hour, bound to that code',
    right: 'anybody',
    browser: true,
    body: z.strictObject({ token: z.string().min(1).max(8192) }),
    answers: {
      200: {
        description: 'Whether the code is valid; one sentence for every code that is not.',
        schema: z.strictObject({ valid: z.boolean(), sentence: z.string() }),
      },
    },
    refusals: ['foreign_origin'],
  }),
  leaveCustomerPage: session({
    method: 'delete',
    path: '/customer/session',
    summary: 'Ends the customer’s page in this browser',
    right: 'anybody',
    browser: true,
    answers: { 200: { description: 'Ended.', schema: z.strictObject({ left: z.literal(true) }) } },
    refusals: ['foreign_origin'],
  }),
  showCustomerOrder: read({
    path: '/customer/order',
    summary: 'The order of the code in one word, and all of it after the second proof',
    right: 'holder',
    answers: { 200: { description: 'The page.', schema: page } },
  }),
  drawCustomerCode: read({
    path: '/customer/code.svg',
    summary: 'The symbol that its holder has, to keep a copy of',
    right: 'holder',
    answers: { 200: { description: 'The symbol.', mediaType: 'image/svg+xml' } },
  }),
  askProofCode: note({
    path: '/customer/proof-codes',
    summary: 'Send a one-time code to the customer’s own channel; the answer is the same without one',
    right: 'holder',
    body: z.strictObject({}),
    answers: {
      201: {
        description: 'Asked for.',
        schema: z.strictObject({ minutes: z.int().meta({ description: 'How long the code will count.' }) }),
      },
    },
    refusals: ['proof_locked'],
  }),
  proveCustomer: session({
    method: 'post',
    path: '/customer/proofs',
    summary: 'The second proof: the last four digits of the phone number, or a one-time code',
    right: 'holder',
    body: z.union([
      z.strictObject({ phone: z.string().regex(/^\d{4}$/) }),
      z.strictObject({ code: z.string().regex(/^\d{6}$/) }),
    ]),
    answers: { 200: { description: 'Proven.', schema: z.strictObject({ provenBy: z.enum(PROOFS) }) } },
    refusals: ['proof_failed', 'proof_locked'],
  }),
  confirmByCustomer: note({
    path: '/customer/confirmations',
    summary: 'The customer confirms that the goods arrived or the service was done; once a code',
    right: 'customer',
    body: z.strictObject({}),
    answers: { 201: done },
    refusals: ['nothing_to_confirm'],
  }),
  reportProblem: note({
    path: '/customer/problems',
    summary: 'The customer disputes the order: it is not written off before people have settled it',
    right: 'customer',
    body: z.strictObject({ problem: z.enum(PROBLEMS), text: freeText.exactOptional() }),
    answers: { 201: done },
    refusals: ['problem_open'],
  }),
  reportMisuse: note({
    path: '/customer/misuses',
    summary: '“That was not me”: customer service is told, and every other page of this code is shut',
    right: 'holder',
    body: z.strictObject({}),
    answers: { 201: done },
  }),
  showCustomerContact: read({
    path: '/customer/contact',
    summary: 'By which channels the customer may be written to',
    right: 'customer',
    answers: {
      200: {
        description: 'Every channel.',
        schema: z.strictObject({
          items: z.array(z.strictObject({ channel, allowed: z.boolean(), reachable: z.boolean() })),
        }),
      },
    },
  }),
  chooseCustomerContact: note({
    path: '/customer/contact',
    summary: 'The customer allows or stops a channel, for all their orders',
    right: 'customer',
    body: z.strictObject({ channel, allowed: z.boolean() }),
    answers: { 201: done },
  }),
  subscribePush: note({
    path: '/customer/push-subscriptions',
    summary: 'Messages of the order are pushed to the customer’s browser',
    right: 'customer',
    body: z.strictObject({ endpoint: z.url().max(1000), keys: z.strictObject({ p256dh: key, auth: key }) }),
    answers: { 201: done },
    refusals: ['push_service_unknown', 'data_destroyed'],
  }),
};
