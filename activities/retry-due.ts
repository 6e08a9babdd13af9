import { caseById, type DueRetry, dueRetries, scheduleRetry } from '../db/cases.js';
import { factsOf, record } from '../db/facts.js';
import { lockOrder } from '../db/orders.js';
import type { Tx } from '../db/sql.js';
import { handsOf } from '../domain/facts.js';
import { mayNotRetry } from '../domain/review.js';
import type { House } from './house.js';

/** Asks for the retries whose time has come, each on behalf of the person who set it; returns how many. */
export async function retryDueCases(house: House, limit: number): Promise<number> {
  const due = await dueRetries(house.db, limit);
  for (const one of due) await house.db.transaction((tx) => askRetry(tx, one));
  return due.length;
}

/** The case may have moved since it was read: only one that still waits is tried, and four eyes hold as ever. */
async function askRetry(tx: Tx, { caseId, orderId, step }: DueRetry): Promise<void> {
  await lockOrder(tx, orderId);
  const found = await caseById(tx, caseId);
  if (!found?.retryAt) return;
  const facts = await factsOf(tx, orderId);
  const asked = facts.findLast(({ type, detail }) => type === 'retry_scheduled' && detail.caseId === caseId);
  await scheduleRetry(tx, caseId, null);
  if (!asked || mayNotRetry(facts, handsOf(asked.actor))) return;
  await record(tx, orderId, {
    type: 'retry_requested',
    actor: asked.actor,
    source: 'lifecycle',
    externalId: `retry-at/${caseId}/${found.retryAt.toISOString()}`,
    detail: { caseId, step, ...(found.rootCause && { rootCause: found.rootCause }) },
  });
}
