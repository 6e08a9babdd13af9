import { createHash } from 'node:crypto';
import { entryOf, KEY_PURPOSES, type KeyEntry, type KeyPurpose } from './entry.js';

const CREATED_AT = '2026-01-01T00:00:00.000Z';

/** TEST ONLY: keys derived from published text, for tests and saved histories; a ring file with them is refused. */
export function testKeyRing(): { readonly entries: readonly KeyEntry[] } {
  const entries: KeyEntry[] = [];
  for (const purpose of KEY_PURPOSES) {
    entries.push(entryOf(entries, purpose, publishedSecret(purpose), CREATED_AT));
  }
  return { entries };
}

function publishedSecret(purpose: KeyPurpose): Buffer {
  return createHash('sha256').update(`order-qr test only, not secret: ${purpose}`).digest();
}
