/** How the outside world misbehaves; `lost_answer` takes the message and then never says so. */
export type SmsFault =
  | { readonly kind: 'throttled'; readonly retryAfterSeconds: number }
  | { readonly kind: 'broken' }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'lost_answer' };

/** `busy` is a temporary refusal of a recipient (451), `unknown_recipient` a final one (550). */
export type MailFault = 'busy' | 'unknown_recipient';

/** `gone`: the browser has unsubscribed. */
export type PushFault = 'gone' | 'busy' | 'garbage';

/** How callbacks of payments misbehave; `shuffled` holds three payments back and tells the last first. */
export type PaymentFault =
  | { readonly kind: 'duplicate'; readonly times: number }
  | { readonly kind: 'late'; readonly afterMs: number }
  | { readonly kind: 'lost' }
  | { readonly kind: 'shuffled' }
  | { readonly kind: 'wrong_amount' }
  | { readonly kind: 'wrong_signature' };

/** One of each, as a newcomer may choose them. */
export const PAYMENT_FAULTS: readonly PaymentFault[] = [
  { kind: 'duplicate', times: 3 },
  { kind: 'late', afterMs: 5_000 },
  { kind: 'lost' },
  { kind: 'shuffled' },
  { kind: 'wrong_amount' },
  { kind: 'wrong_signature' },
];

/** How a payment provider answers our own requests: with nonsense, or under a signature of something else. */
export type PaymentCallFault = 'broken' | 'unsigned';

export interface FaultPlan<Fault> {
  /** From the next request on, for so many requests; undefined heals. */
  set(fault: Fault | undefined, times?: number): void;
  next(): Fault | undefined;
}

export function faultPlan<Fault>(): FaultPlan<Fault> {
  let planned: Fault | undefined;
  let left = 0;
  return {
    set(fault, times = Number.POSITIVE_INFINITY) {
      planned = fault;
      left = times;
    },
    next() {
      left -= 1;
      return left >= 0 ? planned : undefined;
    },
  };
}
