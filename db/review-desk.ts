import { type Db, row, run, type Tx } from './sql.js';

/** What a desk keeps beside a review: who reads, drafts, and who it was handed to. */

/** Notes that a person has a review open; of a review they left, nothing stays. */
export async function notePresence(db: Db, reviewId: string, personId: string, here: boolean): Promise<void> {
  await run(
    db,
    here
      ? `insert into review_presence (review_id, person_id) values (:reviewId, :personId)
         on conflict (review_id, person_id) do update set seen_at = clock_timestamp()`
      : 'delete from review_presence where review_id = :reviewId and person_id = :personId',
    { reviewId, personId },
  );
}

/** Keeps a person's draft; the last one wins. */
export async function putDraft(tx: Tx, reviewId: string, personId: string, sealed: Buffer): Promise<Date> {
  const kept = await row<{ savedAt: Date }>(
    tx,
    `insert into review_drafts (review_id, person_id, sealed) values (:reviewId, :personId, :sealed)
     on conflict (review_id, person_id) do update set sealed = excluded.sealed, saved_at = clock_timestamp()
     returning saved_at as "savedAt"`,
    { reviewId, personId, sealed },
  );
  if (!kept) throw new Error('putDraft: nothing kept');
  return kept.savedAt;
}

export function draftOf(
  db: Db,
  reviewId: string,
  personId: string,
): Promise<{ sealed: Buffer; savedAt: Date } | undefined> {
  return row(
    db,
    `select sealed, saved_at as "savedAt" from review_drafts where review_id = :reviewId and person_id = :personId`,
    { reviewId, personId },
  );
}

/** A decision makes its draft superfluous. */
export async function dropDraft(tx: Tx, reviewId: string, personId: string): Promise<void> {
  await run(tx, 'delete from review_drafts where review_id = :reviewId and person_id = :personId', {
    reviewId,
    personId,
  });
}

export interface Handover {
  kind: 'handed' | 'escalated';
  givenBy: string;
  toPerson: string | null;
  returnAt: Date | null;
}

/** The handover of a review that is still in force, or undefined. The caller holds the order's lock when it matters. */
export function handoverOf(db: Db, reviewId: string): Promise<Handover | undefined> {
  return row(
    db,
    `select kind, given_by as "givenBy", to_person as "toPerson", return_at as "returnAt" from review_handovers
     where review_id = :reviewId and ended_at is null and (return_at is null or return_at > clock_timestamp())`,
    { reviewId },
  );
}

/** Hands a review over; the handover before it ends. */
export async function handOver(tx: Tx, reviewId: string, to: Handover): Promise<void> {
  await endHandover(tx, reviewId);
  await run(
    tx,
    `insert into review_handovers (review_id, kind, given_by, to_person, return_at)
     values (:reviewId, :kind, :givenBy, :toPerson, :returnAt)`,
    { reviewId, ...to },
  );
}

export async function endHandover(tx: Tx, reviewId: string): Promise<void> {
  await run(
    tx,
    'update review_handovers set ended_at = clock_timestamp() where review_id = :reviewId and ended_at is null',
    { reviewId },
  );
}
