import { type Channel, type LetterKind, SENT_BY, type SentBy } from './letters.js';

/** Which channel a message takes, and which one comes after it (P3.1.1). */

/** What a customer said about one channel. */
export interface ContactChoice {
  channel: SentBy;
  allowed: boolean;
  preferred: boolean;
}

/**
 * Questions want an answer, so they go where people look first; a code is kept, so it goes where it can be. A one-time
 * code is never pushed: whoever holds the order's code may have the browser that is pushed to.
 */
function orderOf(kind: LetterKind): readonly SentBy[] {
  switch (kind) {
    case 'code_issued':
    case 'code_forwarded':
    case 'review_question':
      return ['email', 'sms', 'push'];
    case 'one_time_code':
      return ['sms', 'email'];
    case 'progress_received':
    case 'progress_investigating':
    case 'progress_waiting_for_you':
    case 'progress_settled':
      return ['email', 'push', 'sms'];
  }
}

interface Way {
  kind: LetterKind;
  /** Channels that have an address. */
  reachable: readonly SentBy[];
  choices: readonly ContactChoice[];
  tried: readonly Channel[];
}

/** The channel to take now: allowed, reachable, not tried, the preferred one first; the page when there is none. */
export function nextChannel({ kind, reachable, choices, tried }: Way): Channel {
  const choiceOf = (channel: SentBy) => choices.find((one) => one.channel === channel);
  const open = orderOf(kind).filter(
    (channel) =>
      reachable.includes(channel) && !tried.includes(channel) && choiceOf(channel)?.allowed !== false,
  );
  return open.find((channel) => choiceOf(channel)?.preferred) ?? open[0] ?? 'page';
}

/** What a security message or a code that its owner waits for may break: it goes out at any hour. */
export const URGENT_KINDS: readonly LetterKind[] = ['code_issued', 'one_time_code'];

/** Endings after which the next channel is tried; an unknown one may have arrived, and its reader may read it twice. */
export const LOST: readonly string[] = ['failed', 'unknown', 'bounced'];

/**
 * Whether a person may have a message sent again: one that was lost, or the code itself, which its reader may have lost.
 * What was forwarded or asked for once is not for a second time.
 */
export const mayResend = ({ status, template }: { status: string; template: string }): boolean =>
  LOST.includes(status) || (status === 'sent' && template === 'code_issued');

/** Of an attempt key, what all attempts at the same message share. */
export const threadOf = (attemptKey: string): string =>
  attemptKey.replace(new RegExp(`/(${[...SENT_BY, 'page'].join('|')})/\\d+$`), '');

/** The key of the next attempt at a message by a channel. */
export function nextAttemptKey(thread: string, channel: Channel, attemptKeys: readonly string[]): string {
  const before = attemptKeys.filter((key) => threadOf(key) === thread);
  for (let attempt = 1; ; attempt++) {
    const key = `${thread}/${channel}/${attempt}`;
    if (!before.includes(key)) return key;
  }
}
