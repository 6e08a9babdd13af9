import type { State } from '../domain/lifecycle.js';
import type { LineKind, OrderKind, Settlement } from '../domain/order.js';
import type { Department } from '../domain/people.js';
import { type Db, forEach, row, rows, run, type Tx } from './sql.js';

export interface OrderRow {
  id: string;
  orderNo: string;
  kind: OrderKind;
  settlement: Settlement;
  currency: string;
  amountMinor: number;
  orderedAt: Date;
  customerKey: Buffer;
  customerSealed: Buffer | null;
  contentKey: Buffer;
  lane: 'live' | 'bulk';
  notify: boolean;
  createdAt: Date;
  factCount: number;
  state: State;
  stateSince: Date;
  ownerDepartment: string;
  waitingFor: unknown;
  dueAt: Date | null;
  budgetMinutes: number | null;
  pausedAt: Date | null;
  cause: string | null;
  nextAction: string | null;
  assignee: string | null;
  /** 0 low, 1 normal, 2 high, 3 urgent. */
  priority: number;
  escalation: number;
  held: boolean;
  watched: boolean;
  appliedFact: number;
}

export interface LineRow {
  lineNo: number;
  kind: LineKind;
  sku: string;
  name: string;
  quantity: number;
  amountMinor: number;
}

export interface NewOrder {
  id: string;
  orderNo: string;
  kind: OrderKind;
  settlement: Settlement;
  currency: string;
  amountMinor: number;
  orderedAt: string;
  customerKey: Buffer;
  phoneKey: Buffer | null;
  emailKey: Buffer | null;
  customerSealed: Buffer;
  contentKey: Buffer;
  lane: 'live' | 'bulk';
  notify: boolean;
  /** Whose order it is from the start; the order desk's, unless told otherwise. */
  departments?: readonly Department[];
}

const ORDER_COLUMNS = `
  id, order_no as "orderNo", kind, settlement, currency, amount_minor as "amountMinor", ordered_at as "orderedAt",
  customer_key as "customerKey", customer_sealed as "customerSealed", content_key as "contentKey", lane, notify,
  created_at as "createdAt", fact_count as "factCount", state, state_since as "stateSince",
  owner_department as "ownerDepartment", waiting_for as "waitingFor", due_at as "dueAt",
  budget_minutes as "budgetMinutes", paused_at as "pausedAt", cause, next_action as "nextAction",
  assignee, priority, escalation, held, watched, applied_fact as "appliedFact"`;

/** Inserts an order unless its number is taken; returns whether it did. Waits for a rival with the same number. */
export async function insertOrder(tx: Tx, order: NewOrder): Promise<boolean> {
  const inserted = await run(
    tx,
    `insert into orders (id, order_no, kind, settlement, currency, amount_minor, ordered_at, customer_key, phone_key,
       email_key, customer_sealed, content_key, lane, notify, departments)
     values (:id, :orderNo, :kind, :settlement, :currency, :amountMinor, :orderedAt, :customerKey, :phoneKey,
       :emailKey, :customerSealed, :contentKey, :lane, :notify, :departments::text[])
     on conflict (order_no) do nothing`,
    { ...order, departments: [...(order.departments ?? ['order_desk'])] },
  );
  return inserted === 1;
}

/** Inserts the lines of an order that has none. */
export async function insertLines(tx: Tx, orderId: string, lines: readonly LineRow[]): Promise<void> {
  await run(
    tx,
    `insert into order_lines (order_id, line_no, kind, sku, name, quantity, amount_minor)
     select :orderId, l."lineNo", l.kind, l.sku, l.name, l.quantity, l."amountMinor"
     from jsonb_to_recordset(:lines::jsonb)
       as l("lineNo" int, kind text, sku text, name text, quantity int, "amountMinor" bigint)`,
    { orderId, lines: JSON.stringify(lines) },
  );
}

/** Stores an order's data key as wrapped by a key-encryption key; the key itself is never written. */
export async function insertDataKey(
  tx: Tx,
  orderId: string,
  key: { kekId: string; wrapped: Buffer },
): Promise<void> {
  await run(
    tx,
    `insert into data_keys (order_id, purpose, kek_id, wrapped) values (:orderId, 'pii', :kekId, :wrapped)`,
    { orderId, ...key },
  );
}

