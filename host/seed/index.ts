import { setImmediate as breath, setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { House } from '../../activities/index.js';
import { isBench } from '../../db/bench-marks.js';
import { readCalendar } from '../../db/calendars.js';
import { noteOverdue } from '../../db/deadlines.js';
import { eachAlone } from '../../db/in-step.js';
import { unsealedFor } from '../../db/invariants.js';
import { copyRows, type OrderTable, seededOrders, takeArchiveNumbers, tidy } from '../../db/seeding.js';
import type { KeyRing } from '../../platform/keys/ring.js';
import { tokenKeyTable } from '../../platform/keys/token-keys.js';
import type { Logger } from '../../platform/log.js';
import { openCalendar } from '../../platform/working-calendar.js';
import { sealOnce } from '../../worker/sealer.js';
import { cast, type Foundry, ownColumnsOf } from './cast.js';
import { chanceOf } from './chance.js';
import { playModels } from './models.js';
import { mouldOf } from './mould.js';

export interface Seeding {
  /** Whoever may migrate: no role of the house may write an order's state. */
  admin: Knex;
  /** The sealer's own role. */
  sealer: Knex;
  ring: KeyRing;
  log: Logger;
  orders: number;
  seed: number;
  /** Takes each signed checkpoint out of the database. */
  publish?: ((line: string) => void) | undefined;
  say?: (line: string) => void;
}

/**
 * Writes so many orders with everything that belongs to them, at rest, into a database that is marked for it. Each is a
 * copy of an order that the deeds themselves played, with ids, keys, customer and days of its own; the same seed gives
 * the same orders.
 */
export async function seedOrders(seeding: Seeding): Promise<void> {
  const { admin, orders, say = () => undefined } = seeding;
  if (!(await isBench(admin)))
    throw new Error(
      'this database is not marked for generated orders: add --mark while it holds no real one',
    );
  if ((await seededOrders(admin)) > 0)
    throw new Error('this database has its generated orders already: start with an empty one');
  const foundry = await foundryOf(seeding);
  const moulds = foundry.moulds.length;
  let writing: Promise<void> = Promise.resolve();
  for (let first = 0; first < orders; first += BATCH) {
    const end = Math.min(orders, first + BATCH);
    // The next batch is cast while this one is written; a failed one is told of by the next await.
    const [rows] = await Promise.all([castBatch(admin, foundry, first, end), writing]);
    say(`${first} of ${orders} orders, cast in ${moulds} moulds`);
    writing = writeBatch(admin, foundry, rows);
  }
  await writing;
  while ((await noteOverdue(admin, 'lifecycle', OVERDUE_BATCH)) === OVERDUE_BATCH);
  say('sealing the log');
  await sealAll(seeding);
  await tidy(admin);
}

const BATCH = 2_000;
/** So many orders are cast before what is being written gets its turn. */
const BREATH = 20;
const OVERDUE_BATCH = 2_000;
const WAIT_MS = 50;
const GAP_MS = { least: 4 * 60_000, most: 5 * 3_600_000 };

/** Every story once, and for many orders in four variants. */
const modelsFor = (orders: number): number => Math.min(orders, 100, Math.max(25, Math.floor(orders / 6)));

async function foundryOf({ admin, ring, log, orders, seed }: Seeding): Promise<Foundry> {
  const house: House = {
    ...{ db: admin, ring, log, tokenKeys: tokenKeyTable(ring), codeHost: 'LOCALHOST' },
    inStep: eachAlone(admin),
    withoutRun: async () => [],
  };
  const { tables, models } = await playModels(house, modelsFor(orders));
  const chance = chanceOf(seed);
  const rows = await readCalendar(admin);
  const ownColumns = ownColumnsOf(ring, models);
  const moulds = models.map((model, place) =>
    mouldOf(
      model,
      ownColumns,
      (fromEnd) => GAP_MS.least + (GAP_MS.most - GAP_MS.least) * chance.share('gap', place, fromEnd) ** 3,
    ),
  );
  return {
    ...{ ring, chance, seed, tables, moulds },
    calendar: openCalendar(rows),
    calendarRevision: rows.revision,
    nowMs: rows.now.getTime(),
  };
}

type Batch = ReadonlyMap<OrderTable, string[]>;

async function castBatch(admin: Knex, foundry: Foundry, first: number, end: number): Promise<Batch> {
  const archiveNos = await archiveNumbers(admin, foundry, first, end);
  const rows = new Map<OrderTable, string[]>();
  for (let n = first; n < end; n += 1) {
    cast(foundry, n, archiveNos.get(n) ?? '', (table, text) => {
      const known = rows.get(table);
      if (known) known.push(text);
      else rows.set(table, [text]);
    });
    if (n % BREATH === 0) await breath();
  }
  return rows;
}

async function writeBatch(admin: Knex, foundry: Foundry, rows: Batch): Promise<void> {
  await admin.transaction(async (tx) => {
    for (const table of foundry.tables) {
      const texts = rows.get(table);
      if (texts) await copyRows(tx, table, `${texts.join('\n')}\n`);
    }
  });
}

/** An archive number for each copy of an order that is archived. */
async function archiveNumbers(
  admin: Knex,
  { moulds }: Foundry,
  first: number,
  end: number,
): Promise<ReadonlyMap<number, string>> {
  const places = Array.from({ length: end - first }, (_, at) => first + at);
  const archived = places.filter((n) => moulds[n % moulds.length]?.archivePrefix !== undefined);
  if (archived.length === 0) return new Map();
  const last = await takeArchiveNumbers(admin, archived.length);
  return new Map(
    archived.map((n, at) => {
      const number = String(last - archived.length + 1 + at).padStart(7, '0');
      return [n, `${moulds[n % moulds.length]?.archivePrefix}${number}`];
    }),
  );
}

/** Seals until nothing is left: a transaction elsewhere may hold it up for a moment. */
async function sealAll({ admin, sealer, ring, log, publish }: Seeding): Promise<void> {
  const sealing = { db: sealer, ring, log, ...(publish && { publish }) };
  while ((await unsealedFor(admin, 0)).count > 0) {
    let sealed = 0;
    for (let batch = await sealOnce(sealing); batch > 0; batch = await sealOnce(sealing)) sealed += batch;
    if (sealed === 0) await sleep(WAIT_MS);
  }
}
