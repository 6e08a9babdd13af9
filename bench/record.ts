import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Knex } from 'knex';
import { install } from '../host/install.js';
import { startEngines } from '../platform/engines/index.js';
import { type KeyRing, openKeyRing } from '../platform/keys/ring.js';
import { openDatabase, type RunTimeRole, roleUrl } from '../platform/postgres.js';
import { endEach, endedOnce } from '../platform/stopping.js';

/** Engines with an empty record of their own; commits are as durable as in production. */
export interface BenchRecord {
  dir: string;
  adminUrl: string;
  admin: Knex;
  ring: KeyRing;
  /** The process of PostgreSQL's postmaster. */
  postgresPid: number;
  /** A pool as one of the least-privilege roles. */
  as(role: RunTimeRole, max: number): Knex;
  /** Something to end before the engines. */
  ends(end: () => unknown): void;
  close(): Promise<void>;
}

/** `dataDir` is kept for the next time; without one everything is thrown away at the end. */
export async function openRecord(
  dataDir: string | undefined,
  say: (line: string) => void,
  { countStatements = false } = {},
): Promise<BenchRecord> {
  const dir = resolve(dataDir ?? mkdtempSync(join(tmpdir(), 'oqr-bench-')));
  const ends: (() => unknown)[] = [];
  const close = endedOnce(async () => {
    await endEach(ends);
    if (dataDir === undefined) rmSync(dir, { recursive: true, force: true });
  });
  try {
    const engines = await startEngines({
      dataDir: dir,
      ephemeral: dataDir === undefined,
      countStatements,
      say,
    });
    ends.push(() => engines.stop());
    const ring = openKeyRing(join(dir, 'keys'));
    const { adminUrl } = engines.postgres;
    const pool = (url: string, max: number) => {
      const opened = openDatabase(url, { max, application: 'oqr-bench' });
      ends.push(() => opened.destroy());
      return opened;
    };
    const admin = pool(adminUrl, 2);
    await install(admin, ring);
    return {
      ...{ dir, adminUrl, admin, ring, close },
      postgresPid: engines.pids.postgres ?? 0,
      as: (role, max) => pool(roleUrl(adminUrl, role, ring), max),
      ends: (end) => ends.push(end),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
