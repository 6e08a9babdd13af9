import { describe, expect, test } from '@jest/globals';
import type { Fact, FactDetail } from '../../domain/facts.js';
import { reissuesDue } from '../../domain/reissue.js';

type Line = Fact['type'] | Pick<Fact, 'type' | 'detail'>;
const amended = (...fields: string[]): Line => ({ type: 'order_amended', detail: { fields } as FactDetail });
const due = (...lines: Line[]): number =>
  reissuesDue(lines.map((line) => (typeof line === 'string' ? { type: line, detail: {} } : line)));

describe('a code is issued anew', () => {
  test.each([
    ['ref', 1],
    ['name', 1],
    ['lines', 1],
    ['phone', 0],
    ['address', 0],
  ])('when what it states is amended, and not otherwise: %s', (field, count) => {
    expect(due('code_issued', amended(field))).toBe(count);
  });

  test('once for several amendments before the next issue, and again after it', () => {
    expect(due('code_issued', amended('name'), amended('lines'))).toBe(1);
    expect(due('code_issued', amended('name'), 'code_issued')).toBe(0);
    expect(due('code_issued', amended('name'), 'code_issued', amended('ref'))).toBe(1);
  });

  test('once when a person has asked for it too, and once for each person’s asking', () => {
    expect(due('code_issued', 'reissue_requested', amended('lines'))).toBe(1);
    expect(due('code_issued', amended('lines'), 'reissue_requested')).toBe(2);
    expect(due('code_issued', 'reissue_requested', 'reissue_requested', 'code_issued')).toBe(1);
    expect(due('code_issued', amended('lines'), 'code_issued', 'reissue_requested')).toBe(1);
  });

  test('never before the first issue, and never for a code that was voided or has expired', () => {
    expect(due(amended('lines'))).toBe(0);
    expect(due(amended('lines'), 'code_issued')).toBe(0);
    expect(due('code_issued', 'code_voided', amended('lines'))).toBe(0);
    expect(due('code_issued', 'code_expired', amended('lines'))).toBe(0);
    expect(due('code_issued', 'code_voided', 'reissue_requested', 'code_issued', amended('lines'))).toBe(1);
  });
});
