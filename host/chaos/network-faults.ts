import { setTimeout as sleep } from 'node:timers/promises';
import { rows } from '../../db/sql.js';
import type { Fault, Ground } from './fault.js';
import type { WireName } from './house.js';
import { repeatedly } from './process-faults.js';
import type { Wire } from './toxiproxy.js';

const BURST_MS = 150;
const BETWEEN_MS = 350;
const SHARE = 0.5;
const SLOW_MS = 200;

/** What happens between processes: an answer lost after the deed, a request lost before it, slowness, silence. */
export const NETWORK_FAULTS: readonly Fault[] = [
  {
    ...{ id: 'F10', name: 'deadlocks', part: 'postgres', holdMs: 10_000, shortMs: 4_000 },
    inject: ({ admin }) => repeatedly(100, () => crossLocks(admin)),
  },
  {
    ...{ id: 'F17', name: 'answers of PostgreSQL lost', part: 'postgres', holdMs: 20_000, shortMs: 4_000 },
    inject: (ground) =>
      bursts(ground, ['api-postgres', 'worker-postgres'], (wire) => wire.loseAnswers(SHARE)),
  },
  {
    ...{ id: 'F18', name: 'answers of Temporal, SMS, wallets lost', part: 'temporal' },
    ...{ holdMs: 15_000, shortMs: 4_000 },
    inject: async (ground) => {
      const { faults, payments } = ground.house.stack.catchers;
      faults.sms.set({ kind: 'lost_answer' }, 3);
      payments?.faults.calls.set('broken', 6);
      const heal = await bursts(ground, ['temporal'], (wire) => wire.loseAnswers(SHARE));
      return async () => {
        faults.sms.set(undefined);
        payments?.faults.calls.set(undefined);
        await heal();
      };
    },
  },
  {
    ...{ id: 'F19', name: 'requests lost', part: 'postgres', holdMs: 15_000, shortMs: 4_000 },
    inject: (ground) =>
      bursts(ground, ['api', 'api-postgres', 'worker-postgres'], (wire) => wire.loseRequests(SHARE)),
  },
  {
    ...{ id: 'F20', name: 'slow and chopped lines', part: 'postgres', holdMs: 15_000, shortMs: 5_000 },
    inject: async ({ house }) => {
      const wires = [
        house.wires['api-postgres'],
        house.wires['worker-postgres'],
        house.wires.redis,
        house.wires.temporal,
      ];
      for (const wire of wires) await wire.slow(SLOW_MS);
      return () => healAll(wires);
    },
  },
];

/** The worker loses PostgreSQL and nothing else, and nobody tells it. */
export const PARTITION: Fault = {
  ...{ id: 'F21', name: 'worker cut off from PostgreSQL alone', part: 'postgres' },
  ...{ holdMs: 30_000, shortMs: 8_000 },
  inject: async ({ house }) => {
    await house.wires['worker-postgres'].silence();
    return () => house.wires['worker-postgres'].heal();
  },
};

/** Short and often, so that many a deed is under way when a line goes. */
function bursts(
  { house }: Ground,
  names: readonly WireName[],
  strike: (wire: Wire) => Promise<void>,
): Promise<() => Promise<void>> {
  const wires = names.map((name) => house.wires[name]);
  return repeatedly(BETWEEN_MS, async () => {
    try {
      for (const wire of wires) await strike(wire);
      await sleep(BURST_MS);
    } finally {
      await healAll(wires);
    }
  });
}

async function healAll(wires: readonly Wire[]): Promise<void> {
  for (const wire of wires) await wire.heal();
}

/** Two transactions lock the same two orders the other way round, among those that the API writes to. */
async function crossLocks(admin: Ground['admin']): Promise<void> {
  const found = await rows<{ id: string }>(
    admin,
    `select id from orders where state not in ('archived', 'voided', 'entered') order by random() limit 2`,
  );
  const [one, other] = found.map(({ id }) => id);
  if (!one || !other) return;
  await Promise.allSettled([lockBoth(admin, one, other), lockBoth(admin, other, one)]);
}

const lockBoth = (admin: Ground['admin'], first: string, second: string) =>
  admin.transaction(async (tx) => {
    for (const id of [first, second]) {
      await rows(tx, 'select id from orders where id = :id for update', { id });
      await sleep(20);
    }
  });
