import { newEntry } from '../api/entering.js';
import { insertEntries } from '../db/bulk-entry.js';
import type { OrderDraft } from '../domain/order.js';
import type { BenchRecord } from './record.js';

const BATCH = 500;

/** Enters so many orders with their requests for a code, as the order desk would: prepaid goods, one line. */
export async function enterOrders(
  record: BenchRecord,
  count: number,
  { prefix = 'SO', amountMinor = 12_000 } = {},
): Promise<{ id: string; orderNo: string }[]> {
  const api = record.as('oqr_api', 1);
  const entered: { id: string; orderNo: string }[] = [];
  while (entered.length < count) {
    const entries = Array.from({ length: Math.min(BATCH, count - entered.length) }, (_, at) =>
      newEntry(record, entryOf(`${prefix}-${String(entered.length + at + 1).padStart(7, '0')}`, amountMinor)),
    );
    await api.transaction((tx) => insertEntries(tx, entries));
    entered.push(...entries.map(({ order }) => ({ id: order.id, orderNo: order.orderNo })));
  }
  await record.admin.raw('analyze');
  return entered;
}

function entryOf(orderNo: string, amountMinor: number) {
  const draft: OrderDraft = {
    orderNo,
    orderedAt: '2026-11-20T08:00:00+08:00',
    kind: 'goods',
    settlement: 'prepaid',
    currency: 'CNY',
    customer: { ref: `C-${orderNo}`, name: '张三' },
    lines: [{ lineNo: 1, kind: 'goods', sku: 'TEA-1', name: '龙井茶', quantity: 2, amountMinor }],
  };
  const actor = { kind: 'person', id: 'desk', department: 'order_desk' } as const;
  return { draft, actor, source: 'api', lane: 'live', notify: true, submit: true, stated: [] } as const;
}
