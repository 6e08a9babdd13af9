import { sign, verify } from 'node:crypto';
import { ed25519Pair, rawPublicKey } from './ed25519.js';
import { currentKey, type KeyRing, keysFor } from './ring.js';

export interface LogSignature {
  readonly keyId: string;
  readonly signature: Buffer;
}

/** Signs a checkpoint of the log's chain with the current key. */
export function signCheckpoint(ring: KeyRing, checkpoint: Buffer): LogSignature {
  const { id, secret } = currentKey(ring, 'logSigning');
  return { keyId: id, signature: sign(null, checkpoint, ed25519Pair(secret).privateKey) };
}

/** True only for the exact bytes, under the key the signature names. */
export function checkpointHolds(
  ring: KeyRing,
  checkpoint: Buffer,
  { keyId, signature }: LogSignature,
): boolean {
  const entry = keysFor(ring, 'logSigning').find((known) => known.id === keyId);
  return entry !== undefined && verify(null, checkpoint, ed25519Pair(entry.secret).publicKey, signature);
}

/** Key id → raw public key, to be kept outside the installation so that an auditor needs no ring. */
export function checkpointPublicKeys(ring: KeyRing): Readonly<Record<string, Buffer>> {
  return Object.fromEntries(
    keysFor(ring, 'logSigning').map(({ id, secret }) => [id, rawPublicKey(ed25519Pair(secret).publicKey)]),
  );
}
