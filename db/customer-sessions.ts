import type { ProofKind } from '../domain/customer.js';
import { type Db, row, run, type Tx } from './sql.js';

/** A browser of whoever holds a code. */
export interface CustomerSession {
  idHash: Buffer;
  orderId: string;
  codeId: string;
  issueNo: number;
  provenBy: ProofKind | null;
}

const LASTS = `clock_timestamp() + interval '1 hour'`;

/** Opens a session of one code, and forgets those that are over. */
export async function openCustomerSession(
  tx: Tx,
  session: Pick<CustomerSession, 'idHash' | 'orderId' | 'codeId'>,
): Promise<void> {
  await run(tx, 'delete from customer_sessions where expires_at < statement_timestamp()');
  await run(
    tx,
    `insert into customer_sessions (id_hash, order_id, code_id, expires_at) values (:idHash, :orderId, :codeId, ${LASTS})`,
    { ...session },
  );
}

/** The session behind a cookie, unless it is over or its code is not the live one any more. */
export function customerSession(db: Db, idHash: Buffer): Promise<CustomerSession | undefined> {
  return row(
    db,
    `select s.id_hash as "idHash", s.order_id as "orderId", s.code_id as "codeId", c.issue_no as "issueNo",
       s.proven_by as "provenBy"
     from customer_sessions s join codes c on c.id = s.code_id
     where s.id_hash = :idHash and s.expires_at > clock_timestamp() and c.status = 'live' and c.expires_at > clock_timestamp()`,
    { idHash },
  );
}

/** Notes the second proof under a new id: one that was planted before is worth nothing. */
export async function proveCustomerSession(
  tx: Tx,
  { idHash }: Pick<CustomerSession, 'idHash'>,
  proven: { idHash: Buffer; by: ProofKind },
): Promise<void> {
  await run(
    tx,
    `update customer_sessions set id_hash = :newHash, proven_by = :by, proven_at = clock_timestamp(), expires_at = ${LASTS}
     where id_hash = :idHash`,
    { idHash, newHash: proven.idHash, by: proven.by },
  );
}

export async function endCustomerSession(db: Db, idHash: Buffer): Promise<void> {
  await run(db, 'delete from customer_sessions where id_hash = :idHash', { idHash });
}

/** Ends every other session of an order; how many there were. */
export function endOtherSessions(
  tx: Tx,
  { orderId, idHash }: Pick<CustomerSession, 'orderId' | 'idHash'>,
): Promise<number> {
  return run(tx, 'delete from customer_sessions where order_id = :orderId and id_hash <> :idHash', {
    orderId,
    idHash,
  });
}
