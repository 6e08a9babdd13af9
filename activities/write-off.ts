import { writeOffOnce } from '../db/write-offs.js';
import type { Hand } from './hand.js';
import { LIFECYCLE, note } from './turn.js';

/**
 * Writes an order off, exactly once (P6.1.2). `turn` holds the order's lock and calls the deed only while the verified
 * facts are still the last material ones; the primary key of `write_offs` refuses whatever gets past that.
 */
export async function writingOff(hand: Hand): Promise<void> {
  const { id: orderId } = hand.row;
  const { verification } = hand;
  if (!verification) throw new Error('writeOff: nothing was verified');
  const { reviewed, operator } = decidedBy(hand);
  const { materialFact, policyVersion } = verification;
  const factNumber = note(hand, 'written_off', { materialFact, verificationId: verification.id });
  const writeOff = {
    orderId,
    factNumber,
    verificationId: verification.id,
    reviewId: reviewed,
    policyVersion,
    materialFact,
    reason: reviewed ? 'approved' : 'rules_passed',
    operator,
    amountMinor: hand.row.amountMinor,
    currency: hand.row.currency,
  };
  hand.atEnd(() => writeOffOnce(hand.tx, writeOff));
}

/** The approved review behind a write-off and its reviewers, or the lifecycle when the rules alone decided. */
function decidedBy(hand: Hand): { reviewed: string | null; operator: string } {
  const { review } = hand;
  if (hand.verification?.reviewers === 0) return { reviewed: null, operator: LIFECYCLE.id };
  if (review?.status !== 'approved' || review.verificationId !== hand.verification?.id) {
    throw new Error('writeOff: a risky order without its approved review');
  }
  return { reviewed: review.id, operator: review.decisions.map((one) => one.personId).join(' ') };
}
