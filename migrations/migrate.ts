import type { Knex } from 'knex';
import { MIGRATIONS } from './index.js';

/** Knex reads the list from here instead of a folder, so that bundlers and test runners need no file loader. */
const source: Knex.MigrationSource<(typeof MIGRATIONS)[number]> = {
  getMigrations: async () => [...MIGRATIONS],
  getMigrationName: ({ name }) => name,
  getMigration: async ({ up, down }) => ({
    up: async (db) => {
      await db.raw(up);
    },
    down: async (db) => {
      await db.raw(down);
    },
  }),
};

const config = { migrationSource: source, tableName: 'schema_migrations' };

/** Brings the schema to the newest version; safe when several processes boot at once. */
export async function migrateUp(db: Knex): Promise<void> {
  await db.migrate.latest(config);
}

/** Takes everything back, newest first. For tests and for a development database. */
export async function migrateDown(db: Knex): Promise<void> {
  await db.migrate.rollback(config, true);
}
