import { Refusal } from '../../domain/refusal.js';
import { channelsOf } from '../../platform/phone.js';
import type { Routes } from '../contract/routes.js';
import type { Act } from '../handler.js';
import { given, inHand, recordedBody, recordFact, refuseUnlessAllowed } from '../recording.js';
import { isOften, refuseStopped } from '../sending.js';
import { nowOf } from '../session.js';
import { refuseWithoutCode } from './codes.js';

/**
 * The live code goes to one more contact of the customer, once (P4.3.2). The address is sealed with the fact, and the
 * customer's own wishes about the channel count.
 */
export const forward: Act<Routes['forwardCode']> = async (tx, deps, { params, body, caller }) => {
  const hand = await inHand(tx, params.orderNo);
  refuseUnlessAllowed(hand, 'code_forwarded');
  refuseWithoutCode(hand);
  const { to, reason } = body;
  const [channel] = channelsOf(to);
  if (!channel) throw new Refusal('address_unusable');
  await refuseStopped(tx, hand, channel);
  if (isOften(hand.facts, 'code_forwarded', nowOf(deps))) throw new Refusal('forwarded_often');
  const issueNo = hand.facts.findLast(({ type }) => type === 'code_issued')?.detail.issueNo;
  const recorded = await recordFact(tx, deps, hand, {
    type: 'code_forwarded',
    actor: caller.person.actor,
    detail: given({ channel, issueNo, reason }),
    note: 'email' in to ? to.email : to.phone,
  });
  return { status: 201, body: recordedBody(recorded) };
};
