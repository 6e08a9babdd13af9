import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** RFC 8410: what stands before the 32 seed bytes in a PKCS #8 private key. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const RAW_PUBLIC_BYTES = 32;

export interface Ed25519Pair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The pair whose seed is this secret (RFC 8032: any 32 random bytes are one). */
export function ed25519Pair(secret: KeyObject): Ed25519Pair {
  const der = Buffer.concat([PKCS8_PREFIX, secret.export()]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/** The 32 bytes that RFC 8032 calls the public key. */
export function rawPublicKey(publicKey: KeyObject): Buffer {
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(-RAW_PUBLIC_BYTES);
}
