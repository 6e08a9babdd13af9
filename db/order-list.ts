import type { State } from '../domain/lifecycle.js';
import { type Seeing, withinScope } from './scope.js';
import { type Db, type Page, page, readCursor, rows } from './sql.js';

export interface OrderItem {
  id: string;
  orderNo: string;
  kind: string;
  currency: string;
  amountMinor: number;
  orderedAt: Date;
  createdAt: Date;
  state: State;
  stateSince: Date;
  ownerDepartment: string;
  waitingFor: unknown;
  dueAt: Date | null;
  budgetMinutes: number | null;
  pausedAt: Date | null;
  cause: string | null;
  nextAction: string | null;
}

/** The columns of an order in a list. */
export const ORDER_ITEM = `id, order_no as "orderNo", kind, currency, amount_minor as "amountMinor", ordered_at as "orderedAt",
  created_at as "createdAt", state, state_since as "stateSince", owner_department as "ownerDepartment",
  waiting_for as "waitingFor", due_at as "dueAt", budget_minutes as "budgetMinutes", paused_at as "pausedAt", cause,
  next_action as "nextAction"`;

/** Orders that a person sees, oldest first, of one state when asked. */
export async function listOrders(
  db: Db,
  filter: { person: Seeing; state?: State },
  limit: number,
  cursor?: string,
): Promise<Page<OrderItem>> {
  const [createdAt, id] = readCursor(cursor) ?? ['-infinity', '00000000-0000-0000-0000-000000000000'];
  const { within, scope } = withinScope(filter.person);
  const found = await rows<OrderItem>(
    db,
    `select ${ORDER_ITEM} from orders o where ${filter.state ? 'state = :state and' : ''} ${within} and
       (created_at, id) > (:createdAt::timestamptz, :id::uuid) order by created_at, id limit :limit`,
    { ...scope, ...(filter.state ? { state: filter.state } : {}), createdAt, id, limit: limit + 1 },
  );
  return page(found, limit, (last) => [last.createdAt.toISOString(), last.id]);
}

/** How many of the orders that a person sees are in each state. */
export async function countByState(db: Db, person: Seeing): Promise<Partial<Record<State, number>>> {
  const { within, scope } = withinScope(person);
  const counts = await rows<{ state: State; count: number }>(
    db,
    `select state, count(*)::int as count from orders o where ${within} group by state`,
    scope,
  );
  return Object.fromEntries(counts.map(({ state, count }) => [state, count]));
}
