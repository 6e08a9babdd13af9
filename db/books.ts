import type { Balance } from '../domain/payment.js';
import { type Seeing, withinScope } from './scope.js';
import { type Db, type Page, page, readCursor, rows } from './sql.js';

/** What finance looks at: an order's sums, and money that moved, as entries to post (P3.2.3). */

export interface AccountRow {
  id: string;
  orderNo: string;
  currency: string;
  state: string;
  createdAt: Date;
  dueMinor: number;
  receivedMinor: number;
  refundedMinor: number;
  mismatches: number;
  balance: Balance;
}

/** Orders with what is due, came and went back; newest first. */
export async function listAccounts(
  db: Db,
  asked: { person: Seeing; balance?: string | undefined; limit: number; cursor?: string | undefined },
): Promise<Page<AccountRow>> {
  const { within, scope } = withinScope(asked.person);
  const [createdAt, id] = readCursor(asked.cursor) ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  const found = await rows<AccountRow>(
    db,
    `select * from (
       select o.id, o.order_no as "orderNo", o.currency, o.state, o.created_at as "createdAt", o.amount_minor as "dueMinor",
         m.received as "receivedMinor", m.refunded as "refundedMinor", m.mismatches,
         case when m.others > 0 then 'other' when m.received - m.refunded < o.amount_minor then 'open'
           when m.received - m.refunded > o.amount_minor then 'over' else 'settled' end as balance
       from orders o cross join lateral (
         select coalesce(sum((detail->>'amountMinor')::bigint) filter (where type = 'payment_received'
             and detail->>'currency' = o.currency), 0)::bigint as received,
           coalesce(sum((detail->>'amountMinor')::bigint) filter (where type = 'payment_refunded'
             and detail->>'currency' = o.currency), 0)::bigint as refunded,
           count(*) filter (where type = 'payment_mismatch')::int as mismatches,
           count(*) filter (where type <> 'payment_mismatch' and detail->>'currency' <> o.currency)::int as others
         from facts f where f.order_id = o.id and type in ('payment_received', 'payment_refunded', 'payment_mismatch')) m
       where ${within} and (o.created_at, o.id) < (:createdAt::timestamptz, :id::uuid)
     ) accounts where :balance::text is null or balance = :balance::text
     order by "createdAt" desc, id desc limit :limit`,
    { ...scope, createdAt, id, balance: asked.balance ?? null, limit: asked.limit + 1 },
  );
  return page(found, asked.limit, (last) => [last.createdAt.toISOString(), last.id]);
}

export interface PostingRow {
  orderId: string;
  orderNo: string;
  fact: number;
  type: 'payment_received' | 'payment_refunded';
  recordedAt: Date;
  happenedAt: Date;
  amountMinor: number;
  currency: string;
  provider: string | null;
  externalId: string | null;
}

type After = Pick<PostingRow, 'recordedAt' | 'orderId' | 'fact'>;

/** Money that was written down between two days in China, oldest first, a page behind what was read before. */
export function postings(
  db: Db,
  asked: { person: Seeing; from: string; to: string; after?: After | undefined; limit: number },
): Promise<PostingRow[]> {
  const { within, scope } = withinScope(asked.person);
  const { after } = asked;
  return rows(
    db,
    `select f.order_id as "orderId", o.order_no as "orderNo", f.number as fact, f.type, f.recorded_at as "recordedAt",
       f.happened_at as "happenedAt", (f.detail->>'amountMinor')::bigint as "amountMinor", f.detail->>'currency' as currency,
       f.detail->>'provider' as provider, f.external_id as "externalId"
     from facts f join orders o on o.id = f.order_id
     where f.type in ('payment_received', 'payment_refunded') and ${within}
       and f.recorded_at >= (:from::date)::timestamp at time zone 'Asia/Shanghai'
       and f.recorded_at < (:to::date + 1)::timestamp at time zone 'Asia/Shanghai'
       and (:orderId::uuid is null or (date_trunc('milliseconds', f.recorded_at), f.order_id, f.number)
         > (:recordedAt::timestamptz, :orderId::uuid, :fact::int))
     order by date_trunc('milliseconds', f.recorded_at), f.order_id, f.number limit :limit`,
    {
      ...scope,
      ...{ from: asked.from, to: asked.to, limit: asked.limit },
      recordedAt: after?.recordedAt ?? null,
      orderId: after?.orderId ?? null,
      fact: after?.fact ?? null,
    },
  );
}
