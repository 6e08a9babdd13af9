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
const stuck = (filter = '&scope=late'): string => `/stuck?limit=50&faults=grouped${filter}`;
const orders = (filter = ''): string => `/orders?limit=50${filter}`;

/** What the screens of the desks ask for: their lists in every view, what narrows them, the numbers above them. A person's searches are limited, so none is here. */
export const QUESTIONS: readonly Question[] = [
  { name: 'reviews', path: reviews(), as: 'reviewer', bare: 'reviews', deep: true },
  { name: 'reviews, mine', path: reviews('&view=mine'), as: 'reviewer2', bare: 'claimed' },
  { name: 'reviews, unclaimed', path: reviews('&view=unclaimed'), as: 'reviewer', bare: 'reviews' },
  { name: 'reviews, second', path: reviews('&view=second'), as: 'reviewer2', bare: 'second' },
  { name: 'reviews, today', path: reviews('&view=today'), as: 'reviewer', bare: 'today' },
  { name: 'reviews, overdue', path: reviews('&view=overdue'), as: 'reviewer', bare: 'overdue' },
  { name: 'reviews, done', path: reviews('&view=done'), as: 'reviewer', bare: 'done' },
  { name: 'reviews, all', path: reviews('&view=all'), as: 'reviewer', bare: 'all' },
  { name: 'reviews, one risk', path: reviews('&reason=reissued'), as: 'reviewer', bare: 'risk' },
  { name: 'reviews, no such risk', path: reviews('&reason=scan_anomaly'), as: 'reviewer', bare: 'no_risk' },
  { name: 'reviews, large', path: reviews('&amountFrom=1000000'), as: 'reviewer', bare: 'large' },
  { name: 'reviews, counts', path: '/reviews/counts', as: 'reviewer', bare: 'reviews_count' },
  { name: 'reviews, next', path: '/reviews/next', as: 'reviewer2', bare: 'heaviest' },
  { name: 'reviews, views', path: '/view-counts?list=reviews', as: 'reviewer', bare: 'reviews_count' },
  { name: 'cases', path: cases(), as: 'technician', bare: 'cases', deep: true },
  { name: 'cases, technical', path: cases('&kind=technical'), as: 'technician', bare: 'technical' },
  { name: 'cases, business', path: cases('&kind=business'), as: 'service', bare: 'business' },
  { name: 'cases, given up', path: cases('&status=given_up'), as: 'technician', bare: 'given_up' },
  { name: 'cases, views', path: '/view-counts?list=cases', as: 'technician', bare: 'cases_count' },
  { name: 'incidents', path: '/incidents?limit=50', as: 'technician', bare: 'incidents' },
  { name: 'stuck', path: stuck(), as: 'manager', bare: 'stuck', deep: true },
  { name: 'stuck, value', path: stuck('&scope=late&order=value'), as: 'manager', bare: 'value', deep: true },
  { name: 'stuck, tomorrow', path: stuck('&scope=tomorrow'), as: 'manager', bare: 'tomorrow' },
  { name: 'stuck, mine', path: stuck('&scope=all&person=me'), as: 'manager', bare: 'assigned' },
  { name: 'stuck, watched', path: stuck('&scope=all&watched=true'), as: 'manager', bare: 'watched' },
  { name: 'stuck, held', path: stuck('&scope=all&held=true'), as: 'manager', bare: 'held' },
  { name: 'stuck, all', path: stuck('&scope=all'), as: 'manager', bare: 'due', deep: true },
  { name: 'stuck, in review', path: stuck('&state=pending_review'), as: 'manager', bare: 'in_review' },
  { name: 'stuck, unpaid', path: stuck('&cause=unpaid'), as: 'manager', bare: 'unpaid' },
  { name: 'stuck, urgent', path: stuck('&priority=urgent'), as: 'manager', bare: 'urgent' },
  { name: 'stuck, offered', path: stuck('&scope=all&tile=handovers_open'), as: 'manager', bare: 'offered' },
  { name: 'stuck, issued today', path: stuck('&scope=all&tile=issued_today'), as: 'manager', bare: 'issued' },
  { name: 'stuck, views', path: '/view-counts?list=waiting', as: 'manager', bare: 'stuck_count' },
  { name: 'board', path: '/board', as: 'manager', bare: 'faults' },
  { name: 'notices', path: '/notices?limit=20', as: 'desk', bare: 'notices' },
  { name: 'orders', path: orders(), as: 'desk', bare: 'orders', deep: true },
  { name: 'orders, circulating', path: orders('&state=circulating'), as: 'sales', bare: 'circulating' },
  { name: 'orders, archived', path: orders('&state=archived'), as: 'auditor', bare: 'archived' },
  { name: 'orders, views', path: '/view-counts?list=orders', as: 'desk', bare: 'orders_count' },
];

