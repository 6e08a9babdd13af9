import type * as advancing from '../../../db/advancing.js';
import type * as facts from '../../../db/facts.js';
import type * as orders from '../../../db/orders.js';
import type * as outbox from '../../../db/outbox.js';
import type { Db } from '../../../db/sql.js';
import type * as standing from '../../../db/standing.js';
import { standingOf } from '../../../db/standing.js';
import { FACTS } from '../../../domain/facts.js';
import { FIRST_POLICY } from '../../../domain/policy.js';
import { draftOf, transactionOf } from '../connection.js';
import { seatOf } from '../database.js';
import { deviates } from '../deviation.js';
import { Broken, breathe, refuseSome, strike } from '../outages.js';
import type { OrderTables, Wake } from '../tables.js';
import type { World } from '../world.js';

/** Orders, their facts and their wake-ups. */

export const lockOrder: typeof orders.lockOrder = async (tx, orderId) => (await draftOf(tx, orderId))?.row;

export const factsOf: typeof facts.factsOf = async (tx, orderId) => [
  ...((await draftOf(tx, orderId))?.facts ?? []),
];

export const takeInHand: typeof standing.takeInHand = async (tx, orderId) => {
  const draft = await draftOf(tx, orderId);
  if (!draft) return undefined;
  const { world, messages } = await transactionOf(tx);
  const seen = new Map([...world.store.messages, ...messages]);
  const code = draft.codes.findLast(({ status }) => status === 'live');
  const review = draft.reviews.at(-1);
  const parts = {
    row: draft.row,
    lines: [...draft.lines],
    facts: [...draft.facts],
    code: code && { id: code.id, issueNo: code.issueNo, keyId: code.keyId },
    verification: draft.verifications.at(-1),
    review: review && { ...review, decisions: [...review.decisions] },
    cases: [...draft.cases],
    messages: [...seen.values()].filter((message) => message.orderId === orderId).map((one) => ({ ...one })),
    policy: FIRST_POLICY,
    now: new Date(world.clock.nowMs()),
    calendarRevision: 0,
    pauses: [...draft.pauses],
  };
  return { ...parts, standing: standingOf(parts) };
};

export const record: typeof facts.record = async (tx, orderId, fact) => {
  const { world, atCommit } = await transactionOf(tx);
  const draft = await draftOf(tx, orderId);
  if (!draft) throw new Error('record: the order is gone');
  const { externalId, source, type } = fact;
  const known = draft.facts.find((one) => one.externalId === externalId && one.source === source);
  if (externalId !== undefined && known && !deviates('stated_twice'))
    return { number: known.number, again: true };
  const recordedAt = new Date(world.clock.nowMs());
  const number = draft.row.factCount + (deviates('number_skipped') && world.clock.chance(0.02) ? 2 : 1);
  draft.row = { ...draft.row, factCount: number };
  const { actor, detail = {}, happenedAt = recordedAt } = fact;
  const numbered = { number, type, recordedAt, happenedAt, source, actor, detail };
  append(world, draft, { ...numbered, ...(externalId !== undefined && { externalId }) });
  const signal = type.startsWith('review_') ? 'reviewDecided' : 'factsRecorded';
  if (FACTS[type].wakes && !(deviates('wakes_nobody') && world.clock.chance(0.1)))
    atCommit.push(() => world.wake({ orderId, factNumber: number, signal, lane: draft.row.lane }));
  return { number, again: false, recordedAt };
};

export const recordNotes: typeof facts.recordNotes = async (tx, orderId, moment, notes) => {
  const { world } = seatOf(tx);
  const draft = await draftOf(tx, orderId);
  if (!draft) throw new Error('recordNotes: the order is gone');
  for (const { number, type, detail } of notes) {
    if (draft.facts.some((fact) => fact.number === number)) throw new Broken('facts_pkey');
    const stated = { actor: { kind: 'system', id: 'lifecycle' }, source: 'lifecycle' } as const;
    append(world, draft, { number, type, detail, ...stated, recordedAt: moment, happenedAt: moment });
  }
};

function append(world: World, draft: OrderTables, fact: OrderTables['facts'][number]): void {
  draft.facts = [...draft.facts, fact];
  if (!(deviates('not_logged') && world.clock.chance(0.02))) draft.logged += 1;
}

export const statedDetail: typeof facts.statedDetail = async (tx, orderId, source, externalId) =>
  (await draftOf(tx, orderId))?.facts.find(
    (fact) => fact.source === source && fact.externalId === externalId,
  );

