import { createSecretKey } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { newRecoveryCodes, recoveryHash } from '../../platform/recovery-codes.js';
import { matchingStep, newTotpSecret, stepOf, totpCode, totpInvitation } from '../../platform/totp.js';

const SECRET = createSecretKey(Buffer.from('12345678901234567890'));

describe('time-based codes', () => {
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at second %d are those of RFC 6238', (second, code) => {
    expect(totpCode(SECRET, stepOf(new Date(second * 1000)))).toBe(code);
  });

  test('are taken one step early or late, and no further', () => {
    const now = new Date(1_700_000_000_000);
    const taken = [-2, -1, 0, 1, 2].map((by) => {
      const step = matchingStep(SECRET, totpCode(SECRET, stepOf(now) + by), now);
      return step === undefined ? undefined : step - stepOf(now);
    });
    expect(taken).toEqual([undefined, -1, 0, 1, undefined]);
    for (const code of ['', '28708', '2870820', '中文中文中文'])
      expect(matchingStep(SECRET, code, now)).toBeUndefined();
  });

  test('come with an invitation that apps read', () => {
    const { secret, uri } = totpInvitation(Buffer.from('12345678901234567890'), {
      issuer: 'Order QR',
      account: 'desk',
    });
    expect(secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(uri).toBe(`otpauth://totp/Order%20QR:desk?secret=${secret}&issuer=Order%20QR`);
    expect(newTotpSecret()).toHaveLength(20);
  });
});

describe('recovery codes', () => {
  test('are ten, all different, and forgive how they are typed', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
    const [first = '', second = ''] = codes;
    expect(
      recoveryHash(first.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l')),
    ).toEqual(recoveryHash(first));
    expect(recoveryHash(second)).not.toEqual(recoveryHash(first));
  });
});
