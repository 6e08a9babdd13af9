import { z } from 'zod';
import { dataKeyOf, type OrderRow } from '../db/orders.js';
import type { Db } from '../db/sql.js';
import type { Customer } from '../domain/order.js';
import { openJson, unwrapKey } from '../platform/keys/envelope.js';
import type { KeyRing } from '../platform/keys/ring.js';

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

/** The customer of an order, opened for this one use; undefined after its key was destroyed. */
export async function customerOf(
  house: { db: Db; ring: KeyRing },
  order: Pick<OrderRow, 'id' | 'customerSealed'>,
): Promise<Customer | undefined> {
  const wrapped = await dataKeyOf(house.db, order.id);
  if (!wrapped || !order.customerSealed) return undefined;
  const key = unwrapKey(house.ring, wrapped, `orders.pii:${order.id}`);
  const { ref, name, ...rest } = customerShape.parse(
    openJson(key, order.customerSealed, `orders.customer:${order.id}`),
  );
  return {
    ref,
    name,
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
  };
}
