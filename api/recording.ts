import { type FactDraft, factsOf, factsOfNo, record } from '../db/facts.js';
import { lockOrderNo, type OrderRow } from '../db/orders.js';
import type { Tx } from '../db/sql.js';
import type { Fact, FactDetail, FactType } from '../domain/facts.js';
import { fold, isClosed, mayRequest, move, type State } from '../domain/lifecycle.js';
import { Refusal } from '../domain/refusal.js';
import type { Recorded } from './contract/recorded.js';
import type { ApiDeps } from './deps.js';
import { sealNote } from './sealing.js';

/** An order under lock, as its facts tell it: the row's own state may lag behind them. */
export interface InHand {
  row: OrderRow;
  facts: Fact[];
  state: State;
}

/** Locks an order and reads its history. */
export async function inHand(tx: Tx, orderNo: string): Promise<InHand> {
  const hand = await inHandIfThere(tx, orderNo);
  if (!hand) throw new Refusal('order_unknown');
  return hand;
}

export async function inHandIfThere(tx: Tx, orderNo: string): Promise<InHand | undefined> {
  // Both go there together, the lock first: what is read is what stands once the order is held.
  const [row, facts] = await Promise.all([lockOrderNo(tx, orderNo), factsOfNo(tx, orderNo)]);
  return row && handOf(row, facts);
}

export async function withFacts(tx: Tx, row: OrderRow): Promise<InHand> {
  return handOf(row, await factsOf(tx, row.id));
}

const handOf = (row: OrderRow, facts: Fact[]): InHand => ({ row, facts, state: fold(facts) });

/** Refuses a request that the state does not allow; the domain's table decides. */
export function refuseUnlessAllowed({ state }: Pick<InHand, 'state'>, type: FactType): void {
  if (!mayRequest(state, type)) throw forbiddenAt(state);
}

/** What a state forbids: by the write-off, or for now. */
export function forbiddenAt(state: State): Refusal {
  const over = isClosed(state) && state !== 'voided' && state !== 'expired';
  return new Refusal(over ? 'already_written_off' : 'state_forbids', { state });
}

export interface NewFact extends Omit<FactDraft, 'sealed' | 'source'> {
  note?: string | undefined;
}

/** Records a fact, its note sealed, and tells where the order stands with it; the same stated fact again is not repeated. */
export async function recordFact(
  tx: Tx,
  deps: ApiDeps,
  hand: InHand,
  { note, ...fact }: NewFact,
): Promise<Recorded & { again: boolean }> {
  const { row } = hand;
  const sealed = await sealNote(deps, tx, row.id, note);
  const { number, again } = await record(tx, row.id, { ...fact, source: 'api', ...sealed });
  const state = again ? hand.state : move(hand.state, { type: fact.type, detail: fact.detail ?? {} });
  return {
    orderId: row.id,
    orderNo: row.orderNo,
    fact: number,
    state,
    applied: row.appliedFact >= number,
    again,
  };
}

/** The body that POSTs answer with. */
export function recordedBody({ again: _, ...recorded }: Recorded & { again: boolean }): Recorded {
  return recorded;
}

/** Of a detail, the parts that were given. */
export function given(detail: Readonly<Record<string, unknown>>): FactDetail {
  return Object.fromEntries(Object.entries(detail).filter(([, value]) => value !== undefined));
}
