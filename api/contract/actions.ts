import { z } from 'zod';
import { DEPARTMENTS, RIGHTS } from '../../domain/people.js';
import { orderNoParams } from './fields.js';
import { read } from './route.js';

/** What a person may ask of an order; facts of the world are stated, not asked for. */
export const ACTIONS = [
  'request_code',
  'reissue_code',
  'void_code',
  'offer_transfer',
  'accept_transfer',
  'refuse_transfer',
  'supply_evidence',
  'watch',
  'cancel_order',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Why not, as data: screens make the sentence. */
const because = z.enum([
  'right',
  'state',
  'code_not_issued',
  'transfer_pending',
  'transfer_unknown',
  'not_the_receiver',
]);

export type Because = z.output<typeof because>;

const actionItem = z
  .strictObject({
    action: z.enum(ACTIONS),
    right: z.enum(RIGHTS),
    allowed: z.boolean(),
    because: because.nullable(),
    receiver: z.enum(DEPARTMENTS).nullable().meta({ description: 'Who answers the transfer that waits.' }),
  })
  .meta({ id: 'ActionItem' });

export const ACTION_ROUTES = {
  listActions: read({
    path: '/orders/:orderNo/actions',
    summary: 'What the caller may ask of an order now, and why not',
    right: 'order.read',
    params: orderNoParams,
    answers: {
      200: {
        description: 'Every action, allowed or not.',
        schema: z.strictObject({ orderNo: z.string(), items: z.array(actionItem) }),
      },
    },
    refusals: ['order_unknown'],
  }),
};
