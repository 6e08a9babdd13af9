import type { Tx } from '../db/sql.js';
import { Refusal } from '../domain/refusal.js';
import type { Recorded } from './contract/recorded.js';
import type { ApiDeps } from './deps.js';
import { acceptedBy, offerToAnswer, receiverOf } from './offers.js';
import { inDepartment, needRight, type Signed, STRANGER } from './principal.js';
import { type InHand, type NewFact, recordFact, refuseUnlessAllowed } from './recording.js';

/** Whoever the order is on offer to receives it by scanning: a department's person, or the customer. */
export async function receiveByScan(
  tx: Tx,
  deps: ApiDeps,
  hand: InHand,
  caller: Signed | undefined,
  more: Pick<NewFact, 'happenedAt' | 'externalId' | 'detail'> = {},
): Promise<Recorded> {
  if (caller) needRight(caller, 'transfer.answer');
  refuseUnlessAllowed(hand, 'transfer_accepted');
  const offer = offerToAnswer(hand.facts);
  const person = caller && inDepartment(caller, receiverOf(offer));
  const mine = person ? receiverOf(offer) === person.department : offer.toKind === 'customer';
  if (!mine) throw new Refusal('not_the_receiver');
  return recordFact(tx, deps, hand, {
    ...more,
    type: 'transfer_accepted',
    actor: person?.actor ?? STRANGER,
    detail: { ...more.detail, offer: offer.fact, ...acceptedBy(offer) },
  });
}