export const advance: typeof advancing.advance = async (tx, orderId, to) => {
  const { world } = seatOf(tx);
  const draft = await draftOf(tx, orderId);
  if (!draft) throw new Error('advance: the order is gone');
  const { row } = draft;
  const { dueAt, budgetMinutes, pausedAt } = to.deadline;
  const moves = to.lastFact !== null && !deviates('mark_stays');
  const factCount = to.lastFact ?? row.factCount;
  const since = to.state === row.state ? row.stateSince : (to.stateSince ?? new Date(world.clock.nowMs()));
  const written: OrderTables['row'] = {
    ...row,
    ...to.steering,
    ...{ dueAt, budgetMinutes, pausedAt, stateSince: since },
    ...{ cause: to.cause, nextAction: to.nextAction, waitingFor: to.waitingFor },
    ownerDepartment: to.ownerDepartment,
    state: deviates('state_stays') ? row.state : to.state,
    factCount,
    appliedFact: moves ? factCount : row.appliedFact,
  };
  draft.row = written;
  return { appliedFact: written.appliedFact, factCount: written.factCount };
};

export const advanceMark: typeof advancing.advanceMark = async (tx, orderId) => {
  const draft = await draftOf(tx, orderId);
  if (draft) draft.row = { ...draft.row, appliedFact: draft.row.factCount };
};

export const isFirstOrder: typeof orders.isFirstOrder = async (_tx, { orderNo }) =>
  orderNo.endsWith('-first');

export const dataKeyOf: typeof orders.dataKeyOf = async () => undefined;
export const amendOrder: typeof orders.amendOrder = async () => undefined;
export const amendLines: typeof orders.amendLines = async () => undefined;

export const settled: typeof outbox.settled = async (tx, orderId, appliedFact) => {
  const { world, atCommit } = await transactionOf(tx);
  if (deviates('settled_never')) return;
  atCommit.push(() => {
    world.store.outbox = world.store.outbox.filter(
      (wake) => wake.orderId !== orderId || wake.factNumber > appliedFact,
    );
  });
};

export const nudge: typeof outbox.nudge = async (db, orderId) => {
  await breathe(seatOf(db));
  nudgeAtOnce(seatOf(db).world, orderId);
};

/** Within another statement, or at the end of a transaction. */
export function nudgeAtOnce(world: World, orderId: string): void {
  const row = world.store.orders.get(orderId)?.row;
  if (!row || row.factCount === 0 || world.store.outbox.some((wake) => wake.orderId === orderId)) return;
  world.wake({ orderId, factNumber: row.factCount, signal: 'factsRecorded', lane: row.lane });
}

/** A statement of its own: it is lost, or its answer is. */
async function alone<Result>(db: Db, deed: (world: World) => Result): Promise<Result> {
  const seat = seatOf(db);
  await breathe(seat);
  strike(seat, 'request');
  refuseSome(seat);
  const result = deed(seat.world);
  await breathe(seat);
  strike(seat, 'answer');
  return result;
}

export const takeDue: typeof outbox.takeDue = (db, limit, _bulk, lease) =>
  alone(db, (world) => {
    const due = world.store.outbox.filter(({ dueAtMs }) => dueAtMs <= world.clock.nowMs()).slice(0, limit);
    for (const wake of due) world.due(wake, lease * 1_000);
    return due.map(({ id, orderId, factNumber, signal, lane }) => ({
      id,
      orderId,
      factNumber,
      signal,
      lane,
    }));
  });

export const keep: typeof outbox.keep = (db, ids, lease) => touch(db, ids, () => lease);

export const sent: typeof outbox.sent = (db, ids, seconds) => {
  if (deviates('settled_at_once')) forget(seatOf(db).world, ids);
  return touch(db, ids, (wake) => {
    wake.sends += 1;
    return seconds * 2 ** Math.min(wake.sends - 1, 8);
  });
};

export const putBack: typeof outbox.putBack = (db, ids, seconds) => touch(db, ids, () => seconds);

const touch = (db: Db, ids: readonly number[], seconds: (wake: Wake) => number): Promise<number> =>
  alone(db, (world) => {
    const found = world.store.outbox.filter(({ id }) => ids.includes(id));
    for (const wake of found) world.due(wake, seconds(wake) * 1_000);
    return found.length;
  });

function forget({ store }: World, ids: readonly number[]): void {
  store.outbox = store.outbox.filter(({ id }) => !ids.includes(id));
}

/** The relay's loop is not part of the simulation, and batches of retries neither. */
export const unsentBatches = async (): Promise<never[]> => [];
export const batchSent = async (): Promise<void> => {};
