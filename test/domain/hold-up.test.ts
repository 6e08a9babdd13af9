import { describe, expect, test } from '@jest/globals';
import type { ClockPause } from '../../domain/deadline.js';
import { type HeldOrder, holdUp } from '../../domain/hold-up.js';
import { STATES, type State } from '../../domain/lifecycle.js';
import { FIRST_POLICY } from '../../domain/policy.js';
import { evaluate } from '../../domain/rules.js';
import { aHistory, anOrder, aPerson, aStanding, type Happening, noRisk, pays } from './builders.js';

function held(state: State, parts: Partial<HeldOrder> = {}, ...happened: readonly Happening[]): HeldOrder {
  const facts = aHistory('code_issued', ...happened);
  const evaluation = evaluate(FIRST_POLICY.rules, anOrder(), facts, noRisk);
  return { standing: aStanding({ state, facts }), evaluation, pauses: [], ...parts };
}

const returned: ClockPause = { fact: 9, reason: 'review_returned', by: aPerson('reviewer'), pausedAtMs: 0 };

describe('why an order is where it is, and what would move it', () => {
  test.each<[State, string | null, string | null]>([
    ['entered', 'not_submitted', 'request_code'],
    ['requested', 'in_progress', 'check_worker'],
    ['verifying', 'in_progress', 'check_worker'],
    ['pending_review', 'review_due', 'decide_review'],
    ['written_off', 'not_archived', 'check_worker'],
    ['archived', null, null],
    ['voided', null, null],
    ['expired', null, null],
    ['purged', null, null],
  ])('%s: %s, %s', (state, cause, nextAction) => {
    expect(holdUp(held(state))).toEqual({ cause, nextAction });
  });

  test('out in the world it is the first thing that is owed', () => {
    expect(holdUp(held('circulating'))).toEqual({ cause: 'unpaid', nextAction: 'record_payment' });
    expect(holdUp(held('circulating', {}, pays(50_000)))).toEqual({
      cause: 'unshipped',
      nextAction: 'record_shipment',
    });
  });

  test('an offer without answer comes first, and an answered one no more', () => {
    expect(holdUp(held('circulating', {}, 'transfer_offered')).cause).toBe('transfer_unanswered');
    expect(holdUp(held('circulating', {}, 'transfer_offered', 'transfer_timed_out')).cause).toBe('unpaid');
  });

  test('a returned review waits for evidence until its pause ends', () => {
    expect(holdUp(held('circulating', { pauses: [returned] })).nextAction).toBe('add_evidence');
    expect(holdUp(held('circulating', { pauses: [{ ...returned, resumedAtMs: 1 }] })).cause).toBe('unpaid');
    expect(holdUp(held('circulating', { pauses: [{ ...returned, reason: 'other' }] })).cause).toBe('unpaid');
  });

  test('an exception names its business question, or the one technical fault', () => {
    const business = { kind: 'business', code: 'overpaid' };
    expect(holdUp(held('exception', { question: business }))).toEqual({
      cause: 'overpaid',
      nextAction: 'resolve_case',
    });
    const technical = { kind: 'technical', code: 'TypeError: broken at 17' };
    expect(holdUp(held('exception', { question: technical })).cause).toBe('technical_fault');
  });

  test('a step that fails without an exception is the technical fault too', () => {
    const order = held('written_off');
    expect(holdUp({ ...order, standing: { ...order.standing, stalled: true } }).nextAction).toBe(
      'retry_case',
    );
  });

  test('every word fits the column that it is written to', () => {
    for (const state of STATES)
      for (const word of Object.values(holdUp(held(state))))
        if (word !== null) expect(word).toMatch(/^[a-z0-9_]{1,60}$/);
  });
});
