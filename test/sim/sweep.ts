import type { Tx } from '../../db/sql.js';
import { atRest } from '../../domain/lifecycle.js';
import { transactionOf } from './connection.js';
import { asDb, openDatabase } from './database.js';
import { deviates } from './deviation.js';
import { advanceMark, lockOrder, nudge, nudgeAtOnce, record } from './rooms/db-orders.js';
import { endLive } from './rooms/db-steps.js';
import type { Temporal } from './temporal.js';
import type { World } from './world.js';

/** The sweeper's rounds, statement for statement; a lost one is made up by the next. */

const EXPIRING: readonly string[] = ['issued', 'dispatched', 'circulating'];

export function sweep(world: World, temporal: Temporal): void {
  const process = world.processes['worker-1'];
  if (!process.alive) return;
  const db = openDatabase(world, process);
  const round = async () => {
    for (const orderId of world.store.orders.keys()) {
      if (isQuiet(world, orderId)) await db.transaction((tx) => markQuietFacts(world, tx, orderId));
      const state = world.store.orders.get(orderId)?.row.state ?? 'purged';
      const missed = !atRest(state) && temporal.openRuns(orderId) === 0;
      if (missed && !deviates('runs_not_missed')) await nudge(asDb(db), orderId);
    }
  };
  round().catch(() => undefined);
}

/** Facts past the mark none of which wakes anybody. */
function isQuiet({ store }: World, orderId: string): boolean {
  const row = store.orders.get(orderId)?.row;
  if (!row || row.factCount === row.appliedFact) return false;
  return deviates('mark_over_news') || !store.outbox.some((wake) => wake.orderId === orderId);
}

async function markQuietFacts(world: World, tx: Tx, orderId: string): Promise<void> {
  const order = await lockOrder(tx, orderId);
  if (order && isQuiet(world, orderId)) await advanceMark(tx, orderId);
}

/** The clock says that a code is over. */
export function expire(world: World, orderId: string): void {
  const process = world.processes['worker-1'];
  if (!process.alive) return;
  const db = openDatabase(world, process);
  const act = async (tx: Tx): Promise<void> => {
    const row = await lockOrder(tx, orderId);
    if (!row || !EXPIRING.includes(row.state)) return;
    if ((await endLive(tx, orderId, 'expired')) === 0) return;
    const actor = { kind: 'system', id: 'lifecycle' } as const;
    await record(tx, orderId, { type: 'code_expired', actor, source: 'lifecycle' });
    (await transactionOf(tx)).atCommit.push(() => nudgeAtOnce(world, orderId));
  };
  db.transaction(act).catch(() => undefined);
}
