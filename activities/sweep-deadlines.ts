import { readCalendar, tellOncePerDay } from '../db/calendars.js';
import { pausesOfAll } from '../db/clock-pauses.js';
import { noteOverdue, putDeadlines, staleDeadlines } from '../db/deadlines.js';
import { activePolicy } from '../db/policies.js';
import type { Tx } from '../db/sql.js';
import type { PolicyVersion } from '../domain/policy.js';
import { missingYears, openCalendar } from '../platform/working-calendar.js';
import type { OpenedCalendar } from './calendar.js';
import { budgetMinutesOf, dueAt } from './deadline.js';
import type { House } from './house.js';
import { LIFECYCLE } from './turn.js';

const BATCH = 500;
/** A round ends; what is left comes with the next. */
const MOST_BATCHES = 40;

/** Follows an edited calendar, notes what is past its deadline once, and tells of a year without holidays. */
export async function sweepDeadlines(
  house: House,
): Promise<{ deadlinesDerived: number; overdueNoted: number }> {
  const rows = await readCalendar(house.db);
  const years = missingYears(rows);
  if (years.length > 0 && (await tellOncePerDay(house.db)))
    house.log.warn({ years }, 'the calendar lacks a year');
  const calendar = { revision: rows.revision, calendar: openCalendar(rows) };
  const policy = await activePolicy(house.db);
  const derive = () => house.db.transaction((tx) => deriveStale(tx, calendar, policy));
  const deadlinesDerived = await untilFewer(derive);
  const overdueNoted = await untilFewer(() => noteOverdue(house.db, LIFECYCLE.id, BATCH));
  return { deadlinesDerived, overdueNoted };
}

/** Repeats a batch until one is not full. */
async function untilFewer(batch: () => Promise<number>): Promise<number> {
  let sum = 0;
  for (let round = 0; round < MOST_BATCHES; round += 1) {
    const done = await batch();
    sum += done;
    if (done < BATCH) break;
  }
  return sum;
}

async function deriveStale(tx: Tx, calendar: OpenedCalendar, policy: PolicyVersion): Promise<number> {
  const stale = await staleDeadlines(tx, calendar.revision, BATCH);
  const pauses = await pausesOfAll(
    tx,
    stale.map(({ id }) => id),
  );
  const derived = stale.map((order) => {
    const own = pauses.filter(({ orderId }) => orderId === order.id);
    const budgetMinutes = order.budgetMinutes ?? budgetMinutesOf(policy, order.state);
    const due = dueAt(calendar, { ...order, budgetMinutes, pauses: own });
    return { id: order.id, budgetMinutes, dueAt: due, calendarRevision: calendar.revision };
  });
  if (derived.length > 0) await putDeadlines(tx, derived);
  return derived.length;
}
