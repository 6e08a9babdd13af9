import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install } from '../../host/install.js';
import { startEngines } from '../../platform/engines/index.js';
import { testKeyRing } from '../../platform/keys/test-ring.js';
import { openDatabase } from '../../platform/postgres.js';

/** Starts the real engines once per test run, with one migrated and seeded template database to clone. */
export async function setUpEngines(): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'oqr-test-'));
  const engines = await startEngines({ dataDir, ephemeral: true, fsync: false });
  const server = openDatabase(engines.postgres.adminUrl, { max: 1, application: 'test-setup' });
  await server.raw('create database oqr_template');
  await server.destroy();
  const template = openDatabase(withDatabase(engines.postgres.adminUrl, 'oqr_template'), {
    max: 1,
    application: 'test-setup',
  });
  await install(template, testKeyRing());
  await template.destroy();
  process.env.OQR_TEST_POSTGRES = engines.postgres.adminUrl;
  process.env.OQR_TEST_REDIS = engines.redis.url;
  process.env.OQR_TEST_TEMPORAL = engines.temporal.address;
  return async () => {
    await engines.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}
