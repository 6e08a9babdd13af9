/** `npm run schema`: migrates an empty, temporary database and writes its schema to db/schema.sql. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateUp } from '../migrations/migrate.js';
import { startEngines } from '../platform/engines/index.js';
import { openDatabase } from '../platform/postgres.js';
import { schemaDump } from './schema-dump.js';

const dataDir = mkdtempSync(join(tmpdir(), 'oqr-schema-'));
const engines = await startEngines({ dataDir, ephemeral: true, fsync: false });
const db = openDatabase(engines.postgres.adminUrl, { max: 1, application: 'oqr-schema' });
try {
  await migrateUp(db);
  writeFileSync(new URL('../db/schema.sql', import.meta.url), await schemaDump(db));
} finally {
  await db.destroy();
  await engines.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
