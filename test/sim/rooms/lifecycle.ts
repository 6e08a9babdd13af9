import type { DueFact, Standing, State, Step } from '../../../domain/lifecycle.js';
import * as domain from '../../../domain/lifecycle.js';
import { deviates } from '../deviation.js';

/** The domain as it is, unless a bug is planted in it. */
export * from '../../../domain/lifecycle.js';

export function next(order: Standing): Step {
  const step = domain.next(misread(order));
  if (deviates('not_archived') && step === 'archive') return 'rest';
  if (deviates('not_dispatched') && step === 'dispatch') return 'wait';
  if (deviates('not_reissued') && step === 'issue' && order.state !== 'requested') return 'wait';
  return step;
}

/** What the lifecycle decides on, when it does not look closely. */
function misread(order: Standing): Standing {
  const { verified, review, facts } = order;
  if (deviates('hold_ignored')) return { ...order, facts: facts.filter(({ type }) => type !== 'order_held') };
  if (deviates('old_evidence') && verified)
    return { ...order, verified: { ...verified, materialFact: Number.POSITIVE_INFINITY } };
  if (deviates('no_review') && verified) return { ...order, verified: { ...verified, reviewers: 0 } };
  if (deviates('one_is_enough') && review?.decision === 'open' && approvedSince(order))
    return { ...order, review: { decision: 'approved' } };
  return order;
}

const approvedSince = ({ facts, verified }: Standing): boolean =>
  facts.some(({ type, number }) => type === 'review_approved' && number > (verified?.factNumber ?? 0));

export function due(order: Standing): DueFact | undefined {
  const fact = domain.due(order);
  switch (fact?.type) {
    case 'exception_closed':
      return deviates('exception_stays') ? undefined : fact;
    case 'exception_opened':
      return deviates('case_blocks_nothing') ? undefined : fact;
    case 'late_fact':
      return deviates('late_unnoticed') ? undefined : fact;
    case 'circulation_started':
      return deviates('returned_stays') && fact.detail.reason === 'review_returned' ? undefined : fact;
    default:
      return fact ?? lateAgain(order);
  }
}

/** Notes the same late fact twice. */
function lateAgain({ facts }: Standing): DueFact | undefined {
  if (!deviates('late_twice')) return undefined;
  const noted = facts.filter(({ type }) => type === 'late_fact');
  return noted.length === 1 ? { type: 'late_fact', detail: { ...noted[0]?.detail } } : undefined;
}

export function move(state: State, fact: Parameters<typeof domain.move>[1]): State {
  const to = domain.move(state, fact);
  return deviates('wrong_way_back') && state === 'exception' && to !== 'voided' ? 'verifying' : to;
}

export const fold = (facts: Parameters<typeof domain.fold>[0]): State =>
  facts.reduce<State>((state, fact) => move(state, fact), 'entered');
