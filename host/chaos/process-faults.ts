import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { rows } from '../../db/sql.js';
import { hitsFile, MAIN_LINE } from '../../platform/step-faults.js';
import { type Fault, fillWorkers, type Ground } from './fault.js';
import { crashNo } from './house.js';

const AMOUNT_MINOR = 12_000;
const CRASH_MS = 60_000;

/** What happens to processes: killed, stopped for a while, told to end. */
export const PROCESS_FAULTS: readonly Fault[] = [
  {
    ...{ id: 'F1', name: 'worker dies after its commit', part: 'worker', holdMs: 1_000, shortMs: 500 },
    inject: async (ground) => {
      await crashAfter(ground, MAIN_LINE[ground.serial % MAIN_LINE.length] ?? 'write_off');
      return () => fillWorkers(ground.house);
    },
  },
  {
    ...{ id: 'F2', name: 'all workers kill -9', part: 'worker', holdMs: 3_000, shortMs: 1_000 },
    inject: async ({ house }) => {
      await Promise.all(house.stack.running('worker').map((worker) => worker.kill()));
      return () => fillWorkers(house);
    },
  },
  {
    ...{ id: 'F3', name: 'workers restart one by one', part: 'worker', holdMs: 1_000, shortMs: 500 },
    inject: async ({ house }) => {
      for (const worker of house.stack.running('worker')) {
        await worker.stop();
        await house.stack.start('worker');
      }
      return () => fillWorkers(house);
    },
  },
  {
    ...{ id: 'F4', name: 'zombie worker', part: 'worker', holdMs: 16_000, shortMs: 12_000 },
    inject: async ({ house }) => {
      const pid = house.stack.running('worker')[0]?.pid ?? 0;
      process.kill(pid, 'SIGSTOP');
      return async () => void process.kill(pid, 'SIGCONT');
    },
  },
  {
    ...{ id: 'F5', name: 'API killed between commit and answer', part: 'api' },
    ...{ holdMs: 1_000, shortMs: 500 },
    inject: async ({ house }) => {
      await house.wires.api.loseAnswers(1);
      await sleep(400);
      for (const api of house.stack.running('api')) await api.kill();
      return async () => {
        await house.wires.api.heal();
        await house.stack.start('api');
      };
    },
  },
  {
    ...{ id: 'F6', name: 'API stands still', part: 'api', holdMs: 10_000, shortMs: 6_000 },
    inject: async ({ house }) => {
      const pid = house.stack.running('api')[0]?.pid ?? 0;
      process.kill(pid, 'SIGSTOP');
      return async () => void process.kill(pid, 'SIGCONT');
    },
  },
  {
    ...{ id: 'F7', name: 'PostgreSQL kill -9', part: 'postgres', holdMs: 3_000, shortMs: 1_000 },
    inject: async ({ house }) => {
      await house.engines.postgres.kill();
      return () => house.engines.postgres.start();
    },
  },
  {
    ...{ id: 'F8', name: 'backends killed', part: 'postgres', holdMs: 15_000, shortMs: 4_000 },
    inject: async ({ admin }) => repeatedly(500, () => killSomeBackends(admin)),
  },
  {
    ...{ id: 'F9', name: 'PostgreSQL hangs', part: 'postgres', holdMs: 15_000, shortMs: 7_000 },
    inject: async ({ house }) => {
      const pids = familyOf(house.engines.postgres.pid());
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      return async () => {
        for (const pid of pids) if (existsSync(`/proc/${pid}`)) process.kill(pid, 'SIGCONT');
      };
    },
  },
  {
    ...{ id: 'F12', name: 'Redis kill -9', part: 'redis', holdMs: 3_000, shortMs: 1_000 },
    inject: async ({ house }) => {
      await house.engines.redis.kill();
      return () => house.engines.redis.start();
    },
  },
  {
    ...{ id: 'F13', name: 'Redis forgets everything', part: 'redis', holdMs: 500, shortMs: 500 },
    inject: async (ground) => {
      await withRedis(ground, (redis) => redis.flushall());
      return async () => undefined;
    },
  },
  {
    ...{ id: 'F14', name: 'Redis is full', part: 'redis', holdMs: 8_000, shortMs: 4_000 },
    inject: async (ground) => {
      await withRedis(ground, (redis) => redis.config('SET', 'maxmemory', '1'));
      return () => withRedis(ground, (redis) => redis.config('SET', 'maxmemory', '0'));
    },
  },
  {
    ...{ id: 'F15', name: 'Temporal kill -9', part: 'temporal', holdMs: 5_000, shortMs: 2_000 },
    answersMeanwhile: true,
    inject: async ({ house }) => {
      await house.engines.temporal.kill();
      return () => house.engines.temporal.start();
    },
  },
  {
    ...{ id: 'F16', name: 'Temporal hangs', part: 'temporal', holdMs: 30_000, shortMs: 8_000 },
    answersMeanwhile: true,
    inject: async ({ house }) => {
      house.engines.temporal.signal('SIGSTOP');
      return async () => house.engines.temporal.signal('SIGCONT');
    },
  },
];

/** An order of its own is driven to the step; its worker commits it and is gone. */
async function crashAfter(
  { house, people, serial, expectArchived }: Ground,
  step: (typeof MAIN_LINE)[number],
): Promise<void> {
  const orderNo = crashNo(step, serial);
  expectArchived(orderNo);
  await people.enter(orderNo, { amountMinor: AMOUNT_MINOR, submit: true, notify: true, by: 'email' });
  await people.pay(orderNo, `${orderNo}-p`, AMOUNT_MINOR);
  await people.ship(orderNo, `${orderNo}-s`);
  for (const began = Date.now(); Date.now() - began < CRASH_MS; await sleep(100))
    if (struck(house.faultPlan, `${orderNo}/${step}`)) return;
  throw new Error(`F1 did not strike: no worker died after ${step}`);
}

const struck = (plan: string, line: string): boolean =>
  existsSync(hitsFile(plan)) && readFileSync(hitsFile(plan), 'utf8').includes(line);

/** Until it is healed; what fails meanwhile is the fault's own business. */
export async function repeatedly(everyMs: number, act: () => Promise<unknown>): Promise<() => Promise<void>> {
  const healing = new AbortController();
  const running = (async () => {
    while (!healing.signal.aborted) {
      await act().catch(() => undefined);
      await sleep(everyMs, undefined, { signal: healing.signal }).catch(() => undefined);
    }
  })();
  return async () => {
    healing.abort();
    await running;
  };
}

const killSomeBackends = (admin: Ground['admin']) =>
  rows(
    admin,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name in ('oqr-api', 'oqr-worker', 'oqr-sealer') and random() < 0.3`,
  );

/** A process and everything that it started, children first found last. */
function familyOf(pid: number): number[] {
  const family = [pid];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = existsSync(`/proc/${entry}/stat`) ? readFileSync(`/proc/${entry}/stat`, 'utf8') : '';
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (parent === pid) family.push(Number(entry));
  }
  return family;
}

async function withRedis({ house }: Ground, act: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(house.engines.redisUrl);
  redis.on('error', () => undefined);
  await act(redis).finally(() => redis.disconnect());
}
