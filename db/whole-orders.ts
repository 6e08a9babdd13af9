import type { Fact } from '../domain/facts.js';
import type { OrderLine } from '../domain/order.js';
import type { Decision } from '../domain/review.js';
import type { Evaluation } from '../domain/rules.js';
import type { CodeStatus } from './codes.js';
import type { MessageRow } from './messages.js';
import type { OrderFileRow } from './order-files.js';
import type { OrderRow } from './orders.js';
import type { ReviewRow } from './reviews.js';
import { type Db, rows } from './sql.js';
import type { VerificationRow } from './verifications.js';
import type { WriteOffRow } from './write-offs.js';

/** An order with every row that belongs to it, as the invariants are checked on. Counts stand for what may be personal. */
export interface WholeOrder extends OrderSeen, OpenWork {
  lines: OrderLine[];
  facts: FactSeen[];
  unlikeLog: LogMismatch[];
  codes: CodeSeen[];
  writeOffs: WriteOffSeen[];
  reviews: ReviewSeen[];
  messages: MessageSeen[];
  files: FileSeen[];
  receipts: ReceiptSeen[];
}

type OrderSeen = Pick<
  OrderRow,
  | 'id'
  | 'orderNo'
  | 'kind'
  | 'settlement'
  | 'currency'
  | 'amountMinor'
  | 'factCount'
  | 'appliedFact'
  | 'state'
> & { hasCustomer: boolean };

/** The whole orders after an id, by id; the caller asks within one transaction that sees one moment. */
export async function wholeOrdersAfter(db: Db, after: string, limit: number): Promise<WholeOrder[]> {
  const orders = await ordersAfter(db, after, limit);
  const ids = orders.map(({ id }) => id);
  const work = perOrder(await openWork(db, ids));
  const lines = perOrder(await linesOfAll(db, ids));
  const facts = perOrder(await factsOfAll(db, ids));
  const unlikeLog = perOrder(await factsUnlikeLog(db, ids));
  const codes = perOrder(await codesOfAll(db, ids));
  const writeOffs = perOrder(await writeOffsOfAll(db, ids));
  const reviews = perOrder(await reviewsOfAll(db, ids));
  const messages = perOrder(await messagesOfAll(db, ids));
  const files = perOrder(await filesOfAll(db, ids));
  const receipts = perOrder(await receiptsOfAll(db, ids));
  return orders.map((order) => ({
    ...order,
    ...(work.get(order.id)?.[0] ?? NO_WORK),
    lines: lines.get(order.id) ?? [],
    facts: facts.get(order.id) ?? [],
    unlikeLog: unlikeLog.get(order.id) ?? [],
    codes: codes.get(order.id) ?? [],
    writeOffs: writeOffs.get(order.id) ?? [],
    reviews: reviews.get(order.id) ?? [],
    messages: messages.get(order.id) ?? [],
    files: files.get(order.id) ?? [],
    receipts: receipts.get(order.id) ?? [],
  }));
}

/** One row of an order, with the order it belongs to. */
type Of<Part> = Part & { orderId: string };

function perOrder<Part>(found: readonly Of<Part>[]): Map<string, Part[]> {
  const grouped = new Map<string, Part[]>();
  for (const one of found) {
    const known = grouped.get(one.orderId);
    if (known) known.push(one);
    else grouped.set(one.orderId, [one]);
  }
  return grouped;
}

function ordersAfter(db: Db, after: string, limit: number): Promise<OrderSeen[]> {
  return rows(
    db,
    `select id, order_no as "orderNo", kind, settlement, currency, amount_minor as "amountMinor",
       fact_count as "factCount", applied_fact as "appliedFact", state, customer_sealed is not null as "hasCustomer"
     from orders where id > :after::uuid order by id limit :limit`,
    { after, limit },
  );
}

export interface FactSeen extends Fact {
  hasSealed: boolean;
}
interface FactRow extends Omit<FactSeen, 'actor'> {
  actorKind: Fact['actor']['kind'];
  actorId: string;
  onBehalfOf: string | null;
}

