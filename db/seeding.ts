import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from } from 'pg-copy-streams';
import { type Db, row, rows, run, type Tx } from './sql.js';

/** How a column is written; every value is its text. */
export type ColumnKind = 'uuid' | 'moment' | 'text';

/** A table whose rows belong to orders: directly, or through another such table. */
export interface OrderTable {
  name: string;
  columns: { name: string; kind: ColumnKind }[];
  /** The column that leads to the order or to a row of an order. */
  owner: string;
}

/** What is not copied with an order: wake-ups, what only the sealer or an intake writes, and what devices told. */
const LEFT_OUT = [
  'outbox',
  'log_chain',
  'log_checkpoints',
  'orphan_adoptions',
  'device_list_items',
  'offline_scans',
];
/** The database gives these itself. */
const OWN_COLUMNS: Readonly<Record<string, readonly string[]>> = { log_entries: ['transaction_id'] };

/** The tables of orders as the catalog has them, so that a new one is never forgotten; owners before what they own. */
export async function orderTables(db: Db): Promise<OrderTable[]> {
  const tables = await rows<CatalogTable>(db, CATALOG);
  const links = await rows<Link>(db, LINKS);
  const known: OrderTable[] = [];
  for (let left = tables.filter(({ name }) => !LEFT_OUT.includes(name)); ; ) {
    const ready = left.flatMap((table) => ownedBy(table, links, known, left));
    if (ready.length === 0) return known;
    known.push(...ready);
    left = left.filter(({ name }) => !ready.some((one) => one.name === name));
  }
}

interface CatalogTable {
  name: string;
  columns: { name: string; type: string; identity: boolean }[];
}
interface Link {
  table: string;
  target: string;
  columns: string[];
}

const CATALOG = `select c.relname as name, json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null),
    'identity', a.attidentity <> '') order by a.attnum) as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by c.relname order by c.relname`;

const LINKS = `select k.conrelid::regclass::text as "table", k.confrelid::regclass::text as target,
    array(select a.attname::text from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any(k.conkey)) as columns
  from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace`;

/** The table, when every order table it points to is known already. */
function ownedBy(
  table: CatalogTable,
  links: readonly Link[],
  known: readonly OrderTable[],
  left: readonly CatalogTable[],
): OrderTable[] {
  const own = links.filter((link) => link.table === table.name && link.target !== table.name);
  const isKnown = (name: string) => known.some((one) => one.name === name);
  const through = own.find((link) => isKnown(link.target) && link.columns.length === 1);
  const owner = ownerOf(table, through);
  const waits = own.some((link) => left.some(({ name }) => name === link.target && leads(name, links)));
  return owner === undefined || waits ? [] : [{ name: table.name, columns: columnsOf(table), owner }];
}

/** Whether a table leads to orders, over however many others. */
function leads(name: string, links: readonly Link[], seen: readonly string[] = []): boolean {
  if (name === 'orders') return true;
  return links
    .filter((link) => link.table === name && !seen.includes(link.target))
    .some((link) => leads(link.target, links, [...seen, name]));
}

function ownerOf({ name, columns }: CatalogTable, through: Link | undefined): string | undefined {
  if (name === 'orders') return 'id';
  return columns.some((column) => column.name === 'order_id') ? 'order_id' : through?.columns[0];
}

function columnsOf({ name, columns }: CatalogTable): OrderTable['columns'] {
  return columns
    .filter((column) => !column.identity && !OWN_COLUMNS[name]?.includes(column.name))
    .map((column) => ({ name: column.name, kind: kindOf(column.type) }));
}

function kindOf(type: string): ColumnKind {
  if (type === 'uuid') return 'uuid';
  return type === 'timestamp with time zone' ? 'moment' : 'text';
}

/** The rows of a table that belong to any of these, each as the texts of its columns, oldest first. */
export async function rowsAsText(
  db: Db,
  { name, columns, owner }: OrderTable,
  owners: readonly string[],
): Promise<(string | null)[][]> {
  const texts = columns.map((column) =>
    column.kind === 'moment'
      ? `to_char(${column.name} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
      : `${column.name}::text`,
  );
  const found = await rows<{ texts: (string | null)[] }>(
    db,
    `select array[${texts.join(', ')}] as texts from ${name} where ${owner}::text = any(:owners::text[]) order by ctid`,
    { owners: [...owners] },
  );
  return found.map((one) => one.texts);
}

/** Writes rows in the text form of COPY, in the caller's transaction. */
export async function copyRows(tx: Tx, { name, columns }: OrderTable, text: string): Promise<void> {
  const connection: ClientBase = await tx.client.acquireConnection();
  const names = columns.map((column) => column.name).join(', ');
  await pipeline(Readable.from([text]), connection.query(from(`copy ${name} (${names}) from stdin`)));
}

/** Takes so many archive numbers; the last of them. */
export async function takeArchiveNumbers(db: Db, count: number): Promise<number> {
  const taken = await row<{ last: number }>(
    db,
    `select max(number) as last from (select nextval('order_file_numbers') as number from generate_series(1, :count::int)) as taken`,
    { count },
  );
  return taken?.last ?? 0;
}

/** How many generated orders there are. */
export async function seededOrders(db: Db): Promise<number> {
  const found = await row<{ count: number }>(db, 'select count(*)::int as count from orders where seeded');
  return found?.count ?? 0;
}

/** Lets the planner see what was written, and index-only scans use it. Outside of a transaction. */
export async function tidy(db: Db): Promise<void> {
  await run(db, 'vacuum (analyze)');
}
