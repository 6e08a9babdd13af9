import { z } from 'zod';
import { type Customer, LINE_KINDS } from '../../domain/order.js';
import { blindIndex, openJson, sealJson, unwrapKey, type WrappedKey } from './envelope.js';
import type { KeyRing } from './ring.js';

const field = z.string().nullable().optional();

const line = z.object({
  lineNo: z.int(),
  kind: z.enum(LINE_KINDS),
  sku: z.string(),
  name: z.string(),
  quantity: z.int(),
  amountMinor: z.int(),
});

/** Corrected data of a customer, where null takes a value away, and all lines anew when one of them changes. */
const changesShape = z.object({
  ref: z.string().optional(),
  name: z.string().optional(),
  contact: field,
  phone: field,
  email: field,
  address: field,
  country: field,
  notify: z.boolean().optional(),
  lines: z.array(line).optional(),
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

/** The customer with the changes made. */
export function amendedCustomer(customer: Customer, { notify: _, lines: __, ...changes }: Changes): Customer {
  const { ref, name, ...rest } = { ...customer, ...changes };
  const given = Object.entries(rest).filter(([, value]) => value !== null && value !== undefined);
  return { ref: ref ?? customer.ref, name: name ?? customer.name, ...Object.fromEntries(given) };
}

/** An amended customer, sealed again, and the blind indexes that searches go by. */
export function sealAmended(
  ring: KeyRing,
  key: WrappedKey,
  orderId: string,
  customer: Customer,
): Record<'customerSealed' | 'customerKey', Buffer> & Record<'phoneKey' | 'emailKey', Buffer | null> {
  const { ref, phone, email } = customer;
  return {
    customerSealed: sealJson(
      unwrapKey(ring, key, keyContext(orderId)),
      customer,
      `orders.customer:${orderId}`,
    ),
    customerKey: blindIndex(ring, 'customer', ref),
    phoneKey: phone ? blindIndex(ring, 'phone', phone.replace(/\D/g, '')) : null,
    emailKey: email ? blindIndex(ring, 'email', email.trim().toLowerCase()) : null,
  };
}
