import { liveCode } from '../../db/codes.js';
import { factsOf } from '../../db/facts.js';
import type { FactType } from '../../domain/facts.js';
import { fold, mayRequest, type State } from '../../domain/lifecycle.js';
import type { Department, Right } from '../../domain/people.js';
import { ACTIONS, type Action, type Because } from '../contract/actions.js';
import type { Routes } from '../contract/routes.js';
import type { Read } from '../handler.js';
import { lastOffer, type Offer, receiverOf } from '../offers.js';
import type { Signed } from '../principal.js';
import { knownOrder } from './orders.js';

/** The right and the fact of each action: the domain's table says in which states it may be asked. */
const ASKS: Readonly<Record<Action, { right: Right; type: FactType }>> = {
  request_code: { right: 'code.request', type: 'code_requested' },
  reissue_code: { right: 'code.reissue', type: 'reissue_requested' },
  void_code: { right: 'code.void', type: 'code_voided' },
  offer_transfer: { right: 'transfer.offer', type: 'transfer_offered' },
  accept_transfer: { right: 'transfer.answer', type: 'transfer_accepted' },
  refuse_transfer: { right: 'transfer.answer', type: 'transfer_refused' },
  supply_evidence: { right: 'evidence.supply', type: 'evidence_supplied' },
  watch: { right: 'order.watch', type: 'watch_set' },
  cancel_order: { right: 'order.cancel', type: 'order_cancelled' },
};

export const list: Read<Routes['listActions']> = async ({ db }, { params, caller }) => {
  const { id, orderNo } = await knownOrder(db, params.orderNo);
  const [facts, code] = await Promise.all([factsOf(db, id), liveCode(db, id)]);
  const last = lastOffer(facts);
  const scene: Scene = {
    state: fold(facts),
    hasCode: code !== undefined,
    waiting: last && !last.answered ? last : undefined,
    person: caller.person,
  };
  const receiver = scene.waiting ? (receiverOf(scene.waiting) ?? null) : null;
  const items = ACTIONS.map((action) => {
    const because = hindrance(action, scene, receiver);
    return { action, right: ASKS[action].right, allowed: because === null, because, receiver };
  });
  return { status: 200, body: { orderNo, items } };
};

interface Scene {
  state: State;
  hasCode: boolean;
  waiting: Offer | undefined;
  person: Signed;
}

/** The first thing that stands in the way; the deed itself asks the same again, under the order's lock. */
function hindrance(action: Action, scene: Scene, receiver: Department | null): Because | null {
  const { right, type } = ASKS[action];
  if (!scene.person.rights.has(right)) return 'right';
  if (!mayRequest(scene.state, type)) return 'state';
  switch (action) {
    case 'void_code':
      return scene.hasCode ? null : 'code_not_issued';
    case 'offer_transfer':
      return scene.waiting ? 'transfer_pending' : null;
    case 'accept_transfer':
    case 'refuse_transfer':
      if (!scene.waiting) return 'transfer_unknown';
      return receiver === scene.person.department ? null : 'not_the_receiver';
    default:
      return null;
  }
}
