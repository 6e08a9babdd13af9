import { newDataKey, openJson, sealJson, unwrapKey, type WrappedKey, wrapKey } from './envelope.js';
import type { KeyRing } from './ring.js';

/** The address that a person's digests go to, under a key of its own. */
export function sealAddress(
  ring: KeyRing,
  personId: string,
  email: string,
): WrappedKey & { emailSealed: Buffer } {
  const key = newDataKey();
  return {
    ...wrapKey(ring, key, contextOf(personId)),
    emailSealed: sealJson(key, email, contextOf(personId)),
  };
}

export function openAddress(
  ring: KeyRing,
  { personId, emailSealed, ...wrapped }: WrappedKey & { personId: string; emailSealed: Buffer },
): string {
  return String(openJson(unwrapKey(ring, wrapped, contextOf(personId)), emailSealed, contextOf(personId)));
}

const contextOf = (personId: string): string => `digest_subscriptions.email:${personId}`;
