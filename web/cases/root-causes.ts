import type { Asked } from '../client.js';

export type RootCause = Asked<'retryCase'>['body']['rootCause'];

/** The short list that closing a case chooses from; the compiler holds it to the contract. */
const NAMED: Readonly<Record<RootCause, true>> = {
  system_fault: true,
  external_down: true,
  wrong_data: true,
  wrong_rule: true,
  operator_mistake: true,
  entered_twice: true,
  customer_dispute: true,
  other: true,
};

export const ROOT_CAUSES = Object.keys(NAMED) as readonly RootCause[];

export const rootCauseOf = (code: string): RootCause =>
  ROOT_CAUSES.find((known) => known === code) ?? 'other';
