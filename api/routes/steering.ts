import { randomUUID } from 'node:crypto';
import { colleagues } from '../../db/colleagues.js';
import { noticesFor, putNotice, seeNotice, seeQuestions } from '../../db/notices.js';
import type { Tx } from '../../db/sql.js';
import { REFUSALS, Refusal } from '../../domain/refusal.js';
import { openQuestion } from '../../domain/steering.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import { iso, isoOrNull } from '../faces.js';
import type { Act, Read } from '../handler.js';
import { cursorOf } from '../paging.js';
import { needRight } from '../principal.js';
import { given, inHand, recordedBody, recordFact, refuseUnlessAllowed } from '../recording.js';
import { ownerOf, refuseStrangers, STEERING, steer } from '../steering.js';

/** Acts on orders one by one, always in the same order, so that two managers never wait for each other in a ring. */
export const steerOrders: Act<Routes['steerOrders']> = async (tx, deps, { body, caller }) => {
  const { person, language } = caller;
  needRight(person, STEERING[body.act].right);
  await refuseStrangers(tx, body);
  const items: Outcome[] = [];
  for (const target of body.orders.toSorted((one, other) => (one.orderNo < other.orderNo ? -1 : 1))) {
    const done = await attempt(tx, deps, { target, body, person });
    const refusal = done instanceof Refusal ? done.code : null;
    items.push({
      orderNo: target.orderNo,
      outcome: refusal ? 'refused' : 'done',
      fact: done instanceof Refusal ? null : done.fact,
      refusal,
      sentence: refusal && REFUSALS[refusal][language],
    });
  }
  return { status: 200, body: { items } };
};

interface Outcome {
  orderNo: string;
  outcome: 'done' | 'refused';
  fact: number | null;
  refusal: string | null;
  sentence: string | null;
}

/** One order of many: what is refused for it takes back its own part alone. */
async function attempt(tx: Tx, deps: ApiDeps, deed: Parameters<typeof steer>[2]) {
  try {
    return await tx.transaction((own) => steer(own, deps, deed));
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** The owner, or whoever was asked, answers; the asker is told (P4.2.2). */
export const explain: Act<Routes['explainOrder']> = async (tx, deps, { params, body, caller }) => {
  const { person } = caller;
  const hand = await inHand(tx, params.orderNo);
  refuseUnlessAllowed(hand, 'explained');
  const question = openQuestion(hand.facts);
  if (!question) throw new Refusal('not_asked');
  if (ownerOf(hand).department !== person.department) throw new Refusal('not_the_owner');
  const recorded = await recordFact(tx, deps, hand, {
    type: 'explained',
    actor: person.actor,
    detail: given({ of: question.number, reason: body.reason }),
    note: body.note,
  });
  await seeQuestions(tx, hand.row.id, person.id);
  await putNotice(tx, {
    ...{ id: randomUUID(), orderId: hand.row.id, factNumber: recorded.fact, kind: 'explained' },
    fromPerson: person.id,
    toDepartment: question.actor.department ?? 'management',
    toPerson: question.actor.id,
  });
  return { status: 201, body: recordedBody(recorded) };
};

export const listColleagues: Read<Routes['listColleagues']> = async ({ db }) => ({
  status: 200,
  body: { items: await colleagues(db) },
});

export const listNotices: Read<Routes['listNotices']> = async ({ db }, { query, caller }) => {
  const { items, next } = await noticesFor(db, caller.person, query.limit, cursorOf(query));
  const faces = items.map(({ fromPerson, createdAt, dueAt, ...notice }) => ({
    ...notice,
    from: fromPerson,
    createdAt: iso(createdAt),
    dueAt: isoOrNull(dueAt),
  }));
  return { status: 200, body: { items: faces, ...(next && { next }) } };
};

export const see: Act<Routes['seeNotice']> = async (tx, _deps, { params, caller }) => {
  if (!(await seeNotice(tx, params.noticeId, caller.person))) throw new Refusal('not_found');
  return { status: 200, body: { seen: true } };
};
