import { IANAZone } from 'luxon';
import type { ZoneClock } from '../domain/working-time.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MOST_REMEMBERED = 20_000;

/** Whether a name is one of the IANA time zone database. */
export const isZone = (name: string): boolean => IANAZone.isValidZone(name);

/**
 * The local days of an IANA time zone. A minute that the clocks skip is the instant of the skip, one that they repeat
 * is its first time round.
 */
export function zoneClock(name: string): ZoneClock {
  const opened = clocks.get(name) ?? openClock(name);
  clocks.set(name, opened);
  return opened;
}

/** A zone's clock remembers what it was asked, so all calendars of a zone share it; there are some hundred zones. */
const clocks = new Map<string, ZoneClock>();

function openClock(name: string): ZoneClock {
  const zone = IANAZone.create(name);
  if (!zone.isValid) throw new Error(`zoneClock: ${name} is no time zone`);
  const offsetMs = (atMs: number): number => Math.round(zone.offset(atMs) * MINUTE_MS);
  const known = new Map<number, number>();
  return {
    dayOf: (atMs) => Math.floor((atMs + offsetMs(atMs)) / DAY_MS),
    instantOf: (day, minute) => {
      const localMs = day * DAY_MS + minute * MINUTE_MS;
      const found = known.get(localMs) ?? instantAt(localMs, offsetMs);
      if (known.size >= MOST_REMEMBERED) known.clear();
      known.set(localMs, found);
      return found;
    },
  };
}

/** Zones change their clocks less than once in two days, so the offsets of the days around hold before and after. */
function instantAt(localMs: number, offsetMs: (atMs: number) => number): number {
  const [before, after] = [offsetMs(localMs - DAY_MS), offsetMs(localMs + DAY_MS)];
  if (offsetMs(localMs - before) === before) return localMs - before;
  if (offsetMs(localMs - after) === after) return localMs - after;
  return firstWith(after, localMs - after, localMs - before, offsetMs);
}

/** The first instant in a stretch with the later offset. */
function firstWith(after: number, lowMs: number, highMs: number, offsetMs: (atMs: number) => number): number {
  let [low, high] = [lowMs, highMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(middle) === after) high = middle;
    else low = middle;
  }
  return high;
}
