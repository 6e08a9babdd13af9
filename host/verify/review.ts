import type { ReviewSeen, WholeOrder, WriteOffSeen } from '../../db/whole-orders.js';
import { handsOf } from '../../domain/facts.js';
import { mayNotReview } from '../../domain/review.js';
import type { Evaluation } from '../../domain/rules.js';
import { factsBefore, type Measure, named } from './order-check.js';
import { reevaluate } from './write-off.js';

/** Invariant 3: a risky order is written off after the reviews its policy asks for, by people allowed to. */
export function checkReview(order: WholeOrder, measure: Measure): string[] {
  return order.writeOffs.flatMap((one) => {
    const again = reevaluate(order, one, measure);
    return [...checkRisks(one, again), ...checkApproval(order, one, again?.reviewers ?? 0, measure)];
  });
}

/** The recorded evaluation is the one that the rules give. */
function checkRisks({ verification }: WriteOffSeen, again: Evaluation | undefined): string[] {
  if (!again) return [];
  const { evaluation } = verification;
  const met = (one: Evaluation) => one.risks.filter((risk) => risk.met).map((risk) => risk.id);
  const unseen = met(again).filter((id) => !met(evaluation).includes(id));
  const asked = [verification.reviewers, evaluation.reviewers];
  if (unseen.length > 0) return [`written off without seeing a risk: ${unseen.join(', ')}`];
  if (asked.some((count) => count !== again.reviewers))
    return [`its rules ask for ${again.reviewers} reviewers, ${asked.join(' and ')} were recorded`];
  return [];
}

function checkApproval(order: WholeOrder, one: WriteOffSeen, asked: number, measure: Measure): string[] {
  const needed = Math.max(asked, one.verification.reviewers);
  const review = order.reviews.find(({ id }) => id === one.reviewId);
  if (!review) return needed > 0 || one.reviewId ? ['a risky order written off without its review'] : [];
  return [
    ...checkSubject(review, one),
    ...checkOutcome(review, needed),
    ...review.decisions.flatMap((decision) => checkReviewer(order, review, one, decision, measure)),
  ];
}

function checkSubject(review: ReviewSeen, one: WriteOffSeen): string[] {
  if (review.verificationId !== one.verificationId) return ['its review is of another verification'];
  return review.materialFact === one.materialFact ? [] : ['its review saw other facts'];
}

function checkOutcome(review: ReviewSeen, needed: number): string[] {
  const against = review.decisions.filter(({ decision }) => decision !== 'approved');
  const approvers = new Set(review.decisions.map(({ personId }) => personId)).size;
  if (review.status !== 'approved' || against.length > 0)
    return ['written off although its review was not approved'];
  return approvers >= needed ? [] : [`${approvers} of ${needed} reviewers approved`];
}

/** Four eyes: the decision is a fact of its own, by a reviewer who had no hand in the order before it. */
function checkReviewer(
  order: WholeOrder,
  review: ReviewSeen,
  one: WriteOffSeen,
  { personId, factNumber }: ReviewSeen['decisions'][number],
  { reviewers }: Measure,
): string[] {
  const fact = order.facts.find(({ number }) => number === factNumber);
  const hands = fact ? handsOf(fact.actor) : [personId];
  const own = mayNotReview(factsBefore(order, factNumber), hands);
  const lines: string[] = [];
  if (own) lines.push(`approved by the hand behind ${own} (four eyes)`);
  if (!hands.some((hand) => reviewers.has(hand))) lines.push('approved by someone who is no reviewer');
  if (fact?.type !== 'review_approved' || fact.actor.id !== personId || fact.detail.reviewId !== review.id)
    lines.push(`the approval is not what ${named('fact', [factNumber])} says`);
  if (factNumber >= one.factNumber) lines.push('approved after it was written off');
  return lines;
}
