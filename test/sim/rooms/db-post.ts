import type * as deadLetters from '../../../db/dead-letters.js';
import type * as messages from '../../../db/messages.js';
import type { Tx } from '../../../db/sql.js';
import { transactionOf } from '../connection.js';
import { seatOf } from '../database.js';
import { deviates } from '../deviation.js';
import { breathe } from '../outages.js';
import type { StoredMessage } from '../tables.js';

/** Messages: rows that are claimed before anything is sent. */

export const queueMessage: typeof messages.queueMessage = async (tx, message) => {
  const { world, messages: own } = await transactionOf(tx);
  const all = [...world.store.messages.values(), ...own.values()];
  if (all.some(({ attemptKey }) => attemptKey === message.attemptKey)) return;
  const status = message.channel === 'page' ? 'sent' : 'queued';
  own.set(message.id, { ...message, status, sendingSinceMs: 0 });
};

/** Writes a row within a transaction, when it is as wanted; whether it was. */
async function change(tx: Tx, id: string, wanted: string, to: Partial<StoredMessage>): Promise<boolean> {
  const { world, messages: own } = await transactionOf(tx);
  const found = own.get(id) ?? world.store.messages.get(id);
  if (found?.status !== wanted) return false;
  own.set(id, { ...found, ...to });
  return true;
}

export const finishMessage: typeof messages.finishMessage = async (tx, id, { status }) =>
  (await change(tx, id, 'sending', { status })) && !deviates('end_unsaid');

export const bounceMessage: typeof messages.bounceMessage = async (tx, id) =>
  change(tx, id, 'sent', { status: 'bounced' });

export const receiveMessage: typeof messages.receiveMessage = async () => undefined;

/** One statement of its own: nobody comes between the look and the change. */
export const claimMessage = async (
  db: Parameters<typeof messages.claimMessage>[0],
  id: string,
): Promise<StoredMessage | undefined> => {
  const { world } = seatOf(db);
  await breathe(seatOf(db));
  const found = world.store.messages.get(id);
  if (!found) return undefined;
  if (deviates('sent_unclaimed') ? found.status === 'sent' : found.status !== 'queued') return undefined;
  const claimed = { ...found, status: 'sending', sendingSinceMs: world.clock.nowMs() };
  world.store.messages.set(id, claimed);
  await breathe(seatOf(db));
  return claimed;
};

export const releaseMessage: typeof messages.releaseMessage = async (db, id) => {
  const { world } = seatOf(db);
  const found = world.store.messages.get(id);
  if (found?.status !== 'sending') return 0;
  world.store.messages.set(id, { ...found, status: 'queued' });
  return 1;
};

export const abandonedMessages: typeof messages.abandonedMessages = async (db, seconds) => {
  const { world } = seatOf(db);
  const before = world.clock.nowMs() - seconds * 1_000;
  const found = [...world.store.messages.values()].filter(
    ({ status, sendingSinceMs }) => status === 'sending' && sendingSinceMs < before,
  );
  if (!deviates('sent_again')) return found;
  for (const message of found) world.store.messages.set(message.id, { ...message, status: 'queued' });
  return [];
};

export const messageById = async (
  db: Parameters<typeof messages.messageById>[0],
  id: string,
): Promise<StoredMessage | undefined> => seatOf(db).world.store.messages.get(id);

export const queuedMessages: typeof messages.queuedMessages = async (db) =>
  [...seatOf(db).world.store.messages.values()]
    .filter(({ status }) => status === 'queued')
    .map(({ id, channel }) => ({ id, channel, queuedAt: new Date(0) }));

export const bury: typeof deadLetters.bury = async (tx, { id }) => {
  const { world, atCommit } = await transactionOf(tx);
  atCommit.push(() => {
    if (!world.store.buried.has(id)) world.store.buried.set(id, undefined);
  });
};

export const replayedAs: typeof deadLetters.replayedAs = async (tx, id, replacement) => {
  const { world, atCommit } = await transactionOf(tx);
  const free = world.store.buried.has(id) && world.store.buried.get(id) === undefined;
  if (free) atCommit.push(() => void world.store.buried.set(id, replacement));
  return free;
};
