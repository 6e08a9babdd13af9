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
