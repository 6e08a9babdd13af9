import type { PaymentState } from '../../domain/payment.js';
import { type History, type Operation, openHistory } from '../../host/chaos/history.js';
import type { LandedFact, LandedOrder, LandedTrade, World } from '../../host/chaos/world.js';

/** A made-up run in which every invariant holds; to be broken. */
export interface Run {
  operations: Operation[];
  world: Mutable;
}
export type Mutable = Omit<World, 'orders' | 'trades' | 'arrivals' | 'leaks' | 'violations'> & {
  orders: (LandedOrder & {
    facts: LandedFact[];
    messages: { id: string; channel: string; status: string }[];
    payments: { outTradeNo: string; state: PaymentState }[];
    refunds: { outRefundNo: string; amountMinor: number; state: string }[];
  })[];
  trades: (LandedTrade & { refunds: { outRefundNo: string; amountMinor: number }[] })[];
  arrivals: Map<string, number>;
  leaks: string[];
  violations: string[];
};

export const AMOUNT = 12_000;
/** Came by a wallet, and went back. */
export const ROUND = 5_000;

export function aRun(orders = 3): Run {
  let ms = 0;
  const history: History = openHistory(undefined, () => {
    ms += 1;
    return ms;
  });
  const landed = Array.from({ length: orders }, (_, index) => anOrder(history, `H-${index + 1}`));
  const world: Mutable = {
    orders: landed,
    trades: landed.map(({ orderNo }) => ({
      ...{ provider: 'alipay', outTradeNo: `t-${orderNo}`, tradeNo: `${orderNo}-w`, amountMinor: ROUND },
      ...{ state: 'paid', refunds: [{ outRefundNo: `${orderNo}-r`, amountMinor: ROUND }] },
    })),
    arrivals: new Map(landed.flatMap(({ messages }) => messages.map(({ id }) => [id, 1]))),
    leaks: [],
    violations: [],
  };
  return { operations: [...history.operations], world };
}

/** Entered, scanned, paid and shipped, a part paid by a wallet too and sent back; one try of the payment nobody knew of, and a refused cancellation at the end. */
function anOrder(history: History, orderNo: string): Mutable['orders'][number] {
  const does = (name: string, lands: Operation['lands'], fact?: number, asks?: Operation['asks']) => {
    const operation = history.invoke({
      key: `${orderNo}-${name}`,
      orderNo,
      name,
      lands,
      ...(asks && { asks }),
    });
    return { operation, ok: () => history.tried(operation, 'ok', fact === undefined ? {} : { fact }) };
  };
  does('enter', [{ type: 'order_entered' }, { type: 'code_requested' }], 2).ok();
  does('scan', [{ type: 'scanned' }]).ok();
  const payment = does(
    'pay',
    [{ type: 'payment_received', externalId: `${orderNo}-p`, amountMinor: AMOUNT }],
    6,
  );
  history.tried(payment.operation, 'unknown');
  payment.ok();
  does('ship', [{ type: 'shipped', externalId: `${orderNo}-s` }], 8).ok();
  does('ask', [], undefined, 'payment').ok();
  does('refund', [], undefined, 'refund').ok();
  history.tried(does('cancel', [{ type: 'order_cancelled' }]).operation, 'fail', {
    code: 'already_written_off',
  });
  return {
    id: `id-${orderNo}`,
    ...{ orderNo, state: 'archived', factCount: FACTS.length, amountMinor: AMOUNT, writeOffs: 1 },
    facts: FACTS.map(([type, source, externalId], index) => ({
      number: index + 1,
      ...{ type, source, externalId: externalId ? externalId.replace('#', orderNo) : null },
      actorId: ACTORS[type] ?? 'lifecycle',
      detail:
        source === 'webhook'
          ? { amountMinor: ROUND }
          : type === 'payment_received'
            ? { amountMinor: AMOUNT }
            : {},
    })),
    messages: [{ id: `m-${orderNo}`, channel: 'email', status: 'sent' }],
    payments: [{ outTradeNo: `t-${orderNo}`, state: 'succeeded' }],
    refunds: [{ outRefundNo: `${orderNo}-r`, amountMinor: ROUND, state: 'succeeded' }],
    ...{ wakeUps: 0, blockingCases: 0, runs: 0 },
  };
}

const ACTORS: Partial<Record<LandedFact['type'], string>> = {
  order_entered: 'desk',
  payment_received: 'finance',
  shipped: 'logistics',
};

const FACTS: readonly [LandedFact['type'], LandedFact['source'], string?][] = [
  ['order_entered', 'api'],
  ['code_requested', 'api'],
  ['code_issued', 'lifecycle'],
  ['scanned', 'api'],
  ['message_delivered', 'queue'],
  ['payment_received', 'api', '#-p'],
  ['circulation_started', 'lifecycle'],
  ['shipped', 'api', '#-s'],
  ['payment_received', 'webhook', 'alipay/payment/#-w'],
  ['payment_refunded', 'webhook', 'alipay/refund/#-r'],
  ['verification_started', 'lifecycle'],
  ['verification_passed', 'lifecycle'],
  ['written_off', 'lifecycle'],
  ['archived', 'lifecycle'],
];
