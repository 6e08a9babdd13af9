import knex, { type Knex } from 'knex';
import pg from 'pg';
import type { KeyRing } from './keys/ring.js';
import { rolePassword } from './keys/secrets.js';

export const RUN_TIME_ROLES = ['oqr_api', 'oqr_worker', 'oqr_sealer', 'oqr_purge'] as const;
export type RunTimeRole = (typeof RUN_TIME_ROLES)[number];

/** Amounts and counters are safe integers; a bigint that is not must never be rounded in silence. */
function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error('a bigint column holds more than a safe integer');
  return value;
}
pg.types.setTypeParser(pg.types.builtins.INT8, safeInteger);

/** The URL of the same database for one of the least-privilege roles; its password follows from the key ring. */
export function roleUrl(databaseUrl: string, role: RunTimeRole, ring: KeyRing): string {
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = rolePassword(ring, role);
  return url.toString();
}

/** A pool. `application` names it in `pg_stat_activity`. */
export function openDatabase(url: string, pool: { max: number; application: string }): Knex {
  return knex({
    client: 'pg',
    connection: { connectionString: url, application_name: pool.application, keepAlive: true },
    pool: { min: 0, max: pool.max },
    acquireConnectionTimeout: 10_000,
    // Bound values stay out of error messages.
    compileSqlOnError: false,
  });
}
