import type { ContactChoice } from '../domain/delivery.js';
import type { SentBy } from '../domain/letters.js';
import { type Db, forEach, row, rows, run, type Tx } from './sql.js';

/** What a customer, under whatever order, chose about the channels. */
export function choicesOf(db: Db, customerKey: Buffer): Promise<ContactChoice[]> {
  return rows(db, CHOICES, { customerKey });
}

const CHOICES = forEach(
  'select channel, allowed, preferred from contact_choices where customer_key = :customerKey order by channel',
  'customerKey bytea',
);

/** Writes one choice; a preferred channel takes the preference from the others. */
export async function choose(
  tx: Tx,
  choice: ContactChoice & { customerKey: Buffer; chosenBy: 'customer' | 'person' },
): Promise<void> {
  if (choice.preferred)
    await run(tx, 'update contact_choices set preferred = false where customer_key = :customerKey', {
      customerKey: choice.customerKey,
    });
  await run(
    tx,
    `insert into contact_choices (customer_key, channel, allowed, preferred, chosen_by)
     values (:customerKey, :channel, :allowed, :preferred, :chosenBy)
     on conflict (customer_key, channel) do update set allowed = excluded.allowed, preferred = excluded.preferred,
       chosen_by = excluded.chosen_by, chosen_at = clock_timestamp()`,
    { ...choice },
  );
}

export interface QuietHours {
  /** Minutes since midnight, company time; equal ones: never. */
  fromMinute: number;
  toMinute: number;
  channels: SentBy[];
  version: number;
}

export async function quietHours(db: Db): Promise<QuietHours> {
  const found = await row<QuietHours>(
    db,
    'select from_minute as "fromMinute", to_minute as "toMinute", channels, version from quiet_hours',
  );
  if (!found) throw new Error('quietHours: the house has none');
  return found;
}

/** Replaces the quiet hours that were seen; false when somebody else was first. */
export async function setQuietHours(tx: Tx, hours: QuietHours): Promise<boolean> {
  const set = await run(
    tx,
    `update quiet_hours set from_minute = :fromMinute, to_minute = :toMinute, channels = :channels::text[],
       version = version + 1 where version = :version`,
    { ...hours },
  );
  return set === 1;
}

/** A browser that takes push messages of one order. */
export interface SubscriptionRow {
  id: string;
  orderId: string;
  sealed: Buffer;
}

/** Keeps a subscription; the same browser again is the same one, with its newest keys. */
export async function subscribe(
  tx: Tx,
  subscription: SubscriptionRow & { endpointKey: Buffer },
): Promise<void> {
  await run(
    tx,
    `insert into push_subscriptions (id, order_id, endpoint_key, sealed) values (:id, :orderId, :endpointKey, :sealed)
     on conflict (order_id, endpoint_key) do update set sealed = excluded.sealed, ended_at = null`,
    { ...subscription },
  );
}

/** The newest browser that takes push messages of an order. */
export function subscriptionOf(db: Db, orderId: string): Promise<SubscriptionRow | undefined> {
  return row(db, SUBSCRIPTION, { orderId });
}

const SUBSCRIPTION = forEach(
  `select id, order_id as "orderId", sealed from push_subscriptions where order_id = :orderId and ended_at is null
   order by created_at desc, id limit 1`,
  'orderId uuid',
);

/** The push service said that the browser is gone. */
export async function endSubscription(db: Db, id: string): Promise<void> {
  await run(
    db,
    'update push_subscriptions set ended_at = clock_timestamp() where id = :id and ended_at is null',
    { id },
  );
}
