import { randomUUID } from 'node:crypto';
import { amendmentOf, decideAmendment } from '../db/amendments.js';
import { endCase, scheduleRetry, startRetry } from '../db/cases.js';
import { queueMessage } from '../db/messages.js';
import { amendLines, amendOrder, dataKeyOf } from '../db/orders.js';
import { replaceTerms } from '../db/searching.js';
import type { Fact } from '../domain/facts.js';
import { kindOf, totalMinor } from '../domain/order.js';
import { amendedCustomer, openChanges, sealAmended } from '../platform/keys/amendment.js';
import { termsOf } from '../platform/keys/search-terms.js';
import { channelFor } from './channel.js';
import { customerOf } from './customer.js';
import type { Hand } from './hand.js';
import type { House } from './house.js';

/** Takes in what technicians and customer service decided about a case (P6.3.2, P6.3.3). */
export async function absorbCase(house: House, hand: Hand, fact: Fact): Promise<void> {
  const { detail } = fact;
  const caseId = String(detail.caseId);
  switch (fact.type) {
    case 'retry_requested':
      await startRetry(hand.tx, caseId, text(detail.rootCause));
      return;
    case 'retry_scheduled':
      await scheduleRetry(hand.tx, caseId, scheduled(fact));
      return;
    case 'case_given_up':
      await endCase(hand.tx, caseId, { status: 'given_up', rootCause: text(detail.rootCause) ?? 'other' });
      return;
    case 'skip_confirmed':
      return skip(hand, fact, caseId);
    case 'order_amended':
      return amend(house, hand, fact);
    case 'amendment_refused':
      await decideAmendment(hand.tx, String(detail.amendmentId), 'refused', fact.actor.id);
      return;
    case 'progress_told':
      return tell(house, hand, fact, caseId);
    default:
      return;
  }
}

/** The moment and the person of a retry to come; null when it was taken back. */
function scheduled({ detail, actor }: Fact): Parameters<typeof scheduleRetry>[2] {
  const retryAt = text(detail.at);
  return retryAt === null ? null : { retryAt, retryBy: actor.id, rootCause: text(detail.rootCause) };
}

/** A skipped dispatch was done by other means: the confirmation page stands for it, and no message goes out. */
async function skip(hand: Hand, fact: Fact, caseId: string): Promise<void> {
  const ended = await endCase(hand.tx, caseId, {
    status: 'skipped',
    rootCause: text(fact.detail.rootCause) ?? 'other',
  });
  if (ended === 0 || !hand.code) return;
  await queueMessage(hand.tx, {
    id: randomUUID(),
    orderId: hand.row.id,
    codeId: hand.code.id,
    channel: 'page',
    template: 'code_issued',
    attemptKey: `order/${hand.row.id}/code/${hand.code.issueNo}/skipped/${fact.number}`,
  });
}

/** Writes what two people agreed on; where the code states it, the code is issued anew (domain: reissue). */
async function amend(house: House, hand: Hand, fact: Fact): Promise<void> {
  const { tx, row } = hand;
  const amendment = await amendmentOf(tx, String(fact.detail.amendmentId));
  const key = await dataKeyOf(tx, row.id);
  const before = await customerOf({ ...house, db: tx }, row);
  if (amendment?.status !== 'proposed' || !key || !before) return;
  const changes = openChanges(house.ring, key, amendment);
  const { lines, notify = null } = changes;
  const customer = amendedCustomer(before, changes);
  await amendOrder(tx, row.id, { ...sealAmended(house.ring, key, row.id, customer), notify });
  await replaceTerms(tx, { id: row.id, terms: termsOf(house.ring, customer) });
  if (lines) await amendLines(tx, row.id, { lines, kind: kindOf(lines), amountMinor: totalMinor(lines) });
  await decideAmendment(tx, amendment.id, 'applied', fact.actor.id);
}

/** Tells the customer how a dispute stands, by the channel that reaches them; the queue sends it. */
async function tell(house: House, hand: Hand, fact: Fact, caseId: string): Promise<void> {
  if (!hand.code) return;
  const template = `progress_${String(fact.detail.progress)}`;
  await queueMessage(hand.tx, {
    id: randomUUID(),
    orderId: hand.row.id,
    codeId: hand.code.id,
    channel: await channelFor(house, hand, template),
    template,
    attemptKey: `order/${hand.row.id}/case/${caseId}/progress/${fact.number}`,
  });
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
