import { record } from '../db/facts.js';
import { lockOrder } from '../db/orders.js';
import { forgetCounts } from '../db/scan-guard.js';
import { forgetSightings, type NewSighting, newSightings, takeSightings } from '../db/sightings.js';
import type { Tx } from '../db/sql.js';
import type { Actor } from '../domain/facts.js';
import type { House } from './house.js';
import { findAnomalies } from './scan-anomalies.js';

const BATCH = 200;
const KEEP_DAYS = 30;
const STRANGER: Actor = { kind: 'customer', id: 'stranger' };

/**
 * Writes down what strangers scanned of our dead codes. The API only notes it, so that its answer takes the same time
 * for a code that never was; here it becomes a fact of its order, one per address and minute.
 */
export async function recordSightings(house: House): Promise<{ scansRecorded: number; anomalies: number }> {
  let recorded = 0;
  let anomalies = 0;
  for (;;) {
    const taken = await house.db.transaction(async (tx) => {
      const found = await newSightings(tx, BATCH);
      for (const one of inOrder(found)) recorded += await writeDown(tx, one);
      anomalies += await findAnomalies(tx, found);
      await takeSightings(
        tx,
        found.map(({ id }) => id),
      );
      return found.length;
    });
    if (taken < BATCH) break;
  }
  await forgetSightings(house.db, KEEP_DAYS);
  await forgetCounts(house.db);
  return { scansRecorded: recorded, anomalies };
}

/** Orders are locked in the order of their ids, as every batch does. */
const inOrder = (found: readonly NewSighting[]): NewSighting[] =>
  found.toSorted((a, b) => String(a.orderId).localeCompare(String(b.orderId)) || a.id - b.id);

async function writeDown(tx: Tx, seen: NewSighting): Promise<number> {
  const { orderId, issueNo, personId, verdict, purpose } = seen;
  if (orderId === null || issueNo === null || personId !== null || verdict === 'code_live') return 0;
  if (!(await lockOrder(tx, orderId))) return 0;
  const minute = seen.seenAt.toISOString().slice(0, 16);
  const { again } = await record(tx, orderId, {
    type: 'scanned',
    actor: STRANGER,
    source: 'lifecycle',
    happenedAt: seen.seenAt,
    detail: { verdict, purpose, issueNo },
    externalId: `scan:${issueNo}:${purpose}:${seen.addressKey.toString('hex')}:${minute}`,
  });
  return again ? 0 : 1;
}
