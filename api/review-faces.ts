import type { QueuedReview } from '../db/review-queue.js';
import type { Db } from '../db/sql.js';
import { OWNER_OF } from '../domain/people.js';
import { riskLevel } from '../domain/review.js';
import { openCustomer } from '../platform/keys/customer.js';
import type { ApiDeps } from './deps.js';
import { iso, isoOrNull } from './faces.js';
import type { Signed } from './principal.js';
import { seesCustomers } from './sealing.js';
import { type Stayed, stayedMinutesOf } from './staying.js';

/** Reviews as the queue and the desk show them to one person. */
export async function reviewFaces(
  deps: ApiDeps,
  db: Db,
  reviews: readonly QueuedReview[],
  person: Pick<Signed, 'rights'>,
) {
  const stayed = await stayedMinutesOf(db, reviews.map(waited));
  return reviews.map((review) => ({
    ...faceOf(review),
    ageMinutes: stayed(waited(review)),
    customer: seesCustomers(person) ? maskedName(deps, review) : null,
  }));
}

/** A review waits from its opening, in the working time of the reviewers. */
const waited = ({ orderId, openedAt, closedAt }: QueuedReview): Stayed => ({
  id: orderId,
  ownerDepartment: OWNER_OF.pending_review,
  stateSince: openedAt,
  until: closedAt,
});

function faceOf(review: QueuedReview) {
  const { id, orderId, orderNo, amountMinor, currency, materialFact, reviewersNeeded, status } = review;
  const { claimedBy, claimedByName, reservation, readers, decidedBy, reasons, custodian } = review;
  const risks = reasons.map((reason) => reason.id);
  return {
    ...{ id, orderId, orderNo, amountMinor, currency, materialFact, reviewersNeeded, status },
    ...{ claimedBy, claimedByName, readers, decidedBy, reasons, custodian },
    level: riskLevel(risks, reviewersNeeded),
    waitingFor: waitingFor(review),
    reservation: reservation && {
      ...reservation,
      returnAt: reservation.returnAt === null ? null : iso(new Date(reservation.returnAt)),
    },
    openedAt: iso(review.openedAt),
    dueAt: isoOrNull(review.dueAt),
    pausedAt: isoOrNull(review.pausedAt),
    closedAt: isoOrNull(review.closedAt),
    claimExpiresAt: isoOrNull(review.claimExpiresAt),
  };
}

function waitingFor({ status, cause, reservation, decidedBy }: QueuedReview) {
  if (status !== 'open') return 'nobody' as const;
  if (cause === 'customer_asked') return 'customer' as const;
  if (reservation?.kind === 'escalated') return 'lead' as const;
  if (reservation && !reservation.returned) return 'person' as const;
  return decidedBy.length > 0 ? ('second_reviewer' as const) : ('reviewer' as const);
}

const MOST_STARS = 3;

/** Enough to tell two rows apart: the first character. */
function maskedName(deps: ApiDeps, { orderId, customerSealed, kekId, wrapped }: QueuedReview): string | null {
  const key = kekId !== null && wrapped !== null ? { kekId, wrapped } : undefined;
  const name = openCustomer(deps.ring, { id: orderId, customerSealed }, key)?.name;
  if (name === undefined) return null;
  const [first = '', ...rest] = [...name];
  return first + '*'.repeat(Math.min(MOST_STARS, rest.length));
}
