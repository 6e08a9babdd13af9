import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  blindIndex,
  blindIndexes,
  fingerprint,
  newDataKey,
  open,
  openJson,
  SealBroken,
  type SealFault,
  seal,
  sealJson,
  unwrapKey,
  wrapKey,
} from '../../platform/keys/envelope.js';
import { openKeyRing, rotateKey } from '../../platform/keys/ring.js';
import { testKeyRing } from '../../platform/keys/test-ring.js';

const SECRET_TEXT = '张三 13800138000';
const CONTEXT = 'orders.pii:42';

const dir = mkdtempSync(join(tmpdir(), 'envelope-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('a sealed value', () => {
  test('opens with its key and context, text or bytes', () => {
    const key = newDataKey();
    expect(open(key, seal(key, SECRET_TEXT, CONTEXT), CONTEXT).toString('utf8')).toBe(SECRET_TEXT);
    const bytes = Buffer.from([0, 255, 10]);
    expect(open(key, seal(key, bytes, CONTEXT), CONTEXT)).toEqual(bytes);
    expect(open(key, seal(key, '', CONTEXT), CONTEXT)).toHaveLength(0);
  });

  test('shows nothing of the text, and is never twice the same', () => {
    const key = newDataKey();
    const [first, second] = [seal(key, SECRET_TEXT, CONTEXT), seal(key, SECRET_TEXT, CONTEXT)];
    expect(first.includes(Buffer.from('13800138000'))).toBe(false);
    expect(first.equals(second)).toBe(false);
    expect(first[0]).toBe(1);
  });

  test('stays shut for another key and for another context', () => {
    const key = newDataKey();
    const sealed = seal(key, SECRET_TEXT, CONTEXT);
    expect(faultOf(() => open(newDataKey(), sealed, CONTEXT))).toBe('not_authentic');
    expect(faultOf(() => open(key, sealed, 'orders.pii:43'))).toBe('not_authentic');
    expect(faultOf(() => open(key, sealed, CONTEXT))).toBeUndefined();
  });

  test('stays shut when any single byte changed or the end is missing', () => {
    const key = newDataKey();
    const sealed = seal(key, SECRET_TEXT, CONTEXT);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = changed[at]! ^ 0x01;
      expect(faultOf(() => open(key, changed, CONTEXT))).toBe(at === 0 ? 'unknown_suite' : 'not_authentic');
    }
    expect(faultOf(() => open(key, sealed.subarray(0, -1), CONTEXT))).toBe('not_authentic');
    expect(faultOf(() => open(key, sealed.subarray(0, 28), CONTEXT))).toBe('too_short');
  });

  test('gives an error that says nothing of the content', () => {
    const key = newDataKey();
    const sealed = seal(key, SECRET_TEXT, CONTEXT);
    const printed = inspect(errorOf(() => open(key, sealed, 'other')));
    expect(printed).toContain('seal broken: not_authentic');
    expect(printed).not.toMatch(/张三|138001/);
    expect(inspect(errorOf(() => openJson(key, sealed, CONTEXT)))).not.toMatch(/张三|138001/);
    expect(faultOf(() => openJson(key, sealed, CONTEXT))).toBe('not_json');
  });

  test('carries JSON', () => {
    const key = newDataKey();
    const value = { name: '张三', lines: [1, 2], none: null };
    expect(openJson(key, sealJson(key, value, CONTEXT), CONTEXT)).toEqual(value);
  });
});

describe('a data key', () => {
  test('is wrapped for one context and opens the same values again', () => {
    const ring = testKeyRing();
    const key = newDataKey();
    const wrapped = wrapKey(ring, key, CONTEXT);
    expect(wrapped.wrapped.includes(key.export())).toBe(false);
    const sealed = seal(key, SECRET_TEXT, CONTEXT);
    expect(open(unwrapKey(ring, wrapped, CONTEXT), sealed, CONTEXT).toString()).toBe(SECRET_TEXT);
    expect(faultOf(() => unwrapKey(ring, wrapped, 'orders.pii:43'))).toBe('not_authentic');
  });

  test('wrapped before a rotation opens after it; new ones go under the new key', () => {
    const ring = openKeyRing(dir);
    const old = wrapKey(ring, newDataKey(), CONTEXT);
    const rotated = rotateKey(dir, 'kek');
    expect(faultOf(() => unwrapKey(rotated, old, CONTEXT))).toBeUndefined();
    const fresh = wrapKey(rotated, newDataKey(), CONTEXT);
    expect(fresh.kekId).not.toBe(old.kekId);
    expect(faultOf(() => unwrapKey(ring, fresh, CONTEXT))).toBe('unknown_key');
    expect(faultOf(() => unwrapKey(testKeyRing(), old, CONTEXT))).toBe('unknown_key');
  });

  test('neither prints nor serialises', () => {
    const key = newDataKey();
    const printed = inspect(key) + JSON.stringify({ key });
    expect(printed).not.toContain(key.export().toString('hex').slice(0, 8));
    expect(newDataKey().equals(key)).toBe(false);
  });
});

describe('a blind index', () => {
  test('is equal for equal text, and different for another label, text or ring', () => {
    const ring = testKeyRing();
    const index = blindIndex(ring, 'phone', '+8613800138000');
    expect(index).toHaveLength(16);
    expect(blindIndex(ring, 'phone', '+8613800138000')).toEqual(index);
    expect(blindIndex(ring, 'email', '+8613800138000')).not.toEqual(index);
    expect(blindIndex(ring, 'phone', '+8613800138001')).not.toEqual(index);
    expect(blindIndex(openKeyRing(dir), 'phone', '+8613800138000')).not.toEqual(index);
  });

  test('made before a rotation is still found after it', () => {
    const old = blindIndex(openKeyRing(dir), 'phone', '+8613800138000');
    const rotated = rotateKey(dir, 'blindIndex');
    expect(blindIndex(rotated, 'phone', '+8613800138000')).not.toEqual(old);
    const [newest, before] = blindIndexes(rotated, 'phone', '+8613800138000');
    expect(newest).toEqual(blindIndex(rotated, 'phone', '+8613800138000'));
    expect(before).toEqual(old);
  });
});

test('a fingerprint tells equal values of one order and nothing across orders', () => {
  const [key, other] = [newDataKey(), newDataKey()];
  expect(fingerprint(key, SECRET_TEXT)).toMatch(/^[0-9a-f]{32}$/);
  expect(fingerprint(key, SECRET_TEXT)).toBe(fingerprint(key, SECRET_TEXT));
  expect(fingerprint(key, `${SECRET_TEXT}!`)).not.toBe(fingerprint(key, SECRET_TEXT));
  expect(fingerprint(other, SECRET_TEXT)).not.toBe(fingerprint(key, SECRET_TEXT));
});

function errorOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

function faultOf(act: () => unknown): SealFault | undefined {
  const error = errorOf(act);
  if (error === undefined) return undefined;
  if (error instanceof SealBroken) return error.fault;
  throw error;
}
