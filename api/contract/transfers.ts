import { z } from 'zod';
import { DEPARTMENTS } from '../../domain/people.js';
import { factNumber, line, orderNoParams } from './fields.js';
import { freeText, reasons, recordedAnswer } from './recorded.js';
import { act } from './route.js';

/** Responsibility goes to a department, to a carrier, or to the customer. */
const offer = z
  .discriminatedUnion('toKind', [
    z.strictObject({
      toKind: z.literal('department'),
      toName: z.enum(DEPARTMENTS),
      note: freeText.exactOptional(),
    }),
    z.strictObject({ toKind: z.literal('carrier'), toName: line(80), note: freeText.exactOptional() }),
    z.strictObject({ toKind: z.literal('customer'), note: freeText.exactOptional() }),
  ])
  .meta({ id: 'TransferOffer' });

export const TRANSFER_ROUTES = {
  offerTransfer: act({
    path: '/orders/:orderNo/transfers',
    summary: 'Offer the order to the next one responsible',
    right: 'transfer.offer',
    params: orderNoParams,
    body: offer,
    answers: { 201: recordedAnswer },
    refusals: ['order_unknown', 'transfer_pending', 'state_forbids', 'already_written_off'],
  }),
  answerTransfer: act({
    path: '/orders/:orderNo/transfers/answer',
    summary: 'Accept or refuse the offered transfer, as the receiving department',
    right: 'transfer.answer',
    params: orderNoParams,
    body: z.strictObject({
      answer: z.enum(['accepted', 'refused']),
      offer: factNumber.exactOptional().meta({ description: 'The fact of the offer that is answered.' }),
      ...reasons,
    }),
    answers: { 201: recordedAnswer },
    refusals: [
      'order_unknown',
      'transfer_unknown',
      'transfer_answered',
      'not_the_receiver',
      'state_forbids',
      'already_written_off',
    ],
  }),
};
