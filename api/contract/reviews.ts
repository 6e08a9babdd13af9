import { z } from 'zod';
import { DEPARTMENTS } from '../../domain/people.js';
import { REVIEW_VIEWS, RISK_LEVELS } from '../../domain/review.js';
import { evaluation } from './evaluation.js';
import { amountMinor, factNumber, id, instant, moment, pageOf, paging, word } from './fields.js';
import { read } from './route.js';
import { fact } from './timeline.js';

export const reviewParams = z.strictObject({ reviewId: id });
export const draftText = z.string().max(2000);
export const named = z.strictObject({ id: z.string(), name: z.string() }).meta({ id: 'Named' });

const reservation = z
  .strictObject({
    kind: z.enum(['handed', 'escalated']),
    to: named.nullable().meta({ description: 'Null: any lead.' }),
    by: named,
    returnAt: moment.nullable(),
    returned: z.boolean().meta({ description: 'The return has come: it waits for whoever gave it.' }),
  })
  .meta({ id: 'ReviewReservation' });

const reviewFields = {
  id,
  orderId: id,
  orderNo: z.string(),
  amountMinor: z.int(),
  currency: z.string(),
  materialFact: z.int(),
  reviewersNeeded: z.int(),
  status: z.enum(['open', 'approved', 'rejected', 'returned', 'superseded']),
  level: z.enum(RISK_LEVELS),
  reasons: z
    .array(z.strictObject({ id: z.string(), expected: z.string(), found: z.string() }))
    .meta({ description: 'The risk rules that sent it here.' }),
  customer: z
    .string()
    .nullable()
    .meta({ description: 'Masked; null for people who do not deal with customers.' }),
  waitingFor: z.enum(['reviewer', 'second_reviewer', 'person', 'lead', 'customer', 'nobody']),
  openedAt: moment,
  ageMinutes: z.int().meta({ description: 'Working minutes that it has waited, pauses left out.' }),
  dueAt: moment.nullable().meta({ description: 'Working time; null while the clock is paused.' }),
  pausedAt: moment.nullable(),
  closedAt: moment.nullable(),
  claimedBy: z.string().nullable(),
  claimedByName: z.string().nullable(),
  claimExpiresAt: moment.nullable(),
  reservation: reservation.nullable(),
  readers: z.array(named).meta({ description: 'Who has it open now.' }),
  decidedBy: z.array(named),
  custodian: z.strictObject({ kind: z.string(), name: z.string() }).nullable(),
};
const reviewItem = z.strictObject(reviewFields).meta({ id: 'ReviewItem' });

const reviewDetail = z
  .strictObject({
    ...reviewFields,
    policyVersion: z.int().nullable(),
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
    claims: z.array(
      z.strictObject({
        personId: z.string(),
        displayName: z.string(),
        claimedAt: moment,
        expiresAt: moment,
        releasedAt: moment.nullable(),
        takenFrom: z.string().nullable(),
      }),
    ),
    mayNotReview: z
      .string()
      .nullable()
      .meta({ description: 'The deed that keeps the caller from reviewing this order (four eyes).' }),
    draft: z
      .strictObject({ text: draftText, checked: z.array(word), savedAt: moment })
      .nullable()
      .meta({ description: 'What the caller wrote down and has not sent.' }),
    facts: z.array(fact),
  })
  .meta({ id: 'ReviewDetail' });

const filter = {
  reason: word.optional().meta({ description: 'A risk rule that was met.' }),
  amountFrom: z.coerce.number().pipe(amountMinor).optional(),
  amountTo: z.coerce.number().pipe(amountMinor).optional(),
  dueFrom: instant.optional(),
  dueTo: instant.optional(),
};

const counts = z
  .strictObject({
    open: z.int(),
    mine: z.int(),
    unclaimed: z.int(),
    second: z.int(),
    today: z.int(),
    overdue: z.int(),
    returned: z.int(),
    done: z.int(),
  })
  .meta({ id: 'ReviewCounts', description: 'A badge counts no further: 1000 is 1000 or more.' });

const codeCheck = z
  .strictObject({
    issueNo: z.int(),
    status: z.enum(['live', 'replaced', 'voided', 'expired', 'compromised']),
    profile: z.enum(['short', 'sealed']),
    verdict: z.string(),
    symbol: z
      .strictObject({
        version: z.int(),
        modules: z.int(),
        ecc: z.string(),
        decoder: z.string(),
        decoded: z.boolean(),
      })
      .nullable(),
    carried: z
      .array(
        z.strictObject({
          field: z.string(),
          order: z.string(),
          code: z.string().nullable(),
          same: z.boolean(),
        }),
      )
      .meta({
        description:
          'Field by field; `code` is null where only a keyed hash is carried. Empty for a short code.',
      }),
  })
  .meta({ id: 'CodeCheck' });

const check = z
  .strictObject({
    checkedAt: moment,
    policyVersion: z.int(),
    evaluation,
    code: codeCheck.nullable(),
  })
  .meta({ id: 'ReviewCheck' });

const candidate = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    department: z.enum(DEPARTMENTS),
    because: z.string().nullable().meta({ description: 'The deed that keeps them from it, or null.' }),
  })
  .meta({ id: 'ReviewCandidate' });

export const REVIEW_ROUTES = {
  listReviews: read({
    path: '/reviews',
    summary:
      'Reviews of a view: what is open oldest first, what is due today by when, what is over newest first',
    right: 'review.read',
    query: paging.extend({ view: z.enum(REVIEW_VIEWS).default('open'), ...filter }),
    answers: { 200: { description: 'A page.', schema: pageOf(reviewItem) } },
  }),
  countReviews: read({
    path: '/reviews/counts',
    summary: 'How many reviews each view has, under the same filter',
    right: 'review.read',
    query: z.strictObject(filter),
    answers: { 200: { description: 'Counts.', schema: counts } },
  }),
  nextReview: read({
    path: '/reviews/next',
    summary:
      'The review to take next: overdue first, then risk × amount × age; never one the caller may not review',
    right: 'review.decide',
    query: z.strictObject({ except: id.optional() }),
    answers: {
      200: { description: 'Null when there is none.', schema: z.strictObject({ reviewId: id.nullable() }) },
    },
  }),
  showReview: read({
    path: '/reviews/:reviewId',
    summary: 'One review with its evidence',
    right: 'review.read',
    params: reviewParams,
    answers: { 200: { description: 'The review.', schema: reviewDetail } },
    refusals: ['review_unknown'],
  }),
  checkReview: read({
    path: '/reviews/:reviewId/check',
    summary:
      'The rules again on the facts of this moment, and the order against what its code carries; writes nothing',
    right: 'review.read',
    params: reviewParams,
    answers: { 200: { description: 'The check.', schema: check } },
    refusals: ['review_unknown'],
  }),
  listCandidates: read({
    path: '/reviews/:reviewId/candidates',
    summary: 'Who else may review it, and who cannot because of their own hand in the order',
    right: 'review.decide',
    params: reviewParams,
    answers: {
      200: { description: 'Reviewers.', schema: z.strictObject({ items: z.array(candidate) }) },
    },
    refusals: ['review_unknown'],
  }),
};