const REVIEW = `select r.*, o.order_no, o.amount_minor, o.currency from reviews r join orders o on o.id = r.order_id`;
const OPEN_REVIEW = `${REVIEW} where r.status = 'open'`;
const OLDEST = 'order by r.opened_at, r.id limit 51';
const CASE = `select c.*, o.order_no from cases c join orders o on o.id = c.order_id where c.status in ('open', 'retrying')`;
const ORDER = `select id, order_no, kind, currency, amount_minor, ordered_at, created_at, state, state_since, owner_department,
  waiting_for, due_at, budget_minutes, paused_at, cause, next_action from orders`;
const DUE = 'order by due_at, id limit 51';

/** The first page of each list as plain as it can be asked for; of counts, what is counted. */
export const SELECTS: Readonly<Record<string, string>> = {
  reviews: `${OPEN_REVIEW} ${OLDEST}`,
  claimed: `${OPEN_REVIEW} and r.id in (select review_id from review_claims where expires_at > now()) ${OLDEST}`,
  second: `${OPEN_REVIEW} and r.reviewers_needed > 1 ${OLDEST}`,
  today: `${OPEN_REVIEW} and r.order_due_at >= now() and r.order_due_at < now() + interval '1 day' order by r.order_due_at, r.id limit 51`,
  overdue: `${OPEN_REVIEW} and r.order_due_at < now() ${OLDEST}`,
  done: `${REVIEW} join review_decisions d on d.review_id = r.id where d.person_id = 'reviewer' order by r.opened_at desc, r.id desc limit 51`,
  all: `${REVIEW} order by r.opened_at desc, r.id desc limit 51`,
  risk: `${OPEN_REVIEW} and r.risks @> array['reissued'] ${OLDEST}`,
  no_risk: `${OPEN_REVIEW} and r.risks @> array['scan_anomaly'] ${OLDEST}`,
  large: `${OPEN_REVIEW} and r.amount_minor >= 1000000 ${OLDEST}`,
  reviews_count: `select count(*) from reviews where status = 'open'`,
  heaviest: `${OPEN_REVIEW} order by r.weight desc limit 1`,
  cases: `${CASE} order by c.opened_at, c.id limit 51`,
  technical: `${CASE} and c.kind = 'technical' order by c.opened_at, c.id limit 51`,
  business: `${CASE} and c.kind = 'business' order by c.opened_at, c.id limit 51`,
  given_up: `select * from cases where status = 'given_up' order by opened_at, id limit 51`,
  cases_count: `select count(*) from cases where status in ('open', 'retrying')`,
  incidents: `select cause_key, currency, count(*), sum(amount_minor), min(opened_at), max(failed_at) from cases
    where kind = 'technical' and status in ('open', 'retrying') group by cause_key, currency`,
  stuck: `${ORDER} where due_at < now() ${DUE}`,
  value: `${ORDER} where due_at < now() order by amount_minor * extract(epoch from now() - due_at) desc limit 51`,
  tomorrow: `${ORDER} where due_at >= now() and due_at < now() + interval '1 day' ${DUE}`,
  assigned: `${ORDER} where assignee = 'manager' ${DUE}`,
  watched: `${ORDER} where watched order by state_since, id limit 51`,
  held: `${ORDER} where held ${DUE}`,
  due: `${ORDER} where due_at is not null ${DUE}`,
  in_review: `${ORDER} where due_at < now() and state = 'pending_review' ${DUE}`,
  unpaid: `${ORDER} where due_at < now() and cause = 'unpaid' ${DUE}`,
  urgent: `${ORDER} where due_at < now() and priority = 3 ${DUE}`,
  offered: `${ORDER} where id in (select order_id from hops where status = 'offered') order by state_since, id limit 51`,
  issued: `${ORDER} where id in (select order_id from issue_records where issued_at >= date_trunc('day', now())) order by state_since, id limit 51`,
  stuck_count: `select count(*) from orders where due_at < now()`,
  faults: `select step, code, count(*) from cases where kind = 'technical' and status = 'open' group by step, code`,
  notices: `select * from notices where seen_at is null and to_department = 'order_desk' order by created_at, id limit 21`,
  orders: `${ORDER} order by created_at, id limit 51`,
  circulating: `${ORDER} where state = 'circulating' order by created_at, id limit 51`,
  archived: `${ORDER} where state = 'archived' order by created_at, id limit 51`,
  orders_count: `select count(*) from orders where state = 'circulating'`,
};
