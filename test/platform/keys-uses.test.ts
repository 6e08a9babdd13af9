import { createPublicKey, createSecretKey, sign, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ed25519Pair, rawPublicKey } from '../../platform/keys/ed25519.js';
import { checkpointHolds, checkpointPublicKeys, signCheckpoint } from '../../platform/keys/log-signing.js';
import { currentKey, keysFor, markCompromised, openKeyRing, rotateKey } from '../../platform/keys/ring.js';
import { payloadKeys, rolePassword, smsSecret } from '../../platform/keys/secrets.js';
import { testKeyRing } from '../../platform/keys/test-ring.js';
import { tokenKeyTable } from '../../platform/keys/token-keys.js';
import { currentKey as qrCurrentKey, signBody, verifyBody } from '../../qr/keys.js';

const root = mkdtempSync(join(tmpdir(), 'key-uses-'));
let made = 0;
const ringDir = () => {
  const dir = join(root, `ring-${made++}`);
  openKeyRing(dir);
  return dir;
};
afterAll(() => rmSync(root, { recursive: true }));

describe('Ed25519', () => {
  test('agrees with the first test vector of RFC 8032', () => {
    const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
    const { privateKey, publicKey } = ed25519Pair(createSecretKey(Buffer.from(seed, 'hex')));
    expect(rawPublicKey(publicKey).toString('hex')).toBe(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    );
    expect(sign(null, Buffer.alloc(0), privateKey).toString('hex')).toMatch(
      /^e5564300c360ac729086e2cc806e828a/,
    );
  });
});

describe('a checkpoint signature', () => {
  const checkpoint = Buffer.from('1000 rows, head abc');

  test('holds for the signed bytes only', () => {
    const ring = testKeyRing();
    const signature = signCheckpoint(ring, checkpoint);
    expect(checkpointHolds(ring, checkpoint, signature)).toBe(true);
    expect(checkpointHolds(ring, Buffer.from('1001 rows, head abc'), signature)).toBe(false);
    expect(checkpointHolds(openKeyRing(ringDir()), checkpoint, signature)).toBe(false);
  });

  test('of an old key holds after rotation, and can be checked with the public key alone', () => {
    const dir = ringDir();
    const signed = signCheckpoint(openKeyRing(dir), checkpoint);
    const ring = rotateKey(dir, 'logSigning');
    expect(checkpointHolds(ring, checkpoint, signed)).toBe(true);
    const raw = checkpointPublicKeys(ring)[signed.keyId]!;
    expect(verify(null, checkpoint, publicKeyOf(raw), signed.signature)).toBe(true);
    const newRaw = checkpointPublicKeys(ring)[currentKey(ring, 'logSigning').id]!;
    expect(verify(null, checkpoint, publicKeyOf(newRaw), signed.signature)).toBe(false);
  });
});

describe('the token key table', () => {
  test('is one the qr room mints and verifies with', () => {
    const table = tokenKeyTable(testKeyRing());
    for (const profile of ['short', 'sealed'] as const) {
      const key = qrCurrentKey(table, profile);
      const tag = signBody(key, Buffer.from('token'));
      expect(verifyBody(key, Buffer.from('token'), tag)).toBe(true);
      expect(verifyBody(key, Buffer.from('tokem'), tag)).toBe(false);
    }
    expect(table.keys.map(({ keyId }) => keyId)).toEqual([1, 2]);
  });

  test('retires a key when its successor is made, and dates a compromise', () => {
    const dir = ringDir();
    rotateKey(dir, 'tokenShort');
    const [old, current] = shortRows(dir);
    expect(old?.retiredAt).toBe(current?.createdAt);
    expect(current).not.toHaveProperty('retiredAt');
    expect(old).not.toHaveProperty('compromisedAt');
    const { id } = keysFor(openKeyRing(dir), 'tokenShort')[0]!;
    markCompromised(dir, id, new Date(0));
    expect(shortRows(dir)[0]?.compromisedAt).toBe('1970-01-01T00:00:00.000Z');
    expect(shortRows(dir)[1]).not.toHaveProperty('compromisedAt');
  });

  test('keeps the facts secret through every rotation', () => {
    const dir = ringDir();
    const { factsSecret } = tokenKeyTable(openKeyRing(dir));
    const rotated = tokenKeyTable(rotateKey(dir, 'tokenSealed'));
    expect(rotated.factsSecret).toEqual(factsSecret);
    expect(rotated.keys.map(({ keyId }) => keyId)).toEqual([1, 2, 3]);
    expect(tokenKeyTable(openKeyRing(ringDir())).factsSecret).not.toEqual(factsSecret);
  });

  const shortRows = (dir: string) =>
    tokenKeyTable(openKeyRing(dir)).keys.filter(({ profile }) => profile === 'short');
});

test('a role password is the same each time, and its own for each role and ring', () => {
  const ring = testKeyRing();
  expect(rolePassword(ring, 'oqr_api')).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(rolePassword(ring, 'oqr_api')).toBe(rolePassword(ring, 'oqr_api'));
  expect(rolePassword(ring, 'oqr_worker')).not.toBe(rolePassword(ring, 'oqr_api'));
  expect(rolePassword(openKeyRing(ringDir()), 'oqr_api')).not.toBe(rolePassword(ring, 'oqr_api'));
});

test('payload keys name the current one and keep the old ones', () => {
  const dir = ringDir();
  const before = payloadKeys(openKeyRing(dir));
  const after = payloadKeys(rotateKey(dir, 'payload'));
  expect(Object.keys(after.keys)).toEqual([before.current, after.current]);
  expect(after.current).not.toBe(before.current);
  expect(after.keys[before.current]).toEqual(before.keys[before.current]);
  expect(smsSecret(openKeyRing(dir))).toHaveLength(32);
});

function publicKeyOf(raw: Buffer) {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}
