import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { lockOrderNumbers } from '../../db/bulk-entry.js';
import { statedDetail } from '../../db/facts.js';
import { linesOf, type OrderRow } from '../../db/orders.js';
import type { Tx } from '../../db/sql.js';
import { FACTS, type FactDetail } from '../../domain/facts.js';
import { Refusal } from '../../domain/refusal.js';
import { FACT_RIGHTS, type Stated } from '../contract/facts.js';
import type { Routes } from '../contract/routes.js';
import type { Act } from '../handler.js';
import { keepFact } from '../orphans.js';
import { needRight } from '../principal.js';
import {
  given,
  type InHand,
  inHandIfThere,
  recordedBody,
  recordFact,
  refuseUnlessAllowed,
} from '../recording.js';

/** World facts are never refused for state; one for an unknown order is kept until the order is entered. */
export const state: Act<Routes['stateFact']> = async (tx, deps, { params, body, caller }) => {
  const person = needRight(caller.person, FACT_RIGHTS[body.type]);
  const { type, happenedAt, externalId, note, ...stated } = body;
  const fact = {
    type,
    actor: person.actor,
    detail: given(stated),
    note,
    ...(externalId !== undefined && { externalId }),
    ...(happenedAt !== undefined && { happenedAt: new Date(happenedAt) }),
  };
  const hand = await orderOrItsNumber(tx, params.orderNo);
  if (!hand) {
    if (FACTS[type].family !== 'world') throw new Refusal('order_unknown');
    const { note: _, ...orphan } = {
      ...fact,
      source: 'api' as const,
      externalId: externalId ?? randomUUID(),
    };
    await keepFact(tx, deps, params.orderNo, { ...orphan, ...(note !== undefined && { note }) });
    return { status: 202, body: { orderNo: params.orderNo, orphan: true } };
  }
  const { row } = hand;
  await refuseUnknownLines(tx, row, body);
  if (FACTS[type].family !== 'world') refuseUnlessAllowed(hand, type);
  if (externalId !== undefined) await refuseOtherContent(tx, row.id, externalId, fact);
  const recorded = await recordFact(tx, deps, hand, fact);
  return { status: recorded.again ? 200 : 201, body: recordedBody(recorded) };
};

/** The order under lock; when there is none, its number is held instead, so that it cannot be entered meanwhile. */
async function orderOrItsNumber(tx: Tx, orderNo: string): Promise<InHand | undefined> {
  const hand = await inHandIfThere(tx, orderNo);
  if (hand) return hand;
  await lockOrderNumbers(tx, [orderNo]);
  return inHandIfThere(tx, orderNo);
}

async function refuseUnknownLines(tx: Tx, row: OrderRow, body: Stated): Promise<void> {
  if (!('lines' in body) || body.lines === undefined) return;
  const goods = (await linesOf(tx, row.id))
    .filter((line) => line.kind === 'goods')
    .map((line) => line.lineNo);
  const unknown = body.lines.map((line) => line.lineNo).filter((lineNo) => !goods.includes(lineNo));
  if (unknown.length > 0) throw new Refusal('lines_unknown', { lines: unknown });
}

/** The same external id again must state the same; a corrected amount is a fact of its own. */
async function refuseOtherContent(
  tx: Tx,
  orderId: string,
  externalId: string,
  fact: { type: Stated['type']; detail: FactDetail },
): Promise<void> {
  const before = await statedDetail(tx, orderId, 'api', externalId);
  if (!before) return;
  if (before.type !== fact.type || !isDeepStrictEqual(before.detail, fact.detail))
    throw new Refusal('fact_differs');
}
