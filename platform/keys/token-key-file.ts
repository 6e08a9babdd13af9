import { type KeyRing, markCompromised, rotateKey } from './ring.js';
import { tokenKeyTable } from './token-keys.js';

const PURPOSE = { short: 'tokenShort', sealed: 'tokenSealed' } as const;

/** What an administrator does to the keys of codes, in the file that every process of this machine reads. */
export interface TokenKeyFile {
  /** A new key mints from now on; the ones before it keep verifying. Answers with its number. */
  rotate(profile: 'short' | 'sealed'): number;
  /** From `at` on the key's codes are not to be trusted. */
  compromise(keyId: number, at: Date): void;
}

export function tokenKeyFile(dir: string): TokenKeyFile {
  return {
    rotate: (profile) => newestOf(rotateKey(dir, PURPOSE[profile]), profile),
    compromise: (keyId, at) => markCompromised(dir, keyId, at),
  };
}

function newestOf(ring: KeyRing, profile: 'short' | 'sealed'): number {
  const newest = tokenKeyTable(ring).keys.findLast((key) => key.profile === profile);
  if (!newest) throw new Error(`no ${profile} key was made`);
  return newest.keyId;
}
