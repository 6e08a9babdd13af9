import { randomUUID } from 'node:crypto';
import { openCase } from '../db/cases.js';
import { queueMessage } from '../db/messages.js';
import type { Fact } from '../domain/facts.js';
import { channelFor } from './channel.js';
import type { Hand } from './hand.js';
import type { House } from './house.js';

/** Queues the one-time code that a holder of the order's code asked for; without a channel there is nothing to send. */
export async function sendProofCode(house: House, hand: Hand, fact: Fact): Promise<void> {
  if (!hand.code) return;
  const channel = await channelFor(house, hand, 'one_time_code');
  if (channel === 'page') return;
  const attemptKey = `order/${hand.row.id}/proof/${fact.number}`;
  const id = randomUUID();
  const codeId = hand.code.id;
  await queueMessage(hand.tx, {
    ...{ id, codeId, channel, attemptKey },
    orderId: hand.row.id,
    template: 'one_time_code',
  });
  hand.messages.push({ id, codeId, channel, attemptKey, template: 'one_time_code', status: 'queued' });
}

/** Queues the live code for the further contact that the fact holds sealed; a code that has ended goes nowhere. */
export async function forwardCode(hand: Hand, { number, detail }: Fact): Promise<void> {
  if (!hand.code || hand.code.issueNo !== detail.issueNo) return;
  const channel = detail.channel === 'sms' ? 'sms' : 'email';
  const attemptKey = `order/${hand.row.id}/forward/${number}`;
  const message = {
    id: randomUUID(),
    codeId: hand.code.id,
    channel,
    attemptKey,
    template: 'code_forwarded',
  } as const;
  await queueMessage(hand.tx, { ...message, orderId: hand.row.id });
  hand.messages.push({ ...message, status: 'queued' });
}

/** Somebody says that it was not them who used the code: a question for customer service that holds up nothing. */
export async function questionMisuse(hand: Hand, fact: Fact): Promise<void> {
  await openCase(hand.tx, {
    id: randomUUID(),
    orderId: hand.row.id,
    kind: 'business',
    step: 'circulation',
    code: 'misuse_reported',
    blocking: false,
    ownerDepartment: 'customer_service',
    detail: { factNumber: fact.number, issueNo: fact.detail.issueNo },
    dueHours: hand.policy.budgetHours.exception ?? 16,
  });
}
