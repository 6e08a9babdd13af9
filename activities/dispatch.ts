import { randomUUID } from 'node:crypto';
import { queueMessage } from '../db/messages.js';
import type { Channel } from '../domain/letters.js';
import { channelsOf } from '../platform/phone.js';
import { customerOf } from './customer.js';
import type { Hand } from './hand.js';
import type { House } from './house.js';
import { note, type Turn, turn } from './turn.js';

/** Decides how the code reaches the customer and queues the message (P3.1.1); the relay and the queue send it. */
export async function dispatchCode(house: House, orderId: string): Promise<Turn> {
  return turn(house, orderId, 'dispatch', async (hand) => {
    if (!hand.code) return;
    const channel = await nextChannel(house, hand);
    const id = randomUUID();
    const message = { id, orderId, codeId: hand.code.id, channel, template: 'code_issued' };
    await queueMessage(hand.tx, {
      ...message,
      attemptKey: `order/${orderId}/code/${hand.code.issueNo}/${channel}/1`,
    });
    hand.standing.messages.prepared = true;
    if (channel === 'page' && hand.standing.state === 'issued')
      await note(hand, 'code_dispatched', { messageId: id, channel });
  });
}

/** E-mail, then a text message, then the confirmation page, which needs no address and never fails. */
async function nextChannel(house: House, hand: Hand): Promise<Channel> {
  const tried = hand.messages
    .filter((message) => message.codeId === hand.code?.id && message.template === 'code_issued')
    .map((message) => message.channel);
  const customer = await customerOf({ ...house, db: hand.tx }, hand.row);
  const open = customer ? channelsOf(customer).filter((channel) => !tried.includes(channel)) : [];
  return open[0] ?? 'page';
}
