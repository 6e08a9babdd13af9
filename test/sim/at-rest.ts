import { isUnsettled, standingOf } from '../../db/standing.js';
import { LOST } from '../../domain/delivery.js';
import type { FactType } from '../../domain/facts.js';
import { atRest, due, fold, isClosed, MOVES, move, next, type State } from '../../domain/lifecycle.js';
import { FIRST_POLICY } from '../../domain/policy.js';
import { decisionsOn } from '../../domain/review.js';
import type { Post } from './post.js';
import type { OrderTables, StoredMessage } from './tables.js';
import type { Temporal } from './temporal.js';
import type { World } from './world.js';

/** What holds when every part works again and nothing moves by itself any more. */
export function* brokenAtRest(world: World, temporal: Temporal, post: Post): Generator<string> {
  for (const [orderId, order] of world.store.orders) {
    const messages = [...world.store.messages.values()].filter((message) => message.orderId === orderId);
    yield* pathOf(order);
    yield* progressOf(world, { orderId, order, messages }, temporal);
    yield* rowsOf(order);
    yield* failuresOf(world, orderId, order);
    yield* operationsOf(world, orderId, order);
    for (const message of messages) yield* messageOf(message, order, post.arrivals.get(message.id) ?? 0);
  }
  for (const id of post.arrivals.keys())
    if (!world.store.messages.has(id)) yield 'a message that nobody wrote';
}

/** Facts that only ever stand where the table has a cell for them. */
const MOVING: readonly FactType[] = [
  ...(['verification_deferred', 'review_opened', 'written_off', 'exception_closed', 'archived'] as const),
];

function* pathOf({ facts, row }: OrderTables): Generator<string> {
  let state: State = 'entered';
  for (const fact of facts) {
    if (MOVING.includes(fact.type) && MOVES[state][fact.type] === undefined)
      yield `${fact.type} while ${state}`;
    state = move(state, fact);
  }
  if (fold(facts) !== row.state) yield `the row says ${row.state}, the facts ${fold(facts)}`;
  const late = facts.filter(({ type }) => type === 'late_fact').map(({ detail }) => detail.of);
  if (new Set(late).size < late.length) yield 'a late fact is noted twice';
}

interface Seen {
  orderId: string;
  order: OrderTables;
  messages: StoredMessage[];
}

function* progressOf(
  { store }: World,
  { orderId, order, messages }: Seen,
  temporal: Temporal,
): Generator<string> {
  const { row } = order;
  const standing = standingOf({
    ...{ row, lines: [...order.lines], facts: [...order.facts], cases: [...order.cases], messages },
    code: order.codes.findLast(({ status }) => status === 'live'),
    verification: order.verifications.at(-1),
    review: order.reviews.at(-1),
    ...{ policy: FIRST_POLICY, now: row.stateSince, calendarRevision: 0, pauses: [] },
  });
  if (due(standing)) yield `${due(standing)?.type} is due and not written`;
  if (!['wait', 'rest'].includes(next(standing))) yield `nobody does what is next: ${next(standing)}`;
  if (row.appliedFact !== row.factCount) yield 'facts that the lifecycle never saw';
  if (store.outbox.some((wake) => wake.orderId === orderId)) yield 'a wake-up is left';
  const runs = temporal.openRuns(orderId);
  if (runs > 1) yield 'two lifecycles run';
  if (runs === 0 && !atRest(row.state)) yield `${row.state}, but no lifecycle runs`;
  if (runs > 0 && atRest(row.state)) yield `${row.state}, but its lifecycle runs`;
  if (!temporal.isIdle(orderId)) yield 'a lifecycle has not taken its news in';
  const blocked = order.cases.some((one) => one.blocking && isUnsettled(one));
  if (!isClosed(row.state) && blocked !== (row.state === 'exception')) yield 'exceptions and cases differ';
}

