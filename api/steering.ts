import { randomUUID } from 'node:crypto';
import { putNotice } from '../db/notices.js';
import { activePerson, type Person } from '../db/people.js';
import { isOutOfScope } from '../db/scope.js';
import type { Tx } from '../db/sql.js';
import { openPause, pausesOf } from '../domain/deadline.js';
import type { FactDetail, FactType } from '../domain/facts.js';
import { isHeld } from '../domain/lifecycle.js';
import type { Right } from '../domain/people.js';
import { Refusal } from '../domain/refusal.js';
import { nextNudgeMs, steeringOf } from '../domain/steering.js';
import type { Recorded } from './contract/recorded.js';
import type { SteeringBody } from './contract/steering.js';
import type { ApiDeps } from './deps.js';
import type { Signed } from './principal.js';
import { given, type InHand, inHand, recordedBody, recordFact, refuseUnlessAllowed } from './recording.js';

type ActName = SteeringBody['act'];
type Target = SteeringBody['orders'][number];

/** The right and the fact of each act. */
export const STEERING: Readonly<Record<ActName, { right: Right; type: FactType }>> = {
  nudge: { right: 'order.steer', type: 'nudged' },
  reassign: { right: 'order.steer', type: 'reassigned' },
  prioritise: { right: 'order.steer', type: 'priority_set' },
  extend: { right: 'clock.pause', type: 'budget_extended' },
  escalate: { right: 'order.steer', type: 'escalated' },
  watch: { right: 'order.watch', type: 'watch_set' },
  pause: { right: 'clock.pause', type: 'clock_paused' },
  resume: { right: 'clock.pause', type: 'clock_resumed' },
  hold: { right: 'order.hold', type: 'order_held' },
  release: { right: 'order.hold', type: 'order_released' },
  ask: { right: 'order.steer', type: 'explanation_asked' },
};

/** Refuses a person who does not work here, or not in the department that is named with them. */
export async function refuseStrangers(tx: Tx, body: SteeringBody): Promise<void> {
  if (body.act !== 'reassign' && body.act !== 'escalate') return;
  if (body.person === undefined) return;
  const person: Person | undefined = await activePerson(tx, body.person);
  if (person?.department !== body.department) throw new Refusal('person_unknown', { person: body.person });
}

/** Does one act to one order, under its lock, with its notice to whom it concerns. */
export async function steer(
  tx: Tx,
  deps: ApiDeps,
  deed: { target: Target; body: SteeringBody; person: Signed },
): Promise<Recorded> {
  const { target, body, person } = deed;
  if (await isOutOfScope(tx, person, { orderNo: target.orderNo })) throw new Refusal('order_unknown');
  const hand = await inHand(tx, target.orderNo);
  const { type } = STEERING[body.act];
  refuseUnlessAllowed(hand, type);
  const owner = ownerOf(hand);
  refuseMoved(hand, owner, target.seen);
  refuseAct(hand, body.act, (deps.now?.() ?? new Date()).getTime());
  const recorded = await recordFact(tx, deps, hand, {
    type,
    actor: person.actor,
    detail: given({ ...detailOf(body), reason: body.reason }),
    note: body.note,
  });
  const to = concerned(body, owner);
  if (to) {
    const notice = {
      id: randomUUID(),
      orderId: hand.row.id,
      factNumber: recorded.fact,
      fromPerson: person.id,
    };
    await putNotice(tx, { ...notice, ...to });
  }
  return recordedBody(recorded);
}

interface Owner {
  department: string;
  person: string | null;
}

/** Who owes the order its next move, assignments that the lifecycle has not taken in yet included. */
export function ownerOf({ row, facts }: InHand): Owner {
  const { assigned } = steeringOf(facts);
  return { department: assigned?.department ?? row.ownerDepartment, person: assigned?.person ?? null };
}

function refuseMoved({ state }: InHand, owner: Owner, seen: Target['seen']): void {
  if (!seen) return;
  const same =
    seen.state === state && seen.ownerDepartment === owner.department && seen.assignee === owner.person;
  if (!same) throw new Refusal('order_moved', { state, ownerDepartment: owner.department });
}

/** What the act itself refuses, beyond what the state forbids. */
function refuseAct({ row, facts }: InHand, act: ActName, nowMs: number): void {
  const paused = openPause(pausesOf(facts));
  const nextMs = act === 'nudge' ? nextNudgeMs(facts, nowMs) : undefined;
  if (nextMs !== undefined)
    throw new Refusal('nudged_lately', { retryAfterSeconds: Math.ceil((nextMs - nowMs) / 1000) });
  if (act === 'pause' && paused) throw new Refusal('clock_paused', { reason: paused.reason });
  if (act === 'resume' && !paused) throw new Refusal('clock_running');
  if (act === 'hold' && isHeld(facts)) throw new Refusal('held_already');
  if (act === 'release' && !isHeld(facts)) throw new Refusal('not_held');
  if (act === 'extend' && row.budgetMinutes === null) throw new Refusal('no_budget');
}

function detailOf(body: SteeringBody): FactDetail {
  switch (body.act) {
    case 'reassign':
    case 'escalate':
      return given({ department: body.department, person: body.person });
    case 'prioritise':
      return { priority: body.priority };
    case 'extend':
      return { minutes: body.minutes };
    case 'watch':
      return { on: body.on };
    case 'nudge':
    case 'pause':
    case 'resume':
    case 'hold':
    case 'release':
    case 'ask':
      return {};
  }
}

type Notified = { kind: 'nudged' | 'reassigned' | 'escalated' | 'explanation_asked' } & {
  toDepartment: string;
  toPerson: string | null;
};

/** Whom an act concerns: the owner, or the one it names; most concern nobody. */
function concerned(body: SteeringBody, owner: Owner): Notified | undefined {
  const toOwner = { toDepartment: owner.department, toPerson: owner.person };
  switch (body.act) {
    case 'nudge':
      return { kind: 'nudged', ...toOwner };
    case 'ask':
      return { kind: 'explanation_asked', ...toOwner };
    case 'reassign':
      return { kind: 'reassigned', toDepartment: body.department, toPerson: body.person ?? null };
    case 'escalate':
      return { kind: 'escalated', toDepartment: body.department, toPerson: body.person ?? null };
    default:
      return undefined;
  }
}
