import type * as amendments from '../../../db/amendments.js';
import type * as contact from '../../../db/contact.js';
import type * as idempotency from '../../../db/idempotency.js';
import type * as scope from '../../../db/scope.js';
import type * as searching from '../../../db/searching.js';
import { lockKey, transactionOf } from '../connection.js';
import { seatOf } from '../database.js';
import { deviates } from '../deviation.js';

/** What the lifecycle touches in passing, and the keys of repeated requests. */

export const noteDepartment: typeof scope.noteDepartment = async () => undefined;
export const replaceTerms: typeof searching.replaceTerms = async () => undefined;
export const amendmentOf: typeof amendments.amendmentOf = async () => undefined;
export const decideAmendment = async (): Promise<void> => undefined;
export const choicesOf: typeof contact.choicesOf = async () => [];
export const subscriptionOf: typeof contact.subscriptionOf = async () => undefined;
export const readCalendar = async (): Promise<{ revision: number }> => ({ revision: 0 });

export const takeKey: typeof idempotency.takeKey = async (tx, principal, key, requestHash) => {
  const name = `${principal} ${key}`;
  await lockKey(tx, name);
  const { world, atRollback } = await transactionOf(tx);
  if (world.store.answers.has(name)) return false;
  if (deviates('key_before_deed'))
    atRollback.push(() => world.store.answers.set(name, { requestHash, status: 201, answer: { fact: 0 } }));
  return true;
};

export const storeAnswer: typeof idempotency.storeAnswer = async (tx, principal, key, status, answer) => {
  const { world, atCommit } = await transactionOf(tx);
  const requestHash = Buffer.from(key);
  if (!deviates('keys_forgotten'))
    atCommit.push(() => world.store.answers.set(`${principal} ${key}`, { requestHash, status, answer }));
  return answer;
};

export const storedAnswer: typeof idempotency.storedAnswer = async (db, principal, key) =>
  seatOf(db).world.store.answers.get(`${principal} ${key}`);
