import { type Db, row, run, type Tx } from './sql.js';

/** Corrected data of an order, from its proposal to what became of it; its values are sealed. */
export interface AmendmentRow {
  id: string;
  orderId: string;
  /** Null when what the code states is amended, and no failed step asks for it. */
  caseId: string | null;
  proposedBy: string;
  proposedFact: number;
  fields: string[];
  changesSealed: Buffer;
  status: 'proposed' | 'applied' | 'refused';
  decidedBy: string | null;
  proposedAt: Date;
  decidedAt: Date | null;
}

const COLUMNS = `id, order_id as "orderId", case_id as "caseId", proposed_by as "proposedBy", proposed_fact as "proposedFact",
  fields, changes_sealed as "changesSealed", status, decided_by as "decidedBy", proposed_at as "proposedAt",
  decided_at as "decidedAt"`;

export type NewAmendment = Pick<
  AmendmentRow,
  'id' | 'orderId' | 'caseId' | 'proposedBy' | 'proposedFact' | 'fields' | 'changesSealed'
>;

/** Proposes corrected data; false when another proposal for the order waits for its answer. */
export async function proposeAmendment(tx: Tx, amendment: NewAmendment): Promise<boolean> {
  const inserted = await run(
    tx,
    `insert into amendments (id, order_id, case_id, proposed_by, proposed_fact, fields, changes_sealed)
     values (:id, :orderId, :caseId, :proposedBy, :proposedFact, :fields::text[], :changesSealed)
     on conflict (order_id) where status = 'proposed' do nothing`,
    { ...amendment },
  );
  return inserted === 1;
}

export function amendmentOf(db: Db, id: string): Promise<AmendmentRow | undefined> {
  return row(db, `select ${COLUMNS} from amendments where id = :id`, { id });
}

/** The last amendment that was proposed for a case. */
export function lastAmendment(db: Db, caseId: string): Promise<AmendmentRow | undefined> {
  return row(
    db,
    `select ${COLUMNS} from amendments where case_id = :caseId order by proposed_at desc, id limit 1`,
    { caseId },
  );
}

/** The last amendment of what an order's code states. */
export function lastAmendmentOf(db: Db, orderId: string): Promise<AmendmentRow | undefined> {
  return row(
    db,
    `select ${COLUMNS} from amendments where order_id = :orderId and case_id is null
     order by proposed_at desc, id limit 1`,
    { orderId },
  );
}

/** Closes a proposal; it is decided once. */
export function decideAmendment(
  tx: Tx,
  id: string,
  status: 'applied' | 'refused',
  decidedBy: string,
): Promise<number> {
  return run(
    tx,
    `update amendments set status = :status, decided_by = :decidedBy, decided_at = clock_timestamp()
     where id = :id and status = 'proposed'`,
    { id, status, decidedBy },
  );
}
