import type { Provider } from '../domain/payment.js';
import { type Db, row, rows, run, type Tx } from './sql.js';

export interface NewRefund {
  id: string;
  paymentId: string;
  orderId: string;
  amountMinor: number;
  currency: string;
  outRefundNo: string;
  reason: string;
  needsSecond: boolean;
  askedBy: string;
}

export interface RefundRow extends NewRefund {
  provider: Provider;
  /** `waiting`: for a second person. */
  state: 'waiting' | 'asked' | 'succeeded' | 'failed' | 'refused';
  errorCode: string | null;
  askedAt: Date;
  decidedBy: string | null;
}

export async function insertRefund(tx: Tx, refund: NewRefund): Promise<void> {
  await run(
    tx,
    `insert into refunds (id, payment_id, order_id, amount_minor, currency, out_refund_no, reason, needs_second, asked_by)
     values (:id, :paymentId, :orderId, :amountMinor, :currency, :outRefundNo, :reason, :needsSecond, :askedBy)`,
    { ...refund },
  );
}

const COLUMNS = `r.id, r.payment_id as "paymentId", r.order_id as "orderId", r.amount_minor as "amountMinor", r.currency,
  r.out_refund_no as "outRefundNo", r.reason, r.needs_second as "needsSecond", r.asked_by as "askedBy", p.provider,
  r.error_code as "errorCode", r.asked_at as "askedAt", d.decided_by as "decidedBy",
  case when r.state <> 'asked' then r.state when d.agreed is false then 'refused'
    when r.needs_second and d.agreed is null then 'waiting' else 'asked' end as state`;
const WHOLE =
  'refunds r join payments p on p.id = r.payment_id left join refund_decisions d on d.refund_id = r.id';

export function refundById(db: Db, id: string): Promise<RefundRow | undefined> {
  return row(db, `select ${COLUMNS} from ${WHOLE} where r.id = :id`, { id });
}

/** An order's refunds, newest first. */
export function refundsOf(db: Db, orderId: string): Promise<RefundRow[]> {
  return rows(
    db,
    `select ${COLUMNS} from ${WHOLE} where r.order_id = :orderId order by r.asked_at desc, r.id`,
    {
      orderId,
    },
  );
}

/** What of a payment went back or is about to. */
export async function refundedMinor(db: Db, paymentId: string): Promise<number> {
  const found = await row<{ sum: number }>(
    db,
    `select coalesce(sum(amount), 0)::bigint as sum from (
       select r.amount_minor as amount from refunds r left join refund_decisions d on d.refund_id = r.id
       where r.payment_id = :paymentId and r.state in ('asked', 'succeeded') and d.agreed is distinct from false
       union all
       select t.amount_minor from payment_receipts t where t.payment_id = :paymentId and t.kind = 'refund'
         and not exists (select from refunds r where r.out_refund_no = t.trade_no)) as amounts`,
    { paymentId },
  );
  return Number(found?.sum ?? 0);
}

/** What the second person said; false when somebody had said something before. */
export async function decideRefund(
  tx: Tx,
  decision: { refundId: string; askedBy: string; decidedBy: string; agreed: boolean },
): Promise<boolean> {
  const kept = await run(
    tx,
    `insert into refund_decisions (refund_id, asked_by, decided_by, agreed) values (:refundId, :askedBy, :decidedBy, :agreed)
     on conflict (refund_id) do nothing`,
    decision,
  );
  return kept === 1;
}

/** A refund that a worker has in hand. */
export interface ClaimedRefund
  extends Pick<NewRefund, 'id' | 'amountMinor' | 'currency' | 'outRefundNo' | 'reason'> {
  provider: Provider;
  outTradeNo: string;
  /** Of the payment. */
  totalMinor: number;
  tries: number;
}

/** Takes the next refund that is agreed to and due; what a second person has yet to see is left alone. */
export function claimRefund(db: Db, leaseSeconds: number): Promise<ClaimedRefund | undefined> {
  return row(
    db,
    `update refunds r set tries = r.tries + 1, next_at = clock_timestamp() + make_interval(secs => :leaseSeconds)
     from payments p where p.id = r.payment_id and r.id = (
       select w.id from refunds w left join refund_decisions d on d.refund_id = w.id
       where w.state = 'asked' and w.next_at <= statement_timestamp()
         and case when w.needs_second then d.agreed is true else d.agreed is distinct from false end
       order by w.next_at for update of w skip locked limit 1)
     returning r.id, r.amount_minor as "amountMinor", r.currency, r.out_refund_no as "outRefundNo", r.reason, p.provider,
       p.out_trade_no as "outTradeNo", p.amount_minor as "totalMinor", r.tries`,
    { leaseSeconds },
  );
}

/** What became of a refund that a worker had in hand. */
export async function moveRefund(
  db: Db,
  id: string,
  to: { state: 'asked' | 'succeeded' | 'failed'; errorCode?: string; afterSeconds?: number },
): Promise<void> {
  const { state, errorCode = null, afterSeconds = 0 } = to;
  await run(
    db,
    `update refunds set state = :state, error_code = :errorCode::text,
       next_at = clock_timestamp() + make_interval(secs => :afterSeconds),
       ended_at = case when :state = 'asked' then null else clock_timestamp() end
     where id = :id and state = 'asked'`,
    { id, state, errorCode, afterSeconds },
  );
}
