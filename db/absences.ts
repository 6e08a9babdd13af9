import { type Db, row, run, type Tx } from './sql.js';

export interface Absence {
  id: string;
  personId: string;
  substituteId: string;
  from: string;
  to: string;
  arrangedBy: string;
}

/** Whether somebody is away at any moment of a time. */
export async function isAway(
  db: Db,
  personId: string,
  { from, to }: Pick<Absence, 'from' | 'to'>,
): Promise<boolean> {
  const found = await row(
    db,
    `select from absences where person_id = :personId and ended_at is null
       and from_at < :to::timestamptz and to_at > :from::timestamptz limit 1`,
    { personId, from, to },
  );
  return found !== undefined;
}

/** Arranges who stands in for whom. The caller holds the person and has looked at `isAway`. */
export async function arrangeAbsence(tx: Tx, absence: Absence): Promise<void> {
  await run(
    tx,
    `insert into absences (id, person_id, substitute_id, from_at, to_at, arranged_by)
     values (:id, :personId, :substituteId, :from::timestamptz, :to::timestamptz, :arrangedBy)`,
    { ...absence },
  );
}

/** Who an absence that is not over is of, locked until the transaction ends. */
export function lockAbsence(tx: Tx, id: string): Promise<{ personId: string } | undefined> {
  return row(
    tx,
    `select person_id as "personId" from absences where id = :id and ended_at is null and to_at > clock_timestamp()
     for no key update`,
    { id },
  );
}

/** The person is back: nobody stands in for them from now on. */
export async function endAbsence(tx: Tx, id: string): Promise<void> {
  await run(tx, 'update absences set ended_at = clock_timestamp() where id = :id', { id });
}
