import type { Fact } from './facts.js';
import { leftToShip, type Ordered } from './ledger.js';
import { isClosed, type State } from './lifecycle.js';

/** Scans that a device made without the house, and what they come to when it is heard of again (decision 0043). */

export const OFFLINE_PURPOSES = ['look', 'receive', 'picked', 'packed', 'shipped', 'delivered'] as const;
export type OfflinePurpose = (typeof OFFLINE_PURPOSES)[number];

/** How long a device may go by the list that it took; then every scan is unverified until it takes another. */
export const LIST_HOURS = 12;

/** Why what a device did and what is on record do not go together. */
export const CONFLICTS = [
  'code_replaced',
  'code_voided',
  'code_expired',
  'code_compromised',
  'order_over',
  'shipped_already',
  'delivered_already',
  'offer_gone',
  'not_permitted',
  'device_revoked',
] as const;
export type Conflict = (typeof CONFLICTS)[number];

export interface LineShipped {
  lineNo: number;
  quantity: number;
}

/** An order as it stands when a device's deed on it arrives. */
export interface Arrived {
  order: Ordered;
  facts: readonly Fact[];
  state: State;
}

/** Why the record has moved past a deed, or undefined; the code is another matter. */
export function overtaken(
  { order, facts, state }: Arrived,
  deed: { purpose: OfflinePurpose; lines?: readonly LineShipped[] | undefined },
): Conflict | undefined {
  if (deed.purpose === 'look') return undefined;
  if (isClosed(state)) return 'order_over';
  if (deed.purpose === 'delivered' && facts.some(({ type }) => type === 'delivered'))
    return 'delivered_already';
  if (deed.purpose !== 'shipped') return undefined;
  const left = leftToShip(order, facts);
  const asked = deed.lines ?? [...left].map(([lineNo, quantity]) => ({ lineNo, quantity }));
  const fits = asked.some(({ quantity }) => quantity > 0) && asked.every((line) => isLeft(left, line));
  return fits ? undefined : 'shipped_already';
}

const isLeft = (left: ReadonlyMap<number, number>, { lineNo, quantity }: LineShipped): boolean =>
  quantity <= (left.get(lineNo) ?? 0);

/** When it happened: the device's clock, set right by what it was measured to be wrong; never ahead of the record. */
export function happenedAt(
  told: { at: Date; skewMs: number },
  bounds: { registeredAt: Date; now: Date },
): Date {
  const corrected = told.at.getTime() + told.skewMs;
  return new Date(Math.min(Math.max(corrected, bounds.registeredAt.getTime()), bounds.now.getTime()));
}
