import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, promisify } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import { KEY_PURPOSES } from '../../platform/keys/entry.js';
import { createPrivate, readPrivate, replacePrivate } from '../../platform/keys/private-file.js';
import { currentKey, keysFor, markCompromised, openKeyRing, rotateKey } from '../../platform/keys/ring.js';
import { ringText } from '../../platform/keys/ring-text.js';
import { testKeyRing } from '../../platform/keys/test-ring.js';

const root = mkdtempSync(join(tmpdir(), 'keys-'));
let made = 0;
const freshDir = () => join(root, `ring-${made++}`);
const fileOf = (dir: string) => join(dir, 'keyring.json');
const idsOf = (ring: { entries: readonly { id: string }[] }) => ring.entries.map(({ id }) => id);

afterAll(() => rmSync(root, { recursive: true }));

describe('first boot', () => {
  test('makes one fresh key for every purpose, readable by the owner alone', () => {
    const dir = freshDir();
    const ring = openKeyRing(dir);
    expect(ring.entries.map(({ purpose }) => purpose)).toEqual([...KEY_PURPOSES]);
    expect(statSync(fileOf(dir)).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toEqual(['keyring.json']);
  });

  test('is not repeated: the second opening finds the same keys', () => {
    const dir = freshDir();
    expect(idsOf(openKeyRing(dir))).toEqual(idsOf(openKeyRing(dir)));
  });

  test('gives two installations different keys', () => {
    const ids = new Set([...idsOf(openKeyRing(freshDir())), ...idsOf(openKeyRing(freshDir()))]);
    expect(ids.size).toBe(2 * KEY_PURPOSES.length);
  });

  test('happens once when several processes boot together', async () => {
    const dir = freshDir();
    const rings = await Promise.all([1, 2, 3].map(() => openInAnotherProcess(dir)));
    expect(new Set(rings).size).toBe(1);
    expect(rings[0]).toBe(idsOf(openKeyRing(dir)).join());
    expect(readdirSync(dir)).toEqual(['keyring.json']);
  });

  test('can be forbidden, so that a lost ring is not replaced in silence', () => {
    expect(() => openKeyRing(freshDir(), { mayCreate: false })).toThrow(/missing: restore/);
    const kept = freshDir();
    openKeyRing(kept);
    expect(openKeyRing(kept, { mayCreate: false }).entries).toHaveLength(KEY_PURPOSES.length);
  });
});

describe('a ring file is refused', () => {
  test.each([
    ['group-readable', 0o640],
    ['world-readable', 0o604],
    ['group-writable', 0o620],
  ])('when it is %s', (_name, mode) => {
    const dir = ringDir();
    chmodSync(fileOf(dir), mode);
    expect(() => openKeyRing(dir)).toThrow(/open to others .* chmod 600/);
    chmodSync(fileOf(dir), 0o600);
    expect(() => openKeyRing(dir)).not.toThrow();
  });

  test('when it is cut anywhere', () => {
    const dir = ringDir();
    const whole = readFileSync(fileOf(dir), 'utf8');
    for (let length = 0; length < whole.length - 2; length += 97) {
      writeFileSync(fileOf(dir), whole.slice(0, length));
      expect(() => openKeyRing(dir)).toThrow(/truncated or not JSON/);
    }
    writeFileSync(fileOf(dir), whole);
    expect(() => openKeyRing(dir)).not.toThrow();
  });

  test('when it has a format this release does not know', () => {
    const dir = editedRing((file) => ({ ...file, format: 2 }));
    expect(() => openKeyRing(dir)).toThrow(/has format 2; this release reads format 1/);
  });

  test('when one secret changed, without printing it', () => {
    const other = Buffer.alloc(32, 7).toString('base64');
    const dir = editedRing((file) => withFirst(file, { secret: other }));
    expect(() => openKeyRing(dir)).toThrow(/damaged \(key kek-1-/);
    expect(() => openKeyRing(dir)).not.toThrow(new RegExp(other.slice(0, 20)));
  });

  test('when a key stands in it twice', () => {
    const dir = editedRing((file) => ({ ...file, entries: [...file.entries, file.entries[0]] }));
    expect(() => openKeyRing(dir)).toThrow(/names a key twice/);
  });

  test('when it holds a key published for tests', () => {
    const dir = ringDir();
    writeFileSync(fileOf(dir), ringText(testKeyRing().entries));
    expect(() => openKeyRing(dir)).toThrow(/published for tests/);
  });
});

describe('rotation', () => {
  test('appends: the new key seals, the old ids stay', () => {
    const dir = ringDir();
    const before = openKeyRing(dir);
    const after = rotateKey(dir, 'kek');
    expect(idsOf(after).slice(0, -1)).toEqual(idsOf(before));
    expect(currentKey(after, 'kek').version).toBe(2);
    expect(idsOf(openKeyRing(dir))).toEqual(idsOf(after));
    expect(keysFor(after, 'payload')).toHaveLength(1);
  });

  test('gives token keys numbers of one space, never twice', () => {
    const dir = ringDir();
    rotateKey(dir, 'tokenSealed');
    const ring = rotateKey(dir, 'tokenShort');
    const numbers = ring.entries.flatMap(({ tokenKeyId }) => tokenKeyId ?? []);
    expect(numbers).toEqual([1, 2, 3, 4]);
  });

  test('stops at the last number a token can carry', () => {
    const dir = editedRing((file) => ({
      ...file,
      entries: file.entries.map((entry) => (entry.tokenKeyId === 2 ? { ...entry, tokenKeyId: 255 } : entry)),
    }));
    expect(() => rotateKey(dir, 'tokenShort')).toThrow(/all 255 token key ids are used/);
    expect(() => rotateKey(dir, 'payload')).not.toThrow();
  });

  test('is refused while another process holds the lock, and leaves the file alone', () => {
    const dir = ringDir();
    const before = readFileSync(fileOf(dir), 'utf8');
    writeFileSync(`${fileOf(dir)}.lock`, '');
    expect(() => rotateKey(dir, 'kek')).toThrow(/keyring\.json\.lock is held/);
    expect(readFileSync(fileOf(dir), 'utf8')).toBe(before);
    rmSync(`${fileOf(dir)}.lock`);
    expect(() => rotateKey(dir, 'kek')).not.toThrow();
  });

  test('loses no key when processes rotate together', async () => {
    const dir = ringDir();
    await Promise.all([1, 2, 3].map(() => rotateInAnotherProcess(dir)));
    expect(keysFor(openKeyRing(dir), 'kek').map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  });
});

test('a purpose added by a later release gets its key at the next opening', () => {
  const dir = editedRing((file) => ({
    ...file,
    entries: file.entries.filter(({ purpose }) => purpose !== 'sms'),
  }));
  const kept = readFileSync(fileOf(dir), 'utf8').match(/"id": "[^"]+"/g)?.length;
  expect(kept).toBe(KEY_PURPOSES.length - 1);
  const ring = openKeyRing(dir);
  expect(currentKey(ring, 'sms').version).toBe(1);
  expect(idsOf(openKeyRing(dir))).toEqual(idsOf(ring));
});

test('a compromise is dated and kept; an unknown key cannot be marked', () => {
  const dir = ringDir();
  const { id } = currentKey(openKeyRing(dir), 'tokenSealed');
  markCompromised(dir, id, new Date('2026-05-01T00:00:00Z'));
  expect(currentKey(openKeyRing(dir), 'tokenSealed').compromisedAt).toBe('2026-05-01T00:00:00.000Z');
  expect(() => markCompromised(dir, 'kek-9-00000000', new Date())).toThrow(/no key kek-9/);
});

test('a ring neither prints nor serialises its secrets', () => {
  const ring = openKeyRing(ringDir());
  const secret = currentKey(ring, 'kek').secret.export();
  const printed = inspect(ring, { depth: 9 }) + JSON.stringify(ring);
  expect(printed).not.toContain(secret.toString('base64'));
  expect(printed).not.toContain(secret.toString('hex'));
  expect(ringText(ring.entries)).toContain(secret.toString('base64'));
});

test('the test ring never changes: saved histories are sealed with it', () => {
  expect(idsOf(testKeyRing())).toEqual([
    'kek-1-bbfe5825',
    'blindIndex-1-9fa8594a',
    'payload-1-0b626ec7',
    'tokenShort-1-40cccba2',
    'tokenFacts-1-0ac1a2c5',
    'tokenSealed-1-9c242f76',
    'logSigning-1-7023840e',
    'roles-1-46d9017e',
    'sms-1-501808e6',
  ]);
});

test('creating never replaces a file that is there; replacing does', () => {
  const path = join(root, 'private');
  expect(createPrivate(path, 'first')).toBe(true);
  expect(createPrivate(path, 'second')).toBe(false);
  expect(readPrivate(path)).toBe('first');
  replacePrivate(path, 'third');
  expect(readPrivate(path)).toBe('third');
});

interface RingFile {
  format: number;
  entries: { purpose: string; tokenKeyId?: number; secret: string }[];
}

function ringDir(): string {
  const dir = freshDir();
  openKeyRing(dir);
  return dir;
}

function editedRing(edit: (file: RingFile) => object): string {
  const dir = ringDir();
  const file = JSON.parse(readFileSync(fileOf(dir), 'utf8')) as RingFile;
  writeFileSync(fileOf(dir), JSON.stringify(edit(file), null, 2));
  return dir;
}

function withFirst(file: RingFile, change: object): object {
  const [first, ...rest] = file.entries;
  return { ...file, entries: [{ ...first, ...change }, ...rest] };
}

const ringModule = new URL('../../platform/keys/ring.ts', import.meta.url).href;

async function openInAnotherProcess(dir: string): Promise<string> {
  return inAnotherProcess(`openKeyRing(${JSON.stringify(dir)}).entries.map((entry) => entry.id).join()`);
}

async function rotateInAnotherProcess(dir: string): Promise<string> {
  return inAnotherProcess(`rotateKey(${JSON.stringify(dir)}, 'kek').entries.length`);
}

async function inAnotherProcess(expression: string): Promise<string> {
  const code = `import { openKeyRing, rotateKey } from '${ringModule}'; process.stdout.write(String(${expression}));`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { PATH: process.env.PATH } });
  return stdout;
}
