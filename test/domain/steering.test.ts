import { describe, expect, test } from '@jest/globals';
import { holdUp } from '../../domain/hold-up.js';
import { heldBack, next } from '../../domain/lifecycle.js';
import { FIRST_POLICY } from '../../domain/policy.js';
import { evaluate } from '../../domain/rules.js';
import { nextNudgeMs, openQuestion, steeringOf } from '../../domain/steering.js';
import { waitingFor } from '../../domain/waiting.js';
import { aFact, aHistory, anOrder, aPass, aStanding, type Happening, noRisk, pays } from './builders.js';

const toWang = aFact('reassigned', { department: 'logistics', person: 'wang' });
const circulating = ['code_requested', 'code_issued', 'circulation_started'] as const;

describe('steering', () => {
  test('of an order that nobody steered is normal', () => {
    expect(steeringOf(aHistory('order_entered'))).toEqual({
      assigned: undefined,
      priority: 'normal',
      extendedMinutes: 0,
      escalation: 0,
      held: false,
      watched: false,
    });
  });

  test('an assignment holds for its state, and again when the order is back there', () => {
    const there = aHistory(...circulating, toWang);
    expect(steeringOf(there).assigned).toEqual({ department: 'logistics', person: 'wang' });
    const away = aHistory(...there, 'verification_started');
    expect(steeringOf(away).assigned).toBeUndefined();
    const back = aHistory(...away, 'verification_deferred');
    expect(steeringOf(back).assigned?.person).toBe('wang');
  });

  test('an accepted hand-over ends it', () => {
    expect(steeringOf(aHistory(...circulating, toWang, 'transfer_accepted')).assigned).toBeUndefined();
  });

  test('more time and escalations count for one stay, priority and watch for the order', () => {
    const more = aFact('budget_extended', { minutes: 90 });
    const urgent = aFact('priority_set', { priority: 'urgent' });
    const watched = aFact('watch_set', { on: true });
    const facts = aHistory(...circulating, more, more, 'escalated', urgent, watched);
    expect(steeringOf(facts)).toMatchObject({ extendedMinutes: 180, escalation: 1, priority: 'urgent' });
    const later = aHistory(...facts, 'verification_started');
    expect(steeringOf(later)).toMatchObject({
      extendedMinutes: 0,
      escalation: 0,
      priority: 'urgent',
      watched: true,
    });
  });

  test('an order is nudged once an hour', () => {
    const nudged = aHistory('nudged');
    const atMs = nudged[0]?.recordedAt.getTime() ?? 0;
    expect(nextNudgeMs([], atMs)).toBeUndefined();
    expect(nextNudgeMs(nudged, atMs + 3_599_999)).toBe(atMs + 3_600_000);
    expect(nextNudgeMs(nudged, atMs + 3_600_000)).toBeUndefined();
  });

  test('a question is open until somebody explains', () => {
    expect(openQuestion(aHistory('explanation_asked'))?.number).toBe(1);
    expect(openQuestion(aHistory('explanation_asked', 'explained'))).toBeUndefined();
  });
});

describe('a hold', () => {
  const paid = aHistory('code_issued', pays(50_000), 'shipped');
  const passing = (...more: readonly Happening[]) => {
    const facts = aHistory(...paid, 'verification_started', ...more);
    return aStanding({
      state: 'verifying',
      facts,
      verified: aPass(facts, { materialFact: 3, factNumber: 99 }),
    });
  };
  const evaluation = evaluate(FIRST_POLICY.rules, anOrder(), paid, noRisk);

  test('stands before the write-off, and says so', () => {
    const held = passing('order_held');
    expect(next(held)).toBe('wait');
    expect(waitingFor(held, evaluation)).toEqual({ code: 'release', needs: [] });
    expect(holdUp({ standing: held, evaluation, pauses: [] })).toEqual({
      cause: 'on_hold',
      nextAction: 'release_hold',
    });
  });

  test('released, lets it go on', () => {
    expect(next(passing('order_held', 'order_released'))).toBe('write_off');
    expect(next(passing())).toBe('write_off');
  });

  test('stands before an approved write-off too, and not before its review', () => {
    const held = passing('order_held');
    expect(
      next({ ...held, verified: aPass(held.facts, { materialFact: 3, factNumber: 99, reviewers: 1 }) }),
    ).toBe('review');
    const approved = { ...held, state: 'pending_review' as const, review: { decision: 'approved' as const } };
    expect([next(approved), heldBack(approved)]).toEqual(['wait', true]);
    expect(heldBack({ ...approved, review: { decision: 'open' } })).toBe(false);
  });
});
