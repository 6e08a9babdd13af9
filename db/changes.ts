import type { ClientBase } from 'pg';
import { type Db, row, rows, run } from './sql.js';

/** How far somebody has read the operation log: transaction and entry, in the order in which entries become final. */
export interface Mark {
  transactionId: string;
  entryId: number;
}

export interface Change extends Mark {
  action: string;
  orderId: string | null;
}

const CHANNEL = 'oqr_changes';

/** Behind everything that is final now. */
export async function currentMark(db: Db): Promise<Mark> {
  const last = await row<Mark>(
    db,
    `select transaction_id::text as "transactionId", id as "entryId" from log_entries
     where transaction_id < pg_snapshot_xmin(pg_current_snapshot()) order by transaction_id desc, id desc limit 1`,
  );
  return last ?? { transactionId: '0', entryId: 0 };
}

/** What became final after a mark, oldest first; nothing can still appear before it. */
export function changesAfter(db: Db, mark: Mark, limit: number): Promise<Change[]> {
  return rows(
    db,
    `select transaction_id::text as "transactionId", id as "entryId", action, order_id as "orderId" from log_entries
     where transaction_id < pg_snapshot_xmin(pg_current_snapshot())
       and (transaction_id, id) > (:transactionId::text::xid8, :entryId::bigint)
     order by transaction_id, id limit :limit`,
    { ...mark, limit },
  );
}

/** Tells every listening process that something was committed. Never inside a business transaction: it halves commits. */
export async function tellChange(db: Db): Promise<void> {
  await run(db, `select pg_notify('${CHANNEL}', '')`);
}

/** Hears of changes on a connection that is kept for it, until it is lost or given back. */
export async function listenToChanges(
  db: Db,
  heard: { change: () => void; lost: () => void },
): Promise<{ giveBack(): Promise<void> }> {
  const connection: ClientBase = await db.client.acquireConnection();
  const lose = () => heard.lost();
  connection.on('notification', heard.change);
  connection.on('error', lose);
  connection.on('end', lose);
  const giveBack = async () => {
    connection.off('notification', heard.change);
    connection.off('end', lose);
    await connection.query(`unlisten ${CHANNEL}`).catch(() => undefined);
    connection.off('error', lose);
    await db.client.releaseConnection(connection);
  };
  try {
    await connection.query(`listen ${CHANNEL}`);
  } catch (error) {
    await giveBack();
    throw error;
  }
  return { giveBack };
}
