import fc from 'fast-check';
import type { FactType, WorldFact } from '../../domain/facts.js';
import { ORDER_KINDS, type OrderKind, SETTLEMENTS, type Settlement } from '../../domain/order.js';
import type { Decision } from '../../domain/review.js';
import { aLine, anOrder, noRisk } from './builders.js';
import { aWorld, type World } from './world.js';
import type { Act } from './world-acts.js';

/** Random stories: an order, and acts with the number of deeds that the lifecycle gets done after each. */

export interface Start {
  kind: OrderKind;
  settlement: Settlement;
  amountMinor: number;
  wantsMessages: boolean;
  firstOrderOfCustomer: boolean;
}

export interface Story {
  start: Start;
  acts: readonly (readonly [act: Act, deeds: number])[];
}

/** The world in which a story begins: two pieces of goods and a service, entered and not yet requested. */
export function begin({ wantsMessages, firstOrderOfCustomer, ...parts }: Start): World {
  const lines = [aLine({ lineNo: 1, quantity: 2 }), aLine({ lineNo: 2, kind: 'service' })];
  return aWorld({
    order: anOrder({ ...parts, lines }),
    wantsMessages,
    known: { ...noRisk, firstOrderOfCustomer },
  });
}

/** Some who work on the order also review it. */
const who = fc.constantFrom('clerk', 'lin', 'sun');
const reviewer = fc.constantFrom('clerk', 'sun', 'zhou', 'qian', 'wu');
/** Halves of the amount due; 0 stands for exactly what makes the sum come out even. */
const part = fc.constantFrom(...Array<number>(60).fill(0), 1, 1, 3);
/** None stands for all that is left to ship. */
const quantity = fc.constantFrom(...Array<number>(60).fill(0), 1);
const currency = fc.constantFrom(...Array<string>(100).fill('CNY'), 'USD');
const amountMinor = fc.constantFrom(50_000, 1_500_000, 10_000_000);

const REQUESTS: readonly FactType[] = [
  'code_requested',
  'reissue_requested',
  'reissue_requested',
  'code_voided',
  'credit_approved',
  'credit_approved',
  'credit_approved',
  'credit_approved',
  'credit_approved',
  'transfer_offered',
  'transfer_accepted',
];
const HAPPENINGS: readonly WorldFact[] = [
  'picked',
  'packed',
  'delivered',
  'delivered',
  'delivered',
  'service_completed',
  'service_completed',
  'service_completed',
  'service_completed',
  'customer_confirmed',
  'message_delivered',
  'message_failed',
  'scanned',
];
const TROUBLES: readonly WorldFact[] = ['payment_mismatch', 'dispute_opened', 'dispute_closed'];

const pay = fc.constantFrom<'pay' | 'refund'>('pay', 'pay', 'pay', 'refund');
const close = fc.constantFrom<'retry' | 'resolve'>('retry', 'resolve');
const decision = fc.constantFrom<Decision['decision']>(
  'approved',
  'approved',
  'approved',
  'rejected',
  'returned',
);
const happen = (types: readonly WorldFact[]) =>
  fc.record({ do: fc.constant<'happen'>('happen'), type: fc.constantFrom(...types) });
const ask = (types: readonly FactType[]) =>
  fc.record({ do: fc.constant<'request'>('request'), type: fc.constantFrom(...types) });

/** Most acts help the order along, so that stories reach their end; trouble is rare but always possible. */
const anAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 30, arbitrary: fc.record({ do: pay, part, currency, who }) },
  { weight: 25, arbitrary: fc.record({ do: fc.constant<'ship'>('ship'), quantity, who }) },
  { weight: 40, arbitrary: happen(HAPPENINGS) },
  { weight: 30, arbitrary: ask(REQUESTS) },
  { weight: 60, arbitrary: fc.record({ do: fc.constant<'decide'>('decide'), decision, who: reviewer }) },
  { weight: 80, arbitrary: fc.record({ do: close, who }) },
  { weight: 6, arbitrary: happen(TROUBLES) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant<'amend'>('amend'), amountMinor }) },
  {
    weight: 8,
    arbitrary: fc.constantFrom<Act>({ do: 'break' }, { do: 'break' }, { do: 'watch' }, { do: 'expire' }),
  },
  { weight: 2, arbitrary: fc.constantFrom<Act>({ do: 'purge' }, { do: 'request', type: 'order_cancelled' }) },
);

const aStart: fc.Arbitrary<Start> = fc.record({
  kind: fc.constantFrom(...ORDER_KINDS),
  settlement: fc.constantFrom(...SETTLEMENTS),
  amountMinor,
  wantsMessages: fc.boolean(),
  firstOrderOfCustomer: fc.boolean(),
});

/** Fewer deeds than the lifecycle wants let the next act fall between two of them. */
const deeds = fc.constantFrom(0, 1, 2, 3, 100);

export const aStory: fc.Arbitrary<Story> = fc.record({
  start: aStart,
  acts: fc
    .array(fc.tuple(anAct, deeds), { maxLength: 60, size: 'max' })
    .map((acts) => [[{ do: 'request', type: 'code_requested' }, 0], ...acts] as const),
});
