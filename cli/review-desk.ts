import type { Command } from 'commander';
import { tellEvaluation } from './evaluation.js';
import { fields, moment, plain, table } from './print.js';
import type { AnswerOf } from './reply.js';
import { addPassing } from './review-passing.js';
import type { Session } from './session.js';
import { counted, option, repeated, type Typed } from './typed.js';
import { addVerb, type View } from './verb.js';

export const reviewOf = (typed: Typed) => ({ params: { reviewId: typed.arg(0) } });

/** The reviewer says what was seen: a number looked up now would vouch for facts that nobody looked at. */
export const SEEN = counted(
  '--seen <fact>',
  'the last material fact that you saw; `reviews show` names it',
).makeOptionMandatory();

export const FILTER = [
  option('--risk <word>', 'only those that met this risk rule'),
  counted('--amount-from <minor>', 'only from this amount on, in minor units'),
  counted('--amount-to <minor>', 'only up to this amount, in minor units'),
];

export function filterOf(typed: Typed): { reason?: string; amountFrom?: number; amountTo?: number } {
  const [reason, amountFrom, amountTo] = [
    typed.text('risk'),
    typed.number('amountFrom'),
    typed.number('amountTo'),
  ];
  return {
    ...(reason !== undefined && { reason }),
    ...(amountFrom !== undefined && { amountFrom }),
    ...(amountTo !== undefined && { amountTo }),
  };
}

/** What the desk does beside deciding: counts, the next one, checks, leases, bulk. */
export function addReviewDesk(reviews: Command, session: Session): void {
  addVerb(reviews, session, {
    route: 'countReviews',
    name: 'counts',
    options: FILTER,
    request: (typed) => ({ query: filterOf(typed) }),
    tell: (counts) =>
      fields(Object.entries(counts).map(([view, count]) => [view, count < 1000 ? String(count) : '999+'])),
  });
  addVerb(reviews, session, {
    route: 'nextReview',
    name: 'next',
    options: [option('--except <review-id>', 'not this one')],
    request: (typed) => {
      const except = typed.text('except');
      return { query: except === undefined ? {} : { except } };
    },
    tell: ({ reviewId }, { language }) =>
      reviewId ?? (language === 'zh' ? '没有您可以审核的订单。' : 'There is none that you may review.'),
  });
  addVerb(reviews, session, {
    route: 'checkReview',
    name: 'check <review-id>',
    request: reviewOf,
    tell: tellCheck,
  });
  addVerb(reviews, session, {
    route: 'listCandidates',
    name: 'candidates <review-id>',
    request: reviewOf,
    tell: ({ items }) =>
      table(
        [{ title: 'person' }, { title: 'name' }, { title: 'department' }, { title: 'may not, because' }],
        items.map(({ id, name, department, because }) => [id, name, department, because ?? '']),
      ),
  });
  addLeases(reviews, session);
  addPassing(reviews, session);
  addBulk(reviews, session);
}

function addLeases(reviews: Command, session: Session): void {
  addVerb(reviews, session, {
    route: 'claimReview',
    name: 'claim <review-id>',
    request: (typed) => ({ ...reviewOf(typed), body: {} }),
    tell: tellClaim,
  });
  addVerb(reviews, session, {
    route: 'releaseReview',
    name: 'release <review-id>',
    request: (typed) => ({ ...reviewOf(typed), body: {} }),
    tell: ({ reviewId }, { language }) =>
      language === 'zh' ? `审核 ${reviewId} 已放回队列。` : `Review ${reviewId} is free again.`,
  });
  addVerb(reviews, session, {
    route: 'notePresence',
    name: 'presence <review-id>',
    options: [option('--left', 'you have left it')],
    request: (typed) => ({ ...reviewOf(typed), body: { here: !typed.flag('left') } }),
    tell: ({ readers }) => readers.map(({ name }) => plain(name)).join(', '),
  });
  addVerb(reviews, session, {
    route: 'saveDraft',
    name: 'draft <review-id>',
    options: [
      option('--text <text>', 'what you have written so far').default(''),
      repeated('--checked <word>', 'a check that you ticked off; may be given again'),
    ],
    request: (typed) => ({
      ...reviewOf(typed),
      body: { text: typed.text('text') ?? '', checked: [...typed.list('checked')] },
    }),
    tell: ({ savedAt }) => moment(savedAt),
  });
}

function addBulk(reviews: Command, session: Session): void {
  const risk = option('--risk <word>', 'the risk rule that all of them have met').makeOptionMandatory();
  addVerb(reviews, session, {
    route: 'checkBulk',
    name: 'bulk-check <review-ids>',
    options: [risk],
    request: (typed) => ({ query: { reviews: typed.arg(0), reason: typed.text('risk') ?? '' } }),
    tell: ({ items }) =>
      table(
        [{ title: 'review' }, { title: 'order' }, { title: 'seen', right: true }, { title: 'refused' }],
        items.map((one) => [
          one.reviewId,
          one.orderNo ?? '',
          String(one.materialFact ?? ''),
          one.refusal ?? '',
        ]),
      ),
  });
  addVerb(reviews, session, {
    route: 'approveBulk',
    name: 'bulk-approve <review-ids>',
    options: [risk, counted('--seen <fact>', 'the last material fact of all of them').makeOptionMandatory()],
    request: (typed) => ({
      body: {
        reason: typed.text('risk') ?? '',
        items: typed
          .arg(0)
          .split(',')
          .map((reviewId) => ({ reviewId, materialFact: typed.number('seen') ?? 0 })),
      },
    }),
    tell: ({ items }) =>
      table(
        [{ title: 'review' }, { title: 'fact', right: true }, { title: 'refused' }],
        items.map((one) => [one.reviewId, String(one.fact ?? ''), one.refusal ?? '']),
      ),
  });
}

function tellCheck({ checkedAt, policyVersion, evaluation, code }: AnswerOf<'checkReview'>): string {
  const head = fields([
    ['checked', moment(checkedAt)],
    ['policy', String(policyVersion)],
    ['code', code ? `${code.issueNo} ${code.status} ${code.verdict}` : undefined],
    ['differs', code?.carried.flatMap(({ field, same }) => (same ? [] : [field])).join(' ') || undefined],
  ]);
  return `${head}\n\n${tellEvaluation(evaluation)}`;
}

const tellClaim = ({ reviewId, expiresAt }: AnswerOf<'claimReview'>, { language }: View): string =>
  language === 'zh'
    ? `审核 ${reviewId} 已由您领取，到 ${moment(expiresAt)} 为止。`
    : `Review ${reviewId} is yours until ${moment(expiresAt)}.`;
