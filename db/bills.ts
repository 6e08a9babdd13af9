import type { Provider } from '../domain/payment.js';
import { type Db, type Page, page, readCursor, row, rows, run, type Tx } from './sql.js';

/** Daily bills of providers and how they differ from what was told. */

export interface NewBill {
  id: string;
  provider: Provider;
  day: string;
  fileHash: Buffer;
  rows: number;
  matched: number;
  differences: number;
  takenBy: string;
}

export interface BillRow extends Omit<NewBill, 'fileHash'> {
  takenAt: Date;
}

const BILL = `id, provider, day::text, rows, matched, differences, taken_by as "takenBy", taken_at as "takenAt"`;

export async function insertBill(tx: Tx, bill: NewBill): Promise<void> {
  await run(
    tx,
    `insert into bills (id, provider, day, file_hash, rows, matched, differences, taken_by)
     values (:id, :provider, :day, :fileHash, :rows, :matched, :differences, :takenBy)`,
    { ...bill },
  );
}

/** Bills, newest first. */
export function newestBills(db: Db, limit: number): Promise<BillRow[]> {
  return rows(db, `select ${BILL} from bills order by taken_at desc, id desc limit :limit`, { limit });
}

export type Difference = 'missing_here' | 'missing_there' | 'amount_differs';

export interface FoundDifference {
  movement: 'payment' | 'refund';
  tradeNo: string;
  outTradeNo: string;
  what: Difference;
  orderId: string | null;
  oursMinor: number | null;
  theirsMinor: number | null;
  currency: string;
}

export interface BilledLine {
  movement: 'payment' | 'refund';
  tradeNo: string;
  outTradeNo: string;
  amountMinor: number;
  currency: string;
}

/** How a bill and what was told of that day differ, by order, so that orders are locked in one order. */
export function differencesOf(
  db: Db,
  provider: Provider,
  day: string,
  lines: readonly BilledLine[],
): Promise<FoundDifference[]> {
  return rows(
    db,
    `with billed as (
       select * from jsonb_to_recordset(:lines::jsonb)
         as b(movement text, "tradeNo" text, "outTradeNo" text, "amountMinor" bigint, currency text)
     ), there as (
       select b.movement, b."tradeNo", b."outTradeNo", b."amountMinor" as theirs, b.currency, r.amount_minor as ours,
         r.order_id, r.currency as ours_in, r.trade_no as known
       from billed b left join payment_receipts r
         on r.provider = :provider and r.kind = b.movement and r.trade_no = b."tradeNo"
     ), here as (
       select r.kind as movement, r.trade_no as "tradeNo", r.out_trade_no as "outTradeNo", r.amount_minor as ours, r.currency,
         r.order_id
       from payment_receipts r where r.provider = :provider
         and r.happened_at >= (:day::date)::timestamp at time zone 'Asia/Shanghai'
         and r.happened_at < (:day::date + 1)::timestamp at time zone 'Asia/Shanghai'
         and not exists (select from billed b where b.movement = r.kind and b."tradeNo" = r.trade_no)
     ), found as (
       select movement, "tradeNo", "outTradeNo", case when known is null then 'missing_here' else 'amount_differs' end as what,
         order_id, ours, theirs, currency
       from there where known is null or theirs <> ours or currency <> ours_in
       union all
       select movement, "tradeNo", "outTradeNo", 'missing_there', order_id, ours, null, currency from here
     )
     select f.movement, f."tradeNo", f."outTradeNo", f.what, f.ours as "oursMinor", f.theirs as "theirsMinor", f.currency,
       coalesce(f.order_id, p.order_id, o.id) as "orderId"
     from found f left join payments p on p.provider = :provider and p.out_trade_no = f."outTradeNo"
       left join orders o on o.order_no = f."outTradeNo"
     order by "orderId" nulls last, f."tradeNo"`,
    { provider, day, lines: JSON.stringify(lines) },
  );
}

/** Whether a difference was found before, by this bill or another. */
export async function isFound(db: Db, provider: Provider, one: FoundDifference): Promise<boolean> {
  const { movement, tradeNo, what } = one;
  const found = await row(
    db,
    `select true from bill_differences
     where provider = :provider and movement = :movement and trade_no = :tradeNo and what = :what`,
    { provider, movement, tradeNo, what },
  );
  return found !== undefined;
}

export async function insertDifference(
  tx: Tx,
  one: FoundDifference & { id: string; billId: string; provider: Provider; fact: number | null },
): Promise<void> {
  await run(
    tx,
    `insert into bill_differences (id, bill_id, provider, movement, trade_no, what, out_trade_no, order_id, fact_number,
       ours_minor, theirs_minor, currency)
     values (:id, :billId, :provider, :movement, :tradeNo, :what, :outTradeNo, :orderId, :fact, :oursMinor, :theirsMinor,
       :currency)
     on conflict (provider, movement, trade_no, what) do nothing`,
    { ...one },
  );
}

export interface DifferenceRow extends Omit<FoundDifference, 'orderId'> {
  id: string;
  provider: Provider;
  day: string;
  orderNo: string | null;
  foundAt: Date;
  settledAt: Date | null;
  settledBy: string | null;
  how: string | null;
}

const DIFFERENCES = `select d.id, d.provider, b.day::text, d.movement, d.trade_no as "tradeNo", d.out_trade_no as "outTradeNo", d.what,
    o.order_no as "orderNo", d.ours_minor as "oursMinor", d.theirs_minor as "theirsMinor", d.currency, d.found_at as "foundAt",
    s.settled_at as "settledAt", s.settled_by as "settledBy", s.how
  from bill_differences d join bills b on b.id = d.bill_id left join orders o on o.id = d.order_id
    left join bill_settlements s on s.difference_id = d.id`;

/** Differences, newest first; the open ones alone unless all are asked for. */
export async function listDifferences(
  db: Db,
  { all, limit, cursor }: { all: boolean; limit: number; cursor?: string | undefined },
): Promise<Page<DifferenceRow>> {
  const [foundAt, id] = readCursor(cursor) ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  const found = await rows<DifferenceRow>(
    db,
    `${DIFFERENCES} where (d.found_at, d.id) < (:foundAt::timestamptz, :id::uuid) and (:all or s.difference_id is null)
     order by d.found_at desc, d.id desc limit :limit`,
    { foundAt, id, all, limit: limit + 1 },
  );
  return page(found, limit, (last) => [last.foundAt.toISOString(), last.id]);
}

export function differenceById(db: Db, id: string): Promise<DifferenceRow | undefined> {
  return row(db, `${DIFFERENCES} where d.id = :id`, { id });
}

/** Settles a difference, once; false when it was settled before. */
export async function settleDifference(
  tx: Tx,
  settlement: { differenceId: string; how: string; settledBy: string },
): Promise<boolean> {
  const kept = await run(
    tx,
    `insert into bill_settlements (difference_id, how, settled_by) values (:differenceId, :how, :settledBy)
     on conflict (difference_id) do nothing`,
    settlement,
  );
  return kept === 1;
}
