import { claimMessage, holdWhileQuiet, type MessageRow, releaseMessage } from '../db/messages.js';
import { URGENT_KINDS } from '../domain/delivery.js';
import type { SentBy } from '../domain/letters.js';
import { letterOf } from './letter.js';
import { mailPort } from './mail-port.js';
import { endMessage, type FinalOutcome, type Outcome } from './outcome.js';
import { type Port, type Post, refuse } from './port.js';
import { pushPort } from './push-port.js';
import { textPort } from './text-port.js';

/** A message that goes back to the queue: certainly not sent, to be tried again. */
interface Postponed {
  code: string;
  retryAfterMs: number;
}

/**
 * One attempt to deliver one message. It is claimed in the database before anything leaves, so a second runner finds
 * nothing to do, and a runner that dies leaves it in `sending`. Answers what was postponed; undefined when it is over.
 */
export async function deliverMessage(
  post: Post,
  id: string,
  lastAttempt: boolean,
): Promise<Postponed | undefined> {
  if (await holdWhileQuiet(post.db, id, URGENT_KINDS)) return undefined;
  const message = await claimMessage(post.db, id);
  if (!message) return undefined;
  const outcome = await attempt(post, message);
  if (outcome.kind === 'not_taken' && !lastAttempt) {
    await releaseMessage(post.db, id);
    log(post, message, 'postponed', outcome.code);
    return { code: outcome.code, retryAfterMs: outcome.retryAfterMs ?? 0 };
  }
  const final: FinalOutcome =
    outcome.kind === 'not_taken' ? { kind: 'refused', code: outcome.code } : outcome;
  const ours = await endMessage(post.db, message, final);
  log(post, message, ours ? final.kind : 'ended_elsewhere', 'code' in final ? final.code : undefined);
  return undefined;
}

/** Until the send itself nothing has left, so whatever fails before it may be tried again. */
async function attempt(post: Post, message: MessageRow): Promise<Outcome> {
  let send: () => Promise<Outcome>;
  try {
    send = await prepare(post, message);
  } catch (error) {
    post.log.error({ messageId: message.id, err: error }, 'a message could not be written');
    return { kind: 'not_taken', code: 'not_written' };
  }
  return send();
}

async function prepare(post: Post, message: MessageRow): Promise<() => Promise<Outcome>> {
  if (message.channel === 'page') return refuse('page_needs_no_sending');
  const letter = await letterOf(post, message);
  if (!('link' in letter)) return refuse(letter.code);
  return PORTS[message.channel](post, message, letter);
}

const PORTS: Readonly<Record<SentBy, Port>> = { email: mailPort, sms: textPort, push: pushPort };

/** Ids and codes only: what a provider says may name the addressee. */
function log(
  post: Post,
  { id, channel }: Pick<MessageRow, 'id' | 'channel'>,
  outcome: string,
  code: string | undefined,
): void {
  post.log.info({ messageId: id, channel, outcome, code }, 'message');
}
