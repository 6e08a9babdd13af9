import type { AlertFinding, AnomalyKind } from '../domain/abuse.js';
import { type Seeing, withinScope } from './scope.js';
import { type Db, type Page, page, readCursor, row, rows, run, type Tx } from './sql.js';

export interface AlertRow {
  id: string;
  kind: AnomalyKind;
  seenAt: Date;
  orderNo: string | null;
  issueNo: number | null;
  caseId: string | null;
  blockedUntil: Date | null;
  reviewedBy: string | null;
  reviewedAt: Date | null;
  finding: AlertFinding | null;
}

/** Anomalies of orders in sight and of addresses, the newest first; those that nobody has reviewed, or all. */
export async function alerts(
  db: Db,
  person: Seeing,
  { limit, cursor, open = false }: { limit: number; cursor?: string | undefined; open?: boolean | undefined },
): Promise<Page<AlertRow>> {
  const [before, id] = readCursor(cursor) ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  const { within, scope } = withinScope(person);
  const found = await rows<AlertRow>(
    db,
    `select a.id, a.kind, a.seen_at as "seenAt", o.order_no as "orderNo", a.issue_no as "issueNo",
       a.case_id as "caseId", b.until as "blockedUntil", r.reviewed_by as "reviewedBy", r.reviewed_at as "reviewedAt",
       r.finding
     from scan_alerts a left join orders o on o.id = a.order_id
       left join scan_blocks b on b.key = a.key and b.until > clock_timestamp()
       left join scan_alert_reviews r on r.alert_id = a.id
     where (a.order_id is null or ${within}) and (not :open or r.alert_id is null)
       and (a.seen_at, a.id) < (:before::timestamptz, :id::uuid)
     order by a.seen_at desc, a.id desc limit :limit`,
    { ...scope, before, id, open, limit: limit + 1 },
  );
  return page(found, limit, (last) => [last.seenAt.toISOString(), last.id]);
}

/** The order of an alert that a person may see; undefined when there is none for them. */
export function alertInSight(
  tx: Tx,
  person: Seeing,
  alertId: string,
): Promise<{ orderId: string | null } | undefined> {
  const { within, scope } = withinScope(person);
  return row(
    tx,
    `select a.order_id as "orderId" from scan_alerts a left join orders o on o.id = a.order_id
     where a.id = :alertId and (a.order_id is null or ${within})`,
    { ...scope, alertId },
  );
}

/** Writes down what somebody made of an alert; false when somebody was first. */
export async function reviewOnce(
  tx: Tx,
  review: { alertId: string; reviewedBy: string; finding: AlertFinding },
): Promise<boolean> {
  const written = await run(
    tx,
    `insert into scan_alert_reviews (alert_id, reviewed_by, finding) values (:alertId, :reviewedBy, :finding)
     on conflict (alert_id) do nothing`,
    { ...review },
  );
  return written === 1;
}
