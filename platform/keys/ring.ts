import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { KEY_PURPOSES, type KeyEntry, type KeyPurpose, nextEntry, type RotatedPurpose } from './entry.js';
import { createPrivate, readPrivate, replacePrivate, underLock } from './private-file.js';
import { parseRing, ringText } from './ring-text.js';
import { testKeyRing } from './test-ring.js';

/** A snapshot of all keys, oldest first. Rotation appends; a process that must see it opens the ring again. */
export interface KeyRing {
  readonly entries: readonly KeyEntry[];
}

/**
 * Opens the ring of a directory; the first boot makes it, once, however many processes boot together.
 * Say `mayCreate: false` where data sealed under the ring already exists: a lost ring must not be replaced in silence.
 */
export function openKeyRing(dir: string, { mayCreate = true } = {}): KeyRing {
  const path = ringPath(dir);
  if (readPrivate(path) === undefined) {
    if (!mayCreate) throw new Error(`${path} is missing: restore it from its backup`);
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    createPrivate(path, ringText(appended([], KEY_PURPOSES)));
  }
  const entries = readEntries(path);
  const missing = KEY_PURPOSES.filter((purpose) => !entries.some((entry) => entry.purpose === purpose));
  return missing.length === 0 ? { entries } : addMissing(path);
}

/** From now on the purpose seals with a new key; every older id keeps opening. */
export function rotateKey(dir: string, purpose: RotatedPurpose): KeyRing {
  return change(ringPath(dir), (entries) => appended(entries, [purpose]));
}

/** Dates a compromise, by the key's id or the number that codes carry; the key keeps its place: it says no more. */
export function markCompromised(dir: string, key: string | number, at: Date): KeyRing {
  const isIt = ({ id, tokenKeyId }: KeyEntry) => id === key || tokenKeyId === key;
  return change(ringPath(dir), (entries) => {
    if (!entries.some(isIt)) throw new Error(`the ring has no key ${key}`);
    return entries.map((entry) => (isIt(entry) ? { ...entry, compromisedAt: at.toISOString() } : entry));
  });
}

/** The key that seals now. */
export function currentKey(ring: KeyRing, purpose: KeyPurpose): KeyEntry {
  const current = keysFor(ring, purpose).at(-1);
  if (current === undefined) throw new Error(`the ring has no key for ${purpose}`);
  return current;
}

/** Every key of a purpose, oldest first. */
export function keysFor(ring: KeyRing, purpose: KeyPurpose): readonly KeyEntry[] {
  return ring.entries.filter((entry) => entry.purpose === purpose);
}

export function ringPath(dir: string): string {
  return join(dir, 'keyring.json');
}

function addMissing(path: string): KeyRing {
  return change(path, (entries) =>
    appended(
      entries,
      KEY_PURPOSES.filter((purpose) => !entries.some((entry) => entry.purpose === purpose)),
    ),
  );
}

function change(path: string, edit: (entries: readonly KeyEntry[]) => readonly KeyEntry[]): KeyRing {
  return underLock(path, () => {
    const entries = edit(readEntries(path));
    replacePrivate(path, ringText(entries));
    return { entries };
  });
}

function appended(entries: readonly KeyEntry[], purposes: readonly KeyPurpose[]): readonly KeyEntry[] {
  const grown = [...entries];
  for (const purpose of purposes) grown.push(nextEntry(grown, purpose));
  return grown;
}

function readEntries(path: string): readonly KeyEntry[] {
  const text = readPrivate(path);
  if (text === undefined) throw new Error(`${path} is missing: restore it from its backup`);
  const entries = parseRing(text, path);
  refusePublishedKeys(entries, path);
  return entries;
}

/** Keys anybody can read in the source must never guard real orders. */
function refusePublishedKeys(entries: readonly KeyEntry[], path: string): void {
  const published = testKeyRing().entries;
  if (entries.some((entry) => published.some((known) => known.secret.equals(entry.secret)))) {
    throw new Error(`${path} holds a key published for tests: remove it and make a fresh ring`);
  }
}
