import { LOST } from '../domain/delivery.js';
import type { Fact } from '../domain/facts.js';
import type { Ordered } from '../domain/ledger.js';
import type { Channel } from '../domain/letters.js';
import { fold, type Standing } from '../domain/lifecycle.js';
import type { PolicyVersion } from '../domain/policy.js';
import { type Decision, standing as reviewStanding } from '../domain/review.js';
import { type LineRow, lockOrder, type OrderRow } from './orders.js';
import { forEach, row as one, type Tx } from './sql.js';

/** An order under lock with everything that a step may need to decide, and the policy in force. */
export interface OrderInHand {
  row: OrderRow;
  lines: LineRow[];
  facts: Fact[];
  code: { id: string; issueNo: number; keyId: number } | undefined;
  verification: (NonNullable<Standing['verified']> & { id: string; policyVersion: number }) | undefined;
  review: HeldReview | undefined;
  cases: {
    kind: string;
    code: string;
    blocking: boolean;
    status: string;
    step: string;
    ownerDepartment: string;
  }[];
  messages: MessageInHand[];
  policy: PolicyVersion;
  /** The database's clock when the order was read; under the lock, so later than every fact. */
  now: Date;
  calendarRevision: number;
  /** The ledger of pauses as it is written. */
  pauses: StoredPause[];
  standing: Standing;
}

export interface MessageInHand {
  id: string;
  codeId: string;
  channel: Channel;
  template: string;
  status: string;
  attemptKey: string;
}

export interface StoredPause {
  fact: number;
  resumed: boolean;
}

export interface HeldReview {
  id: string;
  verificationId: string;
  reviewersNeeded: number;
  status: 'open' | 'approved' | 'rejected' | 'returned' | 'superseded';
  decisions: Decision[];
}

/** Locks an order and reads how it stands, in two statements; undefined when there is no such order. */
export async function takeInHand(tx: Tx, orderId: string): Promise<OrderInHand | undefined> {
  // Both go there together, the lock first: what is read is what stands once the order is held.
  const [row, read] = await Promise.all([lockOrder(tx, orderId), one<Read>(tx, READ, { orderId })]);
  if (!row) return undefined;
  if (!read) throw new Error('takeInHand: nothing read');
  if (!read.policy) throw new Error('no active policy version: seed the database first');
  const parts = {
    row,
    lines: read.lines ?? [],
    facts: (read.facts ?? []).map(dated),
    code: read.code ?? undefined,
    verification: read.verification ?? undefined,
    review: read.review ? { ...read.review, decisions: read.review.decisions ?? [] } : undefined,
    cases: read.cases ?? [],
    messages: read.messages ?? [],
    policy: read.policy,
    now: new Date(read.now),
    calendarRevision: read.calendarRevision,
    pauses: read.pauses ?? [],
  };
  return { ...parts, standing: standingOf(parts) };
}

/** JSON as PostgreSQL builds it: an empty list is null, a time is text. */
interface Read {
  lines: LineRow[] | null;
  facts: FactJson[] | null;
  code: OrderInHand['code'] | null;
  verification: OrderInHand['verification'] | null;
  review: (Omit<HeldReview, 'decisions'> & { decisions: Decision[] | null }) | null;
  cases: OrderInHand['cases'] | null;
  messages: OrderInHand['messages'] | null;
  policy: PolicyVersion | null;
  now: Date;
  calendarRevision: number;
  pauses: StoredPause[] | null;
}

interface FactJson extends Omit<Fact, 'actor' | 'happenedAt' | 'recordedAt'> {
  happenedAt: string;
  recordedAt: string;
  actorKind: Fact['actor']['kind'];
  actorId: string;
  department: string | null;
  onBehalfOf: string | null;
}

