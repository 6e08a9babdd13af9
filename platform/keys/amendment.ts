import { z } from 'zod';
import type { Customer } from '../../domain/order.js';
import { blindIndex, openJson, sealJson, unwrapKey, type WrappedKey } from './envelope.js';
import type { KeyRing } from './ring.js';

const field = z.string().nullable().optional();

/** Corrected data of a customer; null takes a value away. */
const changesShape = z.object({
  name: z.string().optional(),
  contact: field,
  phone: field,
  email: field,
  address: field,
  country: field,
  notify: z.boolean().optional(),
});
export type Changes = z.output<typeof changesShape>;

const keyContext = (orderId: string): string => `orders.pii:${orderId}`;
const changesContext = (orderId: string): string => `amendments.changes:${orderId}`;

/** Seals corrected data under its order's key until two people agree on it. */
export const sealChanges = (ring: KeyRing, key: WrappedKey, orderId: string, changes: Changes): Buffer =>
  sealJson(unwrapKey(ring, key, keyContext(orderId)), changes, changesContext(orderId));

export function openChanges(
  ring: KeyRing,
  key: WrappedKey,
  { orderId, changesSealed }: { orderId: string; changesSealed: Buffer },
): Changes {
  return changesShape.parse(
    openJson(unwrapKey(ring, key, keyContext(orderId)), changesSealed, changesContext(orderId)),
  );
}

/** The customer with the changes, sealed again, and the blind indexes that searches go by. */
export function sealAmended(
  ring: KeyRing,
  key: WrappedKey,
  { orderId, customer, changes }: { orderId: string; customer: Customer; changes: Changes },
): { customerSealed: Buffer; phoneKey: Buffer | null; emailKey: Buffer | null; notify: boolean | null } {
  const { notify = null, ...more } = changes;
  const merged = Object.fromEntries(
    Object.entries({ ...customer, ...more }).filter(([, value]) => value !== null && value !== undefined),
  );
  const { phone, email } = merged;
  return {
    customerSealed: sealJson(unwrapKey(ring, key, keyContext(orderId)), merged, `orders.customer:${orderId}`),
    phoneKey: phone ? blindIndex(ring, 'phone', phone.replace(/\D/g, '')) : null,
    emailKey: email ? blindIndex(ring, 'email', email.trim().toLowerCase()) : null,
    notify,
  };
}
