import type { Command } from 'commander';
import { DEPARTMENTS } from '../domain/people.js';
import { REVIEW_VIEWS } from '../domain/review.js';
import { tellEvaluation } from './evaluation.js';
import { addListing, pageOf } from './listing.js';
import { detailText, fields, liveList, maybe, moment, money, plain, table } from './print.js';
import { tellRecorded } from './recorded.js';
import type { AnswerOf } from './reply.js';
import { addReviewDesk, FILTER, filterOf, reviewOf, SEEN } from './review-desk.js';
import type { Session } from './session.js';
import { option, REASONS, reasonsOf, repeated, type Typed } from './typed.js';
import { addVerb, type View } from './verb.js';

type Review = AnswerOf<'showReview'>;

const DECISIONS = [
  ['approve', 'approved', 'Approve the write-off, on the evidence that was seen'],
  ['reject', 'rejected', 'Reject the write-off: the order becomes an exception'],
  ['return', 'returned', 'Return the order for more facts'],
] as const;

export function addReviews(program: Command, session: Session): void {
  const reviews = program.command('reviews').description('Human decisions on important or risky orders');
  addListing(reviews, session, {
    route: 'listReviews',
    name: 'list',
    options: [VIEW, ...FILTER],
    request: (typed) => ({ query: { ...pageOf(typed), ...viewOf(typed), ...filterOf(typed) } }),
    tell: tellReviews,
  });
  addVerb(reviews, session, {
    route: 'showReview',
    name: 'show <review-id>',
    request: reviewOf,
    tell: tellReview,
  });
  for (const [name, decision, about] of DECISIONS)
    addVerb(reviews, session, {
      route: 'decideReview',
      name: `${name} <review-id>`,
      about,
      options: [SEEN, ...REASONS, ...(decision === 'returned' ? OWED : [])],
      request: (typed) => ({
        ...reviewOf(typed),
        body: { decision, materialFact: typed.number('seen') ?? 0, ...reasonsOf(typed), ...owedOf(typed) },
      }),
      tell: tellRecorded,
    });
  addReviewDesk(reviews, session);
}

const OWED = [
  option('--department <department>', 'who owes what is missing').choices(DEPARTMENTS),
  repeated('--missing <word>', 'what is missing; may be given again'),
];

function owedOf(typed: Typed): { department?: (typeof DEPARTMENTS)[number]; missing?: string[] } {
  const department = DEPARTMENTS.find((one) => one === typed.text('department'));
  const missing = [...typed.list('missing')];
  return { ...(department && { department }), ...(missing.length > 0 && { missing }) };
}

const VIEW = option('--view <view>', 'what to list; open unless given').choices(REVIEW_VIEWS);

function viewOf(typed: Typed): { view?: (typeof REVIEW_VIEWS)[number] } {
  const view = REVIEW_VIEWS.find((one) => one === typed.text('view'));
  return view === undefined ? {} : { view };
}

function tellReviews({ items, next }: AnswerOf<'listReviews'>, { now }: View): string {
  const rows = items.map((review) => [
    review.id,
    review.orderNo,
    money(review.amountMinor, review.currency),
    String(review.reviewersNeeded),
    moment(review.openedAt),
    maybe(review.dueAt) ?? '',
    review.claimedBy ?? '',
    review.reasons.map(({ id }) => id).join(' '),
  ]);
  return liveList({ columns: COLUMNS, rows, one: 'open review', next }, now);
}

const COLUMNS = [
  { title: 'review' },
  { title: 'order' },
  { title: 'amount', right: true },
  { title: 'reviewers', right: true },
  { title: 'opened' },
  { title: 'due' },
  { title: 'claimed by' },
  { title: 'why' },
];

/** Why it is here and what would have passed first; then the evidence; the next step last. */
function tellReview(review: Review): string {
  return [
    tellHead(review),
    review.evaluation ? tellEvaluation(review.evaluation) : '',
    tellFacts(review.facts),
    tellDecisions(review),
    tellNext(review),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function tellHead(review: Review): string {
  return fields([
    ['review', review.id],
    ['order', review.orderNo],
    ['amount', money(review.amountMinor, review.currency)],
    ['status', review.status],
    ['reviewers', String(review.reviewersNeeded)],
    ['opened', moment(review.openedAt)],
    ['due', maybe(review.dueAt)],
    [
      'claimed by',
      review.claimedBy ? `${review.claimedBy} until ${maybe(review.claimExpiresAt)}` : undefined,
    ],
  ]);
}

function tellFacts(facts: Review['facts']): string {
  const titles = [
    { title: 'fact', right: true },
    { title: 'type' },
    { title: 'at' },
    { title: 'who' },
    { title: 'detail' },
  ];
  const rows = facts.map((fact) => [
    String(fact.number),
    fact.type,
    moment(fact.recordedAt),
    fact.actor.id,
    detailText(fact.detail),
  ]);
  return table(titles, rows);
}

const tellDecisions = ({ decisions }: Review): string =>
  decisions
    .map(({ personId, decision, decidedAt }) => `${decision} by ${plain(personId)}, ${moment(decidedAt)}`)
    .join('\n');

function tellNext(review: Review): string {
  if (review.status !== 'open') return '';
  if (review.mayNotReview !== null)
    return `You had a hand in this order (${plain(review.mayNotReview)}), so you cannot review it.`;
  const changed =
    review.lastMaterialFact === review.materialFact ? '' : 'New facts came in: the review will open again.\n';
  return `${changed}decide: oqr reviews approve ${review.id} --seen ${review.lastMaterialFact}`;
}
