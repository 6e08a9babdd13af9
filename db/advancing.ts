import type { State } from '../domain/lifecycle.js';
import type { OrderRow } from './orders.js';
import { forEach, row, run, type Tx } from './sql.js';

export interface Advance {
  /** The number of its last fact, up to which it has acted; null leaves its count and its mark as they are. */
  lastFact: number | null;
  state: State;
  /** When it entered the state, if it is a new one; null is now. */
  stateSince: Date | null;
  ownerDepartment: string;
  waitingFor: unknown;
  cause: string | null;
  nextAction: string | null;
  deadline: Deadline;
  steering: Pick<OrderRow, 'assignee' | 'priority' | 'escalation' | 'held' | 'watched'>;
}

/** The deadline of an order's state, and the calendar that it was derived from. */
export interface Deadline {
  dueAt: Date | null;
  budgetMinutes: number | null;
  pausedAt: Date | null;
  calendarRevision: number;
}

/** Writes where an order stands, and up to which fact the lifecycle has acted. */
export async function advance(
  tx: Tx,
  orderId: string,
  to: Advance,
): Promise<{ appliedFact: number; factCount: number }> {
  const { deadline, steering, waitingFor, ...rest } = to;
  const { dueAt, budgetMinutes, pausedAt, calendarRevision } = deadline;
  const moved = await row<{ appliedFact: number; factCount: number }>(tx, ADVANCE, {
    ...rest,
    ...steering,
    ...{ orderId, dueAt, budgetMinutes, pausedAt, calendarRevision },
    waitingFor: waitingFor === null ? null : JSON.stringify(waitingFor),
  });
  if (!moved) throw new Error('advance: the order is gone');
  return moved;
}

const ADVANCE = forEach(
  `update orders set
     fact_count = coalesce(:lastFact::int, fact_count), applied_fact = coalesce(:lastFact::int, applied_fact), state = :state, owner_department = :ownerDepartment,
     waiting_for = :waitingFor::jsonb, cause = :cause, next_action = :nextAction,
     state_since = case when state = :state then state_since else coalesce(:stateSince::timestamptz, clock_timestamp()) end,
     budget_minutes = :budgetMinutes::int, assignee = :assignee::text, priority = :priority, escalation = :escalation,
     held = :held, watched = :watched,
     paused_at = :pausedAt::timestamptz, calendar_revision = :calendarRevision, due_at = :dueAt::timestamptz,
     overdue_noted_at = case when state = :state and :dueAt::timestamptz <= clock_timestamp() then overdue_noted_at end
   where id = :orderId returning applied_fact as "appliedFact", fact_count as "factCount"`,
  `orderId uuid, lastFact int, state text, ownerDepartment text, waitingFor jsonb, cause text, nextAction text,
   stateSince timestamptz, budgetMinutes int, assignee text, priority int, escalation int, held bool,
   watched bool, pausedAt timestamptz, calendarRevision int, dueAt timestamptz`,
  `update orders o set
     fact_count = coalesce(each."lastFact", o.fact_count), applied_fact = coalesce(each."lastFact", o.applied_fact),
     state = each.state, owner_department = each."ownerDepartment", waiting_for = each."waitingFor", cause = each.cause,
     next_action = each."nextAction",
     state_since = case when o.state = each.state then o.state_since else coalesce(each."stateSince", clock_timestamp()) end,
     budget_minutes = each."budgetMinutes", assignee = each.assignee, priority = each.priority,
     escalation = each.escalation, held = each.held, watched = each.watched, paused_at = each."pausedAt",
     calendar_revision = each."calendarRevision", due_at = each."dueAt",
     overdue_noted_at = case when o.state = each.state and each."dueAt" <= clock_timestamp() then o.overdue_noted_at end
   from each where o.id = each."orderId"
   returning each.at::int as at, o.applied_fact as "appliedFact", o.fact_count as "factCount"`,
);

/** Moves the mark to the last fact and nothing else. */
export async function advanceMark(tx: Tx, orderId: string): Promise<void> {
  await run(tx, 'update orders set applied_fact = fact_count where id = :orderId', { orderId });
}
