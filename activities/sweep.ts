import { endLive, expiring } from '../db/codes.js';
import { record } from '../db/facts.js';
import { answerHop, overdueHops } from '../db/hops.js';
import { forgetKeys } from '../db/idempotency.js';
import { lockOrder } from '../db/orders.js';
import { nudge } from '../db/outbox.js';
import type { Tx } from '../db/sql.js';
import { markQuietFacts, openOrderIds, quietOrders } from '../db/sweeping.js';
import type { House } from './house.js';
import { renewCompromised } from './key-compromise.js';
import { retryDueCases } from './retry-due.js';
import { recordSightings } from './sightings.js';
import { sweepDeadlines } from './sweep-deadlines.js';
import { sweepFigures } from './sweep-figures.js';
import { LIFECYCLE } from './turn.js';

export interface Swept {
  transfersTimedOut: number;
  codesExpired: number;
  scansRecorded: number;
  anomalies: number;
  reissuesAsked: number;
  quietFactsApplied: number;
  retriesAsked: number;
  deadlinesDerived: number;
  overdueNoted: number;
  lifecyclesRestarted: number;
}

const BATCH = 200;
const KEEP_ANSWERS_DAYS = 30;

/** Records what only the clock can tell: offers nobody answered, codes that ran out, facts that woke nobody. */
export async function sweep(house: House): Promise<Swept> {
  const transfersTimedOut = await each(house, await overdueHops(house.db, BATCH), timeOutTransfer);
  const codesExpired = await each(house, await expiring(house.db, BATCH), expireCode);
  const scans = await recordSightings(house);
  const reissuesAsked = await renewCompromised(house);
  const quietFactsApplied = await each(house, await quietOrders(house.db, BATCH), markQuietFacts);
  const retriesAsked = await retryDueCases(house, BATCH);
  await forgetKeys(house.db, KEEP_ANSWERS_DAYS);
  const deadlines = await sweepDeadlines(house);
  const lifecyclesRestarted = await reconcile(house);
  await sweepFigures(house);
  return {
    transfersTimedOut,
    codesExpired,
    ...scans,
    reissuesAsked,
    quietFactsApplied,
    retriesAsked,
    ...deadlines,
    lifecyclesRestarted,
  };
}

async function each(
  house: House,
  orders: { orderId: string }[],
  deed: (tx: Tx, orderId: string) => Promise<void>,
): Promise<number> {
  for (const { orderId } of orders) await house.db.transaction((tx) => deed(tx, orderId));
  return orders.length;
}

async function timeOutTransfer(tx: Tx, orderId: string): Promise<void> {
  await lockOrder(tx, orderId);
  const hop = await answerHop(tx, orderId, {
    status: 'timed_out',
    answeredFact: null,
    answeredBy: LIFECYCLE.id,
  });
  if (!hop) return;
  const detail = { hopId: hop.id, toName: hop.toName };
  await record(tx, orderId, { type: 'transfer_timed_out', actor: LIFECYCLE, source: 'lifecycle', detail });
}

/** Ends the code; the lifecycle is woken to see it and come to rest. */
async function expireCode(tx: Tx, orderId: string): Promise<void> {
  const row = await lockOrder(tx, orderId);
  if (!row || !['issued', 'dispatched', 'circulating'].includes(row.state)) return;
  if ((await endLive(tx, orderId, 'expired')) === 0) return;
  await record(tx, orderId, { type: 'code_expired', actor: LIFECYCLE, source: 'lifecycle' });
  await nudge(tx, orderId);
}

/** Wakes every order that is not at rest and has no open run, whatever became of it (invariant 10). */
async function reconcile(house: House): Promise<number> {
  let restarted = 0;
  let after: string | undefined;
  do {
    const ids = await openOrderIds(house.db, BATCH, after);
    const missing = await house.withoutRun(ids);
    for (const orderId of missing) await nudge(house.db, orderId);
    restarted += missing.length;
    after = ids.length === BATCH ? ids.at(-1) : undefined;
  } while (after);
  return restarted;
}
