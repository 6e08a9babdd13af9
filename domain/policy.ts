import type { ScanGuard } from './abuse.js';
import type { State } from './lifecycle.js';
import type { PolicyRules } from './rules.js';

/** A policy version: rules, budgets and periods that were in force together (P7.2.3). */
export interface PolicyVersion {
  version: number;
  rules: PolicyRules;
  /** Hours an order may stay in a state before it is stuck; a state without one has no deadline. */
  budgetHours: Readonly<Partial<Record<State, number>>>;
  codeValidityDays: number;
  transferAnswerHours: number;
  retentionDays: number;
  /** From how many scans on it is misuse; what is absent is as in `FIRST_GUARD`. */
  scanGuard?: Partial<ScanGuard>;
}

/** The first policy version, seeded on an empty database. Amounts in minor units: 10,000.00, 3,000.00, 100,000.00. */
export const FIRST_POLICY: PolicyVersion = {
  version: 1,
  rules: {
    writeOff: [
      {
        id: 'goods_prepaid',
        kind: 'goods',
        settlement: 'prepaid',
        requires: ['paid_in_full', 'all_shipped'],
      },
      {
        id: 'goods_cod',
        kind: 'goods',
        settlement: 'cash_on_delivery',
        requires: ['delivered', 'paid_in_full'],
      },
      {
        id: 'goods_on_account',
        kind: 'goods',
        settlement: 'on_account',
        requires: ['all_shipped', 'credit_approved'],
      },
      {
        id: 'service_prepaid',
        kind: 'service',
        settlement: 'prepaid',
        requires: ['service_completed', 'paid_in_full'],
      },
      {
        id: 'service_cod',
        kind: 'service',
        settlement: 'cash_on_delivery',
        requires: ['service_completed', 'paid_in_full'],
      },
      {
        id: 'service_on_account',
        kind: 'service',
        settlement: 'on_account',
        requires: ['service_completed', 'credit_approved'],
      },
      {
        id: 'mixed_prepaid',
        kind: 'mixed',
        settlement: 'prepaid',
        requires: ['paid_in_full', 'all_shipped', 'service_completed'],
      },
      {
        id: 'mixed_cod',
        kind: 'mixed',
        settlement: 'cash_on_delivery',
        requires: ['delivered', 'service_completed', 'paid_in_full'],
      },
      {
        id: 'mixed_on_account',
        kind: 'mixed',
        settlement: 'on_account',
        requires: ['all_shipped', 'service_completed', 'credit_approved'],
      },
    ],
    contradictions: ['overpaid', 'other_currency', 'shipped_too_much', 'payment_mismatch', 'dispute_open'],
    risks: [
      { id: 'amount_at_least', thresholds: { CNY: 1_000_000, USD: 1_000_000 } },
      { id: 'watched' },
      { id: 'amended_after_issue' },
      { id: 'mismatch_corrected' },
      { id: 'scan_anomaly' },
      { id: 'reissued' },
      { id: 'first_order_at_least', thresholds: { CNY: 300_000, USD: 300_000 } },
      { id: 'entered_by_own_hand' },
    ],
    twoReviewersFrom: { CNY: 10_000_000, USD: 10_000_000 },
  },
  budgetHours: {
    entered: 8,
    requested: 1,
    issued: 24,
    dispatched: 120,
    circulating: 120,
    verifying: 1,
    pending_review: 8,
    exception: 16,
    written_off: 1,
  },
  codeValidityDays: 365,
  transferAnswerHours: 8,
  retentionDays: 3 * 365,
};
