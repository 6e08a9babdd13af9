import { describe, expect, test } from '@jest/globals';
import type { FactType } from '../../domain/facts.js';
import { due, next, type Standing, type State, type Step } from '../../domain/lifecycle.js';
import { aFact, aHistory, aPass, aStanding } from './builders.js';
import { EXCEPTION_FROM } from './state-table.js';

const ISSUED = aHistory('order_entered', 'code_requested', 'code_issued');
const PAID = aHistory('order_entered', 'code_requested', 'code_issued', 'payment_received');
const unsent = { wanted: true, prepared: false };
const passed = aPass(PAID);
const risky = aPass(PAID, { reviewers: 1 });
const approved = { decision: 'approved' } as const;

describe('each state without anything new', () => {
  test.each<[State, Step]>([
    ['entered', 'wait'],
    ['requested', 'issue'],
    ['issued', 'wait'],
    ['dispatched', 'wait'],
    ['circulating', 'wait'],
    ['verifying', 'verify'],
    ['pending_review', 'wait'],
    ['written_off', 'archive'],
    ['archived', 'rest'],
    ['voided', 'rest'],
    ['expired', 'rest'],
    ['purged', 'rest'],
  ])('%s: %s', (state, step) => {
    const order = aStanding({ state, facts: ISSUED });
    expect(due(order)).toBeUndefined();
    expect(next(order)).toBe(step);
  });
});

describe('dispatch', () => {
  test.each<State>(['issued', 'dispatched', 'circulating', 'verifying', 'pending_review'])(
    'a message that is wanted and not prepared goes first in %s',
    (state) => {
      const order = aStanding({ state, facts: ISSUED, messages: unsent });
      expect(next(order)).toBe('dispatch');
      expect(next({ ...order, messages: { wanted: true, prepared: true } })).not.toBe('dispatch');
      expect(next({ ...order, messages: { wanted: false, prepared: false } })).not.toBe('dispatch');
    },
  );

  test.each<State>([
    'entered',
    'requested',
    'exception',
    'written_off',
    'archived',
    'voided',
    'expired',
    'purged',
  ])('no message is prepared in %s', (state) => {
    const order = aStanding({ state, messages: unsent, blockingCases: state === 'exception' ? 1 : 0 });
    expect(next(order)).not.toBe('dispatch');
  });

  test('a delivered message makes an issued code dispatched', () => {
    const order = aStanding({ state: 'issued', facts: aHistory('code_issued', 'message_delivered') });
    expect(due(order)).toEqual({ type: 'code_dispatched', detail: {} });
    expect(next(order)).toBe('settle');
  });

  test('news of the replaced code’s message does not dispatch the new one', () => {
    const facts = aHistory(
      'code_issued',
      'message_delivered',
      'code_expired',
      'reissue_requested',
      'code_issued',
    );
    expect(due(aStanding({ state: 'issued', facts }))).toBeUndefined();
  });

  test('a failed message dispatches nothing and blocks nothing', () => {
    const order = aStanding({ state: 'issued', facts: aHistory('code_issued', 'message_failed') });
    expect(next(order)).toBe('wait');
  });
});

describe('circulation', () => {
  const starts = { type: 'circulation_started', detail: {} };

  test.each<FactType>([
    'payment_received',
    'picked',
    'shipped',
    'delivered',
    'customer_confirmed',
    'transfer_offered',
    'credit_approved',
  ])('%s starts it, with or without a message', (type) => {
    expect(due(aStanding({ state: 'issued', facts: aHistory('code_issued', type) }))).toEqual(starts);
    expect(due(aStanding({ state: 'dispatched', facts: aHistory('code_issued', type) }))).toEqual(starts);
  });

  test.each<FactType>([
    'scanned',
    'message_delivered',
    'message_failed',
    'review_claimed',
    'watch_set',
    'code_issued',
  ])('%s does not start it', (type) => {
    expect(due(aStanding({ state: 'dispatched', facts: aHistory('code_issued', type) }))).toBeUndefined();
  });

  test('a payment that came before the code starts it as soon as the code is issued', () => {
    const facts = aHistory('payment_received', 'code_issued');
    expect(due(aStanding({ state: 'issued', facts }))).toEqual(starts);
    expect(next(aStanding({ state: 'requested', facts: facts.slice(0, 1) }))).toBe('issue');
  });
});

