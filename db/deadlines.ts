import type { State } from '../domain/lifecycle.js';
import type { Deadline } from './advancing.js';
import { type Db, row, rows, run, type Tx } from './sql.js';

export interface StaleDeadline {
  id: string;
  state: State;
  stateSince: Date;
  ownerDepartment: string;
  budgetMinutes: number | null;
}

/** Locks orders whose deadline comes from an older calendar; those that somebody else works on come with the next sweep. */
export function staleDeadlines(tx: Tx, revision: number, limit: number): Promise<StaleDeadline[]> {
  return rows(
    tx,
    `select id, state, state_since as "stateSince", owner_department as "ownerDepartment", budget_minutes as "budgetMinutes"
     from orders where due_at is not null and calendar_revision < :revision
     order by calendar_revision limit :limit for no key update skip locked`,
    { revision, limit },
  );
}

/** How many orders have a deadline, and how many of those come from an older calendar. */
export async function countDeadlines(db: Db, revision: number): Promise<{ open: number; behind: number }> {
  const counted = await row<{ open: number; behind: number }>(
    db,
    `select count(*)::int as open, (count(*) filter (where calendar_revision < :revision))::int as behind
     from orders where due_at is not null`,
    { revision },
  );
  return counted ?? { open: 0, behind: 0 };
}

/** Writes deadlines that were derived anew. */
export async function putDeadlines(
  tx: Tx,
  deadlines: readonly (Omit<Deadline, 'pausedAt'> & { id: string })[],
): Promise<void> {
  await run(
    tx,
    `update orders o set due_at = d."dueAt", budget_minutes = d."budgetMinutes", calendar_revision = d."calendarRevision",
       overdue_noted_at = case when d."dueAt" <= clock_timestamp() then overdue_noted_at end
     from jsonb_to_recordset(:deadlines::jsonb)
       as d(id uuid, "dueAt" timestamptz, "budgetMinutes" int, "calendarRevision" int)
     where o.id = d.id`,
    { deadlines: JSON.stringify(deadlines) },
  );
}

/** Notes once that orders are past their deadline, with a row in the log each; answers with how many. */
export async function noteOverdue(db: Db, actorId: string, limit: number): Promise<number> {
  return run(
    db,
    `with late as (
       select id from orders where due_at < statement_timestamp() and overdue_noted_at is null
       order by due_at limit :limit for no key update skip locked
     ), noted as (
       update orders o set overdue_noted_at = clock_timestamp() from late where o.id = late.id
       returning o.id, o.state, o.owner_department, o.due_at, o.cause
     )
     insert into log_entries (actor_kind, actor_id, action, order_id, detail)
     select 'system', :actorId, 'overdue_noted', id,
       jsonb_build_object('state', state, 'owner', owner_department, 'dueAt', due_at, 'cause', cause) from noted`,
    { actorId, limit },
  );
}
