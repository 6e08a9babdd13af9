import { randomUUID } from 'node:crypto';
import { queueMessage } from '../db/messages.js';
import { channelFor } from './channel.js';
import type { Hand } from './hand.js';
import type { House } from './house.js';
import { note } from './turn.js';

/** Decides how the code reaches the customer and queues the message (P3.1.1); the relay and the queue send it. */
export async function dispatching(hand: Hand, house: House): Promise<void> {
  const { id: orderId } = hand.row;
  if (!hand.code) return;
  const tried = hand.messages.filter(
    ({ codeId, template }) => codeId === hand.code?.id && template === 'code_issued',
  );
  const channel = await channelFor(
    house,
    hand,
    'code_issued',
    tried.map((message) => message.channel),
  );
  const id = randomUUID();
  const message = { id, orderId, codeId: hand.code.id, channel, template: 'code_issued' };
  const arrives = channel === 'page' && hand.standing.state === 'issued';
  const attemptKey = `order/${orderId}/code/${hand.code.issueNo}/${channel}/1`;
  if (arrives) note(hand, 'code_dispatched', { messageId: id, channel });
  hand.atEnd(() => queueMessage(hand.tx, { ...message, attemptKey }));
  hand.standing.messages.prepared = true;
}
