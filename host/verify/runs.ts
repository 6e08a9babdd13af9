import { type Pulse, pulsesAfter, pulsesOf } from '../../db/invariants.js';
import type { Db } from '../../db/sql.js';
import { atRest, STATES } from '../../domain/lifecycle.js';

/** Ids of the orders that have an open lifecycle run. */
export type OpenRunIds = () => Promise<Set<string>>;

export interface RunFinding {
  line: string;
  orderNo?: string;
}

const BATCH = 5_000;
const MOST = 1_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const RESTLESS: readonly string[] = STATES.filter((state) => !atRest(state));

/**
 * Invariant 10: a run for every order that is not at rest, and none for one that is. Two systems are never read at one
 * moment, so whatever looks wrong is looked at a second time, and only what stays wrong is told.
 */
export async function checkRuns(db: Db, openRunIds: OpenRunIds, graceMs: number): Promise<RunFinding[]> {
  const suspects = await suspectsOf(db, await openRunIds(), graceMs);
  if (suspects.length === 0) return [];
  const open = await openRunIds();
  const orders = new Map((await pulsesOf(db, suspects)).map((order) => [order.id, order]));
  return suspects.flatMap((id) => {
    const order = orders.get(id);
    if (!order) return open.has(id) ? [{ line: 'a lifecycle runs for an order that is not there' }] : [];
    return isWrong(order, open, graceMs) ? [{ orderNo: order.orderNo, line: wrong(order) }] : [];
  });
}

async function suspectsOf(db: Db, open: ReadonlySet<string>, graceMs: number): Promise<string[]> {
  const suspects: string[] = [];
  for await (const orders of restless(db))
    suspects.push(...orders.filter((order) => isWrong(order, open, graceMs)).map(({ id }) => id));
  const ids = [...open];
  for (let start = 0; start < ids.length; start += BATCH) {
    const some = ids.slice(start, start + BATCH);
    const known = new Map((await pulsesOf(db, some)).map((order) => [order.id, order]));
    suspects.push(...some.filter((id) => isWrongRun(known.get(id), open, graceMs)));
  }
  return [...new Set(suspects)].slice(0, MOST);
}

async function* restless(db: Db): AsyncGenerator<Pulse[]> {
  for (let after = FIRST_ID; ; ) {
    const orders = await pulsesAfter(db, RESTLESS, after, BATCH);
    yield orders;
    const last = orders.at(-1);
    if (!last || orders.length < BATCH) return;
    after = last.id;
  }
}

const isWrongRun = (order: Pulse | undefined, open: ReadonlySet<string>, graceMs: number): boolean =>
  !order || isWrong(order, open, graceMs);

function isWrong(order: Pulse, open: ReadonlySet<string>, graceMs: number): boolean {
  const shouldRun = RESTLESS.includes(order.state);
  return shouldRun !== open.has(order.id) && order.quietSeconds * 1_000 >= graceMs;
}

const wrong = ({ state }: Pulse): string =>
  RESTLESS.includes(state)
    ? `${state}, but no lifecycle runs for it`
    : `${state}, but its lifecycle still runs`;
