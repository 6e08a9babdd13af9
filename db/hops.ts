import { type Db, row, rows, run, type Tx } from './sql.js';

export interface HopRow {
  id: string;
  hopNo: number;
  fromDepartment: string;
  toKind: 'department' | 'carrier' | 'customer';
  toName: string;
  status: 'offered' | 'accepted' | 'refused' | 'timed_out';
  offeredFact: number;
  answeredFact: number | null;
  offeredBy: string;
  answeredBy: string | null;
  offeredAt: Date;
  answeredAt: Date | null;
  answerBy: Date;
}

const COLUMNS = `id, hop_no as "hopNo", from_department as "fromDepartment", to_kind as "toKind", to_name as "toName", status,
  offered_fact as "offeredFact", answered_fact as "answeredFact", offered_by as "offeredBy", answered_by as "answeredBy",
  offered_at as "offeredAt", answered_at as "answeredAt", answer_by as "answerBy"`;

export interface Offer {
  id: string;
  orderId: string;
  fromDepartment: string;
  toKind: HopRow['toKind'];
  toName: string;
  offeredFact: number;
  offeredBy: string;
  offeredAt: Date;
  answerHours: number;
}

/** Writes an offered hop (P4.2.1); an order has at most one that waits for its answer. */
export async function offerHop(tx: Tx, offer: Offer): Promise<void> {
  await run(
    tx,
    `insert into hops (id, order_id, hop_no, from_department, to_kind, to_name, offered_fact, offered_by, offered_at, answer_by)
     select :id, :orderId, 1 + coalesce(max(hop_no), 0), :fromDepartment, :toKind, :toName, :offeredFact, :offeredBy,
       :offeredAt::timestamptz, clock_timestamp() + make_interval(hours => :answerHours::int) from hops where order_id = :orderId
     on conflict (id) do nothing`,
    { ...offer },
  );
}

/** Writes the answer of the hop that is offered; returns the hop, or undefined when none waits. */
export function answerHop(
  tx: Tx,
  orderId: string,
  answer: { status: 'accepted' | 'refused' | 'timed_out'; answeredFact: number | null; answeredBy: string },
): Promise<HopRow | undefined> {
  return row(
    tx,
    `update hops set status = :status, answered_fact = :answeredFact, answered_by = :answeredBy, answered_at = clock_timestamp()
     where order_id = :orderId and status = 'offered' returning ${COLUMNS}`,
    { orderId, ...answer },
  );
}

export function hopsOf(db: Db, orderId: string): Promise<HopRow[]> {
  return rows(db, `select ${COLUMNS} from hops where order_id = :orderId order by hop_no`, { orderId });
}

/** Orders with an offer that nobody answered in time; no generated ones. */
export function overdueHops(db: Db, limit: number): Promise<{ orderId: string }[]> {
  return rows(
    db,
    `select h.order_id as "orderId" from hops h join orders o on o.id = h.order_id
     where h.status = 'offered' and h.answer_by < statement_timestamp() and not o.seeded order by h.answer_by limit :limit`,
    { limit },
  );
}
