import type * as advancing from '../../../db/advancing.js';
import type * as facts from '../../../db/facts.js';
import type * as orders from '../../../db/orders.js';
import type * as outbox from '../../../db/outbox.js';
import type * as standing from '../../../db/standing.js';
import { standingOf } from '../../../db/standing.js';
import { FACTS } from '../../../domain/facts.js';
import { FIRST_POLICY } from '../../../domain/policy.js';
import { draftOf, transactionOf } from '../connection.js';
import { seatOf } from '../database.js';
import { deviates } from '../deviation.js';
import { breathe } from '../outages.js';
import type { OrderTables } from '../tables.js';
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
  const number = draft.row.factCount + (deviates('number_skipped') && world.clock.chance(0.02) ? 2 : 1);
  const recordedAt = new Date(world.clock.nowMs());
  draft.row = { ...draft.row, factCount: number };
  draft.facts = [
    ...draft.facts,
    {
      ...{ number, type, recordedAt, source, actor: fact.actor, detail: fact.detail ?? {} },
      happenedAt: fact.happenedAt ?? recordedAt,
      ...(externalId !== undefined && { externalId }),
    },
  ];
  if (!(deviates('not_logged') && world.clock.chance(0.02))) draft.logged += 1;
  const signal = type.startsWith('review_') ? 'reviewDecided' : 'factsRecorded';
  if (FACTS[type].wakes && !(deviates('wakes_nobody') && world.clock.chance(0.1)))
    atCommit.push(() => world.wake({ orderId, factNumber: number, signal, lane: draft.row.lane }));
  return { number, again: false, recordedAt };
};

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
  const moves = to.mark && !deviates('mark_stays');
  const since = to.state === row.state ? row.stateSince : (to.stateSince ?? new Date(world.clock.nowMs()));
  const written: OrderTables['row'] = {
    ...row,
    ...to.steering,
    ...{ dueAt, budgetMinutes, pausedAt, stateSince: since },
    ...{ cause: to.cause, nextAction: to.nextAction, waitingFor: to.waitingFor },
    ownerDepartment: to.ownerDepartment,
    state: deviates('state_stays') ? row.state : to.state,
    appliedFact: moves ? row.factCount : row.appliedFact,
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

export const takeUnsent: typeof outbox.takeUnsent = async (tx, limit) => {
  const { world, atCommit, atRollback } = await transactionOf(tx);
  await breathe(seatOf(tx));
  const taken = world.store.outbox.filter((wake) => !wake.sent && !wake.taken).slice(0, limit);
  for (const wake of taken) wake.taken = true;
  const putBack = (sent: boolean) => () => {
    for (const wake of taken) {
      Object.assign(wake, { taken: false, sent, sends: wake.sends + Number(sent) });
      if (sent) world.sent(wake);
    }
  };
  atRollback.push(putBack(false));
  atCommit.push(putBack(true));
  if (deviates('settled_at_once'))
    atCommit.push(() => {
      world.store.outbox = world.store.outbox.filter((wake) => !taken.includes(wake));
    });
  return taken.map(({ id, orderId, factNumber, signal, lane }) => ({
    ...{ id, orderId, factNumber, signal, lane },
  }));
};

/** The relay's own loop is not part of the simulation: its clock does this. */
export const resendUnsettled: typeof outbox.resendUnsettled = async () => 0;
export const unsentBatches = async (): Promise<never[]> => [];
