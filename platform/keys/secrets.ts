import { hkdfSync } from 'node:crypto';
import { currentKey, type KeyRing, keysFor } from './ring.js';

const PASSWORD_BYTES = 32;

/** Keys of the Temporal payload codec: seals with `current`, opens with any. */
export function payloadKeys(ring: KeyRing): { current: string; keys: Record<string, Buffer> } {
  const keys = keysFor(ring, 'payload').map(({ id, secret }) => [id, secret.export()] as const);
  return { current: currentKey(ring, 'payload').id, keys: Object.fromEntries(keys) };
}

/** The password of a database role: same ring and name, same password; URL-safe and free of quotes. */
export function rolePassword(ring: KeyRing, roleName: string): string {
  const { secret } = currentKey(ring, 'roles');
  const bytes = hkdfSync('sha256', secret, '', `database-role/${roleName}`, PASSWORD_BYTES);
  return Buffer.from(bytes).toString('base64url');
}

/** The HMAC secret shared with the SMS gateway. */
export function smsSecret(ring: KeyRing): Buffer {
  return currentKey(ring, 'sms').secret.export();
}

/** Secrets of the session cookie: the first signs, each is believed. */
export function sessionSecrets(ring: KeyRing): string[] {
  const current = currentKey(ring, 'roles');
  const older = keysFor(ring, 'roles').filter(({ id }) => id !== current.id);
  return [current, ...older].map(({ secret }) =>
    Buffer.from(hkdfSync('sha256', secret, '', 'session-cookie', PASSWORD_BYTES)).toString('base64url'),
  );
}
