import { log } from '../../db/log.js';
import { type AlertRow, alertInSight, alerts, reviewOnce } from '../../db/scan-alerts.js';
import { Refusal } from '../../domain/refusal.js';
import type { Routes } from '../contract/routes.js';
import { iso, isoOrNull } from '../faces.js';
import type { Act, Read } from '../handler.js';
import { cursorOf } from '../paging.js';

export const list: Read<Routes['listScanAlerts']> = async ({ db }, { query, caller }) => {
  const { limit, open } = query;
  const { items, next } = await alerts(db, caller.person, { limit, open, cursor: cursorOf(query) });
  return { status: 200, body: { items: items.map(faceOf), ...(next && { next }) } };
};

function faceOf({ seenAt, blockedUntil, reviewedBy, reviewedAt, finding, ...alert }: AlertRow) {
  const reviewed = reviewedBy !== null && reviewedAt !== null && finding !== null;
  return {
    ...alert,
    ...{ seenAt: iso(seenAt), blockedUntil: isoOrNull(blockedUntil) },
    review: reviewed ? { by: reviewedBy, at: iso(reviewedAt), finding } : null,
  };
}

/** The case beside an alert is worked on its own; this ends the alert. */
export const review: Act<Routes['reviewScanAlert']> = async (tx, _deps, { params, body, caller }) => {
  const { alertId } = params;
  const { person } = caller;
  const alert = await alertInSight(tx, person, alertId);
  if (!alert) throw new Refusal('alert_unknown');
  const { finding } = body;
  if (!(await reviewOnce(tx, { alertId, reviewedBy: person.id, finding })))
    throw new Refusal('alert_reviewed');
  await log(tx, {
    ...{ actor: person.actor, action: 'scan_alert_reviewed', detail: { alertId, finding } },
    ...(alert.orderId !== null && { orderId: alert.orderId }),
  });
  return { status: 201, body: { reviewed: true } };
};