/** Rows that are carried from facts tell the same as they. */
function* rowsOf(order: OrderTables): Generator<string> {
  const { facts, row } = order;
  const numbers = (type: FactType) => facts.filter((fact) => fact.type === type).map(({ number }) => number);
  if (order.hops.map(({ offeredFact }) => offeredFact).join() !== numbers('transfer_offered').join())
    yield 'offers and hops differ';
  for (const review of order.reviews) {
    const told = decisionsOn(facts, review.id).map(({ personId, decision }) => `${personId} ${decision}`);
    const held = review.decisions.map(({ personId, decision }) => `${personId} ${decision}`);
    if (told.toSorted().join() !== held.toSorted().join()) yield 'decisions and their facts differ';
    if (review.status === 'open' && row.state !== 'pending_review' && row.state !== 'exception')
      yield `a review is open while ${row.state}`;
  }
  for (const { status, kind, id } of order.cases) {
    const asked = facts.findLast(({ detail }) => detail.caseId === id)?.type;
    if (kind === 'technical' && status === 'retrying' && row.state === 'archived')
      yield 'a retry is not proven';
    if (status === 'open' && asked === 'case_resolved') yield 'a resolved case is open';
    if (row.state === 'voided' && (status === 'open' || status === 'retrying') && ended(order, id))
      yield 'a cancelled order has a case under way';
  }
  if ((order.files.length === 1) !== (row.state === 'archived')) yield 'files and archived orders differ';
  const live = order.codes.some(({ status }) => status === 'live');
  if (live && (row.state === 'voided' || row.state === 'expired')) yield `a code is live while ${row.state}`;
}

/** A step that fails for good has its case, whatever the case was kept open for after it; after every retry none is left. */
function* failuresOf({ faults }: World, orderId: string, { cases, row }: OrderTables): Generator<string> {
  const technical = cases.filter(({ kind }) => kind === 'technical');
  for (const struck of faults.struck) {
    const [step, of] = struck.split(' ');
    if (of === orderId && !technical.some(({ told }) => told.some((code) => code.endsWith(`: ${step}`))))
      yield `${step} failed for good and nobody was told`;
  }
  if (row.state !== 'voided' && technical.some(isUnsettled))
    yield 'a technical case was retried and stays open';
}

/** A case that stood before its order was cancelled; what is asked because of it comes after. */
const ended = ({ cases }: OrderTables, id: string): boolean =>
  cases.find((one) => one.id === id)?.blocking === true;

/** Who was told that something is recorded finds it there once; who was refused, never. */
function* operationsOf({ operations }: World, orderId: string, { facts }: OrderTables): Generator<string> {
  const landed = new Map<unknown, number[]>();
  const stated = new Map<string, number>();
  for (const { number, detail, externalId, source } of facts) {
    if (source !== 'api') continue;
    landed.set(detail.operation, [...(landed.get(detail.operation) ?? []), number]);
    if (externalId !== undefined) stated.set(externalId, (stated.get(externalId) ?? 0) + 1);
  }
  for (const times of stated.values()) if (times > 1) yield 'a stated fact is there twice';
  for (const { no, what, outcome, fact, externalId } of operations.filter((one) => one.orderId === orderId)) {
    const numbers = landed.get(no) ?? [];
    if (numbers.length > 1) yield `${what} happened twice`;
    if (outcome === 'refused' && numbers.length > 0) yield `${what} was refused and happened`;
    const there = facts.find(({ number }) => number === fact);
    const own = externalId === undefined ? there?.detail.operation === no : there?.externalId === externalId;
    if (outcome === 'ok' && !own) yield `${what} was acknowledged and is lost`;
  }
}

function* messageOf(
  { id, status, channel }: StoredMessage,
  { facts }: OrderTables,
  arrived: number,
): Generator<string> {
  if (channel === 'page') return;
  if (arrived > 1) yield 'a message arrived twice';
  if (status === 'queued' || status === 'sending') yield `a message is still ${status}`;
  if ((status === 'sent' || status === 'bounced') && arrived === 0)
    yield 'a message was sent and never arrived';
  if (status === 'failed' && arrived > 0) yield 'a message failed and arrived';
  const end = facts.filter(
    ({ type, source, detail }) => source === 'queue' && detail.messageId === id && ENDS.includes(type),
  );
  if (end.length !== 1) yield 'the end of a message is not one fact';
  else if ((end[0]?.type === 'message_failed') !== (LOST.includes(status) && status !== 'bounced'))
    yield 'a message and its fact differ';
}

const ENDS: readonly FactType[] = ['message_delivered', 'message_failed'];