async function factsOfAll(db: Db, ids: readonly string[]): Promise<Of<FactSeen>[]> {
  const found = await rows<Of<FactRow>>(
    db,
    `select order_id as "orderId", number, type, happened_at as "happenedAt", recorded_at as "recordedAt",
       actor_kind as "actorKind", actor_id as "actorId", on_behalf_of as "onBehalfOf", source, detail, sealed is not null as "hasSealed"
     from facts where order_id = any(:ids::uuid[]) order by order_id, number`,
    { ids },
  );
  return found.map(({ actorKind, actorId, onBehalfOf, ...fact }) => ({
    ...fact,
    actor: { kind: actorKind, id: actorId, ...(onBehalfOf && { onBehalfOf }) },
  }));
}

/** A fact and its row in the operation log that do not match; a missing one has no type. */
export interface LogMismatch {
  number: number;
  recorded: string | null;
  logged: string | null;
}

/** Facts that the log does not know as they are, and log rows of facts that are not there. */
function factsUnlikeLog(db: Db, ids: readonly string[]): Promise<Of<LogMismatch>[]> {
  return rows(
    db,
    `select coalesce(f.order_id, l.order_id) as "orderId", coalesce(f.number, l.fact_number) as number,
       f.type as recorded, l.action as logged
     from (select order_id, number, type, actor_kind, actor_id from facts where order_id = any(:ids::uuid[])) f
     full join (select order_id, fact_number, action, actor_kind, actor_id from log_entries
       where order_id = any(:ids::uuid[]) and fact_number is not null) l
       on l.order_id = f.order_id and l.fact_number = f.number
     where (f.type, f.actor_kind, f.actor_id) is distinct from (l.action, l.actor_kind, l.actor_id)
     order by 1, 2`,
    { ids },
  );
}

function linesOfAll(db: Db, ids: readonly string[]): Promise<Of<OrderLine>[]> {
  return rows(
    db,
    `select order_id as "orderId", line_no as "lineNo", kind, sku, name, quantity, amount_minor as "amountMinor"
     from order_lines where order_id = any(:ids::uuid[]) order by order_id, line_no`,
    { ids },
  );
}

export interface CodeSeen {
  issueNo: number;
  status: CodeStatus;
  issuedAt: Date;
  endedAt: Date | null;
  expiresAt: Date;
  /** Null without an issue record. */
  decoded: boolean | null;
}

function codesOfAll(db: Db, ids: readonly string[]): Promise<Of<CodeSeen>[]> {
  return rows(
    db,
    `select c.order_id as "orderId", c.issue_no as "issueNo", c.status, c.issued_at as "issuedAt", c.ended_at as "endedAt",
       c.expires_at as "expiresAt", r.decoded
     from codes c left join issue_records r on r.code_id = c.id and r.order_id = c.order_id and r.issue_no = c.issue_no
     where c.order_id = any(:ids::uuid[]) order by c.order_id, c.issue_no`,
    { ids },
  );
}

export interface OpenWork {
  blockingCases: number;
  technicalCases: number;
  oldestWakeUpAt: Date | null;
  wrappedKeys: number;
}

const NO_WORK: OpenWork = { blockingCases: 0, technicalCases: 0, oldestWakeUpAt: null, wrappedKeys: 0 };

/** What is open beside an order, counted. */
function openWork(db: Db, ids: readonly string[]): Promise<Of<OpenWork>[]> {
  return rows(
    db,
    `select o.id as "orderId",
       (select count(*)::int from cases where order_id = o.id and blocking and status in ('open', 'given_up')) as "blockingCases",
       (select count(*)::int from cases where order_id = o.id and kind = 'technical' and status in ('open', 'given_up')) as "technicalCases",
       (select min(created_at) from outbox where order_id = o.id) as "oldestWakeUpAt",
       (select count(*)::int from data_keys where order_id = o.id and wrapped is not null) as "wrappedKeys"
     from orders o where o.id = any(:ids::uuid[])`,
    { ids },
  );
}

