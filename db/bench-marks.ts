import { type Db, row, run } from './sql.js';

/** Whether this database is for generated orders. */
export async function isBench(db: Db): Promise<boolean> {
  return (await row(db, 'select from bench_marks')) !== undefined;
}

/** Marks a database for generated orders, unless it holds a real one; true when it is marked now. */
export async function markBench(db: Db): Promise<boolean> {
  await run(
    db,
    `insert into bench_marks (id) select 1 where not exists (select from orders where not seeded) on conflict do nothing`,
  );
  return isBench(db);
}

/** Stops a house from serving a database of generated orders by mistake. */
export async function refuseBench(db: Db, served: boolean): Promise<void> {
  if (!served && (await isBench(db)))
    throw new Error('this database is marked for generated orders: OQR_BENCH=true serves it all the same');
}
