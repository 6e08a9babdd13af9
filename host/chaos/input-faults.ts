import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { repairedFile } from '../../platform/step-faults.js';
import type { Fault, Ground } from './fault.js';
import { POISONED } from './house.js';

const AMOUNT_MINOR = 12_000;
const STORM = 8;
const POISON = 3;
const CASE_MS = 60_000;
const FOUR_DAYS_MS = 4 * 24 * 3_600_000;

/** What comes in: everything three times and out of order, and what no step can digest. */
export const INPUT_FAULTS: readonly Fault[] = [
  {
    ...{ id: 'F23', name: 'storm of repeated, late and early facts', part: 'api' },
    ...{ holdMs: 1_000, shortMs: 200 },
    inject: async (ground) => {
      await Promise.all(Array.from({ length: STORM }, (_, index) => storm(ground, index)));
      return async () => undefined;
    },
  },
  {
    ...{ id: 'F24', name: 'poisoned orders and bodies', part: 'worker', holdMs: 3_000, shortMs: 1_000 },
    inject: async (ground) => {
      const orders = Array.from({ length: POISON }, (_, index) => `${POISONED}${ground.serial}-${index + 1}`);
      await Promise.all(orders.map((orderNo) => poison(ground, orderNo)));
      await poisonedBodies(ground);
      return () => cure(ground, orders);
    },
  },
];

/** Three copies of every fact, shuffled, some before their order is there, some four days late, some by a stranger. */
async function storm({ people, serial, expectArchived }: Ground, index: number): Promise<void> {
  const orderNo = `STORM-${serial}-${index + 1}`;
  expectArchived(orderNo);
  const late = new Date(Date.now() - FOUR_DAYS_MS).toISOString();
  const half = AMOUNT_MINOR / 2;
  const facts = [
    () => people.enter(orderNo, { amountMinor: AMOUNT_MINOR, submit: true, notify: false, by: 'email' }),
    () => people.pay(orderNo, `${orderNo}-p1`, half, late),
    () => people.pay(orderNo, `${orderNo}-p2`, half),
    () => people.ship(orderNo, `${orderNo}-s`),
    () => people.payAsStranger(orderNo, half),
  ];
  const shuffled = [...facts, ...facts, ...facts]
    .map((act) => ({ act, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at);
  await Promise.all(shuffled.map(({ act }) => act()));
}

/** Its verification fails for good: a technician must get it, and its neighbours must not notice. */
async function poison({ people, expectArchived }: Ground, orderNo: string): Promise<void> {
  expectArchived(orderNo);
  await people.enter(orderNo, { amountMinor: AMOUNT_MINOR, submit: true, notify: false, by: 'email' });
  await people.pay(orderNo, `${orderNo}-p`, AMOUNT_MINOR);
  await people.ship(orderNo, `${orderNo}-s`);
}

/** Each is refused, and leaves nothing behind. */
async function poisonedBodies({ people, serial }: Ground): Promise<void> {
  const orderNo = `${POISONED}BODY-${serial}`;
  const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
  const bodies = [
    { orderNo, note: 'x'.repeat(300_000) },
    { orderNo: `${orderNo}\u0000` },
    deep,
    { orderNo, lines: null },
  ];
  for (const body of bodies) {
    const { outcome } = await people.enterBody(orderNo, body);
    if (outcome !== 'fail') throw new Error(`F24: a poisoned body came to ${outcome}`);
  }
}

/** Mends the cause and retries, once every order has its case. */
async function cure({ house, people, cured }: Ground, orders: readonly string[]): Promise<void> {
  for (const began = Date.now(); ; await sleep(300)) {
    const waiting = (await people.waitingCases()).filter((one) => orders.includes(one.orderNo));
    if (waiting.length === orders.length) break;
    if (Date.now() - began > CASE_MS) throw new Error('F24: a poisoned order got no technical case');
  }
  for (const orderNo of orders) {
    appendFileSync(repairedFile(house.faultPlan), `${orderNo}\n`);
    cured.add(orderNo);
  }
}
