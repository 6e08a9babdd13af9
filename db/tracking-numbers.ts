import { type Db, rows, run, type Tx } from './sql.js';

/** Keeps the sealed number of the parcel that a shipment left in. */
export async function insertTrackingNumber(
  tx: Tx,
  number: { orderId: string; fact: number; sealed: Buffer },
): Promise<void> {
  await run(
    tx,
    'insert into tracking_numbers (order_id, fact, sealed) values (:orderId, :fact, :sealed)',
    number,
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
