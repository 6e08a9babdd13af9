import { randomUUID } from 'node:crypto';
import {
  insertEntries,
  type KnownOrder,
  knownOrders,
  lockOrderNumbers,
  type NewEntry,
  statedBefore,
} from '../db/bulk-entry.js';
import { type FactDraft, record } from '../db/facts.js';
import { lockOrder } from '../db/orders.js';
import { EVERY_ORDER, type Seeing } from '../db/scope.js';
import type { Tx } from '../db/sql.js';
import type { Actor, FactSource } from '../domain/facts.js';
import { canonicalOrder, type OrderDraft, type StatedFact, totalMinor } from '../domain/order.js';
import { DEPARTMENTS } from '../domain/people.js';
import { Refusal } from '../domain/refusal.js';
import { blindIndex, blindIndexes } from '../platform/keys/envelope.js';
import { termsOf } from '../platform/keys/search-terms.js';
import type { ApiDeps } from './deps.js';
import { adopt } from './orphans.js';
import { newOrderKey, sealCustomer } from './sealing.js';

/** An order to enter: by hand, or from a file with what the file states about it. */
export interface Entry {
  draft: OrderDraft;
  actor: Actor;
  /** An order that they do not see is told from another under the same number by nothing. */
  seeing?: Seeing;
  source: FactSource;
  lane: 'live' | 'bulk';
  notify: boolean;
  /** Ask for the code at once (P2.1.1: two recorded acts, one transaction). */
  submit: boolean;
  stated: readonly StatedFact[];
}

/** `changed`: it was here, and something new was stated about it. */
export interface Entered {
  outcome: 'entered' | 'changed' | 'unchanged' | 'differs';
  orderId: string;
}

/**
 * Enters orders, once each: a number that is here with the same content gains only what is newly stated, one with other
 * content is left alone. The caller's transaction; answers in the order of the entries.
 */
export async function enterOrders(tx: Tx, house: ApiDeps, entries: readonly Entry[]): Promise<Entered[]> {
  // The ring asks its file with every look; one look serves all of them.
  const deps = { ...house, ring: { entries: house.ring.entries } };
  const orderNos = entries.map((entry) => entry.draft.orderNo);
  // Both go there together, the lock first: what is known is what stands once the numbers are held.
  const [, found] = await Promise.all([
    lockOrderNumbers(tx, orderNos),
    knownOrders(tx, seeingOf(entries), orderNos),
  ]);
  const known = new Map(found.map((order) => [order.orderNo, order]));
  const fresh = entries
    .filter((entry) => !known.has(entry.draft.orderNo))
    .map((entry) => newEntry(deps, entry));
  const orders = fresh.map(({ order }) => order);
  await Promise.all([insertEntries(tx, fresh), adopt(tx, deps, orders)]);
  const entered = new Map(fresh.map(({ order }) => [order.orderNo, order.id]));
  const knownIds = [...known.values()].map(({ id }) => id);
  const before = knownIds.length > 0 ? await statedBefore(tx, knownIds, STATED.source) : new Set<string>();
  const results: Entered[] = [];
  for (const entry of entries) {
    const orderId = entered.get(entry.draft.orderNo);
    results.push(
      orderId === undefined
        ? await meetAgain(tx, deps, entry, known.get(entry.draft.orderNo), before)
        : { outcome: 'entered', orderId },
    );
  }
  return results;
}

/** Enters one order, or refuses another content under its number. */
export async function enterOrder(tx: Tx, deps: ApiDeps, entry: Entry): Promise<Entered> {
  const [entered] = await enterOrders(tx, deps, [entry]);
  if (!entered) throw new Error('enterOrder: nothing entered');
  if (entered.outcome === 'differs') throw new Refusal('order_differs');
  return entered;
}

/** Whose eyes a batch is entered with: all of it is one person's. */
export const seeingOf = (entries: readonly Entry[]): Seeing => entries[0]?.seeing ?? EVERY_ORDER;

/** Whether an entry has the content of an order that is here and in sight. */
export function sameContent(deps: Pick<ApiDeps, 'ring'>, draft: OrderDraft, known: KnownOrder): boolean {
  return (
    known.inSight &&
    blindIndexes(deps.ring, 'order', canonical(draft)).some((key) => key.equals(known.contentKey))
  );
}

/** What a file states, a system stated: it is nobody's own hand. */
const STATED = { actor: { kind: 'system', id: 'import' }, source: 'import' } as const;

/** A new order's rows, with what is personal sealed under a key of its own. */
export function newEntry(
  { ring }: Pick<ApiDeps, 'ring'>,
  { draft, ...entry }: Entry,
  id: string = randomUUID(),
): NewEntry {
  const { key, wrapped } = newOrderKey(ring, id);
  const { customer } = draft;
  const { actor, source, lane, notify } = entry;
  return {
    order: {
      id,
      orderNo: draft.orderNo,
      kind: draft.kind,
      settlement: draft.settlement,
      currency: draft.currency,
      amountMinor: totalMinor(draft.lines),
      orderedAt: draft.orderedAt,
      customerKey: blindIndex(ring, 'customer', customer.ref),
      phoneKey: customer.phone ? blindIndex(ring, 'phone', customer.phone.replace(/\D/g, '')) : null,
      emailKey: customer.email ? blindIndex(ring, 'email', customer.email.trim().toLowerCase()) : null,
      customerSealed: sealCustomer(key, customer, id),
      contentKey: blindIndex(ring, 'order', canonical(draft)),
      lane,
      notify,
      departments: [DEPARTMENTS.find((known) => known === actor.department) ?? 'order_desk'],
    },
    lines: draft.lines,
    dataKey: wrapped,
    terms: termsOf(ring, customer),
    facts: [
      { type: 'order_entered', actor, source },
      ...(entry.submit ? [{ type: 'code_requested', actor, source } as const] : []),
      ...entry.stated.map(statedFact),
    ],
  };
}

/** One moment has one text, whatever offset it was written with. */
function canonical(draft: OrderDraft): string {
  return canonicalOrder({ ...draft, orderedAt: new Date(draft.orderedAt).toISOString() });
}

function statedFact({ type, happenedAt, externalId, amountMinor, currency }: StatedFact): FactDraft {
  return {
    ...STATED,
    type,
    externalId,
    happenedAt: new Date(happenedAt),
    detail: {
      ...(amountMinor !== undefined && { amountMinor }),
      ...(currency !== undefined && { currency }),
    },
  };
}

async function meetAgain(
  tx: Tx,
  deps: ApiDeps,
  entry: Entry,
  known: KnownOrder | undefined,
  before: ReadonlySet<string>,
): Promise<Entered> {
  if (!known) throw new Error('enterOrders: an order is neither new nor known');
  const { id: orderId } = known;
  if (!sameContent(deps, entry.draft, known)) return { outcome: 'differs', orderId };
  const news = entry.stated.filter((fact) => !before.has(`${orderId} ${fact.externalId}`));
  if (news.length === 0) return { outcome: 'unchanged', orderId };
  await lockOrder(tx, orderId);
  for (const fact of news) await record(tx, orderId, statedFact(fact));
  return { outcome: 'changed', orderId };
}
