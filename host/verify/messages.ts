import type { MessageSeen, WholeOrder } from '../../db/whole-orders.js';
import { isSettled, type Measure } from './order-check.js';

/** Invariant 8: every message was delivered once, or is visibly failed or unknown; none hangs. */
export function checkMessages(order: WholeOrder, measure: Measure): string[] {
  const keys = order.messages.map(({ attemptKey }) => attemptKey);
  return order.messages.flatMap((message, index) => [
    ...checkResult(order, message),
    ...(keys.indexOf(message.attemptKey) === index ? [] : [`message ${message.id} repeats an attempt`]),
    ...(message.attemptKey.startsWith(`order/${order.id}/`)
      ? []
      : [`message ${message.id} has a foreign attempt key`]),
    ...(isWaiting(message) && isSettled(message.waitingSince, measure)
      ? [`message ${message.id} hangs in ${message.status}`]
      : []),
  ]);
}

const isWaiting = ({ status }: MessageSeen): boolean => status === 'queued' || status === 'sending';

function checkResult({ facts }: WholeOrder, { id, channel, status }: MessageSeen): string[] {
  const times = (type: 'message_delivered' | 'message_failed' | 'message_bounced') =>
    facts.filter((fact) => fact.type === type && fact.detail.messageId === id).length;
  const delivered = times('message_delivered');
  if (status === 'bounced' && (delivered !== 1 || times('message_bounced') !== 1))
    return [`message ${id} bounced, but no fact says so`];
  const failed = times('message_failed');
  if (delivered > 1) return [`message ${id} was delivered ${delivered} times`];
  if (status === 'sent' && channel !== 'page' && delivered !== 1)
    return [`message ${id} was sent, but no fact says so`];
  if ((status === 'failed' || status === 'unknown') && failed !== 1)
    return [`message ${id} is ${status}, but ${failed} facts say so`];
  return [];
}
