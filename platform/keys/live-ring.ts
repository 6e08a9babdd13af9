import { statSync } from 'node:fs';
import type { KeyEntry } from './entry.js';
import { type KeyRing, openKeyRing, ringPath } from './ring.js';
import { type TokenKeyTable, tokenKeyTable } from './token-keys.js';

/**
 * The ring as its file says now: what any process rotates or marks counts with the next use, without a restart. A file
 * that is away or damaged leaves the keys that were read last, and is told once.
 */
export function liveKeyRing(dir: string, tell: (error: unknown) => void): KeyRing {
  let held: readonly KeyEntry[] = openKeyRing(dir, { mayCreate: false }).entries;
  let seen = stampOf(dir);
  return {
    get entries() {
      const stamp = stampOf(dir);
      if (stamp === seen) return held;
      seen = stamp;
      try {
        held = openKeyRing(dir, { mayCreate: false }).entries;
      } catch (error) {
        tell(error);
      }
      return held;
    },
  };
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