export interface WriteOffSeen extends Omit<WriteOffRow, 'orderId' | 'writtenOffAt'> {
  verification: Pick<
    VerificationRow,
    'factNumber' | 'policyVersion' | 'materialFact' | 'verdict' | 'reviewers'
  > & {
    orderId: string;
    evaluation: Evaluation;
  };
  /** Whether its customer had no earlier order when it was verified. */
  firstOrder: boolean;
}

/** Write-offs with the verification that each rests on. */
function writeOffsOfAll(db: Db, ids: readonly string[]): Promise<Of<WriteOffSeen>[]> {
  return rows(
    db,
    `select w.order_id as "orderId", w.fact_number as "factNumber", w.verification_id as "verificationId",
       w.review_id as "reviewId", w.policy_version as "policyVersion", w.material_fact as "materialFact", w.reason, w.operator,
       w.amount_minor as "amountMinor", w.currency,
       jsonb_build_object('orderId', v.order_id, 'factNumber', v.fact_number, 'policyVersion', v.policy_version,
         'materialFact', v.material_fact, 'verdict', v.verdict, 'reviewers', v.reviewers, 'evaluation', v.evaluation) as verification,
       not exists (select from orders p where p.customer_key = o.customer_key
         and (p.ordered_at, p.order_no) < (o.ordered_at, o.order_no) and p.created_at < v.verified_at) as "firstOrder"
     from write_offs w join verifications v on v.id = w.verification_id join orders o on o.id = w.order_id
     where w.order_id = any(:ids::uuid[])`,
    { ids },
  );
}

export interface ReviewSeen
  extends Pick<ReviewRow, 'id' | 'verificationId' | 'materialFact' | 'reviewersNeeded' | 'status'> {
  decisions: (Decision & { factNumber: number })[];
}

/** Reviews that write-offs rest on, with their decisions. */
function reviewsOfAll(db: Db, ids: readonly string[]): Promise<Of<ReviewSeen>[]> {
  return rows(
    db,
    `select r.order_id as "orderId", r.id, r.verification_id as "verificationId", r.material_fact as "materialFact",
       r.reviewers_needed as "reviewersNeeded", r.status,
       (select coalesce(jsonb_agg(jsonb_build_object('personId', d.person_id, 'decision', d.decision, 'factNumber', d.fact_number)), '[]')
        from review_decisions d where d.review_id = r.id and d.withdrawn_at is null) as decisions
     from reviews r where r.order_id = any(:ids::uuid[]) and r.id in (select review_id from write_offs where order_id = any(:ids::uuid[]))`,
    { ids },
  );
}

export interface MessageSeen extends Pick<MessageRow, 'id' | 'channel' | 'attemptKey' | 'status'> {
  waitingSince: Date;
}

function messagesOfAll(db: Db, ids: readonly string[]): Promise<Of<MessageSeen>[]> {
  return rows(
    db,
    `select order_id as "orderId", id, channel, attempt_key as "attemptKey", status,
       coalesce(sending_at, queued_at) as "waitingSince"
     from messages where order_id = any(:ids::uuid[]) order by order_id, queued_at, id`,
    { ids },
  );
}

export type FileSeen = Pick<OrderFileRow, 'archiveNo' | 'summary'>;

function filesOfAll(db: Db, ids: readonly string[]): Promise<Of<FileSeen>[]> {
  return rows(
    db,
    `select order_id as "orderId", archive_no as "archiveNo", summary from order_files where order_id = any(:ids::uuid[])`,
    { ids },
  );
}

/** Money that a provider told of, with the number of the fact that it became. */
export interface ReceiptSeen {
  tradeNo: string;
  kind: 'payment' | 'refund';
  outcome: 'taken' | 'mismatch';
  fact: number | null;
  amountMinor: number;
  currency: string;
}

function receiptsOfAll(db: Db, ids: readonly string[]): Promise<Of<ReceiptSeen>[]> {
  return rows(
    db,
    `select order_id as "orderId", provider || '/' || kind || '/' || trade_no as "tradeNo", kind, outcome, fact_number as fact,
       amount_minor as "amountMinor", currency
     from payment_receipts where order_id = any(:ids::uuid[])`,
    { ids },
  );
}
