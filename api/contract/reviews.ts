import { z } from 'zod';
import { evaluation } from './evaluation.js';
import { factNumber, id, moment, pageOf, paging } from './fields.js';
import { reasons, recordedAnswer } from './recorded.js';
import { act, note, read } from './route.js';
import { fact } from './timeline.js';

const params = z.strictObject({ reviewId: id });

const reviewFields = {
  id,
  orderId: id,
  orderNo: z.string(),
  amountMinor: z.int(),
  currency: z.string(),
  materialFact: z.int(),
  reviewersNeeded: z.int(),
  status: z.enum(['open', 'approved', 'rejected', 'returned', 'superseded']),
  openedAt: moment,
  dueAt: moment.nullable(),
  closedAt: moment.nullable(),
  claimedBy: z.string().nullable(),
  claimExpiresAt: moment.nullable(),
};
const reviewItem = z.strictObject(reviewFields).meta({ id: 'ReviewItem' });

const reviewDetail = z
  .strictObject({
    ...reviewFields,
    lastMaterialFact: z
      .int()
      .meta({ description: 'Differs from materialFact when new facts came in; a decision is refused then.' }),
    evaluation: evaluation.nullable(),
    decisions: z.array(
      z.strictObject({
        personId: z.string(),
        decision: z.enum(['approved', 'rejected', 'returned']),
        factNumber,
        reason: z.string().nullable(),
        decidedAt: moment,
      }),
    ),
    mayNotReview: z
      .string()
      .nullable()
      .meta({ description: 'The deed that keeps the caller from reviewing this order (four eyes).' }),
    facts: z.array(fact),
  })
  .meta({ id: 'ReviewDetail' });

const claimed = z
  .strictObject({ reviewId: id, orderId: id, fact: factNumber, expiresAt: moment })
  .meta({ id: 'ReviewClaimed' });

const refusals = [
  'review_unknown',
  'review_closed',
  'review_claimed',
  'four_eyes',
  'already_decided',
  'state_forbids',
] as const;

export const REVIEW_ROUTES = {
  listReviews: read({
    path: '/reviews',
    summary: 'Open reviews, oldest first',
    right: 'review.read',
    query: paging,
    answers: { 200: { description: 'A page.', schema: pageOf(reviewItem) } },
  }),
  showReview: read({
    path: '/reviews/:reviewId',
    summary: 'One review with its evidence',
    right: 'review.read',
    params,
    answers: { 200: { description: 'The review.', schema: reviewDetail } },
    refusals: ['review_unknown'],
  }),
  claimReview: note({
    path: '/reviews/:reviewId/claims',
    summary: 'Claim a review for 15 minutes',
    right: 'review.decide',
    params,
    body: z.strictObject({}),
    answers: { 201: { description: 'Claimed.', schema: claimed } },
    refusals,
  }),
  decideReview: act({
    path: '/reviews/:reviewId/decision',
    summary: 'Approve, reject or return, on the evidence that was seen',
    right: 'review.decide',
    params,
    body: z.strictObject({
      decision: z.enum(['approved', 'rejected', 'returned']),
      materialFact: z.int().min(0).meta({ description: 'The last material fact the reviewer saw.' }),
      ...reasons,
    }),
    answers: { 201: recordedAnswer },
    refusals: [...refusals, 'claim_missing', 'evidence_changed'],
  }),
};
