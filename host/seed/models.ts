import type { House } from '../../activities/index.js';
import { eachAlone } from '../../db/in-step.js';
import { type OrderTable, orderTables, rowsAsText } from '../../db/seeding.js';
import type { Db } from '../../db/sql.js';
import type { OrderDraft } from '../../domain/order.js';
import { play } from './stage.js';
import { STORIES } from './stories.js';

/** An order that was played by the deeds themselves, with every row that came of it. */
export interface Model {
  draft: OrderDraft;
  rows: { table: OrderTable; texts: (string | null)[] }[];
}

export interface Models {
  tables: OrderTable[];
  /** Story by story, one variant after the other. */
  models: Model[];
}

/** Plays the stories in turn, in as many variants as it takes, reads what was written, and takes all of it back. */
export async function playModels(house: House, count: number): Promise<Models> {
  const tx = await house.db.transaction();
  try {
    const played = await playAll({ ...house, db: tx, inStep: eachAlone(tx) }, count);
    return await readModels(tx, played);
  } finally {
    await tx.rollback();
  }
}

interface Played {
  id: string;
  draft: OrderDraft;
}

async function playAll(house: House, count: number): Promise<Played[]> {
  const played: Played[] = [];
  for (let n = 0; n < count; n += 1) {
    const story = STORIES[n % STORIES.length];
    if (!story) break;
    const variant = Math.floor(n / STORIES.length);
    const amountMinor = Math.round((story.amountMinor * (7 + variant)) / 700) * 100;
    played.push(await play(house, story, { no: `MODEL-${String(n).padStart(3, '0')}`, amountMinor }));
  }
  return played;
}

async function readModels(db: Db, played: readonly Played[]): Promise<Models> {
  const models: Model[] = played.map(({ draft }) => ({ draft, rows: [] }));
  const owners = new Map(played.map(({ id }, index) => [id, models[index]]));
  const tables = await orderTables(db);
  for (const table of tables) {
    const at = table.columns.findIndex((column) => column.name === table.owner);
    for (const texts of await rowsAsText(db, table, [...owners.keys()])) {
      const model = owners.get(texts[at] ?? '');
      model?.rows.push({ table, texts });
      const own = texts[table.columns.findIndex((column) => column.name === 'id')];
      if (own) owners.set(own, model);
    }
  }
  return { tables, models };
}
