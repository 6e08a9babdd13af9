import { choicesOf } from '../db/contact.js';
import type { Tx } from '../db/sql.js';
import type { Fact, FactType } from '../domain/facts.js';
import type { Channel } from '../domain/letters.js';
import { Refusal } from '../domain/refusal.js';
import type { InHand } from './recording.js';

/** What people have sent to a customer by hand keeps to the customer's wishes, and to a few a day. */

export async function refuseStopped(tx: Tx, { row }: InHand, channel: Channel): Promise<void> {
  const choices = await choicesOf(tx, row.customerKey);
  if (choices.some((one) => one.channel === channel && !one.allowed)) throw new Refusal('channel_stopped');
}

const MOST_A_DAY = 5;
const DAY_MS = 86_400_000;

/** Whether this was asked for as often in the last 24 hours as it may be. */
export function isOften(facts: readonly Fact[], asked: FactType, now: Date): boolean {
  const lately = ({ type, recordedAt }: Fact) =>
    type === asked && now.getTime() - recordedAt.getTime() < DAY_MS;
  return facts.filter(lately).length >= MOST_A_DAY;
}
