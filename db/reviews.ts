import type { Decision } from '../domain/review.js';
import { type Seeing, withinScope } from './scope.js';
import { type Db, type Page, page, readCursor, row, rows, run, type Tx } from './sql.js';

export interface ReviewRow {
  id: string;
  orderId: string;
  verificationId: string;
  materialFact: number;
  reviewersNeeded: number;
  status: 'open' | 'approved' | 'rejected' | 'returned' | 'superseded';
  openedAt: Date;
  dueAt: Date | null;
  closedAt: Date | null;
}

export interface DecisionRow extends Decision {
  factNumber: number;
  reason: string | null;
  decidedAt: Date;
}

const COLUMNS = `r.id, r.order_id as "orderId", r.verification_id as "verificationId", r.material_fact as "materialFact",
  r.reviewers_needed as "reviewersNeeded", r.status, r.opened_at as "openedAt", r.due_at as "dueAt", r.closed_at as "closedAt"`;

/** Opens the review of a verification; a review that was open before it is superseded. */
export async function openReview(
  tx: Tx,
  review: {
    id: string;
    orderId: string;
    verificationId: string;
    materialFact: number;
    reviewersNeeded: number;
    dueHours: number | null;
  },
): Promise<void> {
  await closeReview(tx, review.orderId, 'superseded');
  await run(
    tx,
    `insert into reviews (id, order_id, verification_id, material_fact, reviewers_needed, due_at)
     values (:id, :orderId, :verificationId, :materialFact, :reviewersNeeded,
       clock_timestamp() + make_interval(hours => :dueHours::int))`,
    { ...review },
  );
}

/** Ends the open review of an order, if there is one. */
export function closeReview(
  tx: Tx,
  orderId: string,
  status: Exclude<ReviewRow['status'], 'open'>,
): Promise<number> {
  return run(
    tx,
    `update reviews set status = :status, closed_at = clock_timestamp() where order_id = :orderId and status = 'open'`,
    { orderId, status },
  );
}

/** Copies a decision fact beside its review; the same person's second decision on one review changes nothing. */
export async function noteDecision(
  tx: Tx,
  one: {
    reviewId: string;
    orderId: string;
    personId: string;
    factNumber: number;
    decision: string;
    reason: string | null;
    decidedAt: Date;
  },
): Promise<void> {
  await run(
    tx,
    `insert into review_decisions (review_id, person_id, order_id, fact_number, decision, reason, decided_at)
     values (:reviewId, :personId, :orderId, :factNumber, :decision, :reason, :decidedAt) on conflict do nothing`,
    { ...one },
  );
}

/** The last review of an order with the decisions taken on it. */
export async function lastReview(
  db: Db,
  orderId: string,
): Promise<(ReviewRow & { decisions: DecisionRow[] }) | undefined> {
  const review = await row<ReviewRow>(
    db,
    `select ${COLUMNS} from reviews r where r.order_id = :orderId order by r.opened_at desc limit 1`,
    { orderId },
  );
  return review && { ...review, decisions: await decisionsOf(db, review.id) };
}

export function decisionsOf(db: Db, reviewId: string): Promise<DecisionRow[]> {
  return rows(
    db,
    `select person_id as "personId", decision, fact_number as "factNumber", reason, decided_at as "decidedAt"
     from review_decisions where review_id = :reviewId order by fact_number`,
    { reviewId },
  );
}

export function reviewById(db: Db, id: string): Promise<ReviewRow | undefined> {
  return row(db, `select ${COLUMNS} from reviews r where r.id = :id`, { id });
}

export interface QueuedReview extends ReviewRow {
  orderNo: string;
  amountMinor: number;
  currency: string;
  claimedBy: string | null;
  claimExpiresAt: Date | null;
}

/** Whose claim holds: the last one in force, unless its holder has decided already. */
const HOLDER = `select c.person_id, c.expires_at from review_claims c where c.review_id = r.id
  and c.expires_at > clock_timestamp() and not exists (
    select from review_decisions d where d.review_id = r.id and d.person_id = c.person_id)
  order by c.id desc limit 1`;

const QUEUED = `${COLUMNS}, o.order_no as "orderNo", o.amount_minor as "amountMinor", o.currency,
  c.person_id as "claimedBy", c.expires_at as "claimExpiresAt"`;

/** A review with who holds it. */
export function queuedReview(db: Db, id: string): Promise<QueuedReview | undefined> {
  return row(
    db,
    `select ${QUEUED} from reviews r join orders o on o.id = r.order_id
     left join lateral (${HOLDER}) c on true where r.id = :id`,
    { id },
  );
}

/** Open reviews of what a person sees, oldest first, with who holds each. */
export async function openReviews(
  db: Db,
  person: Seeing,
  limit: number,
  cursor?: string,
): Promise<Page<QueuedReview>> {
  const { within, scope } = withinScope(person);
  const [openedAt, id] = readCursor(cursor) ?? ['-infinity', '00000000-0000-0000-0000-000000000000'];
  const found = await rows<QueuedReview>(
    db,
    `select ${QUEUED} from reviews r join orders o on o.id = r.order_id
     left join lateral (${HOLDER}) c on true
     where r.status = 'open' and ${within} and (r.opened_at, r.id) > (:openedAt::timestamptz, :id::uuid)
     order by r.opened_at, r.id limit :limit`,
    { ...scope, openedAt, id, limit: limit + 1 },
  );
  return page(found, limit, (last) => [last.openedAt.toISOString(), last.id]);
}

export interface Claim {
  personId: string;
  expiresAt: Date;
}

/** Who holds a review now. The caller holds the order's lock when it matters. */
export function claimOf(db: Db, reviewId: string): Promise<Claim | undefined> {
  return row(
    db,
    `select person_id as "personId", expires_at as "expiresAt" from review_claims
     where review_id = :reviewId and expires_at > clock_timestamp() order by id desc limit 1`,
    { reviewId },
  );
}

/** Leases a review to a person for some minutes. The caller holds the order's lock and has looked at `claimOf`. */
export async function claim(tx: Tx, reviewId: string, personId: string, leaseMinutes: number): Promise<Date> {
  const made = await row<{ expiresAt: Date }>(
    tx,
    `insert into review_claims (review_id, person_id, expires_at)
     values (:reviewId, :personId, clock_timestamp() + make_interval(mins => :leaseMinutes)) returning expires_at as "expiresAt"`,
    { reviewId, personId, leaseMinutes },
  );
  if (!made) throw new Error('claim: nothing inserted');
  return made.expiresAt;
}
