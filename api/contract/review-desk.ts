import { z } from 'zod';
import { DEPARTMENTS } from '../../domain/people.js';
import { counting, factNumber, id, ids, instant, moment, orderNoParams, word } from './fields.js';
import { freeText, reasons, recordedAnswer } from './recorded.js';
import { draftText, named, reviewParams } from './reviews.js';
import { act, note, read } from './route.js';

const claimed = z
  .strictObject({ reviewId: id, orderId: id, fact: factNumber, expiresAt: moment })
  .meta({ id: 'ReviewClaimed' });

const about = { path: '/reviews/:reviewId', right: 'review.decide', params: reviewParams } as const;
const asked = { reason: word, note: freeText.exactOptional() };
const seen = counting(0).meta({ description: 'The last material fact the reviewer saw.' });

const open = [
  'review_unknown',
  'review_closed',
  'review_claimed',
  'review_reserved',
  'four_eyes',
  'already_decided',
  'state_forbids',
] as const;
const held = [...open, 'claim_missing', 'lease_expired'] as const;

/** So many reviews at most are approved in one go. */
export const BULK_CAP = 20;

const bulkCheck = z.strictObject({
  reviewId: id,
  orderNo: z.string().nullable(),
  materialFact: z.int().nullable(),
  refusal: z.string().nullable().meta({ description: 'Why it cannot be approved in bulk, or null.' }),
});

export const REVIEW_DESK_ROUTES = {
  checkBulk: read({
    path: '/review-approvals/check',
    summary:
      'Which of some reviews the caller could approve in one go, and why not the others; writes nothing',
    right: 'review.decide',
    query: z.strictObject({
      reviews: ids(400).meta({ description: 'Ids, with commas between them.' }),
      reason: word,
    }),
    answers: {
      200: {
        description: 'One by one.',
        schema: z.strictObject({ cap: z.int(), items: z.array(bulkCheck) }),
      },
    },
    refusals: ['too_many_at_once'],
  }),
  approveBulk: note({
    path: '/review-approvals',
    summary: `Approve up to ${BULK_CAP} reviews of one and the same reason; each succeeds or is refused by itself`,
    right: 'review.decide',
    body: z.strictObject({
      reason: word.meta({ description: 'The risk rule that all of them have met.' }),
      items: z.array(z.strictObject({ reviewId: id, materialFact: seen })).min(1),
      note: freeText.exactOptional(),
    }),
    answers: {
      201: {
        description: 'What became of each.',
        schema: z.strictObject({
          items: z.array(
            z.strictObject({ reviewId: id, fact: factNumber.nullable(), refusal: z.string().nullable() }),
          ),
        }),
      },
    },
    refusals: ['too_many_at_once'],
  }),
  claimReview: note({
    ...about,
    path: '/reviews/:reviewId/claims',
    summary: 'Claim a review for 15 minutes',
    body: z.strictObject({}),
    answers: { 201: { description: 'Claimed.', schema: claimed } },
    refusals: open,
  }),
  releaseReview: note({
    ...about,
    path: '/reviews/:reviewId/releases',
    summary: 'Give a claim back before it runs out',
    body: z.strictObject({}),
    answers: { 201: { description: 'Free again.', schema: z.strictObject({ reviewId: id }) } },
    refusals: ['review_unknown', 'claim_missing', 'lease_expired'],
  }),
  takeOverReview: note({
    ...about,
    path: '/reviews/:reviewId/take-overs',
    summary: 'A lead takes a review from whoever holds it, with a reason',
    right: 'review.lead',
    body: z.strictObject(asked),
    answers: { 201: { description: 'Claimed.', schema: claimed } },
    refusals: [
      'review_unknown',
      'review_closed',
      'four_eyes',
      'already_decided',
      'state_forbids',
      'not_permitted',
    ],
  }),
  notePresence: note({
    ...about,
    path: '/reviews/:reviewId/presence',
    summary: 'The desk has the review open (or left it); renews the caller’s own claim',
    right: 'review.read',
    body: z.strictObject({ here: z.boolean().default(true) }),
    answers: {
      201: {
        description: 'Who reads, and who holds it.',
        schema: z.strictObject({
          reviewId: id,
          readers: z.array(named),
          claimedBy: z.string().nullable(),
          claimExpiresAt: moment.nullable(),
        }),
      },
    },
    refusals: ['review_unknown'],
  }),
  saveDraft: note({
    ...about,
    path: '/reviews/:reviewId/draft',
    summary: 'Keep what the caller wrote and ticked off; stored encrypted',
    body: z.strictObject({ text: draftText, checked: z.array(word).max(40) }),
    answers: { 201: { description: 'Kept.', schema: z.strictObject({ reviewId: id, savedAt: moment }) } },
    refusals: ['review_unknown', 'review_closed'],
  }),
  decideReview: act({
    ...about,
    path: '/reviews/:reviewId/decision',
    summary: 'Approve, reject or return, on the evidence that was seen',
    body: z.strictObject({
      decision: z.enum(['approved', 'rejected', 'returned']),
      materialFact: seen,
      ...reasons,
      department: z
        .enum(DEPARTMENTS)
        .exactOptional()
        .meta({ description: 'Who owes what is missing, of a return.' }),
      missing: z.array(word).max(20).exactOptional().meta({ description: 'What is missing, of a return.' }),
    }),
    answers: { 201: recordedAnswer },
    refusals: [...held, 'evidence_changed', 'reason_missing', 'step_up_required'],
  }),
  withdrawDecision: act({
    ...about,
    path: '/reviews/:reviewId/withdrawal',
    summary: 'Take back one’s approval while a second reviewer is due',
    body: z.strictObject(reasons),
    answers: { 201: recordedAnswer },
    refusals: ['review_unknown', 'review_closed', 'decision_missing', 'state_forbids'],
  }),
  askCustomer: act({
    ...about,
    path: '/reviews/:reviewId/questions',
    summary: 'Send the customer a question; the clock stands still until they answer',
    body: z.strictObject({ ...asked, note: freeText }),
    answers: { 201: recordedAnswer },
    refusals: [...held, 'evidence_changed'],
  }),
  handOverReview: note({
    ...about,
    path: '/reviews/:reviewId/handovers',
    summary: 'Hand a review to another reviewer; it comes back at the return date',
    body: z.strictObject({ to: z.string().regex(/^[A-Za-z0-9._-]{1,60}$/), returnAt: instant, ...asked }),
    answers: { 201: recordedAnswer },
    refusals: [...held, 'reviewer_unsuitable', 'return_date_past'],
  }),
  escalateReview: note({
    ...about,
    path: '/reviews/:reviewId/escalations',
    summary: 'Leave a review to the leads',
    body: z.strictObject(asked),
    answers: { 201: recordedAnswer },
    refusals: held,
  }),
  supplyEvidence: act({
    path: '/orders/:orderNo/evidence',
    summary: 'State what a returned review asked for; the order is verified again',
    right: 'evidence.supply',
    params: orderNoParams,
    body: z.strictObject({ what: word, note: freeText.exactOptional() }),
    answers: { 201: recordedAnswer },
    refusals: ['order_unknown', 'state_forbids', 'already_written_off'],
  }),
};
