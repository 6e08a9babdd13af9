import { readCalendar } from '../db/calendars.js';
import { pausesOfAll } from '../db/clock-pauses.js';
import type { Db } from '../db/sql.js';
import { stayedMinutes } from '../domain/deadline.js';
import { openCalendar } from '../platform/working-calendar.js';

/** An order in a state, or in a review of it; `until` when that is over. */
export interface Stayed {
  id: string;
  ownerDepartment: string;
  stateSince: Date;
  until?: Date | null;
}

/** How long each of some orders has been in its state, in whole working minutes of its owner. */
export async function stayedMinutesOf(db: Db, items: readonly Stayed[]): Promise<(item: Stayed) => number> {
  const ids = items.map(({ id }) => id);
  const [stored, pauses] = await Promise.all([readCalendar(db), pausesOfAll(db, ids)]);
  const calendar = openCalendar(stored);
  const nowMs = stored.now.getTime();
  return ({ id, ownerDepartment: department, stateSince, until }) => {
    const own = pauses.filter(({ orderId }) => orderId === id);
    const stay = { department, sinceMs: stateSince.getTime(), pauses: own };
    return Math.floor(stayedMinutes(calendar, stay, until?.getTime() ?? nowMs));
  };
}
