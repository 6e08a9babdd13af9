import type { Knex } from 'knex';
import { readCalendar } from '../db/calendars.js';
import type { Db } from '../db/sql.js';
import type { WorkingCalendar } from '../domain/working-time.js';
import { openCalendar } from '../platform/working-calendar.js';
import type { House } from './house.js';

/** The calendar last read from a database, and its revision. */
export interface OpenedCalendar {
  revision: number;
  calendar: WorkingCalendar;
}

const opened = new WeakMap<Knex, OpenedCalendar>();

/** The company calendar, read again only when it is older than a revision; by the caller's own connection. */
export async function calendarOf(
  house: Pick<House, 'db'>,
  db: Db,
  revision: number,
): Promise<OpenedCalendar> {
  const known = opened.get(house.db);
  if (known && known.revision >= revision) return known;
  const rows = await readCalendar(db);
  const found = { revision: rows.revision, calendar: openCalendar(rows) };
  opened.set(house.db, found);
  return found;
}
