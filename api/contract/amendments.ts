import { z } from 'zod';
import { isAmount } from '../../domain/money.js';
import { LINE_KINDS, totalMinor } from '../../domain/order.js';
import { id, line, moment, orderNoParams, paragraph, refusedAs } from './fields.js';
import { draftLine } from './orders.js';
import { freeText, reasons, recordedAnswer } from './recorded.js';
import { act, note, read } from './route.js';

const mayEnd = (max: number) => line(max).nullable().exactOptional();

/** Only what changes; null takes a value away, and lines come all together. */
const changes = z
  .strictObject({
    ref: line(64).exactOptional(),
    name: line(200).exactOptional(),
    contact: mayEnd(200),
    phone: mayEnd(64),
    email: mayEnd(254),
    address: paragraph(500).nullable().exactOptional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullable()
      .exactOptional(),
    lines: z.array(draftLine).min(1).max(2000).exactOptional(),
  })
  .refine((given) => Object.keys(given).length > 0)
  .refine((given) => isAmount(totalMinor(given.lines ?? [])), {
    ...refusedAs('amount_invalid'),
    path: ['lines'],
  });

const lineFace = z.strictObject({
  lineNo: z.int(),
  kind: z.enum(LINE_KINDS),
  sku: z.string(),
  name: z.string(),
  quantity: z.int(),
  amountMinor: z.int(),
});

const amendment = z
  .strictObject({
    id,
    proposedBy: z.string(),
    proposedAt: moment,
    status: z.enum(['proposed', 'applied', 'refused']),
    decidedBy: z.string().nullable(),
    reissues: z.boolean().meta({ description: 'Changes what the code states: the code is issued anew.' }),
    changes: z.array(
      z.strictObject({
        field: z.string(),
        before: z.string().nullable().meta({ description: 'Null once it is applied.' }),
        after: z
          .string()
          .nullable()
          .meta({ description: 'Masked for those who do not deal with customers.' }),
      }),
    ),
    lines: z
      .array(lineFace)
      .nullable()
      .meta({ description: 'All lines as they shall be, when they change.' }),
  })
  .meta({ id: 'OrderAmendment' });

export const AMENDMENT_ROUTES = {
  proposeAmendment: note({
    path: '/orders/:orderNo/amendments',
    summary:
      'Propose to change what was ordered or by whom; once a colleague agrees, the code is issued anew',
    right: 'order.amend',
    params: orderNoParams,
    body: z.strictObject({ changes, ...reasons }),
    answers: { 201: recordedAnswer },
    refusals: [
      'order_unknown',
      'state_forbids',
      'already_written_off',
      'answer_waits',
      'customer_erased',
      'nothing_amended',
      'goods_gone',
      'amount_invalid',
    ],
  }),
  showAmendment: read({
    path: '/orders/:orderNo/amendment',
    summary: 'The last change that was proposed, and what became of it',
    right: 'order.read',
    params: orderNoParams,
    answers: {
      200: {
        description: 'Null: none was ever proposed.',
        schema: z.strictObject({ orderNo: z.string(), amendment: amendment.nullable() }),
      },
    },
    refusals: ['order_unknown'],
  }),
  settleAmendment: act({
    path: '/orders/:orderNo/amendments/answer',
    summary: 'Agree to the change that waits, or refuse it; who proposed it cannot',
    right: 'amendment.answer',
    params: orderNoParams,
    body: z.strictObject({
      amendmentId: id,
      answer: z.enum(['applied', 'refused']),
      note: freeText.exactOptional(),
    }),
    answers: { 201: recordedAnswer },
    refusals: [
      'order_unknown',
      'state_forbids',
      'already_written_off',
      'nothing_asked',
      'own_request',
      'goods_gone',
    ],
  }),
};
