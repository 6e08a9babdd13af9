import { randomUUID } from 'node:crypto';
import { cancelCases, openCase, resolveCase } from '../db/cases.js';
import { endLive } from '../db/codes.js';
import { answerHop, offerHop } from '../db/hops.js';
import { closeReview, noteDecision, withdrawDecision } from '../db/reviews.js';
import { noteDepartment } from '../db/scope.js';
import { ordered, takeInHand } from '../db/standing.js';
import type { Fact } from '../domain/facts.js';
import { ledger } from '../domain/ledger.js';
import { standing as reviewStanding } from '../domain/review.js';
import { absorbCase } from './case-news.js';
import { absorbMessage } from './channel.js';
import { forwardCode, questionMisuse, sendProofCode } from './customer-news.js';
import type { Hand } from './hand.js';
import type { House } from './house.js';
import { askCustomer } from './question.js';

/** Carries what people and the world recorded since the last turn into the rows that lists and screens read. */
export async function absorb(house: House, hand: Hand): Promise<void> {
  const news = hand.facts.filter((fact) => fact.number > hand.row.appliedFact);
  for (const fact of news) await take(house, hand, fact);
  if (!news.some((fact) => TOUCHING.includes(fact.type))) return;
  const again = await takeInHand(hand.tx, hand.row.id);
  if (again) Object.assign(hand, again);
}

/** Facts whose rows the standing is read from. */
const TOUCHING: readonly Fact['type'][] = [
  'review_approved',
  'review_rejected',
  'review_returned',
  'review_withdrawn',
  'customer_asked',
  'retry_requested',
  'case_resolved',
  'case_given_up',
  'skip_confirmed',
  'order_amended',
  'progress_told',
  'order_cancelled',
  'code_voided',
  'message_failed',
  'message_bounced',
  'resend_requested',
];

async function take(house: House, hand: Hand, fact: Fact): Promise<void> {
  switch (fact.type) {
    case 'transfer_offered':
      return offer(hand, fact);
    case 'transfer_accepted':
    case 'transfer_refused':
      return answer(hand, fact);
    case 'review_approved':
    case 'review_rejected':
    case 'review_returned':
      return decide(hand, fact);
    case 'review_withdrawn':
      return withdraw(hand, fact);
    case 'reassigned':
    case 'escalated':
      return noteDepartment(hand.tx, hand.row.id, String(fact.detail.department));
    case 'customer_asked':
      return askCustomer(house, hand, fact);
    case 'proof_code_asked':
      return sendProofCode(house, hand, fact);
    case 'code_forwarded':
      return forwardCode(hand, fact);
    case 'misuse_reported':
      return questionMisuse(hand, fact);
    case 'case_resolved':
      await resolveCase(
        hand.tx,
        String(fact.detail.caseId),
        String(fact.detail.resolution ?? ''),
        text(fact.detail.rootCause),
      );
      return;
    case 'code_voided':
      await endLive(hand.tx, hand.row.id, 'voided');
      hand.code = undefined;
      return;
    case 'scan_conflicted':
      return questionScan(hand, fact);
    case 'order_cancelled':
      return cancel(hand);
    case 'message_received':
    case 'message_failed':
    case 'message_bounced':
    case 'resend_requested':
      return absorbMessage(house, hand, fact);
    default:
      return absorbCase(house, hand, fact);
  }
}

async function offer(hand: Hand, fact: Fact): Promise<void> {
  const { toKind } = fact.detail;
  await offerHop(hand.tx, {
    id: randomUUID(),
    orderId: hand.row.id,
    fromDepartment: fact.actor.department ?? hand.row.ownerDepartment,
    toKind: toKind === 'carrier' || toKind === 'customer' ? toKind : 'department',
    toName: String(fact.detail.toName ?? ''),
    offeredFact: fact.number,
    offeredBy: fact.actor.id,
    offeredAt: fact.happenedAt,
    answerHours: hand.policy.transferAnswerHours,
  });
}

async function answer(hand: Hand, fact: Fact): Promise<void> {
  await answerHop(hand.tx, hand.row.id, {
    status: fact.type === 'transfer_accepted' ? 'accepted' : 'refused',
    answeredFact: fact.number,
    answeredBy: fact.actor.id,
  });
}

/** Copies a decision beside its review, and closes the review when the decisions add up. */
async function decide(hand: Hand, fact: Fact): Promise<void> {
  const { review } = hand;
  if (review?.status !== 'open' || review.id !== fact.detail.reviewId) return;
  const decision =
    fact.type === 'review_approved' ? 'approved' : fact.type === 'review_rejected' ? 'rejected' : 'returned';
  const one = {
    personId: fact.actor.id,
    decision,
    factNumber: fact.number,
    reason: text(fact.detail.reason),
  } as const;
  await noteDecision(hand.tx, {
    ...one,
    reviewId: review.id,
    orderId: hand.row.id,
    decidedAt: fact.recordedAt,
  });
  const decisions = [...review.decisions, one];
  const outcome = reviewStanding(decisions, review.reviewersNeeded);
  hand.review = { ...review, decisions, status: outcome };
  if (outcome === 'open') return;
  await closeReview(hand.tx, hand.row.id, outcome);
  if (outcome === 'rejected') await questionRejection(hand, fact);
}

/** An approval that was taken back while a second one was due. */
async function withdraw(hand: Hand, fact: Fact): Promise<void> {
  const { review } = hand;
  if (review?.status !== 'open' || review.id !== fact.detail.reviewId) return;
  await withdrawDecision(hand.tx, review.id, fact.actor.id, fact.recordedAt);
  hand.review = {
    ...review,
    decisions: review.decisions.filter(({ personId }) => personId !== fact.actor.id),
  };
}

/** A rejected review is investigated before anything else happens (P6.3.1). */
async function questionRejection(hand: Hand, fact: Fact): Promise<void> {
  await openCase(hand.tx, {
    id: randomUUID(),
    orderId: hand.row.id,
    kind: 'business',
    step: 'review',
    code: 'review_rejected',
    blocking: true,
    ownerDepartment: 'customer_service',
    detail: { reviewId: fact.detail.reviewId, factNumber: fact.number },
    dueHours: hand.policy.budgetHours.exception ?? 16,
  });
}

/** What a device did without the house and what is on record do not go together: people hear both, and nothing waits. */
async function questionScan(hand: Hand, { number, detail }: Fact): Promise<void> {
  await openCase(hand.tx, {
    id: randomUUID(),
    orderId: hand.row.id,
    kind: 'business',
    step: 'offline',
    code: `offline_${String(detail.why)}`,
    blocking: false,
    ownerDepartment: 'customer_service',
    detail: { factNumber: number, device: detail.device, record: detail.record, counted: detail.counted },
    dueHours: hand.policy.budgetHours.exception ?? 16,
  });
}

/** A cancelled order ends its code, review and cases; money that was paid is a question for finance. */
async function cancel(hand: Hand): Promise<void> {
  await cancelCases(hand.tx, hand.row.id);
  await closeReview(hand.tx, hand.row.id, 'superseded');
  await endLive(hand.tx, hand.row.id, 'voided');
  hand.code = undefined;
  if (ledger(ordered(hand), hand.facts).paidMinor <= 0) return;
  await openCase(hand.tx, {
    id: randomUUID(),
    orderId: hand.row.id,
    kind: 'business',
    step: 'cancellation',
    code: 'refund_due',
    blocking: false,
    ownerDepartment: 'finance',
    dueHours: hand.policy.budgetHours.exception ?? 16,
  });
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
