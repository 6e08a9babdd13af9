import { describe, expect, test } from '@jest/globals';
import { REFUSALS, Refusal, type RefusalCode } from '../../domain/refusal.js';

const ROWS = Object.entries(REFUSALS);

describe('a refusal', () => {
  test('has its code as its message, so that it survives a process border', () => {
    const refusal = new Refusal('four_eyes', { type: 'shipped' });
    expect(refusal).toBeInstanceOf(Error);
    expect(refusal.message).toBe('four_eyes');
    expect(refusal.code).toBe('four_eyes');
    expect(refusal.constructor.name).toBe('Refusal');
    expect(refusal.hint).toEqual({ type: 'shipped' });
  });

  test('has an empty hint when there is nothing to say', () => {
    expect(new Refusal('not_found').hint).toEqual({});
  });
});

describe('the table', () => {
  test.each(ROWS)('%s is snake_case with a caller’s status and two sentences', (code, row) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(row.status === 503 || (row.status >= 400 && row.status < 500)).toBe(true);
    expect(row.zh).toMatch(/\p{Script=Han}/u);
    expect(row.zh).toMatch(/。$/);
    expect(row.en).toMatch(/^[A-Z].*\.$/);
    expect(row.en).not.toMatch(/\p{Script=Han}/u);
  });

  test('says something different for every code', () => {
    expect(new Set(ROWS.map(([, row]) => row.zh)).size).toBe(ROWS.length);
    expect(new Set(ROWS.map(([, row]) => row.en)).size).toBe(ROWS.length);
  });

  test.each<[RefusalCode, number]>([
    ['idempotency_key_reused', 422],
    ['evidence_changed', 409],
    ['four_eyes', 403],
    ['state_forbids', 409],
    ['already_written_off', 409],
    ['order_differs', 409],
    ['order_unknown', 404],
    ['body_too_large', 413],
    ['unauthenticated', 401],
    ['too_many_requests', 429],
  ])('%s answers %i', (code, status) => {
    expect(REFUSALS[code].status).toBe(status);
  });
});
