import { describe, expect, test } from '@jest/globals';
import type { InvariantId, Verdict } from '../../host/chaos/check/finding.js';
import { checkHistory } from '../../host/chaos/check/index.js';
import type { Operation } from '../../host/chaos/history.js';
import { AMOUNT, aRun, type Mutable, type Run } from './a-history.js';

const EXPECTED = new Map([['H-1', 'archived' as const]]);
const check = ({ operations, world }: Run) => checkHistory(operations, world, EXPECTED);

test('a run in which everything happened once has no finding', () => {
  expect(check(aRun())).toEqual([]);
});

type Planting = (order: Mutable['orders'][number], run: Run, operation: (name: string) => Operation) => void;

/** Renumbers, as a record that is wrong but complete would be. */
function renumber(order: Mutable['orders'][number]): void {
  for (const [index, fact] of order.facts.entries()) fact.number = index + 1;
  order.factCount = order.facts.length;
}
const without = (order: Mutable['orders'][number], type: string) => {
  order.facts = order.facts.filter((fact) => fact.type !== type);
  renumber(order);
};
const more = (order: Mutable['orders'][number], type: string, change: object = {}) => {
  const fact = order.facts.find((one) => one.type === type);
  if (!fact) throw new Error(`no ${type}`);
  order.facts.push({ ...fact, ...change });
  renumber(order);
};

/** Whatever is planted here must be found under this invariant; a rule that finds nothing in its row proves nothing. */
const PLANTED: Readonly<Record<string, [InvariantId, Verdict, Planting]>> = {
  'a lost payment': ['I2', 'lost', (order) => without(order, 'payment_received')],
  'a lost scan': ['I2', 'lost', (order) => without(order, 'scanned')],
  'a lost order': ['I2', 'lost', (_, { world }) => world.orders.shift()],
  'an answer that names another fact': ['I2', 'lost', (_order, _run, of) => (of('pay').fact = 3)],
  'an answer that two operations got': ['I2', 'lost', (_order, _run, of) => (of('ship').fact = 6)],
  'a doubled payment': ['I1', 'doubled', (order) => more(order, 'payment_received')],
  'a doubled scan': ['I1', 'doubled', (order) => more(order, 'scanned')],
  'a doubled write-off': ['I1', 'doubled', (order) => (order.writeOffs = 2)],
  'a doubled fact of a write-off': ['I1', 'doubled', (order) => more(order, 'written_off')],
  'an order that is there twice': ['I1', 'doubled', (order, { world }) => world.orders.push({ ...order })],
  'a doubled message': ['I1', 'doubled', (_, { world }) => world.arrivals.set('m-H-1', 2)],
  'a payment of nobody': ['I3', 'illegal', (order) => more(order, 'payment_received', { externalId: 'x' })],
  'a watch of nobody': ['I3', 'illegal', (order) => more(order, 'scanned', { type: 'watch_set' })],
  'an order of nobody': [
    'I3',
    'illegal',
    (order, { world }) => world.orders.push({ ...order, orderNo: 'X' }),
  ],
  'a message of nobody': ['I3', 'illegal', (_, { world }) => world.arrivals.set('m-X', 1)],
  'a refused cancellation that happened': [
    'I4',
    'illegal',
    (order) => more(order, 'scanned', { type: 'order_cancelled' }),
  ],
  'a refused payment that happened': ['I4', 'illegal', (_order, _run, of) => (of('pay').outcome = 'fail')],
  'two lifecycles': ['I5', 'doubled', (order) => (order.runs = 2)],
  'a lifecycle after the end': ['I5', 'stuck', (order) => (order.runs = 1)],
  'a gap': ['I6', 'lost', (order) => order.facts.splice(4, 1)],
  'a lost tail': ['I6', 'lost', (order) => order.facts.pop()],
  'a move that the table has not': ['I6', 'illegal', (order) => without(order, 'verification_started')],
  'a state that does not follow': ['I6', 'illegal', (order) => (order.state = 'written_off')],
  'a message that is sent and never came': ['I7', 'lost', (_, { world }) => world.arrivals.delete('m-H-1')],
  'a failed message that came': ['I7', 'illegal', (order) => setStatus(order, 'failed')],
  'a message that hangs': ['I11', 'stuck', (order) => setStatus(order, 'sending')],
  'another amount': [
    'I8',
    'illegal',
    (order) => {
      for (const fact of order.facts) if (fact.type === 'payment_received') fact.detail = { amountMinor: 1 };
    },
  ],
  'a write-off of more than was paid': ['I8', 'illegal', (order) => (order.amountMinor = AMOUNT + 1)],
  'an approval by the own hand': [
    'I9',
    'illegal',
    (order) => more(order, 'shipped', { type: 'review_approved', externalId: null }),
  ],
  'a broken chain': ['I10', 'illegal', (_, { world }) => world.violations.push('6: row 7 was changed')],
  'a wake-up that waits': ['I11', 'stuck', (order) => (order.wakeUps = 1)],
  'an order that stays behind': [
    'I11',
    'stuck',
    (order, run) => {
      run.operations = run.operations.filter(({ name }) => name !== 'cancel');
      Object.assign(order, { state: 'verifying', runs: 1 });
    },
  ],
  'personal data after a purge': [
    'I12',
    'illegal',
    (_, { world }) => world.violations.push('9: a name is left'),
  ],
  'an order of effects that a clock made': [
    'I13',
    'illegal',
    (_order, _run, of) => {
      [of('pay').fact, of('ship').fact] = [8, 6];
      [of('pay').lands, of('ship').lands] = [of('ship').lands, of('pay').lands];
    },
  ],
  'a name in a log': ['I14', 'illegal', (_, { world }) => world.leaks.push('api.log holds a name')],
};

function setStatus(order: Mutable['orders'][number], status: string): void {
  for (const message of order.messages) message.status = status;
}

describe('planted', () => {
  test.each(Object.entries(PLANTED))('%s is found', (_name, [invariant, verdict, plant]) => {
    const run = aRun();
    const [order] = run.world.orders;
    if (!order) throw new Error('no order');
    plant(order, run, (name) => {
      const found = run.operations.find((one) => one.orderNo === 'H-1' && one.name === name);
      if (!found) throw new Error(`no ${name}`);
      return found;
    });
    expect(check(run)).toContainEqual(expect.objectContaining({ invariant, verdict }));
  });

  test('each invariant has a row', () => {
    const rows = new Set(Object.values(PLANTED).map(([invariant]) => invariant));
    expect(rows.size).toBe(14);
  });
});

test('what nobody knows of may have happened or not, and neither is a finding', () => {
  for (const happened of [true, false]) {
    const run = aRun();
    const [order] = run.world.orders;
    const scan = run.operations.find(({ orderNo, name }) => orderNo === 'H-1' && name === 'scan');
    if (!order || !scan) throw new Error('no scan');
    scan.outcome = 'unknown';
    if (!happened) {
      order.facts = order.facts.filter(({ type }) => type !== 'scanned');
      renumber(order);
      for (const one of run.operations.filter((it) => it.orderNo === 'H-1' && (it.fact ?? 0) > 4))
        one.fact = (one.fact ?? 0) - 1;
    }
    expect(check(run)).toEqual([]);
  }
});
