import { z } from 'zod';
import type { FactType } from '../../domain/facts.js';
import type { Right } from '../../domain/people.js';
import { counting, currency, instant, line, orderNoParams, paidMinor, word } from './fields.js';
import { freeText, reasons, recordedAnswer } from './recorded.js';
import { act } from './route.js';

const common = {
  happenedAt: instant.exactOptional().meta({ description: 'Now, unless given.' }),
  externalId: line(128)
    .exactOptional()
    .meta({ description: 'Your own id of it: the same id on the same order is the same fact.' }),
  note: freeText.exactOptional(),
};

const money = { amountMinor: paidMinor, currency };

/** How many of which lines. */
export const pieces = z
  .array(z.strictObject({ lineNo: counting(1), quantity: counting(1) }))
  .min(1)
  .max(2000);

const somePieces = pieces.exactOptional().meta({ description: 'All that is left, unless given.' });

const plain = <const T extends FactType>(type: T) => z.strictObject({ type: z.literal(type), ...common });

/** What happened to an order, by type. */
export const stated = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('payment_received'), ...money, ...common }),
    z.strictObject({ type: z.literal('payment_refunded'), ...money, ...common }),
    z.strictObject({
      type: z.literal('payment_mismatch'),
      amountMinor: paidMinor.exactOptional(),
      currency: currency.exactOptional(),
      reason: word.exactOptional(),
      ...common,
    }),
    z.strictObject({ type: z.literal('picked'), lines: somePieces, ...common }),
    z.strictObject({ type: z.literal('packed'), lines: somePieces, ...common }),
    z.strictObject({ type: z.literal('shipped'), lines: somePieces, ...common }),
    plain('delivered'),
    plain('service_completed'),
    plain('customer_confirmed'),
    z.strictObject({ type: z.literal('dispute_opened'), ...common, ...reasons }),
    z.strictObject({ type: z.literal('dispute_closed'), ...common, ...reasons }),
    plain('credit_approved'),
  ])
  .meta({ id: 'StatedFact' });

export type Stated = z.output<typeof stated>;

/** The right that each type asks for. */
export const FACT_RIGHTS = {
  payment_received: 'payment.record',
  payment_refunded: 'payment.record',
  payment_mismatch: 'payment.record',
  picked: 'shipment.record',
  packed: 'shipment.record',
  shipped: 'shipment.record',
  delivered: 'shipment.record',
  service_completed: 'service.record',
  customer_confirmed: 'confirmation.record',
  dispute_opened: 'dispute.record',
  dispute_closed: 'dispute.record',
  credit_approved: 'credit.approve',
} as const satisfies Record<Stated['type'], Right>;

const orphaned = z.strictObject({ orderNo: z.string(), orphan: z.literal(true) }).meta({ id: 'Orphaned' });

export const FACT_ROUTES = {
  stateFact: act({
    path: '/orders/:orderNo/facts',
    summary: 'State what happened: payment, shipment, delivery, service, confirmation, dispute, credit',
    right: 'person',
    params: orderNoParams,
    body: stated,
    answers: {
      201: recordedAnswer,
      200: { ...recordedAnswer, description: 'This very fact was recorded before.' },
      202: { description: 'No such order yet: kept, and adopted when it is entered.', schema: orphaned },
    },
    refusals: [
      'amount_invalid',
      'currency_unknown',
      'lines_unknown',
      'fact_differs',
      'order_unknown',
      'state_forbids',
      'already_written_off',
    ],
  }),
};
