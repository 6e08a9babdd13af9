import type { FactType } from '../../domain/facts.js';
import type { State } from '../../domain/lifecycle.js';

/** The state table of the domain's vocabulary page, written out by hand: from, fact, to. */
export const TABLE: readonly (readonly [from: State, fact: FactType, to: State])[] = [
  ['entered', 'code_requested', 'requested'],
  ['requested', 'code_issued', 'issued'],
  ['issued', 'code_dispatched', 'dispatched'],
  ['issued', 'circulation_started', 'circulating'],
  ['dispatched', 'circulation_started', 'circulating'],
  ['circulating', 'verification_started', 'verifying'],

  ['verifying', 'verification_started', 'verifying'],
  ['verifying', 'verification_deferred', 'circulating'],
  ['verifying', 'review_opened', 'pending_review'],
  ['verifying', 'written_off', 'written_off'],

  ['pending_review', 'written_off', 'written_off'],
  ['pending_review', 'circulation_started', 'circulating'],
  ['pending_review', 'verification_started', 'verifying'],

  ['requested', 'exception_opened', 'exception'],
  ['issued', 'exception_opened', 'exception'],
  ['dispatched', 'exception_opened', 'exception'],
  ['circulating', 'exception_opened', 'exception'],
  ['verifying', 'exception_opened', 'exception'],
  ['pending_review', 'exception_opened', 'exception'],

  ['entered', 'order_cancelled', 'voided'],
  ['requested', 'order_cancelled', 'voided'],
  ['issued', 'order_cancelled', 'voided'],
  ['dispatched', 'order_cancelled', 'voided'],
  ['circulating', 'order_cancelled', 'voided'],
  ['verifying', 'order_cancelled', 'voided'],
  ['pending_review', 'order_cancelled', 'voided'],
  ['exception', 'order_cancelled', 'voided'],

  ['issued', 'code_expired', 'expired'],
  ['dispatched', 'code_expired', 'expired'],
  ['circulating', 'code_expired', 'expired'],
  ['expired', 'code_issued', 'issued'],

  ['written_off', 'archived', 'archived'],
  ['archived', 'purged', 'purged'],
  ['voided', 'purged', 'purged'],
  ['expired', 'purged', 'purged'],
];

/** The states an exception may come from, and so return to when `exception_closed` names them. */
export const EXCEPTION_FROM: readonly State[] = [
  'requested',
  'issued',
  'dispatched',
  'circulating',
  'verifying',
  'pending_review',
];

/** Every step from one state to another that the page allows. */
export function isLegal(from: State, fact: FactType, to: State): boolean {
  if (from === 'exception' && fact === 'exception_closed') return EXCEPTION_FROM.includes(to);
  return TABLE.some((row) => row[0] === from && row[1] === fact && row[2] === to);
}
