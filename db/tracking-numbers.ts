import { type Db, rows, run, type Tx } from './sql.js';

/** Which shipment of which order a parcel left with. */
export interface Shipment {
  orderId: string;
  fact: number;
}

/** Keeps the sealed number of the parcel that a shipment left in, and the keyed hash that it is found by. */
export async function insertTrackingNumber(
  tx: Tx,
  number: Shipment & { sealed: Buffer; term: Buffer },
): Promise<void> {
  await run(
    tx,
    'insert into tracking_numbers (order_id, fact, sealed, term) values (:orderId, :fact, :sealed, :term)',
    { ...number },
  );
}

/** The sealed numbers of an order's parcels, by the shipment's fact. */
export async function trackingNumbersOf(db: Db, orderId: string): Promise<Map<number, Buffer>> {
  const found = await rows<{ fact: number; sealed: Buffer }>(
    db,
    'select fact, sealed from tracking_numbers where order_id = :orderId',
    { orderId },
  );
  return new Map(found.map(({ fact, sealed }) => [fact, sealed]));
}

export interface Unhashed extends Shipment {
  sealed: Buffer;
  kekId: string;
  wrapped: Buffer;
}

/** Numbers that nothing was hashed of yet and that can be opened, after a given one. */
export function unhashedNumbers(db: Db, after: Shipment, limit: number): Promise<Unhashed[]> {
  return rows(
    db,
    `select t.order_id as "orderId", t.fact, t.sealed, k.kek_id as "kekId", k.wrapped
     from tracking_numbers t
     join data_keys k on k.order_id = t.order_id and k.purpose = 'pii' and k.wrapped is not null
     where t.term is null and (t.order_id, t.fact) > (:orderId::uuid, :fact)
     order by t.order_id, t.fact limit :limit`,
    { orderId: after.orderId, fact: after.fact, limit },
  );
}

export async function putNumberTerm(
  db: Db,
  { orderId, fact, term }: Shipment & { term: Buffer },
): Promise<void> {
  await run(
    db,
    'update tracking_numbers set term = :term where order_id = :orderId and fact = :fact and term is null',
    { orderId, fact, term },
  );
}
