import { describe, expect, test } from '@jest/globals';
import type { KeyTable, TokenKey } from '../../qr/token.js';
import { currentKey, newKeyTable, newTokenKey, readToken, rotate } from '../../qr/token.js';
import { AT, aTable, aToken, HOST, PROFILES } from './a-token.js';

function withKey(table: KeyTable, keyId: number, change: Partial<TokenKey>): KeyTable {
  return { ...table, keys: table.keys.map((key) => (key.keyId === keyId ? { ...key, ...change } : key)) };
}

describe('the key table', () => {
  test('gives every key its own id and its own random bytes', () => {
    const { keys } = rotate(aTable(), 'short', '2026-02-01T00:00:00Z');
    expect(keys.map((key) => key.keyId)).toEqual([1, 2, 3]);
    expect(keys[0]?.secret).not.toEqual(keys[2]?.secret);
    expect(keys[1]).toMatchObject({ profile: 'sealed', audience: 'order' });
    expect(keys[1]?.publicKey).toHaveLength(32);
    expect(keys[1]?.privateKey).toHaveLength(32);
    expect(keys[1]?.secret).toBeUndefined();
  });

  test('mints with the newest key that is neither retired nor compromised', () => {
    const older = newTokenKey('short', 9, '2026-01-01T00:00:00Z');
    const newer = newTokenKey('short', 4, '2026-03-01T00:00:00+08:00');
    const table = { keys: [newer, older] };
    expect(currentKey(table, 'short')).toBe(newer);
    expect(currentKey(withKey(table, 4, { retiredAt: '2026-04-01T00:00:00Z' }), 'short')).toBe(older);
    expect(currentKey(withKey(table, 4, { compromisedAt: '2026-04-01T00:00:00Z' }), 'short')).toBe(older);
    expect(() => currentKey(table, 'sealed')).toThrow('no current sealed key');
  });

  test('ends after 255 keys instead of using an id again', () => {
    expect(
      rotate({ keys: [newTokenKey('short', 254, '2026-01-01')] }, 'short', '2026-02-01').keys,
    ).toHaveLength(2);
    expect(() => rotate({ keys: [newTokenKey('short', 255, '2026-01-01')] }, 'short', '2026-02-01')).toThrow(
      'key id',
    );
  });

  test('retires only the keys of the rotated profile, and keeps their first date', () => {
    const once = rotate(newKeyTable('2026-01-01'), 'short', '2026-02-01');
    const twice = rotate(once, 'short', '2026-03-01');
    const retired = (profile: string) =>
      twice.keys.filter((key) => key.profile === profile).map((key) => key.retiredAt);
    expect(retired('short')).toEqual(['2026-02-01', '2026-03-01', undefined]);
    expect(retired('sealed')).toEqual([undefined]);
  });
});

describe.each(PROFILES)('a %s token', (profile) => {
  const table = aTable();
  const text = aToken(table, profile);
  const { keyId } = currentKey(table, profile);

  test('still verifies after its key was rotated, and the next one carries the new key', () => {
    const rotated = rotate(table, profile, '2026-06-01T00:00:00Z');
    expect(readToken(rotated, text, AT)).toMatchObject({ verdict: 'genuine', keyId });
    expect(readToken(rotated, aToken(rotated, profile), AT)).toMatchObject({ verdict: 'genuine', keyId: 3 });
  });

  test('is compromised from the compromise date on, with what it says', () => {
    const lost = withKey(table, keyId, { compromisedAt: '2026-11-22T12:00:00Z' });
    expect(readToken(lost, text, AT)).toMatchObject({
      verdict: 'compromised',
      profile,
      keyId,
      tokenId: expect.anything(),
    });
    const later = withKey(table, keyId, { compromisedAt: '2026-11-22T12:00:01Z' });
    expect(readToken(later, text, AT)).toMatchObject({
      verdict: 'genuine',
      keyCompromisedAt: '2026-11-22T12:00:01Z',
    });
    expect(readToken(withKey(table, keyId, { compromisedAt: 'soon' }), text, AT).verdict).toBe('compromised');
  });

  test('is forged, not compromised, when a lost key did not close it', () => {
    const lost = withKey(aTable(), keyId, { compromisedAt: '2026-01-01T00:00:00Z' });
    expect(readToken(lost, text, AT)).toEqual({ verdict: 'forged', keyId });
  });

  test('has an unknown key once the key is gone', () => {
    const without = { keys: table.keys.filter((key) => key.keyId !== keyId) };
    expect(readToken(without, text, AT)).toEqual({ verdict: 'unknown_key', keyId });
  });

  test('is foreign when its key serves another audience', () => {
    const stored: Partial<TokenKey> = JSON.parse('{"audience":"order file"}');
    expect(readToken(withKey(table, keyId, stored), text, AT)).toEqual({
      verdict: 'foreign',
      reason: 'audience',
    });
  });
});

test('a verifier with public keys alone reads sealed tokens and can mint none', () => {
  const table = aTable();
  const publicKeys = table.keys.map(({ secret: _, privateKey: __, ...key }) => key);
  const verifier: KeyTable = { keys: publicKeys, factsSecret: new Uint8Array(32) };
  const at = { ...AT, hosts: [HOST] };
  expect(readToken(verifier, aToken(table, 'sealed'), at).verdict).toBe('genuine');
  expect(readToken(verifier, aToken(table, 'short'), at).verdict).toBe('unknown_key');
  for (const profile of PROFILES) expect(() => aToken(verifier, profile)).toThrow('half');
});
