import { ASKED, type ClockPause, openPause, RETURNED } from './deadline.js';
import type { FactType } from './facts.js';
import { heldBack, type Standing } from './lifecycle.js';
import type { Condition, Evaluation } from './rules.js';

/** Why an order is where it is and what would move it, as code words to count and group by; null when it is at rest. */
export interface HoldUp {
  cause: string | null;
  nextAction: string | null;
}

export interface HeldOrder {
  standing: Standing;
  evaluation: Evaluation;
  pauses: readonly ClockPause[];
  /** The blocking case that waits longest. */
  question?: { kind: string; code: string } | undefined;
}

/** A technical fault is one cause, however many orders it holds. */
export const FAULT: HoldUp = { cause: 'technical_fault', nextAction: 'retry_case' };

/** The cause and next action of an order (P4.2.2). */
export function holdUp(order: HeldOrder): HoldUp {
  const { standing, question } = order;
  if (standing.stalled) return FAULT;
  if (heldBack(standing)) return { cause: 'on_hold', nextAction: 'release_hold' };
  switch (standing.state) {
    case 'entered':
      return { cause: 'not_submitted', nextAction: 'request_code' };
    case 'requested':
    case 'verifying':
      return { cause: 'in_progress', nextAction: 'check_worker' };
    case 'issued':
    case 'dispatched':
    case 'circulating':
      return outside(order);
    case 'pending_review':
      if (openPause(order.pauses)?.reason === ASKED) return { cause: ASKED, nextAction: 'await_customer' };
      return { cause: 'review_due', nextAction: 'decide_review' };
    case 'exception':
      if (question?.kind !== 'business') return FAULT;
      return { cause: question.code, nextAction: 'resolve_case' };
    case 'written_off':
      return { cause: 'not_archived', nextAction: 'check_worker' };
    case 'archived':
    case 'voided':
    case 'expired':
    case 'purged':
      return { cause: null, nextAction: null };
  }
}

/** What people or customers outside the lifecycle owe. */
function outside({ standing, evaluation, pauses }: HeldOrder): HoldUp {
  if (openPause(pauses)?.reason === RETURNED) return { cause: RETURNED, nextAction: 'add_evidence' };
  if (offered(standing)) return { cause: 'transfer_unanswered', nextAction: 'answer_transfer' };
  const missing = evaluation.conditions.find((outcome) => !outcome.met);
  return missing ? OWED[missing.id] : { cause: 'in_progress', nextAction: 'check_worker' };
}

const ANSWERS: readonly FactType[] = ['transfer_accepted', 'transfer_refused', 'transfer_timed_out'];

/** The last offer of a transfer has no answer yet. */
const offered = ({ facts }: Standing): boolean =>
  facts.findLast((fact) => fact.type === 'transfer_offered' || ANSWERS.includes(fact.type))?.type ===
  'transfer_offered';

const OWED: Readonly<Record<Condition, HoldUp>> = {
  paid_in_full: { cause: 'unpaid', nextAction: 'record_payment' },
  all_shipped: { cause: 'unshipped', nextAction: 'record_shipment' },
  delivered: { cause: 'undelivered', nextAction: 'record_delivery' },
  service_completed: { cause: 'service_due', nextAction: 'record_service' },
  credit_approved: { cause: 'credit_due', nextAction: 'approve_credit' },
};
