import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { KeyRing } from '../../platform/keys/ring.js';
import { testKeyRing } from '../../platform/keys/test-ring.js';
import { openDatabase, type RunTimeRole, roleUrl } from '../../platform/postgres.js';

/** A database of its own for one test file: a clone of the migrated, seeded template. */
export interface TestDatabase {
  url: string;
  ring: KeyRing;
  admin: Knex;
  /** A pool as one of the least-privilege roles. */
  as(role: RunTimeRole, max?: number): Knex;
  drop(): Promise<void>;
}

export async function cloneDatabase(): Promise<TestDatabase> {
  const server = process.env.OQR_TEST_POSTGRES;
  if (!server)
    throw new Error(
      'the engines are not running: this test belongs to the engines project of jest.config.mjs',
    );
  const name = `test_${randomBytes(6).toString('hex')}`;
  const master = openDatabase(server, { max: 1, application: 'test' });
  await master.raw(`create database ${name} template oqr_template`);
  const url = withDatabase(server, name);
  const ring = testKeyRing();
  const pools: Knex[] = [];
  const open = (poolUrl: string, max: number) => {
    const pool = openDatabase(poolUrl, { max, application: 'test' });
    pools.push(pool);
    return pool;
  };
  return {
    url,
    ring,
    admin: open(url, 4),
    as: (role, max = 10) => open(roleUrl(url, role, ring), max),
    drop: async () => {
      await Promise.all(pools.map((pool) => pool.destroy()));
      await master.raw(`drop database ${name} with (force)`);
      await master.destroy();
    },
  };
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}
