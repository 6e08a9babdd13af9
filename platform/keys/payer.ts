import { z } from 'zod';
import { openJson, sealJson, unwrapKey, type WrappedKey } from './envelope.js';
import { orderKeyContext } from './note.js';
import type { KeyRing } from './ring.js';

/** What a provider asks about whoever pays: their address on the net. Personal, so under the order's own key. */

const payer = z.object({ address: z.string() });
const payerContext = (paymentId: string): string => `payments.payer:${paymentId}`;

interface OfPayment {
  id: string;
  orderId: string;
}

export function sealPayer(ring: KeyRing, wrapped: WrappedKey, of: OfPayment, address: string): Buffer {
  const key = unwrapKey(ring, wrapped, orderKeyContext(of.orderId));
  return sealJson(key, { address }, payerContext(of.id));
}

export function openPayer(ring: KeyRing, wrapped: WrappedKey, of: OfPayment, sealed: Buffer): string {
  const key = unwrapKey(ring, wrapped, orderKeyContext(of.orderId));
  return payer.parse(openJson(key, sealed, payerContext(of.id))).address;
}
