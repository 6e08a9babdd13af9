import { randomUUID } from 'node:crypto';
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';
import { type Channel, queueMessage } from '../db/messages.js';
import type { Customer } from '../domain/order.js';
import { customerOf } from './customer.js';
import type { House } from './house.js';
import { type Hand, note, type Turn, turn } from './turn.js';

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
    .filter((message) => message.codeId === hand.code?.id)
    .map((message) => message.channel);
  const customer = await customerOf({ ...house, db: hand.tx }, hand.row);
  const open = customer ? channelsOf(customer).filter((channel) => !tried.includes(channel)) : [];
  return open[0] ?? 'page';
}

export function channelsOf(customer: Pick<Customer, 'email' | 'phone' | 'country'>): Channel[] {
  const channels: Channel[] = [];
  if (customer.email && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(customer.email)) channels.push('email');
  if (e164(customer)) channels.push('sms');
  return channels;
}

/** The phone number in international form, or undefined when it is not a valid one. */
export function e164(customer: Pick<Customer, 'phone' | 'country'>): string | undefined {
  if (!customer.phone) return undefined;
  const parsed = parsePhoneNumberFromString(customer.phone, (customer.country ?? 'CN') as CountryCode);
  return parsed?.isValid() ? parsed.number : undefined;
}