const READ = forEach(
  `select
  (select json_agg(json_build_object('lineNo', line_no, 'kind', kind, 'sku', sku, 'name', name, 'quantity', quantity,
     'amountMinor', amount_minor) order by line_no) from order_lines where order_id = :orderId) as lines,
  (select json_agg(json_build_object('number', number, 'type', type, 'happenedAt', happened_at, 'recordedAt', recorded_at,
     'actorKind', actor_kind, 'actorId', actor_id, 'department', department, 'onBehalfOf', on_behalf_of, 'source', source, 'detail', detail)
     order by number) from facts where order_id = :orderId) as facts,
  (select json_build_object('id', id, 'issueNo', issue_no, 'keyId', key_id) from codes where order_id = :orderId and status = 'live') as code,
  (select json_build_object('id', id, 'factNumber', fact_number, 'policyVersion', policy_version, 'materialFact',
     material_fact, 'verdict', verdict, 'reviewers', reviewers)
     from verifications where order_id = :orderId order by fact_number desc limit 1) as verification,
  (select json_build_object('id', r.id, 'verificationId', verification_id, 'reviewersNeeded', reviewers_needed, 'status',
     status, 'decisions', (select json_agg(json_build_object('personId', person_id, 'decision', decision) order by fact_number)
       from review_decisions d where d.review_id = r.id and d.withdrawn_at is null))
     from reviews r where order_id = :orderId order by opened_at desc limit 1) as review,
  (select json_agg(json_build_object('kind', kind, 'code', code, 'blocking', blocking, 'status', status, 'step', step, 'ownerDepartment',
     owner_department) order by opened_at) from cases where order_id = :orderId) as cases,
  (select json_agg(json_build_object('id', id, 'attemptKey', attempt_key, 'codeId', code_id, 'channel', channel, 'template', template, 'status', status) order by queued_at)
     from messages where order_id = :orderId) as messages,
  (select body from policy_versions where active) as policy, clock_timestamp() as now,
  (select revision from calendars) as "calendarRevision",
  (select json_agg(json_build_object('fact', fact_number, 'resumed', resumed_at is not null)) from clock_pauses
     where order_id = :orderId) as pauses`,
  'orderId uuid',
);

function dated({ happenedAt, recordedAt, ...stored }: FactJson): Fact {
  const { actorKind, actorId, department, onBehalfOf, ...fact } = stored;
  return {
    ...fact,
    happenedAt: new Date(happenedAt),
    recordedAt: new Date(recordedAt),
    actor: {
      ...{ kind: actorKind, id: actorId },
      ...(department && { department }),
      ...(onBehalfOf && { onBehalfOf }),
    },
  };
}

/** What the rules read of an order. */
export function ordered(order: Pick<OrderInHand, 'row' | 'lines'>): Ordered {
  const { kind, settlement, currency, amountMinor } = order.row;
  return { kind, settlement, currency, amountMinor, lines: order.lines };
}

/** The domain's view of the rows in hand. */
export function standingOf(order: Omit<OrderInHand, 'standing'>): Standing {
  const { row, facts, verification, review } = order;
  return {
    state: fold(facts),
    appliedFact: row.appliedFact,
    facts,
    messages: { wanted: row.notify, prepared: prepared(order) },
    blockingCases: order.cases.filter((found) => found.blocking && isUnsettled(found)).length,
    stalled: order.cases.some((found) => found.kind === 'technical' && !found.blocking && isUnsettled(found)),
    ...(verification && { verified: verification }),
    ...(review && { review: { decision: decisionOf(review) } }),
  };
}

/** A case that was given up holds its order as an open one does, until it is tried again. */
export const isUnsettled = ({ status }: { status: string }): boolean =>
  status === 'open' || status === 'given_up';

/** A message of the live code is on its way or arrived; one that was lost leaves the next channel to try. */
function prepared({ code, messages }: Omit<OrderInHand, 'standing'>): boolean {
  if (!code) return true;
  return messages.some(
    ({ codeId, template, status }) =>
      codeId === code.id && template === 'code_issued' && !LOST.includes(status),
  );
}

/** A superseded review decides nothing, whatever was decided on it. */
function decisionOf(review: HeldReview): NonNullable<Standing['review']>['decision'] {
  if (review.status === 'superseded') return 'open';
  if (review.status !== 'open') return review.status;
  return reviewStanding(review.decisions, review.reviewersNeeded);
}
