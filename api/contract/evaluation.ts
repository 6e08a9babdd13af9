import { z } from 'zod';
import { moment, orderNoParams } from './fields.js';
import { read } from './route.js';

const outcome = z.strictObject({ id: z.string(), met: z.boolean(), expected: z.string(), found: z.string() });

/** One evaluation of the write-off and risk rules with everything it looked at. */
export const evaluation = z
  .strictObject({
    rule: z.string(),
    verdict: z.enum(['pass', 'not_yet', 'fail']),
    materialFact: z.int(),
    conditions: z.array(outcome),
    contradictions: z.array(outcome),
    risks: z.array(outcome),
    reviewers: z.int(),
    nearest: z.array(z.string()),
    inputs: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Evaluation' });

const latest = z
  .strictObject({ verifiedAt: moment, policyVersion: z.int(), evaluation })
  .meta({ id: 'Verified' });

export const EVALUATION_ROUTES = {
  showVerification: read({
    path: '/orders/:orderNo/verification',
    summary: 'The last verification of an order, rule by rule; null before the first',
    right: 'order.read',
    params: orderNoParams,
    answers: {
      200: {
        description: 'What each rule expected and found.',
        schema: z.strictObject({ orderNo: z.string(), latest: latest.nullable() }),
      },
    },
    refusals: ['order_unknown'],
  }),
};
