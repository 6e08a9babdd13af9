import type { LineRow, OrderRow } from './orders.js';
import { type Db, rows } from './sql.js';

/** What sealed codes state of their orders, as it is stored: who ordered is sealed under the order's own key. */
export interface StatedOrder
  extends Pick<OrderRow, 'id' | 'orderNo' | 'customerSealed' | 'amountMinor' | 'currency' | 'orderedAt'> {
  lines: Omit<LineRow, 'lineNo'>[];
  kekId: string | null;
  wrapped: Buffer | null;
}

/** What sealed codes state, by the id of their order; `refOf` opens who ordered. */
export async function statedOrders(
  db: Db,
  codes: readonly { orderId: string }[],
  refOf: (order: StatedOrder) => string,
): Promise<Map<string, StatedOrder & { customerRef: string }>> {
  const found = await rows<StatedOrder>(
    db,
    `select o.id, o.order_no as "orderNo", o.customer_sealed as "customerSealed", o.amount_minor as "amountMinor",
       o.currency, o.ordered_at as "orderedAt", k.kek_id as "kekId", k.wrapped,
       (select coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'sku', l.sku, 'name', l.name,
          'quantity', l.quantity, 'amountMinor', l.amount_minor)), '[]') from order_lines l where l.order_id = o.id) as lines
     from orders o left join data_keys k on k.order_id = o.id and k.purpose = 'pii' and k.wrapped is not null
     where o.id = any(:orderIds::uuid[])`,
    { orderIds: codes.map(({ orderId }) => orderId) },
  );
  return new Map(found.map((order) => [order.id, { ...order, customerRef: refOf(order) }]));
}
