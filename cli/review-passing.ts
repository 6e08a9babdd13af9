import type { Command } from 'commander';
import { moment } from './print.js';
import { tellRecorded } from './recorded.js';
import type { Session } from './session.js';
import { option, REASONS, reasonsOf, type Typed } from './typed.js';
import { addVerb } from './verb.js';

const reviewOf = (typed: Typed) => ({ params: { reviewId: typed.arg(0) } });
const REASON = option('--reason <word>', 'why, as a code word to count by').makeOptionMandatory();
const NOTE = option('--note <text>', 'free text; stored encrypted');

/** Of a review: taking it over, taking back, asking, handing on, leaving it to the leads. */
export function addPassing(reviews: Command, session: Session): void {
  addVerb(reviews, session, {
    route: 'takeOverReview',
    name: 'take-over <review-id>',
    options: [REASON, NOTE],
    request: (typed) => ({ ...reviewOf(typed), body: reasonOf(typed) }),
    tell: ({ reviewId, expiresAt }, { language }) =>
      language === 'zh'
        ? `审核 ${reviewId} 已由您接手，到 ${moment(expiresAt)} 为止。`
        : `Review ${reviewId} is yours until ${moment(expiresAt)}.`,
  });
  addVerb(reviews, session, {
    route: 'withdrawDecision',
    name: 'withdraw <review-id>',
    options: REASONS,
    request: (typed) => ({ ...reviewOf(typed), body: reasonsOf(typed) }),
    tell: tellRecorded,
  });
  addVerb(reviews, session, {
    route: 'askCustomer',
    name: 'ask <review-id>',
    options: [REASON, option('--note <text>', 'the question; stored encrypted').makeOptionMandatory()],
    request: (typed) => ({
      ...reviewOf(typed),
      body: { ...reasonOf(typed), note: typed.text('note') ?? '' },
    }),
    tell: tellRecorded,
  });
  addVerb(reviews, session, {
    route: 'handOverReview',
    name: 'hand-over <review-id>',
    options: [
      option('--to <person>', 'a reviewer').makeOptionMandatory(),
      option(
        '--return-at <moment>',
        'when it comes back, as 2026-11-23T09:00:00+08:00',
      ).makeOptionMandatory(),
      REASON,
      NOTE,
    ],
    request: (typed) => ({
      ...reviewOf(typed),
      body: { to: typed.text('to') ?? '', returnAt: typed.text('returnAt') ?? '', ...reasonOf(typed) },
    }),
    tell: tellRecorded,
  });
  addVerb(reviews, session, {
    route: 'escalateReview',
    name: 'escalate <review-id>',
    options: [REASON, NOTE],
    request: (typed) => ({ ...reviewOf(typed), body: reasonOf(typed) }),
    tell: tellRecorded,
  });
  addVerb(reviews, session, {
    route: 'supplyEvidence',
    name: 'supply <order-no>',
    options: [option('--what <word>', 'what was asked for').makeOptionMandatory(), NOTE],
    request: (typed) => {
      const note = typed.text('note');
      return {
        params: { orderNo: typed.arg(0) },
        body: { what: typed.text('what') ?? '', ...(note !== undefined && { note }) },
      };
    },
    tell: tellRecorded,
  });
}

const reasonOf = (typed: Typed) => ({ ...reasonsOf(typed), reason: typed.text('reason') ?? '' });
