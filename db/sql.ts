import type { Knex } from 'knex';

/** A connection pool or a transaction; a function that needs the latter asks for `Tx`. */
export type Db = Knex;
export type Tx = Knex.Transaction;
/** Does a deed in a transaction, which may let it put writes off. */
export type Transact = <Result>(deed: (tx: Tx, atEnd?: AtEnd) => Promise<Result>) => Promise<Result>;
/**
 * Puts a write off to the end of the transaction, where it goes to the database with the commit. Nobody looks at its answer
 * before, so that what forbids it must be known to the database, and it asks for all that it asks at once. Of writes that
 * refer to each other the one that comes first is put off first, and `leading`.
 */
export type AtEnd = (write: () => Promise<unknown>) => void;

export interface Answer<Row> {
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

/** Asks one statement of a pool or a transaction; `askedBy` puts another way in its place. */
export type Ask = (sql: string, bindings: Bindings) => Promise<Answer<never>>;
export type Bindings = Readonly<Record<string, unknown>>;

/**
 * Inside a transaction a statement is prepared under a name, so that a connection parses and plans it once: they are few,
 * short and by key. Lists are read outside of one and planned anew, since their plan depends on what is asked.
 */
export async function ask<Row>(db: Db, sql: string, bindings: Bindings): Promise<Answer<Row>> {
  const otherwise = asks.get(db);
  if (otherwise) return otherwise(sql, bindings);
  const statement = statementOf(sql, bindings, db.isTransaction === true);
  refuseOver(db);
  db.client.emit('query', { sql: statement.text, inTransaction: db.isTransaction === true });
  const connection = await db.client.acquireConnection();
  const query = (): Promise<Answer<Row>> => {
    refuseOver(db);
    return connection.query(statement);
  };
  try {
    return await (db.isTransaction ? inTurn(connection, query) : query());
  } finally {
    await db.client.releaseConnection(connection);
  }
}

const asks = new WeakMap<Db, Ask>();

function refuseOver(db: Db): void {
  if (db.isTransaction && (db as Tx).isCompleted()) throw new Error('ask: the transaction is over');
}

/** What a deed asks together of a transaction of its own goes there one after the other; in step it goes in one go. */
function inTurn<Result>(connection: object, query: () => Promise<Result>): Promise<Result> {
  const before = underWay.get(connection);
  const mine = before === undefined ? query() : before.then(query);
  const ended = mine.then(
    () => undefined,
    () => undefined,
  );
  underWay.set(connection, ended);
  void ended.then(() => underWay.get(connection) === ended && underWay.delete(connection));
  return mine;
}

const underWay = new WeakMap<object, Promise<undefined>>();

/** A handle for statements, which are asked in another way; it begins no transaction. */
export function askedBy<Handle extends Db>(db: Handle, otherwise: Ask): Handle {
  const handle = new Proxy(db, {
    get: (target, name) => {
      if (name === 'transaction') throw new Error('askedBy: a handle for statements begins no transaction');
      return Reflect.get(target, name);
    },
  });
  asks.set(handle, otherwise);
  return handle;
}

/** A statement as the driver takes it: bindings by place, a name when it is to be kept by its connection. */
export interface Statement {
  text: string;
  values: unknown[];
  name?: string;
}

/** @throws when a binding is missing; null is one. */
export function statementOf(sql: string, bindings: Bindings, kept: boolean): Statement {
  const { text, places } = placed(sql);
  const values = places.map((place) => {
    const value = bindings[place];
    if (value === undefined) throw new Error(`no binding for :${place}`);
    return value;
  });
  const name = kept || everywhere.has(sql) ? nameOf(sql) : undefined;
  return { text, values, ...(name && { name }) };
}

interface Placed {
  text: string;
  places: string[];
}

const BINDING = /(?<!:):([a-z]\w*)/g;
const placedTexts = new Map<string, Placed>();

/** `:named` becomes `$1`; each time that it stands there is a place with a type of its own. Casts (`::text`) stay. */
function placed(sql: string): Placed {
  const known = placedTexts.get(sql);
  if (known) return known;
  const places: string[] = [];
  const text = sql.replace(BINDING, (_, place: string) => {
    places.push(place);
    return `$${places.length}`;
  });
  if (placedTexts.size < MOST_NAMES) placedTexts.set(sql, { text, places });
  return { text, places };
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

/** One statement for many askers: its bindings are columns of arrays, and each of its rows says in `at` whose it is, from 1. */
export interface ForMany {
  sql: string;
  names: readonly string[];
}

const forMany = new Map<string, ForMany>();

export const manyOf = (sql: string): ForMany | undefined => forMany.get(sql);

/**
 * Gives a statement a form that many can ask together (`in-step.ts`). `bindings` are its names with their types, as
 * `orderId uuid, number int`; `many` is its text over `each`, a row of them for each asker with its place `at`. A select or an
 * insert of plain values needs none: it is done for each.
 */
export function forEach(sql: string, bindings: string, many = manyInserts(sql)): string {
  if (many === undefined && !/^\s*select\b/.test(sql))
    throw new Error(`forEach: say how many ask this: ${sql}`);
  const typed = bindings.split(',').map((one) => one.trim().split(' '));
  const names = typed.map(([name = '']) => name);
  const columns = names.map((name) => `"${name}"`).join(', ');
  const arrays = typed.map(([name, type]) => `:${name}::${type}[]`).join(', ');
  const each = `unnest(${arrays}) with ordinality as each(${columns}, at)`;
  // OFFSET keeps the planner from joining what is to be looked up row by row.
  const selected = `select each.at::int as at, found.* from ${each} cross join lateral (${ofEach(sql)} offset 0) as found`;
  const text = many === undefined ? selected : `with each as materialized (select * from ${each}) ${many}`;
  forMany.set(sql, { sql: prepared(text), names });
  return sql;
}

const ofEach = (sql: string): string => sql.replace(BINDING, (_, name: string) => `each."${name}"`);

/** An insert that touches one row for each asker, whatever is there. */
function manyInserts(sql: string): string | undefined {
  const [, into, values] = /^(insert into .*\))\s+values \((.*)\)$/s.exec(sql.trim()) ?? [];
  if (into === undefined || values === undefined) return undefined;
  return `, inserted as (${into} select ${ofEach(values)} from each order by at) select at::int as at from each`;
}

const leaders = new Set<string>();

/** Marks a statement whose rows others refer to: of what goes to the database together it is sent before them. */
export function leading(sql: string): string {
  leaders.add(sql);
  return sql;
}

export const leads = (sql: string): boolean => leaders.has(sql);

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
