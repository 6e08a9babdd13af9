/** What is asked of a list, as whom, and the select that the bare server answers it with. */
export interface Question {
  name: string;
  path: string;
  as: string;
  bare: string;
  /** Whether its 500th page is compared with its first. */
  deep?: true;
}

export const DEEP_PAGE = 500;

const reviews = (filter = ''): string => `/reviews?limit=50${filter}`;
const cases = (filter = ''): string => `/cases?limit=50${filter}`;
const orders = (filter = ''): string => `/orders?limit=50${filter}`;

export const QUESTIONS: readonly Question[] = [
  { name: 'reviews', path: reviews(), as: 'reviewer', bare: 'reviews', deep: true },
  { name: 'cases', path: cases(), as: 'technician', bare: 'cases', deep: true },
  { name: 'cases, technical', path: cases('&kind=technical'), as: 'technician', bare: 'technical' },
  { name: 'cases, business', path: cases('&kind=business'), as: 'service', bare: 'business' },
  { name: 'stuck', path: '/stuck?limit=50', as: 'manager', bare: 'stuck', deep: true },
  { name: 'orders', path: orders(), as: 'desk', bare: 'orders', deep: true },
  { name: 'orders, circulating', path: orders('&state=circulating'), as: 'sales', bare: 'circulating' },
  { name: 'orders, archived', path: orders('&state=archived'), as: 'auditor', bare: 'archived' },
];

const REVIEW = `select r.*, o.order_no, o.amount_minor, o.currency from reviews r join orders o on o.id = r.order_id`;
const CASE = `select c.*, o.order_no from cases c join orders o on o.id = c.order_id where c.status in ('open', 'retrying')`;
const ORDER = `select id, order_no, kind, currency, amount_minor, ordered_at, created_at, state, state_since, owner_department,
  waiting_for, due_at, budget_minutes, paused_at, cause, next_action from orders`;

/** The first page of each list as plain as it can be asked for. */
export const SELECTS: Readonly<Record<string, string>> = {
  reviews: `${REVIEW} where r.status = 'open' order by r.opened_at, r.id limit 51`,
  cases: `${CASE} order by c.opened_at, c.id limit 51`,
  technical: `${CASE} and c.kind = 'technical' order by c.opened_at, c.id limit 51`,
  business: `${CASE} and c.kind = 'business' order by c.opened_at, c.id limit 51`,
  stuck: `${ORDER} where due_at < clock_timestamp() order by due_at limit 51`,
  orders: `${ORDER} order by created_at, id limit 51`,
  circulating: `${ORDER} where state = 'circulating' order by created_at, id limit 51`,
  archived: `${ORDER} where state = 'archived' order by created_at, id limit 51`,
};
