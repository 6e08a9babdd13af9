import { calendarNow, readCalendar } from '../db/calendars.js';
import { type PauseRow, pausesOfAll } from '../db/clock-pauses.js';
import type { Db } from '../db/sql.js';
import { stayedMinutes } from '../domain/deadline.js';
import { type WorkingCalendar, workingMinutesBetween } from '../domain/working-time.js';
import { openCalendar } from '../platform/working-calendar.js';

/** An order in a state, or in a review of it; `until` when that is over. */
export interface Stayed {
  id: string;
  ownerDepartment: string;
  stateSince: Date;
  until?: Date | null;
}

/** Whole working minutes until now: of an order in its state, pauses left out, or of a department since a moment. */
interface Staying {
  of(item: Stayed): { minutes: number; pauses: PauseRow[] };
  since(department: string, from: Date): number;
}

/** Reads what it takes to tell how long some orders have been where they are. */
export async function staying(db: Db, items: readonly Stayed[]): Promise<Staying> {
  const ids = items.map(({ id }) => id);
  const [{ calendar, nowMs }, all] = await Promise.all([
    calendarOf(db),
    ids.length > 0 ? pausesOfAll(db, ids) : [],
  ]);
  return {
    of: ({ id, ownerDepartment: department, stateSince, until }) => {
      const pauses = all.filter(({ orderId }) => orderId === id);
      const stay = { department, sinceMs: stateSince.getTime(), pauses };
      return { minutes: Math.floor(stayedMinutes(calendar, stay, until?.getTime() ?? nowMs)), pauses };
    },
    since: (department, from) =>
      Math.floor(workingMinutesBetween(calendar, department, from.getTime(), nowMs).minutes),
  };
}

/** The calendar as it was last read; read again when somebody has edited it. */
const opened = new WeakMap<Db, { revision: number; calendar: WorkingCalendar }>();

async function calendarOf(db: Db): Promise<{ calendar: WorkingCalendar; nowMs: number }> {
  const { revision, now } = await calendarNow(db);
  const known = opened.get(db);
  if (known?.revision === revision) return { calendar: known.calendar, nowMs: now.getTime() };
  const stored = await readCalendar(db);
  const calendar = openCalendar(stored);
  opened.set(db, { revision: stored.revision, calendar });
  return { calendar, nowMs: now.getTime() };
}

/** How long each of some orders has been in its state, in whole working minutes of its owner. */
export async function stayedMinutesOf(db: Db, items: readonly Stayed[]): Promise<(item: Stayed) => number> {
  const stay = await staying(db, items);
  return (item) => stay.of(item).minutes;
}
