import type { Knex } from 'knex';

/** A connection pool or a transaction; a function that needs the latter asks for `Tx`. */
export type Db = Knex;
export type Tx = Knex.Transaction;

interface Answer<Row> {
  rows: Row[];
  rowCount: number | null;
}

/** Rows of one statement. Names in SQL are quoted into the camelCase of `Row`; bindings are `:named`. */
export async function rows<Row>(db: Db, sql: string, bindings: Record<string, unknown> = {}): Promise<Row[]> {
  return (await ask<Row>(db, sql, bindings)).rows;
}

/** The first row, or undefined. */
export async function row<Row>(
  db: Db,
  sql: string,
  bindings: Record<string, unknown> = {},
): Promise<Row | undefined> {
  return (await rows<Row>(db, sql, bindings))[0];
}

/** How many rows a statement touched. */
export async function run(db: Db, sql: string, bindings: Record<string, unknown> = {}): Promise<number> {
  return (await ask(db, sql, bindings)).rowCount ?? 0;
}

/**
 * Inside a transaction a statement is prepared under a name, so that a connection parses and plans it once: they are few,
 * short and by key. Lists are read outside of one and planned anew, since their plan depends on what is asked.
 */
async function ask<Row>(db: Db, sql: string, bindings: Record<string, unknown>): Promise<Answer<Row>> {
  const statement: Knex.Raw<Answer<Row>> = db.raw(sql, bindings as Record<string, Knex.RawBinding>);
  const name = db.isTransaction || everywhere.has(sql) ? nameOf(sql) : undefined;
  return name ? statement.options({ name }) : statement;
}

const everywhere = new Set<string>();

/** Marks a text that is fixed, by key and asked for with every request: it is prepared outside of transactions too. */
export function prepared(sql: string): string {
  everywhere.add(sql);
  return sql;
}

const names = new Map<string, string>();
/** Far more texts than the product has: whoever builds texts inside a transaction fills no connection with them. */
const MOST_NAMES = 500;

function nameOf(sql: string): string | undefined {
  const known = names.get(sql);
  if (known || names.size === MOST_NAMES) return known;
  const name = `oqr_${names.size + 1}`;
  names.set(sql, name);
  return name;
}

/** A page of a list in a stable order; `next` is the cursor of the row after it. */
export interface Page<Row> {
  items: Row[];
  next?: string;
}

/** Cuts the extra row that tells whether there is a next page, and names where it starts. */
export function page<Row>(
  found: Row[],
  limit: number,
  cursorOf: (last: Row) => readonly [string, string],
): Page<Row> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  if (found.length <= limit || !last) return { items };
  return { items, next: Buffer.from(JSON.stringify(cursorOf(last))).toString('base64url') };
}

/** The two keys of a cursor, or undefined when it is none of ours. */
export function readCursor(cursor: string | undefined): [string, string] | undefined {
  if (!cursor) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 2) return undefined;
    const [first, second]: unknown[] = parts;
    return typeof first === 'string' && typeof second === 'string' ? [first, second] : undefined;
  } catch {
    return undefined;
  }
}
