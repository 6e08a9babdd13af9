import { askedBy, type Db, row, rows } from './sql.js';

/** Carries the count out of the list that was asked for it. */
class Counted extends Error {
  constructor(readonly count: number) {
    super('counted');
  }
}

/**
 * How many rows a list would show, up to `most`: the very select of its page is counted instead of read, so that list
 * and badge never differ. PostgreSQL leaves out the columns that nobody reads.
 */
export async function countedBy(db: Db, most: number, ask: (db: Db) => Promise<unknown>): Promise<number> {
  const counter = askedBy(db, async (sql, bindings) => {
    if (!/limit :limit\b/.test(sql)) return { rows: await rows(db, sql, bindings), rowCount: null };
    const counting = `select count(*)::int as count from (${sql}) as listed`;
    const found = await row<{ count: number }>(db, counting, { ...bindings, limit: most });
    throw new Counted(found?.count ?? 0);
  });
  try {
    await ask(counter);
  } catch (error) {
    if (error instanceof Counted) return error.count;
    throw error;
  }
  throw new Error('countedBy: no page was asked for');
}
