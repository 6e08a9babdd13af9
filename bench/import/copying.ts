import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from, to } from 'pg-copy-streams';

/** Every table that an entered order is written into, with the column that names the order. */
const TABLES = {
  orders: 'id',
  order_lines: 'order_id',
  data_keys: 'order_id',
  order_terms: 'order_id',
  facts: 'order_id',
  outbox: 'order_id',
  log_entries: 'order_id',
} as const;
type Table = keyof typeof TABLES;

/** COPY into tables like the record's, with the same columns, defaults, checks and indexes, but no foreign keys. */
export interface Copying {
  /** The rows of the orders whose numbers begin so, in the text form of COPY. */
  take(prefix: string): Promise<ReadonlyMap<Table, Buffer>>;
  /** Writes them in one transaction. */
  write(rows: ReadonlyMap<Table, Buffer>): Promise<void>;
  close(): Promise<void>;
}

export async function openCopying(adminUrl: string): Promise<Copying> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const columns = new Map<Table, string>();
  for (const table of Object.keys(TABLES) as Table[]) {
    await client.query(`create table bench_${table} (like ${table} including all)`);
    columns.set(table, await columnsOf(client, table));
  }
  return {
    take: async (prefix) => {
      const rows = new Map<Table, Buffer>();
      for (const [table, names] of columns) {
        const wanted = `${TABLES[table]} in (select id from orders where order_no like '${prefix}%')`;
        const copied = client.query(to(`copy (select ${names} from ${table} where ${wanted}) to stdout`));
        rows.set(table, await buffer(copied));
      }
      return rows;
    },
    write: async (rows) => {
      await client.query('begin');
      for (const [table, text] of rows) {
        const into = client.query(from(`copy bench_${table} (${columns.get(table)}) from stdin`));
        await pipeline(Readable.from([text]), into);
      }
      await client.query('commit');
    },
    close: () => client.end(),
  };
}

/** Those that can be written. */
async function columnsOf(client: pg.Client, table: Table): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`,
    [table],
  );
  return rows.map(({ name }) => name).join(', ');
}
