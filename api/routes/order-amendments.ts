import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type AmendmentRow, lastAmendmentOf, proposeAmendment } from '../../db/amendments.js';
import { dataKeyOf, linesOf, type OrderRow, orderByNo } from '../../db/orders.js';
import { type Fact, type FactType, handsOf } from '../../domain/facts.js';
import type { Customer } from '../../domain/order.js';
import { Refusal } from '../../domain/refusal.js';
import { makesUntrue } from '../../domain/reissue.js';
import { type Changes, openChanges, sealChanges } from '../../platform/keys/amendment.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import { iso } from '../faces.js';
import type { Act, Read } from '../handler.js';
import { masked } from '../masking.js';
import type { Signed } from '../principal.js';
import { given, inHand, recordedBody, recordFact, refuseUnlessAllowed } from '../recording.js';
import type { RequestOf } from '../request.js';
import { customerOf, seesCustomers } from '../sealing.js';

/** What was ordered or by whom changes when two people agree; the lifecycle then issues the code anew (P4.3.2). */
export const propose: Act<Routes['proposeAmendment']> = async (tx, deps, { params, body, caller }) => {
  const hand = await inHand(tx, params.orderNo);
  const { row } = hand;
  refuseUnlessAllowed(hand, 'amendment_proposed');
  const key = await dataKeyOf(tx, row.id);
  const customer = await customerOf(deps, tx, row);
  if (!key || !customer) throw new Refusal('customer_erased');
  const changes = newOnes(changesOf(body.changes), { ...customer, lines: await linesOf(tx, row.id) });
  const fields = Object.keys(changes).toSorted();
  if (fields.length === 0) throw new Refusal('nothing_amended');
  refuseGoneGoods(hand.facts, fields);
  const id = randomUUID();
  const recorded = await recordFact(tx, deps, hand, {
    type: 'amendment_proposed',
    actor: caller.person.actor,
    detail: given({ amendmentId: id, fields, reason: body.reason }),
    note: body.note,
  });
  const proposed = await proposeAmendment(tx, {
    ...{ id, orderId: row.id, caseId: null, proposedBy: caller.person.id },
    ...{ proposedFact: recorded.fact, fields },
    changesSealed: sealChanges(deps.ring, key, row.id, changes),
  });
  if (!proposed) throw new Refusal('answer_waits');
  return { status: 201, body: recordedBody(recorded) };
};

/** The second person applies or refuses exactly the proposal that they saw. */
export const settle: Act<Routes['settleAmendment']> = async (tx, deps, { params, body, caller }) => {
  const hand = await inHand(tx, params.orderNo);
  const { person } = caller;
  const waiting = await lastAmendmentOf(tx, hand.row.id);
  const answered = hand.facts.some(
    ({ type, detail }) => ANSWERS.includes(type) && detail.amendmentId === waiting?.id,
  );
  if (waiting?.status !== 'proposed' || waiting.id !== body.amendmentId || answered)
    throw new Refusal('nothing_asked');
  const proposed = hand.facts.find(({ number }) => number === waiting.proposedFact);
  if (proposed && handsOf(proposed.actor).some((one) => handsOf(person.actor).includes(one)))
    throw new Refusal('own_request');
  const type = body.answer === 'applied' ? 'order_amended' : 'amendment_refused';
  if (type === 'order_amended') {
    refuseUnlessAllowed(hand, type);
    refuseGoneGoods(hand.facts, waiting.fields);
  }
  const recorded = await recordFact(tx, deps, hand, {
    type,
    actor: person.actor,
    detail: { amendmentId: waiting.id, fields: waiting.fields },
    note: body.note,
  });
  return { status: 201, body: recordedBody(recorded) };
};

export const show: Read<Routes['showAmendment']> = async (deps, { params, caller }) => {
  const order = await orderByNo(deps.db, params.orderNo);
  if (!order) throw new Refusal('order_unknown');
  const last = await lastAmendmentOf(deps.db, order.id);
  const amendment = last ? await faceOf(deps, order, last, caller.person) : null;
  return { status: 200, body: { orderNo: order.orderNo, amendment } };
};

const ANSWERS: readonly FactType[] = ['order_amended', 'amendment_refused'];
const GONE: readonly FactType[] = ['shipped', 'delivered', 'service_completed'];

/** Lines are what shipments count against: once something went out, they stay. */
function refuseGoneGoods(facts: readonly Fact[], fields: readonly string[]): void {
  if (fields.includes('lines') && facts.some(({ type }) => GONE.includes(type)))
    throw new Refusal('goods_gone');
}

type Body = RequestOf<Routes['proposeAmendment']>['body'];

const changesOf = ({ lines, ...customer }: Body['changes']): Changes => ({
  ...customer,
  ...(lines && { lines: lines.map((line, index) => ({ lineNo: index + 1, ...line })) }),
});

/** Of some changes, those that change something. */
function newOnes(changes: Changes, before: Customer & Pick<Changes, 'lines'>): Changes {
  const now = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(
    Object.entries(changes).filter(([field, value]) => !isDeepStrictEqual(value, now.get(field) ?? null)),
  );
}

type Face = Extract<Awaited<ReturnType<typeof show>>, { status: 200 }>['body']['amendment'];

async function faceOf(deps: ApiDeps, order: OrderRow, last: AmendmentRow, person: Signed): Promise<Face> {
  const key = await dataKeyOf(deps.db, order.id);
  if (!key) return null;
  const { id, proposedBy, proposedAt, status, decidedBy, fields } = last;
  const { lines = null, ...changes } = openChanges(deps.ring, key, last);
  const after = new Map<string, unknown>(Object.entries(changes));
  const now = new Map<string, unknown>(Object.entries((await customerOf(deps, deps.db, order)) ?? {}));
  const sees = seesCustomers(person) || person.rights.has('amendment.answer');
  const shown = (value: unknown) => (typeof value === 'string' ? (sees ? value : masked(value)) : null);
  return {
    ...{ id, proposedBy, status, decidedBy, lines },
    proposedAt: iso(proposedAt),
    reissues: makesUntrue({ type: 'order_amended', detail: { fields } }),
    changes: fields
      .filter((field) => field !== 'lines')
      .map((field) => ({
        field,
        before: status === 'applied' ? null : shown(now.get(field)),
        after: shown(after.get(field)),
      })),
  };
}
