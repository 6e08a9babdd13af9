import { as, type House } from '../e2e/house.js';
import { sql } from '../e2e/orders.js';

/** A change of an order that waits for a second person. */
export async function anAmendment(house: House, orderNo: string): Promise<void> {
  const [line] = [{ kind: 'goods', sku: 'T-1', name: 'Longjing 2026', quantity: 3, amountMinor: 18_000 }];
  await as(house, 'sales').post(`/orders/${orderNo}/amendments`, {
    changes: { name: 'Wang Xiaoming', phone: '13900139000', lines: [line] },
  });
}

/** One alert of a code, one of an address, as a sweep leaves them after days of odd scans. */
export async function someAlerts(house: House, orderNo: string): Promise<void> {
  const put = (kind: string, order: string) =>
    sql(
      house,
      `insert into scan_alerts (id, kind, key, day, order_id, issue_no)
       values (gen_random_uuid(), '${kind}', sha256('${kind}'), current_date, ${order}) on conflict do nothing`,
      order === 'null, null' ? [] : [orderNo],
    );
  await put('replay', '(select id from orders where order_no = ?), 1');
  await put('enumeration', 'null, null');
}
