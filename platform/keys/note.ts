import { openJson, unwrapKey, type WrappedKey } from './envelope.js';
import type { KeyRing } from './ring.js';

/** What the keys of an order and the free text of its facts are bound to. */
export const orderKeyContext = (orderId: string): string => `orders.pii:${orderId}`;
export const noteContext = (orderId: string): string => `facts.note:${orderId}`;

/** The free text of a fact, opened for this one use. */
export function openNote(ring: KeyRing, orderId: string, wrapped: WrappedKey, sealed: Buffer): string {
  const key = unwrapKey(ring, wrapped, orderKeyContext(orderId));
  return String(openJson(key, sealed, noteContext(orderId)));
}
