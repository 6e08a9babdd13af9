import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FACT_TYPES, FACTS, type FactType, isMaterial, lastMaterial, wakes } from '../../domain/facts.js';
import { MOVES } from '../../domain/lifecycle.js';
import { aHistory } from './builders.js';

const typesWhere = (wanted: (type: FactType) => boolean): FactType[] => FACT_TYPES.filter(wanted).sort();
const family = (name: string): FactType[] => typesWhere((type) => FACTS[type].family === name);

describe('families', () => {
  test('world facts are these', () => {
    expect(family('world')).toEqual(
      [
        'payment_received',
        'payment_refunded',
        'payment_mismatch',
        'picked',
        'packed',
        'shipped',
        'delivered',
        'service_completed',
        'customer_confirmed',
        'dispute_opened',
        'dispute_closed',
        'message_delivered',
        'message_failed',
        'message_received',
        'message_bounced',
        'scanned',
        'scan_conflicted',
        'proof_code_asked',
        'customer_proven',
        'misuse_reported',
      ].sort(),
    );
  });

  test('lifecycle facts never wake the lifecycle, are never material and never late', () => {
    const types = family('lifecycle');
    expect(types.length).toBeGreaterThan(0);
    for (const type of types)
      expect(FACTS[type]).toMatchObject({ material: false, wakes: false, late: false });
  });

  test('only lifecycle facts, the generation request and cancellation move a state', () => {
    const moving = new Set(Object.values(MOVES).flatMap((row) => Object.keys(row)));
    const others = [...moving].filter((type) => !family('lifecycle').some((one) => one === type));
    expect(others.sort()).toEqual(['code_requested', 'order_cancelled']);
  });
});

describe('flags', () => {
  test.each<FactType>([
    'payment_received',
    'payment_refunded',
    'payment_mismatch',
    'shipped',
    'delivered',
    'service_completed',
    'customer_confirmed',
    'order_amended',
    'order_cancelled',
    'dispute_opened',
    'dispute_closed',
    'reissue_requested',
    'credit_approved',
    'evidence_supplied',
  ])('%s can change a verdict, and wakes', (type) => {
    expect(isMaterial({ type })).toBe(true);
    expect(wakes({ type })).toBe(true);
  });

  test.each<FactType>([
    'picked',
    'packed',
    'message_delivered',
    'message_failed',
    'transfer_offered',
    'review_approved',
    'review_withdrawn',
    'customer_asked',
    'clock_paused',
    'clock_resumed',
    'watch_set',
    'reassigned',
    'priority_set',
    'budget_extended',
    'escalated',
    'order_held',
    'order_released',
    'scan_conflicted',
  ])('%s wakes but changes no verdict', (type) => {
    expect(isMaterial({ type })).toBe(false);
    expect(wakes({ type })).toBe(true);
  });

  test.each<FactType>([
    'scanned',
    'review_claimed',
    'review_handed_over',
    'review_escalated',
    'nudged',
    'explanation_asked',
    'explained',
  ])('%s neither wakes nor changes a verdict', (type) => {
    expect(isMaterial({ type })).toBe(false);
    expect(wakes({ type })).toBe(false);
  });

  test('whatever can change a verdict also wakes', () => {
    for (const type of FACT_TYPES)
      if (FACTS[type].material) expect([type, FACTS[type].wakes]).toEqual([type, true]);
  });

  test('money, shipment, service and disputes contradict a finished order; delivery and messages do not', () => {
    expect(typesWhere((type) => FACTS[type].late)).toEqual(
      [
        'payment_received',
        'payment_refunded',
        'payment_mismatch',
        'shipped',
        'service_completed',
        'dispute_opened',
      ].sort(),
    );
  });
});

describe('lastMaterial', () => {
  test('is 0 without facts and without material facts', () => {
    expect(lastMaterial([])).toBe(0);
    expect(lastMaterial(aHistory('scanned', 'code_issued', 'message_delivered'))).toBe(0);
  });

  test('is the number of the last fact that can change a verdict', () => {
    expect(
      lastMaterial(aHistory('order_entered', 'payment_received', 'shipped', 'scanned', 'archived')),
    ).toBe(3);
  });

  test('does not depend on the order in which facts are read', () => {
    const history = fc.array(fc.constantFrom(...FACT_TYPES)).map((types) => aHistory(...types));
    fc.assert(
      fc.property(history, (facts) => {
        expect(lastMaterial(facts.toReversed())).toBe(lastMaterial(facts));
      }),
    );
  });
});
