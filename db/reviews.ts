import type { Decision } from '../domain/review.js';
import { type Db, row, rows, run, type Tx } from './sql.js';

export interface ReviewRow {
  id: string;
  orderId: string;
  verificationId: string;
  materialFact: number;
  reviewersNeeded: number;
  risks: string[];
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

/** The columns of a review, `r`. */
export const REVIEW_COLUMNS = `r.id, r.order_id as "orderId", r.verification_id as "verificationId", r.material_fact as "materialFact",
  r.reviewers_needed as "reviewersNeeded", r.risks, r.status, r.opened_at as "openedAt", r.due_at as "dueAt", r.closed_at as "closedAt"`;

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
    `insert into reviews (id, order_id, verification_id, material_fact, reviewers_needed, due_at, risks)
     values (:id, :orderId, :verificationId, :materialFact, :reviewersNeeded,
       clock_timestamp() + make_interval(hours => :dueHours::int), coalesce((
         select array_agg(e ->> 'id') from verifications v, jsonb_array_elements(v.evaluation -> 'risks') e
         where v.id = :verificationId and (e ->> 'met')::boolean), '{}'))`,
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

/** Copies a decision fact beside its review; a second decision of one person counts only after the first was withdrawn. */
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
     values (:reviewId, :personId, :orderId, :factNumber, :decision, :reason, :decidedAt)
     on conflict (review_id, person_id) do update set fact_number = excluded.fact_number, decision = excluded.decision,
       reason = excluded.reason, decided_at = excluded.decided_at, withdrawn_at = null
     where review_decisions.withdrawn_at is not null`,
    { ...one },
  );
}

/** Takes a person's decision back: it stays in the record and counts no more. */
export async function withdrawDecision(
  tx: Tx,
  reviewId: string,
  personId: string,
  withdrawnAt: Date,
): Promise<void> {
  await run(
    tx,
    `update review_decisions set withdrawn_at = :withdrawnAt
     where review_id = :reviewId and person_id = :personId and withdrawn_at is null`,
    { reviewId, personId, withdrawnAt },
  );
}

/** The last review of an order with the decisions taken on it. */
export async function lastReview(
  db: Db,
  orderId: string,
): Promise<(ReviewRow & { decisions: DecisionRow[] }) | undefined> {
  const review = await row<ReviewRow>(
    db,
    `select ${REVIEW_COLUMNS} from reviews r where r.order_id = :orderId order by r.opened_at desc limit 1`,
    { orderId },
  );
  return review && { ...review, decisions: await decisionsOf(db, review.id) };
}

export function decisionsOf(db: Db, reviewId: string): Promise<DecisionRow[]> {
  return rows(
    db,
    `select person_id as "personId", decision, fact_number as "factNumber", reason, decided_at as "decidedAt"
     from review_decisions where review_id = :reviewId and withdrawn_at is null order by fact_number`,
    { reviewId },
  );
}

export function reviewById(db: Db, id: string): Promise<ReviewRow | undefined> {
  return row(db, `select ${REVIEW_COLUMNS} from reviews r where r.id = :id`, { id });
}
