import { readCalendar } from '../db/calendars.js';
import { pausesOfAll } from '../db/clock-pauses.js';
import type { OrderItem } from '../db/order-list.js';
import type { Db } from '../db/sql.js';
import { stayedMinutes } from '../domain/deadline.js';
import { openCalendar } from '../platform/working-calendar.js';

/** How long each of some orders has been in its state, in whole working minutes of its owner. */
export async function stayedMinutesOf(
  db: Db,
  items: readonly OrderItem[],
): Promise<(item: OrderItem) => number> {
  const ids = items.map(({ id }) => id);
  const [stored, pauses] = await Promise.all([readCalendar(db), pausesOfAll(db, ids)]);
  const calendar = openCalendar(stored);
  const nowMs = stored.now.getTime();
  return ({ id, ownerDepartment: department, stateSince }) => {
    const own = pauses.filter(({ orderId }) => orderId === id);
    const stay = { department, sinceMs: stateSince.getTime(), pauses: own };
    return Math.floor(stayedMinutes(calendar, stay, nowMs));
  };
}
