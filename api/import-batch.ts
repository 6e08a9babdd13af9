import { setTimeout as sleep } from 'node:timers/promises';
import { knownOrders, statedBefore } from '../db/bulk-entry.js';
import type { Db } from '../db/sql.js';
import type { ApiDeps } from './deps.js';
import { type Entered, type Entry, enterOrders, sameContent, seeingOf } from './entering.js';
import { isDataFault, isOutage } from './problems.js';

/** What became of one order of a file. */
export type Outcome = Exclude<Entered['outcome'], 'differs'> | 'order_differs' | 'malformed';

const TRIES = 5;
const PAUSE_MS = 200;

/** Enters a batch in one transaction; a batch that the database will not take is entered one by one. */
export async function enterBatch(deps: ApiDeps, db: Db, entries: readonly Entry[]): Promise<Outcome[]> {
  if (entries.length === 0) return [];
  try {
    const results = await patiently(() => db.transaction((tx) => enterOrders(tx, deps, entries)));
    return results.map(({ outcome }) => (outcome === 'differs' ? 'order_differs' : outcome));
  } catch (error) {
    if (!isDataFault(error)) throw error;
    if (entries.length === 1) return ['malformed'];
  }
  const outcomes: Outcome[] = [];
  for (const entry of entries) outcomes.push(...(await enterBatch(deps, db, [entry])));
  return outcomes;
}

/** What would become of a batch; writes nothing. */
export async function rehearseBatch(deps: ApiDeps, db: Db, entries: readonly Entry[]): Promise<Outcome[]> {
  const orderNos = entries.map((entry) => entry.draft.orderNo);
  const known = new Map(
    (await knownOrders(db, seeingOf(entries), orderNos)).map((order) => [order.orderNo, order]),
  );
  const ids = [...known.values()].map(({ id }) => id);
  const before = await statedBefore(db, ids, 'import');
  return entries.map(({ draft, stated }) => {
    const order = known.get(draft.orderNo);
    if (!order) return 'entered';
    if (!sameContent(deps, draft, order)) return 'order_differs';
    return stated.every((fact) => before.has(`${order.id} ${fact.externalId}`)) ? 'unchanged' : 'changed';
  });
}

/** A long import outlives a short outage. */
async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === TRIES || !isOutage(error)) throw error;
      await sleep(PAUSE_MS * 2 ** tries);
    }
  }
}
