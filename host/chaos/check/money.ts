import type { LandedFact, LandedTrade } from '../world.js';
import { type Case, countBy, type Finding, finding } from './finding.js';

/** I1–I3, I7 and I8 of money: what moved at the providers and what the record says of it agree, movement by movement. */
export function checkMoney(one: Case): Finding[] {
  return [...checkMovements(one), ...checkAsked(one), ...checkPayments(one), ...checkRefunds(one)];
}

interface Movement {
  name: string;
  amountMinor: number;
}

const tradesOf = ({ landed, trades }: Case): LandedTrade[] =>
  (landed?.payments ?? []).flatMap(({ outTradeNo }) => trades.get(outTradeNo) ?? []);

/** Every movement under the id that its fact must have. */
const movementsOf = ({ provider, tradeNo, amountMinor, state, refunds }: LandedTrade): Movement[] => [
  ...(state === 'paid' ? [{ name: `${provider}/payment/${tradeNo}`, amountMinor }] : []),
  ...refunds.map((one) => ({
    name: `${provider}/refund/${one.outRefundNo}`,
    amountMinor: one.amountMinor,
  })),
];

const isOfProvider = ({ source, type }: LandedFact): boolean =>
  source === 'webhook' && (type === 'payment_received' || type === 'payment_refunded');

/** Each movement has one fact of its amount, and each fact its movement; so the sums are the same. */
function checkMovements(one: Case): Finding[] {
  const moved = new Map(tradesOf(one).flatMap((trade) => movementsOf(trade).map((it) => [it.name, it])));
  const facts = (one.landed?.facts ?? []).filter(isOfProvider);
  const told = countBy(facts, ({ externalId }) => externalId ?? '');
  const findings: Finding[] = [];
  for (const name of moved.keys()) {
    const times = told.get(name) ?? 0;
    if (times === 0) findings.push(finding('I2', 'lost', `${name} moved money, but no fact says so`));
    if (times > 1) findings.push(finding('I1', 'doubled', `${name} has ${times} facts`));
  }
  for (const { externalId, number, detail } of facts) {
    const movement = moved.get(externalId ?? '');
    if (!movement) findings.push(finding('I3', 'illegal', `fact ${number} tells of money that never moved`));
    else if (movement.amountMinor !== detail.amountMinor)
      findings.push(
        finding('I8', 'illegal', `fact ${number} is of ${detail.amountMinor}, moved ${movement.amountMinor}`),
      );
  }
  return findings;
}

/** What people asked for is written down: as often as it was acknowledged, and at most as often as they asked. */
function checkAsked({ landed, operations }: Case): Finding[] {
  const rows = { payment: landed?.payments.length ?? 0, refund: landed?.refunds.length ?? 0 };
  return (['payment', 'refund'] as const).flatMap((kind) => {
    const asked = operations.filter(({ asks }) => asks === kind);
    const least = asked.filter(({ outcome }) => outcome === 'ok').length;
    const most = least + asked.filter(({ outcome }) => outcome === 'unknown').length;
    if (rows[kind] < least)
      return [finding('I2', 'lost', `${least} ${kind}s were acknowledged, ${rows[kind]} are there`)];
    if (rows[kind] <= most) return [];
    return [finding('I1', 'doubled', `${rows[kind]} ${kind}s are there, at most ${most} can be`)];
  });
}

function checkPayments({ landed, trades }: Case): Finding[] {
  return (landed?.payments ?? []).flatMap(({ outTradeNo, state }) => {
    const paid = trades.get(outTradeNo)?.state === 'paid';
    if (paid && state !== 'succeeded')
      return [finding('I7', 'lost', `payment ${outTradeNo} was made, but is ${state}`)];
    return state === 'succeeded' && !paid
      ? [finding('I7', 'illegal', `payment ${outTradeNo} succeeded, but nobody paid`)]
      : [];
  });
}

/** Each refund that was asked for is made once under its name, and no other. */
function checkRefunds(one: Case): Finding[] {
  const made = tradesOf(one).flatMap(({ refunds }) => refunds);
  const times = countBy(made, ({ outRefundNo }) => outRefundNo);
  const asked = new Map((one.landed?.refunds ?? []).map((refund) => [refund.outRefundNo, refund]));
  const findings: Finding[] = [];
  for (const [name, count] of times) {
    if (count > 1) findings.push(finding('I1', 'doubled', `refund ${name} was made ${count} times`));
    if (!asked.has(name))
      findings.push(finding('I3', 'illegal', `refund ${name} was made, but nobody asked`));
  }
  for (const { outRefundNo, amountMinor, state } of asked.values()) {
    const back = made.find((it) => it.outRefundNo === outRefundNo);
    if (state === 'succeeded' && !back)
      findings.push(finding('I7', 'lost', `refund ${outRefundNo} succeeded, but no money went back`));
    if (state === 'failed' && back)
      findings.push(finding('I7', 'illegal', `refund ${outRefundNo} failed, but money went back`));
    if (state === 'asked') findings.push(finding('I11', 'stuck', `refund ${outRefundNo} is still asked for`));
    if (back && back.amountMinor !== amountMinor)
      findings.push(finding('I8', 'illegal', `refund ${outRefundNo} is of ${back.amountMinor}`));
  }
  return findings;
}
