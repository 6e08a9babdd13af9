import type { Seeing } from './scope.js';
import { type Db, row, rows, run } from './sql.js';

export interface ImportRow {
  id: string;
  personId: string;
  preset: string | null;
  notify: boolean;
  dryRun: boolean;
  status: 'running' | 'finished' | 'failed' | 'interrupted';
  bytes: number;
  rowsRead: number;
  accepted: number;
  unchanged: number;
  refused: number;
  errorCode: string | null;
  startedAt: Date;
  touchedAt: Date;
  finishedAt: Date | null;
}

export interface ImportRefusalRow {
  number: number;
  rowNumbers: number[];
  orderNo: string | null;
  code: string;
  columnName: string | null;
}

export async function startImport(
  db: Db,
  one: Pick<ImportRow, 'id' | 'personId' | 'preset' | 'notify' | 'dryRun'>,
): Promise<void> {
  await run(
    db,
    `insert into imports (id, person_id, preset, notify, dry_run) values (:id, :personId, :preset, :notify, :dryRun)`,
    { ...one },
  );
}

export type ImportProgress = Pick<ImportRow, 'bytes' | 'rowsRead' | 'accepted' | 'unchanged' | 'refused'>;

export async function touchImport(db: Db, id: string, progress: ImportProgress): Promise<void> {
  await run(
    db,
    `update imports set bytes = :bytes, rows_read = :rowsRead, accepted = :accepted, unchanged = :unchanged,
       refused = :refused, touched_at = clock_timestamp() where id = :id`,
    { id, ...progress },
  );
}

export async function endImport(
  db: Db,
  id: string,
  status: 'finished' | 'failed' | 'interrupted',
  errorCode?: string,
): Promise<void> {
  await run(
    db,
    `update imports set status = :status, error_code = :errorCode, finished_at = clock_timestamp() where id = :id`,
    { id, status, errorCode: errorCode ?? null },
  );
}

export type NewRefusal = ImportRefusalRow & { intakeDay: string | null; rawSealed: Buffer | null };

/** Keeps refused orders of an import, numbered by the caller, their rows sealed. */
export async function insertRefusals(
  db: Db,
  importId: string,
  refusals: readonly NewRefusal[],
): Promise<void> {
  if (refusals.length === 0) return;
  const given = refusals.map((one) => ({ ...one, rawSealed: one.rawSealed?.toString('hex') ?? null }));
  await run(
    db,
    `insert into import_refusals (import_id, number, row_numbers, order_no, code, column_name, intake_day, raw_sealed)
     select :importId, number, "rowNumbers", "orderNo", code, "columnName", "intakeDay", decode("rawSealed", 'hex')
     from jsonb_to_recordset(:given::jsonb) as r(number int, "rowNumbers" int[], "orderNo" text, code text,
       "columnName" text, "intakeDay" date, "rawSealed" text)`,
    { importId, given: JSON.stringify(given) },
  );
}

/** An import, unless somebody began it whose department the person sees no orders of. */
export function importById(db: Db, person: Seeing, id: string): Promise<ImportRow | undefined> {
  return row(
    db,
    `select id, person_id as "personId", preset, notify, dry_run as "dryRun", status, bytes, rows_read as "rowsRead", accepted,
       unchanged, refused, error_code as "errorCode", started_at as "startedAt", touched_at as "touchedAt",
       finished_at as "finishedAt" from imports where id = :id and (:seenBy::text[] is null
         or person_id in (select p.id from people p where p.department = any(:seenBy::text[])))`,
    { id, seenBy: person.seenBy && [...person.seenBy] },
  );
}

export function refusalsOf(db: Db, importId: string, limit: number, after = 0): Promise<ImportRefusalRow[]> {
  return rows(
    db,
    `select number, row_numbers as "rowNumbers", order_no as "orderNo", code, column_name as "columnName"
     from import_refusals where import_id = :importId and number > :after order by number limit :limit`,
    { importId, after, limit },
  );
}
