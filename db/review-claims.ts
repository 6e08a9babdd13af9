import { type Db, row, rows, run, type Tx } from './sql.js';

export interface Claim {
  personId: string;
  expiresAt: Date;
}

const IN_FORCE = 'expires_at > clock_timestamp() and released_at is null';

/** Who holds a review now. The caller holds the order's lock when it matters. */
export function claimOf(db: Db, reviewId: string): Promise<Claim | undefined> {
  return row(
    db,
    `select person_id as "personId", expires_at as "expiresAt" from review_claims
     where review_id = :reviewId and ${IN_FORCE} order by id desc limit 1`,
    { reviewId },
  );
}

/** Whether a person's last lease of a review ran out, rather than being given back. */
export async function leaseRanOut(db: Db, reviewId: string, personId: string): Promise<boolean> {
  const last = await row<{ over: boolean }>(
    db,
    `select released_at is null and expires_at <= clock_timestamp() as over from review_claims
     where review_id = :reviewId and person_id = :personId order by id desc limit 1`,
    { reviewId, personId },
  );
  return last?.over ?? false;
}

/** Leases a review to a person for some minutes. The caller holds the order's lock and has looked at `claimOf`. */
export async function claim(
  tx: Tx,
  lease: { reviewId: string; personId: string; leaseMinutes: number; takenFrom?: string },
): Promise<Date> {
  const made = await row<{ expiresAt: Date }>(
    tx,
    `insert into review_claims (review_id, person_id, expires_at, taken_from)
     values (:reviewId, :personId, clock_timestamp() + make_interval(mins => :leaseMinutes), :takenFrom)
     returning expires_at as "expiresAt"`,
    { ...lease, takenFrom: lease.takenFrom ?? null },
  );
  if (!made) throw new Error('claim: nothing inserted');
  return made.expiresAt;
}

/** Prolongs a lease that its holder still has; undefined when they have none. A newer claim of somebody else wins. */
export async function renewClaim(
  db: Db,
  lease: { reviewId: string; personId: string; leaseMinutes: number },
): Promise<Date | undefined> {
  const renewed = await row<{ expiresAt: Date }>(
    db,
    `update review_claims set expires_at = clock_timestamp() + make_interval(mins => :leaseMinutes)
     where id = (select id from review_claims where review_id = :reviewId and ${IN_FORCE} order by id desc limit 1)
       and person_id = :personId and ${IN_FORCE} returning expires_at as "expiresAt"`,
    { ...lease },
  );
  return renewed?.expiresAt;
}

/** Ends the leases of a review, of everybody or of one person; returns how many were in force. */
export function releaseClaims(tx: Tx, reviewId: string, personId?: string): Promise<number> {
  return run(
    tx,
    `update review_claims set released_at = clock_timestamp()
     where review_id = :reviewId and (:personId::text is null or person_id = :personId) and ${IN_FORCE}`,
    { reviewId, personId: personId ?? null },
  );
}

export interface ClaimSeen extends Claim {
  displayName: string;
  claimedAt: Date;
  releasedAt: Date | null;
  takenFrom: string | null;
}

/** Everybody who ever held a review, oldest first. */
export function claimsOf(db: Db, reviewId: string): Promise<ClaimSeen[]> {
  return rows(
    db,
    `select c.person_id as "personId", p.display_name as "displayName", c.claimed_at as "claimedAt",
       c.expires_at as "expiresAt", c.released_at as "releasedAt", c.taken_from as "takenFrom"
     from review_claims c join people p on p.id = c.person_id where c.review_id = :reviewId order by c.id`,
    { reviewId },
  );
}
