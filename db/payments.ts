import type { PaymentState, Provider, Scene } from '../domain/payment.js';
import { type Db, row, rows, run, type Tx } from './sql.js';

export interface NewPayment {
  id: string;
  orderId: string;
  provider: Provider;
  scene: Scene;
  amountMinor: number;
  currency: string;
  outTradeNo: string;
  startedBy: string;
  sealed: Buffer | null;
  /** How long the payer has. */
  minutes: number;
}

/** An attempt to pay, as what was told of it makes it. */
export interface PaymentRow extends Omit<NewPayment, 'sealed' | 'minutes'> {
  state: PaymentState;
  qr: string | null;
  link: string | null;
  errorCode: string | null;
  createdAt: Date;
  expiresAt: Date;
}

export async function insertPayment(tx: Tx, payment: NewPayment): Promise<void> {
  await run(
    tx,
    `insert into payments (id, order_id, provider, scene, amount_minor, currency, out_trade_no, started_by, sealed, expires_at)
     values (:id, :orderId, :provider, :scene, :amountMinor, :currency, :outTradeNo, :startedBy, :sealed,
       clock_timestamp() + make_interval(mins => :minutes))`,
    { ...payment },
  );
}

/** What a provider told goes before what a worker has written since. */
const COLUMNS = `p.id, p.order_id as "orderId", p.provider, p.scene, p.amount_minor as "amountMinor", p.currency,
  p.out_trade_no as "outTradeNo", p.started_by as "startedBy", p.qr, p.link, p.created_at as "createdAt",
  p.expires_at as "expiresAt",
  case r.outcome when 'taken' then 'succeeded' when 'mismatch' then 'failed' else p.state end as state,
  coalesce(r.reason, p.error_code) as "errorCode"`;
const TOLD = `payments p left join lateral (
  select outcome, reason from payment_receipts where payment_id = p.id and kind = 'payment' order by told_at limit 1) r on true`;

export function paymentById(db: Db, id: string): Promise<PaymentRow | undefined> {
  return row(db, `select ${COLUMNS} from ${TOLD} where p.id = :id`, { id });
}

export function paymentByName(
  db: Db,
  provider: Provider,
  outTradeNo: string,
): Promise<PaymentRow | undefined> {
  return row(
    db,
    `select ${COLUMNS} from ${TOLD} where p.provider = :provider and p.out_trade_no = :outTradeNo`,
    { provider, outTradeNo },
  );
}

/** An order's attempts, newest first. */
export function paymentsOf(db: Db, orderId: string): Promise<PaymentRow[]> {
  return rows(
    db,
    `select ${COLUMNS} from ${TOLD} where p.order_id = :orderId order by p.created_at desc, p.id limit 200`,
    { orderId },
  );
}

/** The attempt that is in force: a newer one takes the place of an older one. */
export function newestPayment(db: Db, orderId: string): Promise<PaymentRow | undefined> {
  return row(
    db,
    `select ${COLUMNS} from ${TOLD} where p.order_id = :orderId order by p.created_at desc, p.id limit 1`,
    { orderId },
  );
}

/** An attempt that asks for the very same and leaves its payer some minutes yet. */
export function sameOpenPayment(
  db: Db,
  { orderId, provider, scene, amountMinor, currency }: NewPayment,
): Promise<PaymentRow | undefined> {
  return row(
    db,
    `select ${COLUMNS} from ${TOLD} where p.order_id = :orderId and p.provider = :provider and p.scene = :scene
       and p.amount_minor = :amountMinor and p.currency = :currency and p.state in ('created', 'pending')
       and r.outcome is null and p.expires_at > clock_timestamp() + interval '5 minutes'
       and not exists (select from payments n where n.order_id = p.order_id and n.created_at > p.created_at)
     order by p.created_at desc limit 1`,
    { orderId, provider, scene, amountMinor, currency },
  );
}

/** An attempt that a worker has in hand. */
export interface ClaimedPayment extends PaymentRow {
  orderNo: string;
  state: 'created' | 'pending';
  sealed: Buffer | null;
  tries: number;
  /** A newer attempt took its place, or its time is over. */
  isOver: boolean;
}

/** Takes the next attempt that is due, for as long as a worker may need; a second worker takes another. */
export async function claimPayment(db: Db, leaseSeconds: number): Promise<ClaimedPayment | undefined> {
  return row(
    db,
    `update payments p set tries = p.tries + 1, next_at = clock_timestamp() + make_interval(secs => :leaseSeconds)
     from orders o where o.id = p.order_id and p.id = (
       select id from payments where state in ('created', 'pending') and next_at <= statement_timestamp()
       order by next_at for update skip locked limit 1)
     returning p.id, p.order_id as "orderId", o.order_no as "orderNo", p.provider, p.scene,
       p.amount_minor as "amountMinor", p.currency, p.out_trade_no as "outTradeNo", p.started_by as "startedBy", p.state,
       p.qr, p.link, p.error_code as "errorCode", p.created_at as "createdAt", p.expires_at as "expiresAt", p.sealed, p.tries,
       (p.expires_at <= clock_timestamp() or exists (
         select from payments n where n.order_id = p.order_id and n.created_at > p.created_at)) as "isOver"`,
    { leaseSeconds },
  );
}

/** What became of an attempt that a worker had in hand; one that ended meanwhile stays as it is. */
export async function movePayment(
  db: Db,
  id: string,
  to: { state: PaymentState; qr?: string; link?: string; errorCode?: string; afterSeconds?: number },
): Promise<void> {
  const { state, qr = null, link = null, errorCode = null, afterSeconds = 0 } = to;
  await run(
    db,
    `update payments set state = :state, qr = coalesce(:qr, qr), link = coalesce(:link, link), error_code = :errorCode::text,
       tries = case when state = :state then tries else 0 end,
       next_at = clock_timestamp() + make_interval(secs => :afterSeconds),
       ended_at = case when :state in ('created', 'pending') then null else clock_timestamp() end
     where id = :id and state in ('created', 'pending')`,
    { id, state, qr, link, errorCode, afterSeconds },
  );
}

/** Ends the attempts that a provider has told of, so that nobody looks after them any more. */
export function settleTold(db: Db): Promise<number> {
  return run(
    db,
    `update payments p set state = case when r.outcome = 'taken' then 'succeeded' else 'failed' end, error_code = r.reason,
       ended_at = clock_timestamp()
     from payment_receipts r where r.payment_id = p.id and r.kind = 'payment' and p.state in ('created', 'pending')`,
  );
}
