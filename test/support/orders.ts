import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { type FactDraft, record } from '../../db/facts.js';
import { insertDataKey, insertLines, insertOrder, lockOrder } from '../../db/orders.js';
import type { Actor } from '../../domain/facts.js';
import { canonicalOrder, kindOf, type OrderDraft, totalMinor } from '../../domain/order.js';
import { blindIndex, newDataKey, sealJson, wrapKey } from '../../platform/keys/envelope.js';
import type { TestDatabase } from './database.js';

export const DESK: Actor = { kind: 'person', id: 'desk', department: 'order_desk' };
export const FINANCE: Actor = { kind: 'person', id: 'finance', department: 'finance' };
export const LOGISTICS: Actor = { kind: 'person', id: 'logistics', department: 'logistics' };
export const REVIEWER: Actor = { kind: 'person', id: 'reviewer', department: 'review' };

export interface TestOrderOptions extends Partial<OrderDraft> {
  notify?: boolean;
  submit?: boolean;
  lane?: 'live' | 'bulk';
}

let serial = 0;

/** A small prepaid order of goods, 120.00 CNY, two pieces of one product. */
export function anOrderDraft(overrides: Partial<OrderDraft> = {}): OrderDraft {
  serial += 1;
  const lines = overrides.lines ?? [
    { lineNo: 1, kind: 'goods' as const, sku: 'TEA-1', name: '龙井茶', quantity: 2, amountMinor: 12_000 },
  ];
  return {
    orderNo: `T-${process.pid}-${serial}`,
    orderedAt: '2026-11-20T08:00:00+08:00',
    kind: kindOf(lines),
    settlement: 'prepaid',
    currency: 'CNY',
    customer: { ref: `C-${serial}`, name: '张三' },
    ...overrides,
    lines,
  };
}

/** Enters an order straight through the db room, as the API role, with its personal data sealed. */
export async function enterTestOrder(
  database: TestDatabase,
  options: TestOrderOptions = {},
  db: Knex = database.as('oqr_api', 2),
) {
  const { notify = false, submit = true, lane = 'live', ...overrides } = options;
  const draft = anOrderDraft(overrides);
  const id = randomUUID();
  const key = newDataKey();
  const { ring } = database;
  await db.transaction(async (tx) => {
    await insertOrder(tx, {
      id,
      orderNo: draft.orderNo,
      kind: draft.kind,
      settlement: draft.settlement,
      currency: draft.currency,
      amountMinor: totalMinor(draft.lines),
      orderedAt: draft.orderedAt,
      customerKey: blindIndex(ring, 'customer', draft.customer.ref),
      phoneKey: null,
      emailKey: null,
      customerSealed: sealJson(key, draft.customer, `orders.customer:${id}`),
      contentKey: blindIndex(ring, 'order', canonicalOrder(draft)),
      lane,
      notify,
    });
    await insertLines(tx, id, [...draft.lines]);
    await insertDataKey(tx, id, wrapKey(ring, key, `orders.pii:${id}`));
    await record(tx, id, { type: 'order_entered', actor: DESK, source: 'api' });
    if (submit) await record(tx, id, { type: 'code_requested', actor: DESK, source: 'api' });
  });
  return { id, orderNo: draft.orderNo, draft };
}

/** Records a fact under the order's lock, as the API does. */
export async function recordFact(
  db: Knex,
  orderId: string,
  fact: Omit<FactDraft, 'source'> & { source?: FactDraft['source'] },
): Promise<number> {
  return db.transaction(async (tx) => {
    await lockOrder(tx, orderId);
    return (await record(tx, orderId, { source: 'api', ...fact })).number;
  });
}

export const paid = (
  amountMinor: number,
  currency = 'CNY',
  actor: Actor = FINANCE,
): Omit<FactDraft, 'source'> => ({
  type: 'payment_received',
  actor,
  detail: { amountMinor, currency },
});
export const shipped = (actor: Actor = LOGISTICS): Omit<FactDraft, 'source'> => ({ type: 'shipped', actor });
