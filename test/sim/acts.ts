import { type Actor, type FactType, lastMaterial, type WorldFact } from '../../domain/facts.js';
import { ledger } from '../../domain/ledger.js';
import { isHeld } from '../../domain/lifecycle.js';
import { decisionsOn, mayNotRetry, mayNotReview, standing } from '../../domain/review.js';
import { deviates } from './deviation.js';
import { ask, type InHand } from './people.js';
import type { OrderTables, StoredCase } from './tables.js';
import type { World } from './world.js';

/** What people and the world do to an order: what it needs, and what gets in its way. */

type Act = (world: World, order: OrderTables) => void;

const person = (id: string, department = 'finance'): Actor => ({ kind: 'person', id, department });
const CLERK = person('clerk', 'order_desk');
const HANDS = ['clerk', 'lin', 'sun'];
const REVIEWERS = ['clerk', 'sun', 'zhou', 'qian', 'wu'];
/** Reviews nothing, so may retry everything. */
export const TECHNICIAN = 'tang';
const TECHNICIANS = [TECHNICIAN, 'zhou'];

function happen(
  world: World,
  order: OrderTables,
  type: WorldFact,
  detail: Record<string, unknown> = {},
): void {
  const known = order.facts.filter((fact) => fact.type === type && fact.externalId !== undefined);
  const again = known.length > 0 && world.clock.chance(0.15) ? world.clock.pick(known) : undefined;
  const externalId = again?.externalId ?? `${type}-${world.operations.length}`;
  const unnamed = !again && world.clock.chance(0.3);
  ask(world, {
    ...{ orderId: order.row.id, type, actor: person(world.clock.pick(HANDS)), stated: true },
    ...{ detail: again?.detail ?? detail, ...(!unnamed && { externalId }) },
  });
}

function request(
  world: World,
  order: OrderTables,
  type: FactType,
  rest: Partial<Parameters<typeof ask>[1]> = {},
): void {
  ask(world, { orderId: order.row.id, type, actor: CLERK, ...rest });
}

function pay(world: World, order: OrderTables): void {
  const { row, lines, facts } = order;
  const { dueMinor, paidMinor } = ledger({ ...row, lines }, facts);
  const missing = dueMinor - paidMinor;
  if (missing !== 0)
    happen(world, order, missing > 0 ? 'payment_received' : 'payment_refunded', {
      ...{ amountMinor: Math.abs(missing), currency: 'CNY' },
    });
}

/** A decision on the open review, by somebody who may; the API looks again under the lock. */
function decide(world: World, order: OrderTables, decision: 'approved' | 'rejected' | 'returned'): void {
  const review = order.reviews.at(-1);
  if (review?.status !== 'open') return;
  const who = world.clock.pick(REVIEWERS);
  request(world, order, `review_${decision}`, {
    actor: person(who, 'review'),
    detail: { reviewId: review.id },
    mayBe: (hand) => mayDecide(hand, review.id, who),
  });
}

function mayDecide({ facts, tables }: InHand, reviewId: string, who: string): boolean {
  const review = tables.reviews.find(({ id }) => id === reviewId);
  const decisions = decisionsOn(facts, reviewId);
  if (review?.status !== 'open' || review.materialFact !== lastMaterial(facts)) return false;
  if (standing(decisions, review.reviewersNeeded) !== 'open') return false;
  if (decisions.some(({ personId }) => personId === who)) return false;
  return deviates('own_hand') || mayNotReview(facts, who) === undefined;
}

function withdraw(world: World, order: OrderTables): void {
  const review = order.reviews.at(-1);
  const [first] = review ? decisionsOn(order.facts, review.id) : [];
  if (!review || first?.decision !== 'approved') return;
  const who = first.personId;
  request(world, order, 'review_withdrawn', {
    actor: person(who, 'review'),
    detail: { reviewId: review.id },
    mayBe: ({ facts }) => {
      const decisions = decisionsOn(facts, review.id);
      return (
        decisions.some(({ personId }) => personId === who) &&
        standing(decisions, review.reviewersNeeded) === 'open'
      );
    },
  });
}

const casesOf = ({ cases }: OrderTables, kind: StoredCase['kind']): StoredCase[] =>
  cases.filter((one) => one.kind === kind && (one.status === 'open' || one.status === 'given_up'));

