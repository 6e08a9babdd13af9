import type { Actor } from '../domain/facts.js';
import { type Db, rows, run } from './sql.js';

export interface LogRow {
  id: number;
  at: Date;
  actorKind: string;
  actorId: string;
  department: string | null;
  action: string;
  orderId: string | null;
  factNumber: number | null;
  detail: Record<string, unknown>;
}

/** Writes one row of the operation log (P5.3.1), in the transaction of the act it logs. Nothing personal in `detail`. */
export async function log(
  db: Db,
  entry: { actor: Actor; action: string; orderId?: string; detail?: Record<string, unknown> },
): Promise<void> {
  const { onBehalfOf } = entry.actor;
  await run(
    db,
    `insert into log_entries (actor_kind, actor_id, department, action, order_id, detail)
     values (:actorKind, :actorId, :department, :action, :orderId, :detail::jsonb)`,
    {
      actorKind: entry.actor.kind,
      actorId: entry.actor.id,
      department: entry.actor.department ?? null,
      action: entry.action,
      orderId: entry.orderId ?? null,
      detail: JSON.stringify({ ...entry.detail, ...(onBehalfOf !== undefined && { onBehalfOf }) }),
    },
  );
}

/** What was done to one order, oldest first. */
export function logOf(db: Db, orderId: string): Promise<LogRow[]> {
  return rows(
    db,
    `select id, at, actor_kind as "actorKind", actor_id as "actorId", department, action, order_id as "orderId",
       fact_number as "factNumber", detail
     from log_entries where order_id = :orderId order by id`,
    { orderId },
  );
}

/** Counts a scan of an unknown token; returns true for the first of its address and minute, which alone is logged. */
export async function countUnknownScan(db: Db, addressKey: Buffer): Promise<boolean> {
  const [counted] = await rows<{ count: number }>(
    db,
    `insert into unknown_scans (address_key, minute) values (:addressKey, date_trunc('minute', clock_timestamp()))
     on conflict (address_key, minute) do update set count = unknown_scans.count + 1 returning count`,
    { addressKey },
  );
  return counted?.count === 1;
}
