import { statSync } from 'node:fs';
import type { KeyEntry } from './entry.js';
import { type KeyRing, openKeyRing, ringPath } from './ring.js';
import { type TokenKeyTable, tokenKeyTable } from './token-keys.js';

/**
 * The ring as its file says now: what any process rotates or marks counts from the next turn of the event loop, without a
 * restart; the file is looked at once a turn. One that is away, damaged or of another ring leaves the keys that were read
 * last, and is told once.
 */
export function liveKeyRing(dir: string, tell: (error: unknown) => void): KeyRing {
  let held: readonly KeyEntry[] = openKeyRing(dir, { mayCreate: false }).entries;
  let seen = stampOf(dir);
  let looked = false;
  return {
    get entries() {
      if (looked) return held;
      looked = true;
      setImmediate(() => {
        looked = false;
      }).unref();
      const stamp = stampOf(dir);
      if (stamp === seen) return held;
      seen = stamp;
      try {
        held = grownFrom(held, openKeyRing(dir, { mayCreate: false }).entries, dir);
      } catch (error) {
        tell(error);
      }
      return held;
    },
  };
}

/** Keys are only ever added: what was sealed under a key that is gone would never open again. */
function grownFrom(held: readonly KeyEntry[], read: readonly KeyEntry[], dir: string): readonly KeyEntry[] {
  const lost = held.find(({ id }) => !read.some((entry) => entry.id === id));
  if (lost) throw new Error(`${ringPath(dir)} lacks ${lost.id}, which is in use: restore it from its backup`);
  return read;
}

/** The QR key table of a ring that may change under it. */
export function liveTokenKeys(ring: KeyRing): TokenKeyTable {
  let from = ring.entries;
  let table = tokenKeyTable(ring);
  const fresh = (): TokenKeyTable => {
    const { entries } = ring;
    if (entries === from) return table;
    from = entries;
    table = tokenKeyTable({ entries });
    return table;
  };
  return {
    get keys() {
      return fresh().keys;
    },
    get factsSecret() {
      return fresh().factsSecret;
    },
  };
}

/** What tells one text of the file from the next: a change puts another file in its place. */
function stampOf(dir: string): string {
  const stat = statSync(ringPath(dir), { throwIfNoEntry: false });
  return stat === undefined ? 'away' : `${stat.ino} ${stat.mtimeMs} ${stat.size}`;
}
