import { setTimeout as sleep } from 'node:timers/promises';
import { type Db, row } from '../db/sql.js';

const ASK_EVERY_MS = 30_000;

/**
 * The database's clock, asked now and then and carried on by the monotonic one in between: what this machine's wall clock
 * says, or how it jumps, decides nothing.
 */
export async function followDatabaseClock(db: Db, stop: AbortSignal): Promise<() => Date> {
  let aheadMs = await aheadOf(db);
  const following = async () => {
    while (!stop.aborted) {
      await sleep(ASK_EVERY_MS, undefined, { signal: stop }).catch(() => undefined);
      if (!stop.aborted) aheadMs = await aheadOf(db).catch(() => aheadMs);
    }
  };
  void following();
  return () => new Date(performance.now() + aheadMs);
}

/** Milliseconds between the monotonic clock, halfway through the question, and the answer. */
async function aheadOf(db: Db): Promise<number> {
  const askedMs = performance.now();
  const found = await row<{ now: Date }>(db, 'select clock_timestamp() as now');
  if (!found) throw new Error('the database told no time');
  return found.now.getTime() - (askedMs + performance.now()) / 2;
}
