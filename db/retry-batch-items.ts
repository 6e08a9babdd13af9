import { row, rows, run, type Tx } from './sql.js';

/** The cases of a canary batch as its workflow starts them and reads them back. */

export interface PendingItem {
  position: number;
  caseId: string;
  orderId: string;
}

export function pendingItems(tx: Tx, batchId: string, limit: number): Promise<PendingItem[]> {
  return rows(
    tx,
    `select position, case_id as "caseId", order_id as "orderId" from retry_batch_items
     where batch_id = :batchId and status = 'pending' order by position limit :limit`,
    { batchId, limit },
  );
}

export async function startItem(
  tx: Tx,
  batchId: string,
  item: { position: number; stage: number; retryFact: number },
): Promise<void> {
  await run(
    tx,
    `update retry_batch_items set status = 'started', stage = :stage, retry_fact = :retryFact, started_at = clock_timestamp()
     where batch_id = :batchId and position = :position and status = 'pending'`,
    { batchId, ...item },
  );
}

export async function refuseItem(
  tx: Tx,
  batchId: string,
  item: { position: number; stage: number; code: string },
): Promise<void> {
  await run(
    tx,
    `update retry_batch_items set status = 'refused', stage = :stage, code = :code, ended_at = clock_timestamp()
     where batch_id = :batchId and position = :position and status = 'pending'`,
    { batchId, ...item },
  );
}

export function cancelPending(tx: Tx, batchId: string): Promise<number> {
  return run(
    tx,
    `update retry_batch_items set status = 'cancelled', ended_at = clock_timestamp() where batch_id = :batchId and status = 'pending'`,
    { batchId },
  );
}

/**
 * Reads back what became of the items that were started: proven by the write-off, passed when the step's own result is
 * in the record after the retry, failed when the case opened again. Nothing counts before it is read.
 */
export function readBackItems(tx: Tx, batchId: string): Promise<number> {
  return run(
    tx,
    `update retry_batch_items i set status = r.status, code = r.code, ended_at = clock_timestamp()
     from (
       select s.position, c.code, case
         when c.status = 'proven' then 'proven'
         when c.status in ('cancelled', 'skipped', 'resolved') then 'cancelled'
         when c.status in ('open', 'given_up') and c.failed_at > s.started_at then 'failed'
         when c.status = 'retrying' and (case c.step
             when 'dispatch' then exists (select from messages m where m.order_id = c.order_id and m.queued_at >= s.started_at)
             when 'survey' then o.applied_fact >= s.retry_fact
             else exists (select from facts f where f.order_id = c.order_id and f.number > s.retry_fact and f.type = any(case c.step
               when 'issue' then array['code_issued']
               when 'verify' then array['verification_passed', 'verification_deferred', 'verification_failed']
               when 'review' then array['review_opened']
               when 'write_off' then array['written_off']
               else array['archived'] end)) end) then 'passed'
         end as status
       from retry_batch_items s join cases c on c.id = s.case_id join orders o on o.id = s.order_id
       where s.batch_id = :batchId and s.status = 'started'
     ) r
     where i.batch_id = :batchId and i.position = r.position and r.status is not null`,
    { batchId },
  );
}

/** The counts of one stage, with what is still to start in the whole batch. */
export async function stageCounts(
  tx: Tx,
  batchId: string,
  stage: number,
): Promise<{ pending: number; started: number; failed: number; inStage: number }> {
  const counts = await row<{ pending: number; started: number; failed: number; inStage: number }>(
    tx,
    `select count(*) filter (where status = 'pending')::int as pending, count(*) filter (where status = 'started')::int as started,
       count(*) filter (where stage = :stage and status = 'failed')::int as failed,
       count(*) filter (where stage = :stage and status <> 'refused')::int as "inStage"
     from retry_batch_items where batch_id = :batchId`,
    { batchId, stage },
  );
  return counts ?? { pending: 0, started: 0, failed: 0, inStage: 0 };
}
