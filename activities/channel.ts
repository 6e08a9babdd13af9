import { randomUUID } from 'node:crypto';
import { choicesOf, subscriptionOf } from '../db/contact.js';
import { bury, replayedAs } from '../db/dead-letters.js';
import { bounceMessage, queueMessage, receiveMessage } from '../db/messages.js';
import type { MessageInHand } from '../db/standing.js';
import { LOST, mayResend, nextAttemptKey, nextChannel, threadOf } from '../domain/delivery.js';
import type { Fact } from '../domain/facts.js';
import { type Channel, letterKindOf, type SentBy } from '../domain/letters.js';
import { channelsOf } from '../platform/phone.js';
import { customerOf } from './customer.js';
import type { Hand } from './hand.js';
import type { House } from './house.js';

/** The channel that a message takes: by kind, by what the customer chose, after those that were tried (P3.1.1). */
export async function channelFor(
  house: House,
  hand: Hand,
  template: string,
  tried: readonly Channel[] = [],
): Promise<Channel> {
  const kind = letterKindOf(template);
  const [customer, subscription, choices] = await Promise.all([
    customerOf({ ...house, db: hand.tx }, hand.row),
    subscriptionOf(hand.tx, hand.row.id),
    choicesOf(hand.tx, hand.row.customerKey),
  ]);
  if (!kind || !customer) return 'page';
  const pushed = subscription ? (['push'] as const) : [];
  const reachable: SentBy[] = [...channelsOf(customer), ...pushed];
  return nextChannel({ kind, reachable, choices, tried });
}

/** Takes in what became of messages, and what people ask to be sent again. */
export async function absorbMessage(house: House, hand: Hand, fact: Fact): Promise<void> {
  const message = hand.messages.find(({ id }) => id === fact.detail.messageId);
  if (!message) return;
  switch (fact.type) {
    case 'message_received':
      return receiveMessage(hand.tx, message.id, fact.happenedAt);
    case 'message_failed':
      return fallBack(house, hand, message);
    case 'message_bounced':
      return bounce(house, hand, message, String(fact.detail.code ?? 'bounced'));
    case 'resend_requested':
      return resend(hand, message);
    default:
      return;
  }
}

async function bounce(house: House, hand: Hand, message: MessageInHand, code: string): Promise<void> {
  if (!(await bounceMessage(hand.tx, message.id, code))) return;
  await bury(hand.tx, { id: message.id, orderId: hand.row.id, code });
  message.status = 'bounced';
  await fallBack(house, hand, message);
}

const STAYING = ['code_issued', 'code_forwarded'];

/** The next channel for a message that was lost; the code's own has a step of the lifecycle for that. */
async function fallBack(house: House, hand: Hand, message: MessageInHand): Promise<void> {
  // What was forwarded is for one address: no other channel leads there.
  if (STAYING.includes(message.template) || message.codeId !== hand.code?.id) return;
  const thread = threadOf(message.attemptKey);
  const attempts = hand.messages.filter(({ attemptKey }) => threadOf(attemptKey) === thread);
  if (attempts.some(({ status }) => !LOST.includes(status))) return;
  const tried = attempts.map(({ channel }) => channel);
  await queueAgain(hand, message, await channelFor(house, hand, message.template, tried));
}

/** A person has a message sent again by its channel: a new message, with an attempt key of its own. */
async function resend(hand: Hand, message: MessageInHand): Promise<void> {
  if (message.codeId !== hand.code?.id || message.channel === 'page' || !mayResend(message)) return;
  const replacement = randomUUID();
  const isFirst = LOST.includes(message.status)
    ? await replayedAs(hand.tx, message.id, replacement)
    : isLatest(hand, message);
  if (isFirst) await queueAgain(hand, message, message.channel, replacement);
}

/** Whether nothing was queued after a message of its thread by its channel, so that the same wish twice is one. */
function isLatest({ messages }: Hand, { id, attemptKey, channel }: MessageInHand): boolean {
  const thread = threadOf(attemptKey);
  const attempts = messages.filter((one) => threadOf(one.attemptKey) === thread && one.channel === channel);
  return attempts.at(-1)?.id === id;
}

async function queueAgain(
  hand: Hand,
  { attemptKey, codeId, template }: MessageInHand,
  channel: Channel,
  id: string = randomUUID(),
): Promise<void> {
  const keys = hand.messages.map((one) => one.attemptKey);
  const key = nextAttemptKey(threadOf(attemptKey), channel, keys);
  await queueMessage(hand.tx, { id, orderId: hand.row.id, codeId, channel, template, attemptKey: key });
  hand.messages.push({ id, codeId, channel, template, status: 'queued', attemptKey: key });
}
