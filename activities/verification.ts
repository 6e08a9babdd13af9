import { randomUUID } from 'node:crypto';
import { openCase } from '../db/cases.js';
import { isFirstOrder } from '../db/orders.js';
import { closeReview } from '../db/reviews.js';
import { insertVerification } from '../db/verifications.js';
import type { Evaluation } from '../domain/rules.js';
import type { Hand } from './hand.js';
import { judge, note } from './turn.js';

const FACT_OF = {
  pass: 'verification_passed',
  not_yet: 'verification_deferred',
  fail: 'verification_failed',
} as const;

/** Evaluates the write-off rules on all facts and stores the verdict with everything it looked at (P6.1.2). */
export async function verifying(hand: Hand): Promise<void> {
  const { id: orderId } = hand.row;
  if (hand.review?.status === 'open') await closeReview(hand.tx, orderId, 'superseded');
  note(hand, 'verification_started');
  const firstOrder = await isFirstOrder(hand.tx, hand.row);
  const evaluation = judge(hand, firstOrder);
  const { verdict, materialFact, reviewers } = evaluation;
  const factNumber = note(hand, FACT_OF[verdict], { materialFact, rule: evaluation.rule });
  const id = randomUUID();
  const policyVersion = hand.policy.version;
  hand.atEnd(() => insertVerification(hand.tx, { id, orderId, factNumber, policyVersion, evaluation }));
  hand.verification = { id, factNumber, policyVersion, materialFact, verdict, reviewers };
  hand.standing.verified = hand.verification;
  delete hand.standing.review;
  if (verdict === 'fail') await question(hand, evaluation);
}

/** Facts that contradict the order or each other are settled by people (P6.3.1). */
async function question(hand: Hand, evaluation: Evaluation): Promise<void> {
  const against = evaluation.contradictions.filter((outcome) => outcome.met);
  const asked = {
    kind: 'business',
    step: 'verification',
    code: against[0]?.id ?? 'contradiction',
    blocking: true,
    ownerDepartment: against.some((outcome) => outcome.id === 'dispute_open')
      ? 'customer_service'
      : 'finance',
  } as const;
  await openCase(hand.tx, {
    ...asked,
    id: randomUUID(),
    orderId: hand.row.id,
    detail: { contradictions: against, materialFact: evaluation.materialFact },
    dueHours: hand.policy.budgetHours.exception ?? 16,
  });
  hand.cases.push({ ...asked, status: 'open' });
  hand.standing.blockingCases += 1;
}
