import type { Fact } from '../domain/facts.js';
import type { Ordered } from '../domain/ledger.js';
import { fold, type Standing } from '../domain/lifecycle.js';
import { standing as reviewStanding } from '../domain/review.js';
import { type CaseRow, casesOf } from './cases.js';
import { type CodeRow, liveCode } from './codes.js';
import { factsOf } from './facts.js';
import { type MessageRow, messagesOf } from './messages.js';
import { type LineRow, linesOf, lockOrder, type OrderRow } from './orders.js';
import { type DecisionRow, lastReview, type ReviewRow } from './reviews.js';
import type { Tx } from './sql.js';
import { lastVerification, type VerificationRow } from './verifications.js';

/** An order under lock with everything a step may need to decide. */
export interface OrderInHand {
  row: OrderRow;
  lines: LineRow[];
  facts: Fact[];
  code: CodeRow | undefined;
  verification: VerificationRow | undefined;
  review: (ReviewRow & { decisions: DecisionRow[] }) | undefined;
  cases: CaseRow[];
  messages: MessageRow[];
  standing: Standing;
}

/** Locks an order and reads how it stands; undefined when there is no such order. */
export async function takeInHand(tx: Tx, orderId: string): Promise<OrderInHand | undefined> {
  const row = await lockOrder(tx, orderId);
  if (!row) return undefined;
  const parts = {
    row,
    lines: await linesOf(tx, orderId),
    facts: await factsOf(tx, orderId),
    code: await liveCode(tx, orderId),
    verification: await lastVerification(tx, orderId),
    review: await lastReview(tx, orderId),
    cases: await casesOf(tx, orderId),
    messages: await messagesOf(tx, orderId),
  };
  return { ...parts, standing: standingOf(parts) };
}

/** What the rules read of an order. */
export function ordered(order: Pick<OrderInHand, 'row' | 'lines'>): Ordered {
  const { kind, settlement, currency, amountMinor } = order.row;
  return { kind, settlement, currency, amountMinor, lines: order.lines };
}

export function standingOf(order: Omit<OrderInHand, 'standing'>): Standing {
  const { row, facts, verification, review } = order;
  return {
    state: fold(facts),
    appliedFact: row.appliedFact,
    facts,
    liveIssueNo: order.code?.issueNo ?? 0,
    messages: { wanted: row.notify, prepared: prepared(order) },
    blockingCases: order.cases.filter((one) => one.blocking && one.status === 'open').length,
    archiveCase: order.cases.some((one) => one.step === 'archive' && one.status === 'open'),
    ...(verification && {
      verified: {
        materialFact: verification.materialFact,
        factNumber: verification.factNumber,
        verdict: verification.verdict,
        reviewers: verification.reviewers,
      },
    }),
    ...(review && { review: { decision: decisionOf(review) } }),
  };
}

/** A message of the live code is on its way or arrived; one that failed leaves the next channel to try. */
function prepared({ code, messages }: Omit<OrderInHand, 'standing'>): boolean {
  if (!code) return true;
  return messages.some((message) => message.codeId === code.id && message.status !== 'failed');
}

/** A superseded review decides nothing, whatever was decided on it. */
function decisionOf(
  review: ReviewRow & { decisions: DecisionRow[] },
): NonNullable<Standing['review']>['decision'] {
  if (review.status === 'superseded') return 'open';
  if (review.status !== 'open') return review.status;
  return reviewStanding(review.decisions, review.reviewersNeeded);
}