/** The wrapped data key, or undefined when it was destroyed. */
export function dataKeyOf(db: Db, orderId: string): Promise<{ kekId: string; wrapped: Buffer } | undefined> {
  return row(db, DATA_KEY, { orderId });
}

const DATA_KEY = forEach(
  `select kek_id as "kekId", wrapped from data_keys where order_id = :orderId and purpose = 'pii' and wrapped is not null`,
  'orderId uuid',
);

/** Locks an order until the transaction ends: whoever records or decides does this first. */
export function lockOrder(tx: Tx, orderId: string): Promise<OrderRow | undefined> {
  return row(tx, LOCK, { orderId });
}

const LOCK = forEach(
  `select ${ORDER_COLUMNS} from orders where id = :orderId for no key update`,
  'orderId uuid',
);

/** Like `lockOrder`, by the order's number. */
export function lockOrderNo(tx: Tx, orderNo: string): Promise<OrderRow | undefined> {
  return row(tx, LOCK_NO, { orderNo });
}

const LOCK_NO = forEach(
  `select ${ORDER_COLUMNS} from orders where order_no = :orderNo for no key update`,
  'orderNo text',
);

export function orderById(db: Db, orderId: string): Promise<OrderRow | undefined> {
  return row(db, BY_ID, { orderId });
}

const BY_ID = forEach(`select ${ORDER_COLUMNS} from orders where id = :orderId`, 'orderId uuid');

export function orderByNo(db: Db, orderNo: string): Promise<OrderRow | undefined> {
  return row(db, `select ${ORDER_COLUMNS} from orders where order_no = :orderNo`, { orderNo });
}

/** How far the lifecycle has got with some orders; settled when it now waits or rests and no deed is left to do. */
export function progressOf(
  db: Db,
  orderIds: readonly string[],
): Promise<(Pick<OrderRow, 'id' | 'state' | 'appliedFact'> & { settled: boolean })[]> {
  return rows(
    db,
    `select id, state,
       not exists (select from outbox b where b.order_id = orders.id and b.fact_number <= applied_fact) as settled,
       applied_fact as "appliedFact" from orders where id = any(:orderIds::uuid[])`,
    { orderIds: [...orderIds] },
  );
}

export function linesOf(db: Db, orderId: string): Promise<LineRow[]> {
  return rows(db, LINES, { orderId });
}

const LINES = forEach(
  `select line_no as "lineNo", kind, sku, name, quantity, amount_minor as "amountMinor"
   from order_lines where order_id = :orderId order by line_no`,
  'orderId uuid',
);

/** Whether no earlier order of the same customer exists, by order time and number (domain: risk rules). */
export async function isFirstOrder(
  db: Db,
  order: Pick<OrderRow, 'customerKey' | 'orderedAt' | 'orderNo'>,
): Promise<boolean> {
  const { customerKey, orderedAt, orderNo } = order;
  return (await row(db, EARLIER, { customerKey, orderedAt, orderNo })) === undefined;
}

const EARLIER = forEach(
  `select 1 as earlier from orders where customer_key = :customerKey and (ordered_at, order_no) < (:orderedAt, :orderNo) limit 1`,
  'customerKey bytea, orderedAt timestamptz, orderNo text',
);

export interface AmendedOrder {
  customerKey: Buffer;
  customerSealed: Buffer;
  phoneKey: Buffer | null;
  emailKey: Buffer | null;
  /** Null leaves it. */
  notify: boolean | null;
}

/** Writes the customer's corrected data; the order's number, times and currency stay what they were entered as. */
export async function amendOrder(tx: Tx, orderId: string, amended: AmendedOrder): Promise<void> {
  await run(
    tx,
    `update orders set customer_key = :customerKey, customer_sealed = :customerSealed, phone_key = :phoneKey,
       email_key = :emailKey, notify = coalesce(:notify::boolean, notify) where id = :orderId`,
    { orderId, ...amended },
  );
}

/** Puts other lines in place of an order's, with the kind and the amount that follow from them. */
export async function amendLines(
  tx: Tx,
  orderId: string,
  { lines, kind, amountMinor }: Pick<OrderRow, 'kind' | 'amountMinor'> & { lines: readonly LineRow[] },
): Promise<void> {
  await run(tx, 'delete from order_lines where order_id = :orderId', { orderId });
  await insertLines(tx, orderId, lines);
  await run(tx, 'update orders set kind = :kind, amount_minor = :amountMinor where id = :orderId', {
    ...{ orderId, kind, amountMinor },
  });
}
