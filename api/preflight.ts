import { randomBytes } from 'node:crypto';
import { lastAmendment } from '../db/amendments.js';
import type { CaseRow } from '../db/cases.js';
import { liveCode } from '../db/codes.js';
import { factsOf } from '../db/facts.js';
import { linesOf, type OrderRow, orderById } from '../db/orders.js';
import { activePolicy } from '../db/policies.js';
import { lastReview } from '../db/reviews.js';
import type { Tx } from '../db/sql.js';
import { verificationsOf } from '../db/verifications.js';
import { writeOffOf } from '../db/write-offs.js';
import { type Fact, lastMaterial } from '../domain/facts.js';
import { fold, isClosed } from '../domain/lifecycle.js';
import { mayNotRetry } from '../domain/review.js';
import { evaluate } from '../domain/rules.js';
import { channelsOf } from '../platform/phone.js';
import { checkSymbol } from '../qr/check.js';
import { textOf } from '../qr/code-text.js';
import { MEDIA } from '../qr/symbol.js';
import { currentKey, TOKEN_ID_BYTES } from '../qr/token.js';
import type { ApiDeps } from './deps.js';
import { customerOf } from './sealing.js';

/** What a step would do now. `because`: why it would still fail; `outcome`: what would come of it. */
export interface Check {
  caseId: string;
  orderNo: string;
  step: string;
  passes: boolean;
  because: string | null;
  outcome: string | null;
}

type Finding = { because: string } | { outcome: string };

interface Bench {
  tx: Tx;
  deps: ApiDeps;
  order: OrderRow;
  facts: Fact[];
}

/** Evaluates what a case's step would do now; its transaction is read-only, so that nothing can be written. */
export async function checkCase(
  tx: Tx,
  deps: ApiDeps,
  found: CaseRow,
  hands: readonly string[],
): Promise<Check> {
  const order = await orderById(tx, found.orderId);
  const finding = order ? await finds(tx, deps, { found, order, hands }) : { because: 'order_unknown' };
  const { id: caseId, orderNo, step } = found;
  const passes = 'outcome' in finding;
  return {
    ...{ caseId, orderNo, step, passes },
    because: passes ? null : finding.because,
    outcome: passes ? finding.outcome : null,
  };
}

async function finds(
  tx: Tx,
  deps: ApiDeps,
  { found, order, hands }: { found: CaseRow; order: OrderRow; hands: readonly string[] },
): Promise<Finding> {
  const facts = await factsOf(tx, order.id);
  if (found.kind !== 'technical') return { because: 'case_not_technical' };
  if (found.status !== 'open' && found.status !== 'given_up') return { because: `case_${found.status}` };
  if (isClosed(fold(facts)) && found.step !== 'archive') return { because: 'order_over' };
  if (mayNotRetry(facts, hands)) return { because: 'four_eyes' };
  if ((await lastAmendment(tx, found.id))?.status === 'proposed') return { because: 'amendment_waits' };
  if (deps.faults?.strikes(order.orderNo, found.step)) return { because: 'fault_injected' };
  return steps(found.step, { tx, deps, order, facts });
}

function steps(step: string, bench: Bench): Promise<Finding> | Finding {
  switch (step) {
    case 'issue':
      return issuing(bench);
    case 'dispatch':
      return dispatching(bench);
    case 'verify':
      return verifying(bench);
    case 'review':
    case 'write_off':
      return writingOff(bench);
    case 'archive':
      return archiving(bench);
    default:
      return { outcome: 'looked_at' };
  }
}

/** Draws the very symbol and has it decoded, with a token that nobody will ever see. */
async function issuing({ deps, order }: Bench): Promise<Finding> {
  const { tokenKeys } = deps;
  const draft = {
    issueNo: 1,
    tokenId: randomBytes(TOKEN_ID_BYTES),
    profile: 'short',
    keyId: currentKey(tokenKeys, 'short').keyId,
    expiresAt: new Date(),
  } as const;
  const text = textOf(tokenKeys, deps.codeHost, draft, { ...order, customerRef: '', lines: [] });
  const check = await checkSymbol(text, MEDIA.screen.ecc);
  return check.ok ? { outcome: 'issued' } : { because: 'symbol_unreadable' };
}

async function dispatching({ tx, deps, order }: Bench): Promise<Finding> {
  if (!(await liveCode(tx, order.id))) return { because: 'code_not_issued' };
  const customer = await customerOf(deps, tx, order);
  if (!customer) return { because: 'customer_erased' };
  return { outcome: `sent_by_${channelsOf(customer)[0] ?? 'page'}` };
}

async function verifying({ tx, order, facts }: Bench): Promise<Finding> {
  const { rules } = await activePolicy(tx);
  const lines = await linesOf(tx, order.id);
  const known = { watched: false, firstOrderOfCustomer: false, scanAnomaly: false };
  return { outcome: `verdict_${evaluate(rules, { ...order, lines }, facts, known).verdict}` };
}

/** New evidence is verified before anything is final, so it is no failure. */
async function writingOff({ tx, order, facts }: Bench): Promise<Finding> {
  if (await writeOffOf(tx, order.id)) return { because: 'already_written_off' };
  const last = (await verificationsOf(tx, order.id)).at(-1);
  if (!last) return { because: 'not_verified' };
  if (last.evaluation.materialFact !== lastMaterial(facts)) return { outcome: 'verified_again' };
  if (last.evaluation.verdict !== 'pass') return { because: `verdict_${last.evaluation.verdict}` };
  const { reviewers } = last.evaluation;
  const review = reviewers > 0 ? await lastReview(tx, order.id) : undefined;
  if (reviewers > 0 && review?.status !== 'approved') return { outcome: 'review_asked' };
  return { outcome: 'written_off' };
}

async function archiving({ tx, order }: Bench): Promise<Finding> {
  return (await writeOffOf(tx, order.id)) ? { outcome: 'archived' } : { because: 'not_written_off' };
}
