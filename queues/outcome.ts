import { bury } from '../db/dead-letters.js';
import { record } from '../db/facts.js';
import { finishMessage } from '../db/messages.js';
import { lockOrder } from '../db/orders.js';
import type { Db } from '../db/sql.js';
import type { Actor } from '../domain/facts.js';
import type { Channel } from '../domain/letters.js';

/**
 * What one attempt to send came to. `not_taken`: certainly not, so it may be tried again. `unknown`: the provider may
 * have it, so it is never sent again under the same attempt key.
 */
export type Outcome =
  | { kind: 'sent'; providerId?: string }
  | { kind: 'refused'; code: string }
  | { kind: 'not_taken'; code: string; retryAfterMs?: number }
  | { kind: 'unknown' };

/** An outcome after which nothing more is tried. */
export type FinalOutcome = Exclude<Outcome, { kind: 'not_taken' }>;

interface Claimed {
  id: string;
  orderId: string;
  channel: Channel;
}

const QUEUE: Actor = { kind: 'system', id: 'queue' };

/** Ends a claimed message and states so as a fact of its order, once; false when somebody else had ended it. */
export async function endMessage(db: Db, message: Claimed, outcome: FinalOutcome): Promise<boolean> {
  const end = endOf(outcome);
  return db.transaction(async (tx) => {
    await lockOrder(tx, message.orderId);
    if (!(await finishMessage(tx, message.id, end))) return false;
    if (end.errorCode !== undefined)
      await bury(tx, { id: message.id, orderId: message.orderId, code: end.errorCode });
    await record(tx, message.orderId, {
      type: end.status === 'sent' ? 'message_delivered' : 'message_failed',
      actor: QUEUE,
      source: 'queue',
      externalId: `message/${message.id}/${end.status}`,
      detail: {
        messageId: message.id,
        channel: message.channel,
        ...(end.errorCode !== undefined && { code: end.errorCode }),
      },
    });
    return true;
  });
}

function endOf(outcome: FinalOutcome): {
  status: 'sent' | 'failed' | 'unknown';
  providerId?: string;
  errorCode?: string;
} {
  switch (outcome.kind) {
    case 'sent':
      return {
        status: 'sent',
        ...(outcome.providerId !== undefined && { providerId: outcome.providerId }),
      };
    case 'refused':
      return { status: 'failed', errorCode: outcome.code };
    case 'unknown':
      return { status: 'unknown', errorCode: 'unknown' };
  }
}
