import { readCalendar } from '../db/calendars.js';
import { factsOf } from '../db/facts.js';
import { countDays, countFlow, figure, lateArrivals, type Paces, putFigure } from '../db/figures.js';
import { STATES } from '../domain/lifecycle.js';
import { paceOf, staysOf } from '../domain/pace.js';
import { openCalendar } from '../platform/working-calendar.js';
import type { House } from './house.js';

/** Counting takes at most a twentieth of the sweeper's time, however many orders there are. */
const REST_SHARE = 20;
const PACE_EVERY_MS = 60 * 60_000;
const PACE_ORDERS = 300;

/** Counts what the manager's board shows (P4.2.2). */
export async function sweepFigures(house: House): Promise<void> {
  const last = await figure(house.db, 'flow');
  if (last && last.ageMs < last.tookMs * REST_SHARE) return;
  const beganMs = Date.now();
  const flow = await countFlow(house.db);
  await countDays(house.db);
  await putFigure(house.db, 'flow', flow, Date.now() - beganMs);
  await sweepPaces(house);
}

/** How long orders stay in each state, by those that were archived lately; once an hour. */
async function sweepPaces(house: House): Promise<void> {
  const last = await figure(house.db, 'paces');
  if (last && last.ageMs < PACE_EVERY_MS) return;
  const beganMs = Date.now();
  const calendar = openCalendar(await readCalendar(house.db));
  const stays = [];
  for (const { id } of await lateArrivals(house.db, PACE_ORDERS))
    stays.push(...staysOf(calendar, await factsOf(house.db, id)));
  const paces: Paces = {};
  for (const state of STATES) {
    const minutes = stays.filter((stay) => stay.state === state).map((stay) => stay.minutes);
    if (minutes.length > 0) paces[state] = paceOf(minutes);
  }
  await putFigure(house.db, 'paces', paces, Date.now() - beganMs);
}
