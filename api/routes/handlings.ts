import { attachmentsOf } from '../../db/around-orders.js';
import { factsOf } from '../../db/facts.js';
import { linesOf, type OrderRow } from '../../db/orders.js';
import type { Tx } from '../../db/sql.js';
import { insertTrackingNumber, type Shipment, trackingNumbersOf } from '../../db/tracking-numbers.js';
import type { Fact } from '../../domain/facts.js';
import {
  allOf,
  beyond,
  goodsOf,
  HANDLING_FACTS,
  HANDLINGS,
  isUnpaid,
  mayHandle,
  type Pieces,
} from '../../domain/goods.js';
import { ledger } from '../../domain/ledger.js';
import { Refusal } from '../../domain/refusal.js';
import { parcelTerm } from '../../platform/keys/search-terms.js';
import type { Handled } from '../contract/handlings.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import { iso } from '../faces.js';
import type { Act, Read } from '../handler.js';
import { forbiddenAt, given, type InHand, inHand, recordedBody, recordFact } from '../recording.js';
import { openTrackingNo, orderKey, sealTrackingNo, seesCustomers } from '../sealing.js';
import { knownOrder } from './orders.js';

/** A deed by plan is held to what is left; what already happened otherwise is stated as a fact (P3.2.4). */
export const handle: Act<Routes['handleGoods']> = async (tx, deps, { params, body, caller: { person } }) => {
  const hand = await inHand(tx, params.orderNo);
  if (!mayHandle(hand.state, body.handling)) throw forbiddenAt(hand.state);
  const lines = await piecesOf(tx, hand, body);
  const photo = body.handling === 'deliver' ? body.photo : undefined;
  if (photo !== undefined) await refuseNoPhoto(tx, hand.row, photo);
  const parcel = body.handling === 'ship' ? body.parcel : undefined;
  const recorded = await recordFact(tx, deps, hand, {
    ...{ type: HANDLING_FACTS[body.handling], actor: person.actor, note: body.note },
    detail: given({ lines, carrier: parcel?.carrier, photo }),
  });
  if (parcel?.trackingNo !== undefined)
    await keepTrackingNo(tx, deps, { orderId: hand.row.id, fact: recorded.fact }, parcel.trackingNo);
  return { status: 201, body: recordedBody(recorded) };
};

export const list: Read<Routes['listHandlings']> = async (deps, { params, caller: { person } }) => {
  const { id, orderNo } = await knownOrder(deps.db, params.orderNo);
  const facts = await factsOf(deps.db, id);
  const numbers = seesCustomers(person) ? await openTrackingNos(deps, id) : new Map<number, string>();
  const items = facts.flatMap((fact) => handlingFace(fact, numbers) ?? []).toReversed();
  return { status: 200, body: { orderNo, items } };
};

/** What the deed is about; refused where the order has no such goods, no more of them, or they are to be paid first. */
async function piecesOf(tx: Tx, { row, facts }: InHand, { handling, lines }: Handled): Promise<Pieces[]> {
  const ordered = await linesOf(tx, row.id);
  const goods = goodsOf(ordered, facts);
  const unknown = (lines ?? [])
    .map(({ lineNo }) => lineNo)
    .filter((no) => !goods.some((one) => one.lineNo === no));
  if (unknown.length > 0) throw new Refusal('lines_unknown', { lines: unknown });
  const pieces = lines ?? allOf(goods, handling);
  if (pieces.length === 0) throw new Refusal('nothing_to_handle');
  const over = beyond(goods, handling, pieces);
  if (over.length > 0) throw new Refusal('goods_beyond', { lines: over });
  const sums = ledger({ ...row, lines: ordered }, facts);
  if (handling === 'ship' && isUnpaid(row.settlement, sums))
    throw new Refusal('goods_unpaid', { openMinor: sums.dueMinor - sums.paidMinor });
  return [...pieces];
}

async function refuseNoPhoto(tx: Tx, { id: orderId }: OrderRow, photo: string): Promise<void> {
  const file = (await attachmentsOf(tx, orderId)).find(({ id }) => id === photo);
  if (!file || file.withdrawnAt) throw new Refusal('file_unknown');
  if (!file.mediaType.startsWith('image/')) throw new Refusal('proof_no_photo');
}

async function keepTrackingNo(tx: Tx, deps: ApiDeps, of: Shipment, trackingNo: string): Promise<void> {
  const key = await orderKey(deps, tx, of.orderId);
  if (!key) throw new Refusal('data_destroyed');
  await insertTrackingNumber(tx, {
    ...of,
    sealed: sealTrackingNo(key, of, trackingNo),
    term: parcelTerm(deps.ring, trackingNo),
  });
}

async function openTrackingNos(deps: ApiDeps, orderId: string): Promise<Map<number, string>> {
  const [key, sealed] = await Promise.all([
    orderKey(deps, deps.db, orderId),
    trackingNumbersOf(deps.db, orderId),
  ]);
  if (!key) return new Map();
  return new Map([...sealed].map(([fact, bytes]) => [fact, openTrackingNo(key, { orderId, fact }, bytes)]));
}

function handlingFace(
  { number, type, happenedAt, actor, detail }: Fact,
  numbers: ReadonlyMap<number, string>,
) {
  const handling = HANDLINGS.find((one) => HANDLING_FACTS[one] === type);
  if (!handling) return undefined;
  const { lines, carrier, photo } = detail;
  const trackingNo = numbers.get(number);
  return {
    ...{ fact: number, handling, at: iso(happenedAt), by: actor.id },
    lines: lines ? [...lines] : null,
    carrier: typeof carrier === 'string' ? carrier : null,
    photo: typeof photo === 'string' ? photo : null,
    ...(trackingNo !== undefined && { trackingNo }),
  };
}
