import type { z } from 'zod';
import type { ACTION_ROUTES } from '../../api/contract/actions.js';
import type { orderItem } from '../../api/contract/orders.js';
import type { scanFace } from '../../api/contract/scan-faces.js';
import { readNeed } from '../needs.js';
import type { FactAsked } from '../order/records-of.js';

type Order = Pick<z.output<typeof orderItem>, 'state' | 'waitingFor'>;
type Face = z.output<typeof scanFace>;
type Handling = NonNullable<Extract<Face, { kind: 'logistics' }>['nextHandling']>;
type Actions = z.output<(typeof ACTION_ROUTES)['listActions']['answers'][200]['schema']>['items'];

export type Step =
  | { kind: 'accept' }
  | { kind: 'handle'; handling: Handling }
  | { kind: 'record'; fact: FactAsked; amount?: string }
  | { kind: 'review' }
  | { kind: 'case' }
  | { kind: 'offer' }
  | { kind: 'open' };

/** The one thing that this person would do next with this order; the server still asks for rights and state. */
export function nextStep(
  order: Order,
  actions: Actions,
  { rights, face }: { rights: readonly string[]; face?: Face },
): Step {
  const allowed = (name: Actions[number]['action']) =>
    actions.some(({ action, allowed: may }) => action === name && may);
  if (allowed('accept_transfer')) return { kind: 'accept' };
  if (face?.kind === 'logistics' && face.nextHandling) return { kind: 'handle', handling: face.nextHandling };
  const record = recordOf(order, rights);
  if (record) return record;
  if (order.state === 'pending_review' && rights.includes('review.decide')) return { kind: 'review' };
  if (order.state === 'exception' && rights.includes('case.read')) return { kind: 'case' };
  return allowed('offer_transfer') ? { kind: 'offer' } : { kind: 'open' };
}

/** Which fact would meet a need, and whose work it is. */
const MEETS: Readonly<Record<string, { fact: FactAsked; right: string }>> = {
  ship: { fact: 'shipped', right: 'shipment.record' },
  deliver: { fact: 'delivered', right: 'shipment.record' },
  serve: { fact: 'service_completed', right: 'service.record' },
  pay: { fact: 'payment_received', right: 'payment.record' },
  refund: { fact: 'payment_refunded', right: 'payment.record' },
  credit: { fact: 'credit_approved', right: 'credit.approve' },
  dispute: { fact: 'dispute_closed', right: 'dispute.record' },
};

function recordOf({ waitingFor }: Order, rights: readonly string[]): Step | undefined {
  for (const phrase of waitingFor?.needs ?? []) {
    const need = readNeed(phrase);
    const meets = need && MEETS[need.need];
    if (!meets || !rights.includes(meets.right)) continue;
    const amount = need.values.amount;
    return { kind: 'record', fact: meets.fact, ...(amount !== undefined && { amount }) };
  }
  return undefined;
}
