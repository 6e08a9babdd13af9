import { randomUUID } from 'node:crypto';
import { openCase } from '../db/cases.js';
import { record } from '../db/facts.js';
import { log } from '../db/log.js';
import { putNotice } from '../db/notices.js';
import { lockOrder } from '../db/orders.js';
import { activePolicy } from '../db/policies.js';
import { block, putAlert, wasTold } from '../db/scan-guard.js';
import { type NewSighting, sightingsAround } from '../db/sightings.js';
import type { Tx } from '../db/sql.js';
import { type Anomaly, anomaliesIn, FIRST_GUARD, type ScanGuard } from '../domain/abuse.js';
import type { PolicyVersion } from '../domain/policy.js';
import { LIFECYCLE } from './turn.js';

/**
 * Looks for misuse around some new scans: what is found is refused to strangers for a while, told once a day, and, for
 * a code of ours, becomes a scan with an anomaly, which the risk rules turn into a review (P3.3.2, P6.1.3).
 */
export async function findAnomalies(tx: Tx, found: readonly NewSighting[]): Promise<number> {
  if (found.length === 0) return 0;
  const policy = await activePolicy(tx);
  const guard: ScanGuard = { ...FIRST_GUARD, ...policy.scanGuard };
  const minutes = Math.max(
    guard.burst.minutes,
    guard.enumeration.minutes,
    guard.replay.minutes,
    TRAVEL_MINUTES,
  );
  const around = await sightingsAround(tx, found, minutes);
  const scans = around.map((one) => ({
    ...one,
    addressKey: one.addressKey.toString('hex'),
    tokenKey: one.tokenKey.toString('hex'),
  }));
  let told = 0;
  for (const anomaly of anomaliesIn(scans, guard).toSorted(byOrder)) {
    await block(tx, anomaly, guard.blockMinutes);
    if (await tell(tx, anomaly, policy)) told += 1;
  }
  return told;
}

/** A day apart, nothing on earth travels too fast. */
const TRAVEL_MINUTES = 24 * 60;

/** Orders are locked in the order of their ids, as every batch does. */
const byOrder = (a: Anomaly, b: Anomaly): number => String(a.orderId).localeCompare(String(b.orderId));

async function tell(tx: Tx, anomaly: Anomaly, policy: PolicyVersion): Promise<boolean> {
  const { kind, key, orderId, issueNo } = anomaly;
  if (await wasTold(tx, anomaly)) return false;
  const order = orderId === null ? undefined : await lockOrder(tx, orderId);
  if (!order || orderId === null) {
    await log(tx, { actor: LIFECYCLE, action: 'scan_anomaly', detail: { kind } });
    return putAlert(tx, { id: randomUUID(), ...{ kind, key, issueNo }, ...NO_ORDER });
  }
  const { number: factNumber } = await record(tx, orderId, {
    type: 'scanned',
    actor: LIFECYCLE,
    source: 'lifecycle',
    detail: { anomaly: kind, issueNo: issueNo ?? 0 },
  });
  const caseId = await openCase(tx, {
    ...{ id: randomUUID(), orderId, kind: 'business', step: 'scan', code: 'scan_anomaly', blocking: false },
    ...{ ownerDepartment: 'customer_service', detail: { anomaly: kind, factNumber } },
    dueHours: policy.budgetHours.exception ?? 16,
  });
  await putNotice(tx, {
    ...{ id: randomUUID(), orderId, factNumber, kind: 'scan_anomaly', fromPerson: LIFECYCLE.id },
    ...{ toDepartment: order.ownerDepartment, toPerson: null },
  });
  return putAlert(tx, { id: randomUUID(), kind, key, orderId, issueNo, factNumber, caseId });
}

const NO_ORDER = { orderId: null, factNumber: null, caseId: null };
