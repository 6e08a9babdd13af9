import type { Fact, FactType } from './facts.js';
import { type Ledger, ledger, type Ordered } from './ledger.js';
import type { State } from './lifecycle.js';
import { isPayable, PAID_IN } from './payment.js';

/** An order as its customer sees it: one plain word, what happened, and how they prove that it is theirs (P3.1.3). */

export const CUSTOMER_STATUSES = [
  'preparing',
  'awaiting_payment',
  'partly_shipped',
  'on_its_way',
  'delivered',
  'served',
  'checking',
  'in_question',
  'done',
] as const;
export type CustomerStatus = (typeof CUSTOMER_STATUSES)[number];

const DONE: readonly State[] = ['written_off', 'archived', 'purged'];

/** Where an order stands in one of a customer's words; how the company calls its steps is none of their business. */
export function customerStatus(state: State, order: Ordered, facts: readonly Fact[]): CustomerStatus {
  const sums = ledger(order, facts);
  if (sums.disputesOpen > 0) return 'in_question';
  if (DONE.includes(state)) return 'done';
  if (order.settlement === 'prepaid' && owed(sums) > 0) return 'awaiting_payment';
  const moved = movement(sums);
  if (moved !== 'preparing') return moved;
  return state === 'pending_review' ? 'checking' : 'preparing';
}

function movement(sums: Ledger): CustomerStatus {
  if (sums.delivered) return 'delivered';
  if (sums.serviceCompleted) return 'served';
  if (sums.shipped === 0) return 'preparing';
  return sums.shipped < sums.toShip ? 'partly_shipped' : 'on_its_way';
}

const owed = ({ dueMinor, paidMinor }: Ledger): number => Math.max(0, dueMinor - paidMinor);

/** What the customer still has to pay, in minor units. */
export const owedBy = (order: Ordered, facts: readonly Fact[]): number => owed(ledger(order, facts));

/** Something is owed that a provider takes, and the order still takes money. */
export const mayPay = (state: State, order: Ordered, facts: readonly Fact[]): boolean =>
  isPayable(state) && order.currency === PAID_IN && owedBy(order, facts) > 0;

/** Something arrived or was done, and the holder of this issue has not confirmed it. */
export function mayConfirm(order: Ordered, facts: readonly Fact[], issueNo: number): boolean {
  if (movement(ledger(order, facts)) === 'preparing') return false;
  return !facts.some(({ type, detail }) => type === 'customer_confirmed' && detail.issueNo === issueNo);
}

export const EVENTS = [
  'code_issued',
  'paid',
  'refunded',
  'shipped',
  'delivered',
  'served',
  'confirmed',
  'problem_reported',
  'problem_settled',
  'misuse_reported',
  'done',
] as const;
export type CustomerEvent = (typeof EVENTS)[number];

/** Of all that happens to an order, what its customer is told. */
const TOLD: Partial<Record<FactType, CustomerEvent>> = {
  code_issued: 'code_issued',
  payment_received: 'paid',
  payment_refunded: 'refunded',
  shipped: 'shipped',
  delivered: 'delivered',
  service_completed: 'served',
  customer_confirmed: 'confirmed',
  dispute_opened: 'problem_reported',
  dispute_closed: 'problem_settled',
  misuse_reported: 'misuse_reported',
  written_off: 'done',
};

/** What happened, oldest first. */
export function storyOf(facts: readonly Fact[]): { what: CustomerEvent; at: Date; amountMinor?: number }[] {
  return facts.flatMap(({ type, happenedAt: at, detail }) => {
    const what = TOLD[type];
    if (!what) return [];
    const { amountMinor } = detail;
    return [{ what, at, ...(amountMinor !== undefined && { amountMinor }) }];
  });
}

/** What a customer says is wrong: a short list, with their own words beside it. */
export const PROBLEMS = ['not_received', 'damaged', 'wrong_items', 'payment', 'other'] as const;

/** The second proof of a holder of the code: the last digits of the phone number, or a code sent to their channel. */
export const PROOFS = ['phone', 'code'] as const;
export type ProofKind = (typeof PROOFS)[number];

/** How long a code that was sent opens the order. */
export const PROOF_CODE_MINUTES = 10;

/** The question for a code that is still open: the newest, not too old, and not answered yet. */
export function openQuestion(facts: readonly Fact[], now: Date): number | undefined {
  const asked = facts.findLast(({ type }) => type === 'proof_code_asked');
  if (!asked || now.getTime() - asked.recordedAt.getTime() > PROOF_CODE_MINUTES * 60_000) return undefined;
  const used = facts.some(({ type, detail }) => type === 'customer_proven' && detail.of === asked.number);
  return used ? undefined : asked.number;
}

const FIRST_LOCK_MS = 30_000;
const LONGEST_LOCK_MS = 86_400_000;

/** How long nobody may try again after so many failures: nothing at first, then four times longer each time, to a day. */
export function lockMs(failures: number, free: number): number {
  if (failures < free) return 0;
  return Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 4 ** Math.min(failures - free, 10));
}
