import { describe, expect, test } from '@jest/globals';
import type { State } from '../../domain/lifecycle.js';
import { FIRST_POLICY } from '../../domain/policy.js';
import { evaluate } from '../../domain/rules.js';
import { waitingFor } from '../../domain/waiting.js';
import { aHistory, anOrder, aPass, aStanding, noRisk, pays } from './builders.js';

const FACTS = aHistory('code_issued', pays(12_000));
const EVALUATION = evaluate(FIRST_POLICY.rules, anOrder(), FACTS, noRisk);
const reason = (state: State) => waitingFor(aStanding({ state, facts: FACTS }), EVALUATION);

describe('why an order waits', () => {
  test.each<State>(['issued', 'dispatched', 'circulating'])('%s waits for facts, and says which', (state) => {
    expect(reason(state)).toEqual({ code: 'facts', needs: ['pay CNY 380.00 more', 'ship 1 more'] });
  });

  test('an entered order waits for its generation request, an exception for its case', () => {
    expect(reason('entered')).toEqual({ code: 'generation_request', needs: [] });
    expect(reason('exception')).toEqual({ code: 'case', needs: [] });
    expect(reason('written_off')).toEqual({ code: 'archive', needs: [] });
  });

  test.each([1, 2])('a review waits for %i reviewers', (reviewers) => {
    const order = aStanding({ state: 'pending_review', facts: FACTS, verified: aPass(FACTS, { reviewers }) });
    expect(waitingFor(order, EVALUATION)?.code).toBe('reviewer');
    expect(waitingFor(order, EVALUATION)?.needs[0]).toContain(String(reviewers));
  });

  test.each<State>(['requested', 'verifying', 'archived', 'voided', 'expired', 'purged'])(
    '%s waits for nobody',
    (state) => {
      expect(reason(state)).toBeNull();
    },
  );
});
