import type { Answer } from '../client.js';
import { useMay, useMe } from '../me.js';
import { useWords } from '../words.js';

export type Review = Answer<'showReview'>;

/** Whether the claim that stands is this person's. */
export function useMine({ claimedBy, claimExpiresAt }: Review): boolean {
  const { id } = useMe();
  return claimedBy === id && claimExpiresAt !== null && Date.parse(claimExpiresAt) > Date.now();
}

/** Why this person cannot decide, in words; undefined when they can. */
export function useHindrance(review: Review): string | undefined {
  const { t, word } = useWords();
  const { id } = useMe();
  const may = useMay('review.decide');
  const lead = useMay('review.lead');
  const { reservation } = review;
  const held = review.claimExpiresAt !== null && Date.parse(review.claimExpiresAt) > Date.now();
  if (!may) return t('review.no_right');
  if (review.status !== 'open') return t('review.closed', { status: word('reviewStatus', review.status) });
  if (review.mayNotReview !== null) return t('review.cannot', { deed: word('fact', review.mayNotReview) });
  if (review.decidedBy.some((one) => one.id === id)) return t('review.decided_already');
  if (held && review.claimedBy !== id)
    return t('review.claimed_other', { who: review.claimedByName ?? review.claimedBy ?? '' });
  if (reservation && !reservation.returned && reservation.to?.id !== id && !lead)
    return reservation.to
      ? t('review.reserved_person', { who: reservation.to.name })
      : t('review.reserved_lead');
  if (review.lastMaterialFact !== review.materialFact) return t('review.changed');
  return undefined;
}

/** Whether the own lease ran out while the desk was away. */
export function useRanOut(review: Review): boolean {
  const { id } = useMe();
  const last = review.claims.findLast(({ personId }) => personId === id);
  return last !== undefined && last.releasedAt === null && Date.parse(last.expiresAt) <= Date.now();
}
