import { Refusal } from '../../domain/refusal.js';
import type { Routes } from '../contract/routes.js';
import type { Act } from '../handler.js';
import { acceptedBy, lastOffer, offerToAnswer, receiverOf } from '../offers.js';
import { inDepartment } from '../principal.js';
import { inHand, recordedBody, recordFact, refuseUnlessAllowed } from '../recording.js';
import { requestFact } from '../requesting.js';

/** One offer at a time waits for its answer (P4.2.1). */
export const offer: Act<Routes['offerTransfer']> = (tx, deps, { params, body, caller }) => {
  const { note, ...to } = body;
  return requestFact(tx, deps, {
    ...params,
    type: 'transfer_offered',
    person: caller.person,
    detail: { toKind: to.toKind, toName: 'toName' in to ? to.toName : '' },
    body: note === undefined ? {} : { note },
    refuse: ({ facts }) => {
      const last = lastOffer(facts);
      if (last && !last.answered) throw new Refusal('transfer_pending', { offer: last.fact });
    },
  });
};

/** Only the receiving department answers, and each offer once. */
export const answer: Act<Routes['answerTransfer']> = async (tx, deps, { params, body, caller }) => {
  const type = body.answer === 'accepted' ? 'transfer_accepted' : 'transfer_refused';
  const hand = await inHand(tx, params.orderNo);
  const offered = offerToAnswer(hand.facts, body.offer);
  refuseUnlessAllowed(hand, type);
  const person = inDepartment(caller.person, receiverOf(offered));
  if (receiverOf(offered) !== person.department) throw new Refusal('not_the_receiver');
  const recorded = await recordFact(tx, deps, hand, {
    type,
    actor: person.actor,
    detail: {
      offer: offered.fact,
      ...(type === 'transfer_accepted' && acceptedBy(offered)),
      ...(body.reason !== undefined && { reason: body.reason }),
    },
    note: body.note,
  });
  return { status: 201, body: recordedBody(recorded) };
};