describe('verification', () => {
  test('a material fact that no verification saw is verified', () => {
    expect(next(aStanding({ facts: PAID }))).toBe('verify');
    expect(next(aStanding({ facts: PAID, verified: aPass(PAID, { materialFact: 3 }) }))).toBe('verify');
  });

  test('a fact that changes no verdict is not verified', () => {
    const facts = aHistory('code_issued', 'picked', 'packed', 'scanned', 'transfer_offered');
    expect(next(aStanding({ facts }))).toBe('wait');
  });

  test('what was seen and is not enough waits', () => {
    expect(next(aStanding({ facts: PAID, verified: aPass(PAID, { verdict: 'not_yet' }) }))).toBe('wait');
  });

  test('a pass without risk is written off, a risky one is reviewed', () => {
    expect(next(aStanding({ state: 'verifying', facts: PAID, verified: passed }))).toBe('write_off');
    expect(next(aStanding({ state: 'verifying', facts: PAID, verified: risky }))).toBe('review');
    expect(next(aStanding({ state: 'verifying', facts: PAID, verified: { ...risky, reviewers: 2 } }))).toBe(
      'review',
    );
  });

  test.each(['not_yet', 'fail'] as const)('a verdict of %s is never written off', (verdict) => {
    expect(next(aStanding({ state: 'verifying', facts: PAID, verified: { ...passed, verdict } }))).toBe(
      'verify',
    );
  });

  test('a pass on older evidence is verified again', () => {
    const facts = aHistory(...PAID, 'verification_passed', 'payment_refunded');
    expect(next(aStanding({ state: 'verifying', facts, verified: passed }))).toBe('verify');
  });

  test('a scan after the pass changes nothing', () => {
    const facts = aHistory(...PAID, 'verification_passed', 'scanned');
    expect(next(aStanding({ state: 'verifying', facts, verified: passed }))).toBe('write_off');
  });

  test('a person’s answer after the pass is verified again, and no more than once', () => {
    const facts = aHistory(...PAID, 'verification_passed', 'case_resolved');
    const order = aStanding({ state: 'verifying', facts, verified: passed });
    expect(next(order)).toBe('verify');
    const again = aPass(facts, { materialFact: 6, factNumber: 7 });
    expect(next({ ...order, verified: again })).toBe('write_off');
  });
});

describe('review', () => {
  const waiting = aStanding({
    state: 'pending_review',
    facts: PAID,
    verified: risky,
    review: { decision: 'open' },
  });

  test('waits while it is open, writes off when approved, waits for its case when rejected', () => {
    expect(next(waiting)).toBe('wait');
    expect(next({ ...waiting, review: approved })).toBe('write_off');
    expect(next({ ...waiting, review: { decision: 'rejected' } })).toBe('wait');
  });

  test('a returned one goes back to circulation and waits for more there', () => {
    const returned: Standing = { ...waiting, review: { decision: 'returned' } };
    expect(due(returned)).toEqual({ type: 'circulation_started', detail: { reason: 'review_returned' } });
    expect(next({ ...returned, state: 'circulating' })).toBe('wait');
    const more = aHistory(...PAID, 'review_returned', 'customer_confirmed');
    expect(next({ ...returned, state: 'circulating', facts: more })).toBe('verify');
  });

  test.each(['open', 'approved', 'returned'] as const)(
    'evidence newer than the verification is verified first, though the review is %s',
    (decision) => {
      const facts = aHistory(...PAID, 'review_opened', 'payment_refunded');
      const order: Standing = { ...waiting, facts, review: { decision } };
      expect(due(order)).toBeUndefined();
      expect(next(order)).toBe('verify');
    },
  );

  test('a scan during the review does not reopen it', () => {
    const facts = aHistory(...PAID, 'review_opened', 'scanned', 'review_approved');
    expect(next({ ...waiting, facts, review: approved })).toBe('write_off');
  });
});

