import type { Grade } from './codes.js';
import { type Db, row, rows, run } from './sql.js';

export interface PrintSample {
  id: string;
  batchId: string;
  position: number | null;
  outcome: 'matched' | 'not_live' | 'not_in_batch' | 'not_ours' | 'unreadable';
  grade: Grade;
  gradeParts: Record<string, { value: number; grade: Grade }> | null;
  checkedBy: string;
}

/** Keeps what one symbol on a scan told. */
export async function insertSample(db: Db, sample: PrintSample): Promise<void> {
  await run(
    db,
    `insert into print_samples (id, batch_id, position, outcome, grade, grade_parts, checked_by)
     values (:id, :batchId, :position, :outcome, :grade, :gradeParts::jsonb, :checkedBy)`,
    { ...sample, gradeParts: sample.gradeParts && JSON.stringify(sample.gradeParts) },
  );
}

/** Where a code stands in a batch. */
export function placeInBatch(
  db: Db,
  batchId: string,
  codeId: string,
): Promise<{ position: number; orderNo: string } | undefined> {
  return row(
    db,
    `select i.position, o.order_no as "orderNo" from print_batch_items i join orders o on o.id = i.order_id
     where i.batch_id = :batchId and i.code_id = :codeId`,
    { batchId, codeId },
  );
}

export type SampleRow = Omit<PrintSample, 'id' | 'batchId'> & { orderNo: string | null; checkedAt: Date };

/** What scans of a batch told, newest first. */
export function samplesOf(db: Db, batchId: string, limit: number): Promise<SampleRow[]> {
  return rows(
    db,
    `select s.position, s.outcome, s.grade, s.grade_parts as "gradeParts", s.checked_by as "checkedBy",
       s.checked_at as "checkedAt", o.order_no as "orderNo"
     from print_samples s left join print_batch_items i on i.batch_id = s.batch_id and i.position = s.position
       left join orders o on o.id = i.order_id
     where s.batch_id = :batchId order by s.checked_at desc, s.id limit :limit`,
    { batchId, limit },
  );
}
