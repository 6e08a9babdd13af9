import { ed25519Pair, rawPublicKey } from './ed25519.js';
import type { KeyEntry } from './entry.js';
import { type KeyRing, keysFor } from './ring.js';

/** The QR key table, as the qr room reads it; keys are raw bytes. */
export interface TokenKeyTable {
  keys: TokenKeyRow[];
  factsSecret: Buffer;
}

export interface TokenKeyRow {
  keyId: number;
  profile: 'short' | 'sealed';
  audience: 'order';
  secret?: Buffer;
  privateKey?: Buffer;
  publicKey?: Buffer;
  createdAt: string;
  retiredAt?: string;
  compromisedAt?: string;
}

/** Every key that ever minted: it retires when its successor is made, and keeps verifying old paper. */
export function tokenKeyTable(ring: KeyRing): TokenKeyTable {
  const [facts] = keysFor(ring, 'tokenFacts');
  if (facts === undefined) throw new Error('the ring has no key for tokenFacts');
  return {
    keys: [...rowsOf(ring, 'tokenShort', shortHalf), ...rowsOf(ring, 'tokenSealed', sealedHalf)],
    factsSecret: facts.secret.export(),
  };
}

type KeyHalf = Pick<TokenKeyRow, 'profile' | 'secret' | 'privateKey' | 'publicKey'>;

function shortHalf({ secret }: KeyEntry): KeyHalf {
  return { profile: 'short', secret: secret.export() };
}

function sealedHalf({ secret }: KeyEntry): KeyHalf {
  return {
    profile: 'sealed',
    privateKey: secret.export(),
    publicKey: rawPublicKey(ed25519Pair(secret).publicKey),
  };
}

function rowsOf(
  ring: KeyRing,
  purpose: 'tokenShort' | 'tokenSealed',
  half: (entry: KeyEntry) => KeyHalf,
): TokenKeyRow[] {
  return keysFor(ring, purpose).map((entry, index, all) => {
    const retiredAt = all[index + 1]?.createdAt;
    return {
      ...half(entry),
      keyId: numberOf(entry),
      audience: 'order',
      createdAt: entry.createdAt,
      ...(retiredAt !== undefined && { retiredAt }),
      ...(entry.compromisedAt !== undefined && { compromisedAt: entry.compromisedAt }),
    };
  });
}

function numberOf({ id, tokenKeyId }: KeyEntry): number {
  if (tokenKeyId === undefined) throw new Error(`key ${id} has no token key id`);
  return tokenKeyId;
}