describe('reissue', () => {
  const asked = aHistory(...PAID, 'reissue_requested');

  test.each<State>(['issued', 'dispatched', 'circulating', 'verifying', 'pending_review', 'expired'])(
    'one asked for in %s is issued',
    (state) => {
      const quiet = aHistory('code_issued', 'reissue_requested');
      expect(next(aStanding({ state, facts: quiet }))).toBe('issue');
      expect(
        next(aStanding({ state, facts: aHistory('code_issued', 'reissue_requested', 'code_issued') })),
      ).not.toBe('issue');
    },
  );

  test('comes before an approved write-off, which is then verified again', () => {
    const order = aStanding({ state: 'pending_review', facts: asked, verified: risky, review: approved });
    expect(next(order)).toBe('issue');
    expect(next({ ...order, facts: aHistory(...asked, 'code_issued') })).toBe('verify');
  });

  test('waits while a blocking case is open', () => {
    expect(next(aStanding({ state: 'exception', facts: asked, blockingCases: 1 }))).toBe('wait');
  });

  test.each<State>(['written_off', 'archived', 'voided', 'purged'])('revives nothing in %s', (state) => {
    expect(next(aStanding({ state, facts: asked }))).not.toBe('issue');
  });

  test('asked for twice is issued twice', () => {
    const twice = aHistory('code_issued', 'reissue_requested', 'reissue_requested', 'code_issued');
    expect(next(aStanding({ facts: twice }))).toBe('issue');
    expect(next(aStanding({ facts: aHistory(...twice, 'code_issued') }))).toBe('verify');
  });

  test('an expired order takes up again what it had when its new code is out', () => {
    const facts = aHistory(
      'payment_received',
      'code_issued',
      'code_expired',
      'reissue_requested',
      'code_issued',
    );
    expect(due(aStanding({ state: 'issued', facts }))?.type).toBe('circulation_started');
    expect(next(aStanding({ state: 'circulating', facts }))).toBe('verify');
  });
});

describe('exceptions', () => {
  test.each(EXCEPTION_FROM)('a blocking case in %s opens one that remembers where it came from', (state) => {
    const order = aStanding({ state, facts: PAID, blockingCases: 1, verified: passed, review: approved });
    expect(due(order)).toEqual({ type: 'exception_opened', detail: { from: state } });
    expect(next(order)).toBe('settle');
  });

  test('a blocking case in an order that is not yet requested changes nothing', () => {
    expect(due(aStanding({ state: 'entered', blockingCases: 1 }))).toBeUndefined();
  });

  test('waits as long as one blocking case is open, whatever comes', () => {
    const facts = aHistory(
      ...PAID,
      aFact('exception_opened', { from: 'verifying' }),
      'retry_requested',
      'shipped',
    );
    const order = aStanding({ state: 'exception', facts, blockingCases: 1, messages: unsent });
    expect(due(order)).toBeUndefined();
    expect(next(order)).toBe('wait');
  });

  test.each(EXCEPTION_FROM)('a technical retry returns to %s', (from) => {
    const facts = aHistory(...PAID, aFact('exception_opened', { from }), 'retry_requested');
    expect(due(aStanding({ state: 'exception', facts }))).toEqual({
      type: 'exception_closed',
      detail: { to: from },
    });
  });

  test.each<[State, State]>([
    ['requested', 'requested'],
    ['issued', 'issued'],
    ['dispatched', 'dispatched'],
    ['circulating', 'circulating'],
    ['verifying', 'verifying'],
    ['pending_review', 'verifying'],
  ])('an answered business case that came from %s goes to %s', (from, to) => {
    const facts = aHistory(...PAID, aFact('exception_opened', { from }), 'case_resolved');
    expect(due(aStanding({ state: 'exception', facts }))).toEqual({
      type: 'exception_closed',
      detail: { to },
    });
  });

  test('an answer from an earlier exception does not count for this one', () => {
    const facts = aHistory(
      aFact('exception_opened', { from: 'verifying' }),
      'case_resolved',
      aFact('exception_opened', { from: 'pending_review' }),
      'retry_requested',
    );
    expect(due(aStanding({ state: 'exception', facts }))?.detail).toEqual({ to: 'pending_review' });
  });

  test('after a retry the step that failed is done', () => {
    const facts = aHistory(...PAID, 'exception_opened', 'retry_requested', 'exception_closed');
    expect(next(aStanding({ state: 'pending_review', facts, verified: risky, review: approved }))).toBe(
      'write_off',
    );
    expect(next(aStanding({ state: 'requested', facts: [] }))).toBe('issue');
  });

  test('a case of the archive step keeps the order waiting without blocking it', () => {
    const order = aStanding({ state: 'written_off', stalled: true });
    expect(next(order)).toBe('wait');
    expect(next({ ...order, stalled: false })).toBe('archive');
  });
});

describe('cancellation beats everything', () => {
  const busy: Partial<Standing> = {
    blockingCases: 1,
    verified: passed,
    review: approved,
    messages: unsent,
    stalled: true,
  };

  test('a voided order rests, with open cases, unsent messages, approval and a reissue asked for', () => {
    const facts = aHistory(...PAID, 'reissue_requested', 'order_cancelled');
    const order = aStanding({ ...busy, state: 'voided', facts });
    expect(due(order)).toBeUndefined();
    expect(next(order)).toBe('rest');
    expect(next({ ...order, state: 'circulating' })).not.toBe('rest');
  });
});
