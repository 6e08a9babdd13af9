import { z } from 'zod';
import type { Customer } from '../../domain/order.js';
import { openJson, unwrapKey, type WrappedKey } from './envelope.js';
import type { KeyRing } from './ring.js';

const text = z.string().optional();
const customerShape = z.object({
  ref: z.string(),
  name: z.string(),
  contact: text,
  phone: text,
  email: text,
  address: text,
  country: text,
});

/** The customer of an order, opened for this one use; undefined after the order's data key was destroyed. */
export function openCustomer(
  ring: KeyRing,
  order: { id: string; customerSealed: Buffer | null },
  wrapped: WrappedKey | undefined,
): Customer | undefined {
  if (!wrapped || !order.customerSealed) return undefined;
  const key = unwrapKey(ring, wrapped, `orders.pii:${order.id}`);
  const { ref, name, ...rest } = customerShape.parse(
    openJson(key, order.customerSealed, `orders.customer:${order.id}`),
  );
  return {
    ref,
    name,
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
  };
}

/** Who ordered, as sealed codes name them; nobody after the order's data key was destroyed. */
export function customerRefOf(
  ring: KeyRing,
  {
    kekId,
    wrapped,
    ...order
  }: { id: string; customerSealed: Buffer | null } & {
    kekId: string | null;
    wrapped: Buffer | null;
  },
): string {
  const key = kekId !== null && wrapped !== null ? { kekId, wrapped } : undefined;
  return openCustomer(ring, order, key)?.ref ?? '';
}
