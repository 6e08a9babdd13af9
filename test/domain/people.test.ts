import { describe, expect, test } from '@jest/globals';
import {
  EXCLUDING,
  excludedPair,
  RIGHTS,
  RIGHTS_OF,
  ROLES,
  rightsOf,
  rolesTakenOver,
  scopeOf,
} from '../../domain/people.js';
import { DEMO_PEOPLE } from '../../host/install.js';

describe('roles', () => {
  test('all have a demo person, and no demo person holds two that exclude each other', () => {
    const held = new Set(DEMO_PEOPLE.flatMap(({ roles }) => roles));
    expect(ROLES.filter((role) => !held.has(role))).toEqual([]);
    expect(DEMO_PEOPLE.filter(({ roles }) => excludedPair(roles))).toEqual([]);
  });

  test('leave no right to nobody', () => {
    const given = rightsOf(ROLES);
    expect(RIGHTS.filter((right) => !given.has(right))).toEqual([]);
    expect(RIGHTS_OF.trainer).not.toContain('order.read');
  });

  test('that exclude each other keep whoever checks from what is checked', () => {
    expect(excludedPair(['reviewer', 'customer_service'])).toBeUndefined();
    for (const pair of [
      ['order_desk', 'reviewer'],
      ['sales', 'finance'],
      ['administrator', 'auditor'],
    ] as const) {
      expect(excludedPair(pair)).toBeDefined();
      expect(excludedPair(pair.toReversed())).toBeDefined();
    }
    expect(EXCLUDING.filter(([one, other]) => one === other)).toEqual([]);
    expect(new Set(EXCLUDING.map((pair) => pair.toSorted().join())).size).toBe(EXCLUDING.length);
  });
});

describe('a substitute', () => {
  test('takes over the roles that exclude none they hold or took', () => {
    expect(rolesTakenOver(['customer_service'], ['reviewer'])).toEqual(['reviewer']);
    expect(rolesTakenOver(['order_desk'], ['reviewer', 'customer_service'])).toEqual(['customer_service']);
    expect(rolesTakenOver(['customer_service'], ['reviewer', 'finance'])).toEqual(['reviewer']);
    expect(rolesTakenOver(['sales'], ['sales'])).toEqual([]);
  });
});

describe('scope', () => {
  test('is the widest of the roles, unless the person has their own', () => {
    expect(scopeOf(['sales'], null)).toBe('department');
    expect(scopeOf(['sales', 'customer_service'], null)).toBe('all');
    expect(scopeOf(['sales'], 'all')).toBe('all');
    expect(scopeOf(['finance'], 'department')).toBe('department');
    expect(scopeOf([], null)).toBe('department');
  });
});
