import { type Db, row, rows, run, type Tx } from './sql.js';

/** Facts for orders that nobody has entered yet: kept sealed, adopted when the order comes (domain: facts). */
export interface OrphanRow {
  id: string;
  source: string;
  externalId: string;
  intakeDay: string;
  sealed: Buffer;
  receivedAt: Date;
}

export async function keepOrphan(
  db: Db,
  orphan: {
    id: string;
    orderKey: Buffer;
    source: string;
    externalId: string;
    intakeDay: string;
    sealed: Buffer;
  },
): Promise<boolean> {
  const kept = await run(
    db,
    `insert into orphan_facts (id, order_key, source, external_id, intake_day, sealed)
     values (:id, :orderKey, :source, :externalId, :intakeDay, :sealed) on conflict (source, external_id) do nothing`,
    { ...orphan },
  );
  return kept === 1;
}

/** Which of these order keys have orphans that nobody has adopted. */
export async function awaited(db: Db, orderKeys: readonly Buffer[]): Promise<Buffer[]> {
  const found = await rows<{ orderKey: Buffer }>(
    db,
    `select distinct f.order_key as "orderKey" from orphan_facts f
     where f.order_key = any(:orderKeys::bytea[]) and not exists (select from orphan_adoptions where orphan_id = f.id)`,
    { orderKeys: [...orderKeys] },
  );
  return found.map(({ orderKey }) => orderKey);
}

/** Marks the orphans of an order number as this order's and returns them, oldest first. */
export async function adoptOrphans(tx: Tx, orderKey: Buffer, orderId: string): Promise<OrphanRow[]> {
  return rows(
    tx,
    `with adopted as (
       insert into orphan_adoptions (orphan_id, order_id)
       select id, :orderId from orphan_facts where order_key = :orderKey on conflict do nothing returning orphan_id
     )
     select f.id, f.source, f.external_id as "externalId", f.intake_day::text as "intakeDay", f.sealed, f.received_at as "receivedAt"
     from orphan_facts f join adopted a on a.orphan_id = f.id order by f.received_at, f.id`,
    { orderKey, orderId },
  );
}

export interface IntakeKey {
  day: string;
  kekId: string;
  wrapped: Buffer;
}

/** Keeps the first key that is offered for a day, and returns the one that is kept. */
export async function intakeKeyFor(db: Db, offered: IntakeKey, keepDays: number): Promise<IntakeKey> {
  await run(
    db,
    `insert into intake_keys (day, kek_id, wrapped, destroy_after) values (:day, :kekId, :wrapped, :day::date + :keepDays::int)
     on conflict (day) do nothing`,
    { ...offered, keepDays },
  );
  return (await intakeKey(db, offered.day)) ?? offered;
}

/** The key of a day, or undefined when it was destroyed. */
export function intakeKey(db: Db, day: string): Promise<IntakeKey | undefined> {
  return row(
    db,
    'select day::text, kek_id as "kekId", wrapped from intake_keys where day = :day and wrapped is not null',
    { day },
  );
}
