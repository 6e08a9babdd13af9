import { randomUUID } from 'node:crypto';
import { queueMessage } from '../db/messages.js';
import type { Fact } from '../domain/facts.js';
import { channelFor } from './channel.js';
import type { Hand } from './hand.js';
import type { House } from './house.js';

/** Queues a reviewer's question to the customer; its text stays in the fact, sealed, until it is sent. */
export async function askCustomer(house: House, hand: Hand, fact: Fact): Promise<void> {
  if (!hand.code) return;
  await queueMessage(hand.tx, {
    id: randomUUID(),
    orderId: hand.row.id,
    codeId: hand.code.id,
    channel: await channelFor(house, hand, 'review_question'),
    template: 'review_question',
    attemptKey: `order/${hand.row.id}/question/${fact.number}`,
  });
}
