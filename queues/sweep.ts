import { abandonedMessages, messageById, queuedMessages } from '../db/messages.js';
import type { Db } from '../db/sql.js';
import type { Channel } from '../domain/letters.js';
import type { Logger } from '../platform/log.js';
import { endMessage } from './outcome.js';
import { QueueUnreachable } from './redis.js';

interface Sweeping {
  db: Db;
  queue: { add(messages: readonly { id: string; channel: Channel }[]): Promise<void> };
  log: Logger;
  /** Longer than any attempt takes; a row in `sending` for so long has lost its sender. */
  abandonedSeconds?: number;
}

interface SweptMessages {
  /** Messages that wait in the database and now surely have a job. */
  queued: number;
  unknown: number;
}

const ABANDONED_SECONDS = 60;
const PAGE = 1_000;

/**
 * The relay of messages and its repair in one: every queued row gets its job, again after Redis forgot it, and whatever
 * was left in `sending` becomes visibly unknown. With Redis away the rows wait and this answers zero.
 */
export async function sweepMessages(sweeping: Sweeping): Promise<SweptMessages> {
  const unknown = await endAbandoned(sweeping);
  const queued = await queueAll(sweeping).catch(noneWhenUnreachable);
  return { queued, unknown };
}

async function endAbandoned({ db, log, abandonedSeconds = ABANDONED_SECONDS }: Sweeping): Promise<number> {
  let ended = 0;
  for (const { id } of await abandonedMessages(db, abandonedSeconds)) {
    const message = await messageById(db, id);
    if (!message || !(await endMessage(db, message, { kind: 'unknown' }))) continue;
    log.warn({ messageId: id, channel: message.channel }, 'message unknown: its sender died');
    ended += 1;
  }
  return ended;
}

async function queueAll({ db, queue }: Sweeping): Promise<number> {
  let after: Date | undefined;
  let queued = 0;
  for (;;) {
    const rows = await queuedMessages(db, PAGE, after);
    await queue.add(rows);
    queued += rows.length;
    const last = rows.at(-1)?.queuedAt;
    if (rows.length < PAGE || !last || last.getTime() === after?.getTime()) return queued;
    after = last;
  }
}

/** The next sweep comes anyway. */
function noneWhenUnreachable(error: unknown): number {
  if (error instanceof QueueUnreachable) return 0;
  throw error;
}
