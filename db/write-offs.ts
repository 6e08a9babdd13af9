import { type Db, forEach, row, run, type Tx } from './sql.js';

export interface WriteOffRow {
  orderId: string;
  factNumber: number;
  verificationId: string;
  reviewId: string | null;
  policyVersion: number;
  materialFact: number;
  reason: string;
  operator: string;
  amountMinor: number;
  currency: string;
  writtenOffAt: Date;
}

/** Writes an order off: one row, once, for ever (P6.1.2, P6.2.1). A second one breaks the primary key and its transaction. */
export async function writeOffOnce(tx: Tx, writeOff: Omit<WriteOffRow, 'writtenOffAt'>): Promise<void> {
  await run(tx, WRITE_OFF, { ...writeOff });
}

const WRITE_OFF = forEach(
  `insert into write_offs (order_id, fact_number, verification_id, review_id, policy_version, material_fact, reason,
     operator, amount_minor, currency)
   values (:orderId, :factNumber, :verificationId, :reviewId, :policyVersion, :materialFact, :reason, :operator,
     :amountMinor, :currency)`,
  `orderId uuid, factNumber int, verificationId uuid, reviewId uuid, policyVersion int, materialFact int,
   reason text, operator text, amountMinor bigint, currency text`,
);

export function writeOffOf(db: Db, orderId: string): Promise<WriteOffRow | undefined> {
  return row(db, WRITE_OFF_OF, { orderId });
}

const WRITE_OFF_OF = forEach(
  `select order_id as "orderId", fact_number as "factNumber", verification_id as "verificationId", review_id as "reviewId",
     policy_version as "policyVersion", material_fact as "materialFact", reason, operator, amount_minor as "amountMinor",
     currency, written_off_at as "writtenOffAt"
   from write_offs where order_id = :orderId`,
  'orderId uuid',
);
