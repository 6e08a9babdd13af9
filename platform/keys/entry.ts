import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

/** What each key is for. */
export const KEY_PURPOSES = [
  'kek',
  'blindIndex',
  'payload',
  'tokenShort',
  'tokenFacts',
  'tokenSealed',
  'logSigning',
  'roles',
  'sms',
] as const;
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

/** The facts key is not rotated: printed sealed codes are compared with it for as long as they live. */
export type RotatedPurpose = Exclude<KeyPurpose, 'tokenFacts'>;

export const SECRET_BYTES = 32;
const MAX_TOKEN_KEY_ID = 255;

/** One version of one key. The secret is a KeyObject, which neither prints nor serialises. */
export interface KeyEntry {
  readonly purpose: KeyPurpose;
  /** Purpose, version and a fingerprint of the secret, so a damaged or foreign secret is recognised. */
  readonly id: string;
  readonly version: number;
  /** The byte a QR token carries; counted once over both token profiles. */
  readonly tokenKeyId?: number;
  readonly createdAt: string;
  readonly compromisedAt?: string;
  readonly secret: KeyObject;
}

/** The next version of a purpose, with a fresh random secret. */
export function nextEntry(entries: readonly KeyEntry[], purpose: KeyPurpose): KeyEntry {
  return entryOf(entries, purpose, randomBytes(SECRET_BYTES), new Date().toISOString());
}

export function entryOf(
  entries: readonly KeyEntry[],
  purpose: KeyPurpose,
  secret: Buffer,
  createdAt: string,
): KeyEntry {
  const version = 1 + entries.filter((entry) => entry.purpose === purpose).length;
  return {
    purpose,
    id: keyIdOf(purpose, version, secret),
    version,
    ...(carriedByTokens(purpose) && { tokenKeyId: nextTokenKeyId(entries) }),
    createdAt,
    secret: createSecretKey(secret),
  };
}

export function keyIdOf(purpose: KeyPurpose, version: number, secret: Buffer): string {
  const fingerprint = Buffer.from(hkdfSync('sha256', secret, '', 'key-fingerprint', 4)).toString('hex');
  return `${purpose}-${version}-${fingerprint}`;
}

export function carriedByTokens(purpose: KeyPurpose): boolean {
  return purpose === 'tokenShort' || purpose === 'tokenSealed';
}

function nextTokenKeyId(entries: readonly KeyEntry[]): number {
  const next = 1 + Math.max(0, ...entries.map((entry) => entry.tokenKeyId ?? 0));
  if (next > MAX_TOKEN_KEY_ID)
    throw new Error('all 255 token key ids are used: a new token version is needed');
  return next;
}
