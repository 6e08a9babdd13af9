import { createHash } from 'node:crypto';
import type { KeyRing } from './ring.js';
import { rolePassword } from './secrets.js';

/** The demo token of one person; anyone with the key ring can make it again. */
export function demoToken(ring: KeyRing, personId: string): string {
  return `oqr_${personId}_${createHash('sha256')
    .update(`demo:${personId}:${rolePassword(ring, 'oqr_api')}`)
    .digest('base64url')
    .slice(0, 32)}`;
}

/** The demo password of one person, made like their token. */
export function demoPassword(ring: KeyRing, personId: string): string {
  return createHash('sha256')
    .update(`demo-password:${personId}:${rolePassword(ring, 'oqr_api')}`)
    .digest('base64url')
    .slice(0, 16);
}
