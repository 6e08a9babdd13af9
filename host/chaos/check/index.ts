import type { State } from '../../../domain/lifecycle.js';
import type { Operation } from '../history.js';
import type { LandedOrder, World } from '../world.js';
import { checkEffects } from './effects.js';
import { type Case, type Finding, finding, type InvariantId, type Rule } from './finding.js';
import { checkMoney } from './money.js';
import { checkAmounts, checkMessages } from './outside.js';
import { checkFourEyes, checkOrder, checkPath, checkProgress } from './path.js';

const RULES: readonly Rule[] = [
  checkEffects,
  checkPath,
  checkOrder,
  checkFourEyes,
  checkProgress,
  checkMessages,
  checkAmounts,
  checkMoney,
];

/**
 * Compares what clients recorded with what landed, order by order, in time linear in both. Safety holds always; that
 * nothing is stuck is asked of a world that had its time to come to rest.
 */
export function checkHistory(
  operations: readonly Operation[],
  world: World,
  expected: ReadonlyMap<string, State>,
): Finding[] {
  const cases = casesOf(operations, world, expected);
  return [
    ...cases.flatMap((one) =>
      RULES.flatMap((rule) =>
        rule(one).map((found) => ({ ...found, line: `order ${one.orderNo}: ${found.line}` })),
      ),
    ),
    ...checkTwins(world.orders),
    ...checkForeign(world),
    ...world.violations.map(verified),
    ...world.leaks.map((line) => finding('I14', 'illegal', line)),
  ];
}

function casesOf(
  operations: readonly Operation[],
  { orders, arrivals, trades }: World,
  expected: ReadonlyMap<string, State>,
): Case[] {
  const asked = new Map<string, Operation[]>();
  for (const operation of operations) {
    const known = asked.get(operation.orderNo);
    if (known) known.push(operation);
    else asked.set(operation.orderNo, [operation]);
  }
  const landed = new Map(orders.map((order) => [order.orderNo, order]));
  const tradesByName = new Map(trades.map((trade) => [trade.outTradeNo, trade]));
  return [...new Set([...asked.keys(), ...landed.keys()])].map((orderNo) => ({
    ...{ orderNo, arrivals, trades: tradesByName },
    operations: asked.get(orderNo) ?? [],
    landed: landed.get(orderNo),
    expected: expected.get(orderNo),
  }));
}

function checkTwins(orders: readonly LandedOrder[]): Finding[] {
  const seen = new Set<string>();
  return orders.flatMap(({ orderNo }) => {
    if (seen.has(orderNo)) return [finding('I1', 'doubled', `order ${orderNo} is there twice`)];
    seen.add(orderNo);
    return [];
  });
}

/** I3, seen from outside: nothing arrived that no order sent, and nobody was asked for money by no order. */
function checkForeign({ orders, arrivals, trades }: World): Finding[] {
  const sent = new Set(orders.flatMap(({ messages }) => messages.map(({ id }) => id)));
  const asked = new Set(orders.flatMap(({ payments }) => payments.map(({ outTradeNo }) => outTradeNo)));
  return [
    ...[...arrivals.keys()]
      .filter((id) => !sent.has(id))
      .map((id) => finding('I3', 'illegal', `message ${id} arrived, but no order has it`)),
    ...trades
      .filter(({ outTradeNo }) => !asked.has(outTradeNo))
      .map(({ outTradeNo }) => finding('I3', 'illegal', `no order has asked for payment ${outTradeNo}`)),
  ];
}

/** Which of ours each invariant of `npm run verify` is. */
const AS: Readonly<Record<string, InvariantId>> = {
  ...{ '1': 'I2', '2': 'I1', '3': 'I9', '4': 'I6', '5': 'I6', '6': 'I10', '7': 'I8', '8': 'I7' },
  ...{ '9': 'I12', '10': 'I5' },
};

const verified = (line: string): Finding => finding(AS[line.split(':')[0] ?? ''] ?? 'I6', 'illegal', line);
