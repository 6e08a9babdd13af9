import type { Channel } from '../domain/letters.js';
import { type Seeing, withinScope } from './scope.js';
import { type Db, forEach, row, rows, run, type Tx } from './sql.js';

export const MESSAGE_STATUSES = ['queued', 'sending', 'sent', 'failed', 'unknown', 'bounced'] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

export interface MessageRow {
  id: string;
  orderId: string;
  codeId: string;
  channel: Channel;
  template: string;
  /** Of the words that it was claimed with; null before. */
  templateVersion: number | null;
  attemptKey: string;
  status: MessageStatus;
  providerId: string | null;
  errorCode: string | null;
  queuedAt: Date;
  finishedAt: Date | null;
}

const COLUMNS = `m.id, m.order_id as "orderId", m.code_id as "codeId", m.channel, m.template, m.template_version as "templateVersion",
  m.attempt_key as "attemptKey", m.status, m.provider_id as "providerId", m.error_code as "errorCode",
  m.queued_at as "queuedAt", m.finished_at as "finishedAt"`;

/** Queues a message; the same attempt key twice is one message. `page` needs no sending and is sent at once. */
export async function queueMessage(
  tx: Tx,
  message: {
    id: string;
    orderId: string;
    codeId: string;
    channel: Channel;
    template: string;
    attemptKey: string;
  },
): Promise<void> {
  await run(tx, QUEUE, { ...message });
}

const INTO =
  'insert into messages (id, order_id, code_id, channel, template, attempt_key, status, finished_at)';
const QUEUE = forEach(
  `${INTO} values (:id, :orderId, :codeId, :channel, :template, :attemptKey,
     case when :channel = 'page' then 'sent' else 'queued' end, case when :channel = 'page' then clock_timestamp() end)
   on conflict (attempt_key) do nothing`,
  'id uuid, orderId uuid, codeId uuid, channel text, template text, attemptKey text',
  `, queued as (
     ${INTO} select id, "orderId", "codeId", channel, template, "attemptKey",
       case when channel = 'page' then 'sent' else 'queued' end, case when channel = 'page' then clock_timestamp() end
     from each on conflict (attempt_key) do nothing
   ) select at::int as at from each`,
);

/** Takes a queued message for sending, with the words in force now; undefined when a rival has it or it is over. */
export function claimMessage(db: Db, id: string): Promise<MessageRow | undefined> {
  return row(
    db,
    `update messages m set status = 'sending', sending_at = clock_timestamp(), template_version =
       (select max(version) from message_templates t where t.kind = m.template and t.channel = m.channel)
     where id = :id and status = 'queued' returning ${COLUMNS}`,
    { id },
  );
}

/** Leaves a queued message alone until the quiet hours of its channel are over; whether it did (urgent kinds: never). */
export async function holdWhileQuiet(db: Db, id: string, urgentKinds: readonly string[]): Promise<boolean> {
  const held = await run(
    db,
    `update messages m set not_before = (local.day + make_interval(mins => q.to_minute,
         days => case when local.minute >= q.to_minute then 1 else 0 end)) at time zone c.zone
     from quiet_hours q, calendars c,
       lateral (select clock_timestamp() at time zone c.zone as moment) as told,
       lateral (select date_trunc('day', told.moment) as day,
         extract(hour from told.moment)::int * 60 + extract(minute from told.moment)::int as minute) as local
     where m.id = :id and m.status = 'queued' and m.channel = any(q.channels) and m.template <> all(:urgentKinds::text[])
       and case when q.from_minute < q.to_minute then local.minute >= q.from_minute and local.minute < q.to_minute
         else q.from_minute > q.to_minute and (local.minute >= q.from_minute or local.minute < q.to_minute) end`,
    { id, urgentKinds: [...urgentKinds] },
  );
  return held === 1;
}

/** Gives a claimed message back to the queue: the provider certainly did not take it. */
export function releaseMessage(db: Db, id: string): Promise<number> {
  return run(
    db,
    `update messages set status = 'queued', sending_at = null where id = :id and status = 'sending'`,
    { id },
  );
}

/** Ends a claimed message; returns whether it was still ours to end. */
export async function finishMessage(
  tx: Tx,
  id: string,
  end: { status: 'sent' | 'failed' | 'unknown'; providerId?: string; errorCode?: string },
): Promise<boolean> {
  const ended = await run(
    tx,
    `update messages set status = :status, provider_id = :providerId, error_code = :errorCode, finished_at = clock_timestamp()
     where id = :id and status = 'sending'`,
    { id, status: end.status, providerId: end.providerId ?? null, errorCode: end.errorCode ?? null },
  );
  return ended === 1;
}

/** Messages left in `sending` for longer than `seconds`: their sender died, and nobody knows whether they went out. */
export function abandonedMessages(db: Db, seconds: number): Promise<{ id: string; orderId: string }[]> {
  return rows(
    db,
    `select id, order_id as "orderId" from messages
     where status = 'sending' and sending_at < statement_timestamp() - make_interval(secs => :seconds) order by sending_at limit 500`,
    { seconds },
  );
}

/** Queued messages, oldest first: what the queue must hold, whatever Redis remembers. */
export function queuedMessages(
  db: Db,
  limit: number,
  after?: Date,
): Promise<{ id: string; channel: Channel; queuedAt: Date }[]> {
  return rows(
    db,
    `select id, channel, queued_at as "queuedAt" from messages
     where status = 'queued' and (not_before is null or not_before <= statement_timestamp())
       and (:after::timestamptz is null or queued_at >= :after) order by queued_at limit :limit`,
    { limit, after: after ?? null },
  );
}

export function messagesOf(db: Db, orderId: string): Promise<MessageRow[]> {
  return rows(db, `select ${COLUMNS} from messages m where order_id = :orderId order by queued_at, id`, {
    orderId,
  });
}

export function messageById(db: Db, id: string): Promise<MessageRow | undefined> {
  return row(db, `select ${COLUMNS} from messages m where id = :id`, { id });
}

export interface MessageOfOrder extends MessageRow {
  orderNo: string;
}

/** Of these messages, those about orders that a person sees. */
export function messagesByIds(db: Db, ids: readonly string[], person: Seeing): Promise<MessageOfOrder[]> {
  const { within, scope } = withinScope(person);
  return rows(
    db,
    `select ${COLUMNS}, o.order_no as "orderNo" from messages m join orders o on o.id = m.order_id
     where m.id = any(:ids::uuid[]) and ${within}`,
    { ids: [...ids], ...scope },
  );
}

/** The message that a provider tells about, by our id or by its own. */
export function reportedMessage(
  db: Db,
  { messageId, providerId }: { messageId?: string | undefined; providerId?: string | undefined },
): Promise<MessageRow | undefined> {
  return row(
    db,
    `select ${COLUMNS} from messages m where m.id = :messageId::uuid or (m.provider_id = :providerId and m.provider_id <> '')
     order by m.queued_at desc limit 1`,
    { messageId: messageId ?? null, providerId: providerId ?? null },
  );
}

/** A message that was sent came back; whether it was still counted as sent. */
export async function bounceMessage(tx: Tx, id: string, errorCode: string): Promise<boolean> {
  const bounced = await run(
    tx,
    `update messages set status = 'bounced', error_code = :errorCode where id = :id and status = 'sent'`,
    { id, errorCode },
  );
  return bounced === 1;
}

/** A message arrived, says the provider. */
export async function receiveMessage(tx: Tx, id: string, at: Date): Promise<void> {
  await run(tx, 'update messages set received_at = coalesce(received_at, :at) where id = :id', { id, at });
}