/** The cause is mended first, then the step is tried again. */
export function retry(world: World, order: OrderTables, by?: string): void {
  const [found] = casesOf(order, 'technical');
  if (!found) return;
  world.faults.poison.delete(`${found.code.replace('InjectedFault: ', '')} ${order.row.id}`);
  const who = by ?? world.clock.pick(TECHNICIANS);
  request(world, order, 'retry_requested', {
    actor: person(who, 'technology'),
    detail: { caseId: found.id, step: found.step },
    mayBe: ({ facts, tables }) =>
      !mayNotRetry(facts, who) && casesOf(tables, 'technical').some(({ id }) => id === found.id),
  });
}

export function resolve(world: World, order: OrderTables): void {
  const [found] = casesOf(order, 'business');
  if (!found) return;
  request(world, order, 'case_resolved', {
    detail: { caseId: found.id, materialFact: Number(found.detail.materialFact ?? 0) },
    mayBe: ({ tables }) => tables.cases.some(({ id, status }) => id === found.id && status === 'open'),
  });
}

function giveUp(world: World, order: OrderTables): void {
  const [found] = casesOf(order, 'technical');
  if (!found) return;
  request(world, order, 'case_given_up', {
    detail: { caseId: found.id },
    mayBe: ({ tables }) => tables.cases.some(({ id, status }) => id === found.id && status === 'open'),
  });
}

/** A message is sent again by a person, or comes back. */
function resend(world: World, order: OrderTables): void {
  const messages = [...world.store.messages.values()].filter(({ orderId }) => orderId === order.row.id);
  const lost = messages.find(({ status }) => status === 'failed' || status === 'unknown');
  if (lost) {
    request(world, order, 'resend_requested', { detail: { messageId: lost.id } });
    return;
  }
  const sent = messages.find(({ status, channel }) => status === 'sent' && channel !== 'page');
  if (sent) happen(world, order, 'message_bounced', { messageId: sent.id, code: 'mailbox_full' });
}

/** What would bring the order nearer to its end. */
export const HELP: readonly Act[] = [
  (world, order) => void (order.row.state === 'entered' && request(world, order, 'code_requested')),
  pay,
  (world, order) => happen(world, order, 'shipped'),
  (world, order) => void (order.row.settlement === 'cash_on_delivery' && happen(world, order, 'delivered')),
  (world, order) => void (order.row.kind !== 'goods' && happen(world, order, 'service_completed')),
  (world, order) => void (order.row.settlement === 'on_account' && request(world, order, 'credit_approved')),
  (world, order) => decide(world, order, 'approved'),
  (world, order) => decide(world, order, 'approved'),
  (world, order) => retry(world, order),
  resolve,
  (world, order) => void (isHeld(order.facts) && request(world, order, 'order_released')),
];

export const TROUBLE: readonly Act[] = [
  (world, order) => happen(world, order, 'payment_received', { amountMinor: 1_000, currency: 'CNY' }),
  (world, order) => happen(world, order, 'shipped', { lines: [{ lineNo: 1, quantity: 1 }] }),
  (world, order) => happen(world, order, 'dispute_opened'),
  (world, order) => happen(world, order, 'dispute_closed'),
  (world, order) => happen(world, order, 'payment_mismatch'),
  (world, order) => happen(world, order, 'scanned'),
  (world, order) => happen(world, order, 'customer_confirmed'),
  (world, order) => request(world, order, 'reissue_requested'),
  (world, order) => request(world, order, 'code_voided'),
  (world, order) => request(world, order, 'transfer_offered', { detail: { toName: 'logistics' } }),
  (world, order) => request(world, order, 'transfer_accepted', { detail: { department: 'logistics' } }),
  (world, order) => request(world, order, 'order_held'),
  (world, order) => request(world, order, 'order_released'),
  (world, order) => request(world, order, 'watch_set', { detail: { on: world.clock.chance(0.5) } }),
  (world, order) => request(world, order, 'order_amended', { detail: { fields: ['lines'] } }),
  (world, order) => request(world, order, 'evidence_supplied'),
  (world, order) => request(world, order, 'clock_paused', { detail: { reason: 'customer' } }),
  (world, order) => request(world, order, 'clock_resumed'),
  (world, order) => decide(world, order, 'returned'),
  (world, order) => decide(world, order, 'rejected'),
  ...[withdraw, withdraw, withdraw, giveUp, resend],
];

/** Ends a story for good; seldom. */
export const END: readonly Act[] = [(world, order) => request(world, order, 'order_cancelled')];
