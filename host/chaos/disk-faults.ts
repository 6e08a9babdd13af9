import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { row, rows } from '../../db/sql.js';
import type { DrilledEngine } from '../../platform/engines/drilled.js';
import { type Fault, type Ground, hurt, watchAnswers } from './fault.js';
import { lacksMounts, type SmallDisk, toSmallDisk } from './small-disk.js';

const MIB = 1_048_576;
const DATA_DISK_BYTES = 768 * MIB;
const TEMPORAL_DISK_BYTES = 256 * MIB;
const ENDED_MS = 60_000;
const FULL_MS = 12_000;
const PANIC_MS = 60_000;
const BACK_MS = 60_000;
const AGAIN_MS = 250;
const NO_SPACE = 'No space left on device';
/** Characters in one record of the write-ahead log: a few of them need a new segment. */
const RECORD_LENGTH = 4_000_000;

/** No block is left where an engine writes; its own disk is a small one, mounted where this drill alone sees it. */
export const DISK_FULL: readonly Fault[] = [
  {
    ...{ id: 'F11', name: 'disk of PostgreSQL full', part: 'postgres', holdMs: 1_000, shortMs: 1_000 },
    ...{ ownMounts: true, lacks: lacksMounts },
    inject: async (ground) => {
      const clear = watchAnswers(ground);
      const disk = await moveRecord(ground);
      return hurt(
        async () => {
          disk.free();
          await recordIsBack(ground);
          clear();
        },
        async () => {
          disk.fill();
          await dataFull(ground);
          await logFull(ground);
        },
      );
    },
  },
  {
    ...{ id: 'F11', name: 'disk of Temporal full', part: 'temporal', holdMs: 1_000, shortMs: 1_000 },
    ...{ ownMounts: true, answersMeanwhile: true, lacks: lacksMounts },
    inject: async (ground) => {
      const { house, tell } = ground;
      const clear = watchAnswers(ground);
      await house.engines.temporal.kill();
      const disk = toSmallDisk(join(house.dataDir, 'engines', 'temporal'), TEMPORAL_DISK_BYTES);
      house.afterwards(disk.leave);
      await house.engines.temporal.start();
      const log = readFrom(join(house.dataDir, 'engines', 'logs', 'temporal.log'));
      return hurt(
        async () => {
          disk.free();
          if (hasEnded(house.engines.temporal)) await house.engines.temporal.start();
          clear();
        },
        async () => {
          disk.fill();
          await sleep(FULL_MS);
          if (!/disk is full|No space left/.test(log())) throw new Error('the disk of Temporal was not full');
          tell(`its disk full, Temporal ${hasEnded(house.engines.temporal) ? 'ended' : 'went on'}`);
        },
      );
    },
  },
];

const hasEnded = (engine: DrilledEngine): boolean => !existsSync(`/proc/${engine.pid()}`);

/** What a file says from now on. */
function readFrom(file: string): () => string {
  const before = statSync(file).size;
  return () => readFileSync(file).subarray(before).toString('utf8');
}

const postgresLog = ({ house: { dataDir } }: Ground) =>
  readFrom(join(dataDir, 'engines', 'logs', 'postgres.log'));

/** PostgreSQL ends in order and begins again on the small disk. */
async function moveRecord({ house, admin }: Ground): Promise<SmallDisk> {
  const { postgres } = house.engines;
  const found = await row<{ dir: string }>(
    admin,
    `select setting as dir from pg_settings where name = 'data_directory'`,
  );
  const dir = found?.dir ?? '';
  postgres.signal('SIGINT');
  for (const began = Date.now(); existsSync(join(dir, 'postmaster.pid')); await sleep(AGAIN_MS))
    if (Date.now() - began > ENDED_MS) throw new Error('PostgreSQL did not end');
  const disk = toSmallDisk(dir, DATA_DISK_BYTES);
  house.afterwards(disk.leave);
  await postgres.start();
  return disk;
}

/** Tables cannot grow: statements fail one by one, and the API says so. */
async function dataFull(ground: Ground): Promise<void> {
  const log = postgresLog(ground);
  const refused = () => ground.answers.get('out_of_service') ?? 0;
  const before = refused();
  await sleep(FULL_MS);
  const failed = log().split(NO_SPACE).length - 1;
  if (failed === 0 || refused() === before)
    throw new Error(`${failed} statements found no space, ${refused() - before} answers of 503`);
  ground.tell(`no space for data: ${failed} statements failed, ${refused() - before} answers of 503`);
}

/** The write-ahead log finds no room for its next segment: PostgreSQL panics. */
async function logFull(ground: Ground): Promise<void> {
  const log = postgresLog(ground);
  const began = Date.now();
  for (; !log().includes('PANIC'); await sleep(AGAIN_MS)) {
    if (Date.now() - began > PANIC_MS) throw new Error('the write-ahead log was not full');
    await rows(ground.admin, `select pg_logical_emit_message(true, 'ballast', repeat('x', :length::int))`, {
      length: RECORD_LENGTH,
    }).catch(() => undefined);
  }
  await sleep(FULL_MS);
  const state = hasEnded(ground.house.engines.postgres) ? 'ended' : 'began again by itself';
  ground.tell(`no space for the write-ahead log: PostgreSQL panicked and ${state}`);
}

/** It answers, and no page of it is broken. */
async function recordIsBack({ house, admin, tell }: Ground): Promise<void> {
  const look = () =>
    row<{ broken: number }>(
      admin,
      'select coalesce(sum(checksum_failures), 0)::int as broken from pg_stat_database',
    ).catch(() => undefined);
  for (const began = Date.now(); ; await sleep(AGAIN_MS)) {
    if (hasEnded(house.engines.postgres)) await house.engines.postgres.start();
    const found = await look();
    if (found?.broken === 0) break;
    if (found || Date.now() - began > BACK_MS)
      throw new Error(found ? `${found.broken} pages are broken` : 'PostgreSQL did not come back');
  }
  tell('with space again PostgreSQL answers, and no page is broken');
}
