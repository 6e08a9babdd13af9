import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { SealBroken } from './seal-broken.js';

/** Suite 1 = AES-256-GCM, 96-bit random IV, 128-bit tag (NIST SP 800-38D). */
const SUITE = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + IV_BYTES + TAG_BYTES;

/** suite | IV | tag | ciphertext; the context is authenticated and not stored. */
export function seal(key: KeyObject, plaintext: Buffer | Uint8Array | string, context: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(context));
  const text = typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext;
  const ciphertext = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([Buffer.of(SUITE), iv, cipher.getAuthTag(), ciphertext]);
}

/** The plaintext, or SealBroken: wrong key, other context and a changed byte look the same. */
export function open(key: KeyObject, sealed: Uint8Array, context: string): Buffer {
  if (sealed.length < HEAD_BYTES) throw new SealBroken('too_short');
  if (sealed[0] !== SUITE) throw new SealBroken('unknown_suite');
  const iv = sealed.subarray(1, 1 + IV_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(context));
  decipher.setAuthTag(sealed.subarray(1 + IV_BYTES, HEAD_BYTES));
  const plaintext = decipher.update(sealed.subarray(HEAD_BYTES));
  try {
    return Buffer.concat([plaintext, decipher.final()]);
  } catch {
    throw new SealBroken('not_authentic');
  }
}

function boundTo(context: string): Buffer {
  return Buffer.concat([Buffer.of(SUITE), Buffer.from(context, 'utf8')]);
}
