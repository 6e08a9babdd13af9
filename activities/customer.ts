import { dataKeyOf, type OrderRow } from '../db/orders.js';
import type { Db } from '../db/sql.js';
import type { Customer } from '../domain/order.js';
import { openCustomer } from '../platform/keys/customer.js';
import type { KeyRing } from '../platform/keys/ring.js';

/** The customer of an order, opened for this one use; undefined after its key was destroyed. */
export async function customerOf(
  house: { db: Db; ring: KeyRing },
  order: Pick<OrderRow, 'id' | 'customerSealed'>,
): Promise<Customer | undefined> {
  return openCustomer(house.ring, order, await dataKeyOf(house.db, order.id));
}
