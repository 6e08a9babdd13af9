import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import { newOrderKey, sealCustomer } from '../api/sealing.js';
import { type OrderTable, orderTables } from '../db/seeding.js';
import { rows } from '../db/sql.js';
import type { Customer } from '../domain/order.js';
import { openCustomer } from '../platform/keys/customer.js';
import type { KeyRing } from '../platform/keys/ring.js';
import type { BenchRecord } from './record.js';

type Source = Pick<BenchRecord, 'admin' | 'adminUrl' | 'ring'>;

interface Copies {
  record: Source;
  /** How often all that is here is copied. */
  times: number;
  say: (line: string) => void;
}

/** An order that is copied, with its customer as it was entered. */
interface Original {
  id: string;
  customer: Customer | undefined;
}

/** No list reads the log, and nobody verifies a bench's record. */
const LEFT_OUT = ['log_entries'];
/** What is looked up by equality and of one length. */
const HASHED = ['token_id', 'customer_key', 'phone_key', 'email_key', 'content_key', 'term'];
const NAMED = ['order_no', 'archive_no', 'attempt_key'];
/** Sealed anew for each copy, since a seal is bound to its order. */
const SEALED: Readonly<Record<string, readonly string[]>> = {
  orders: ['customer_sealed'],
  data_keys: ['kek_id', 'wrapped'],
};
/** A copy is as much older than the one before it. */
const APART = "interval '11 minutes 17 seconds'";
const CONNECTIONS = 2;
const COUNTING: Readonly<Record<string, string>> = {
  cases: 'cases_add_new',
  case_attempts: 'case_attempts_add_new',
};

/**
 * Copies every order that is here with all that belongs to it, but for its log, inside the database: each copy has ids,
 * numbers, hashes, seals and moments of its own. Indexes are built when all is there.
 */
export async function copyOrders({ record, times, say }: Copies): Promise<void> {
  const { admin, adminUrl, ring } = record;
  const tables = (await orderTables(admin)).filter(({ name }) => !LEFT_OUT.includes(name));
  const originals = await originalsOf(record);
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => openClient(adminUrl)));
  try {
    for (const { name } of tables)
      await admin.raw(`create unlogged table bench_from_${name} as select * from ${name}`);
    const indexes = await dropIndexes(record, tables);
    await setCounting(record, 'enable always');
    await together(clients, range(times), async (client, copy) => {
      await copyOnce(client, { tables, copy, seals: sealsOf(ring, originals, copy) });
      if (copy % 10 === 0) say(`copy ${copy} of ${times}`);
    });
    say('building indexes');
    await together(clients, indexes, (client, sql) => client.query(sql));
    await setCounting(record, 'enable');
    for (const { name } of tables) await admin.raw(`drop table bench_from_${name}`);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
  await admin.raw('vacuum (analyze)');
}

async function setCounting({ admin }: Source, how: 'enable' | 'enable always'): Promise<void> {
  for (const [name, trigger] of Object.entries(COUNTING))
    await admin.raw(`alter table ${name} ${how} trigger ${trigger}`);
}

const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

async function originalsOf({ admin, ring }: Source): Promise<Original[]> {
  const found = await rows<{ id: string; customerSealed: Buffer; kekId: string; wrapped: Buffer }>(
    admin,
    `select o.id, o.customer_sealed as "customerSealed", k.kek_id as "kekId", k.wrapped
     from orders o join data_keys k on k.order_id = o.id`,
  );
  return found.map((one) => ({ id: one.id, customer: openCustomer(ring, one, one) }));
}

/** Foreign keys and triggers rest, but for those that count: what they would look at was looked at for the originals. */
async function openClient(adminUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB';
    create temp table bench_seals (from_id uuid, customer_sealed bytea, kek_id text, wrapped bytea)`);
  return client;
}

/** Drops what no constraint stands on; answers what makes it again. */
async function dropIndexes({ admin }: Source, tables: readonly OrderTable[]): Promise<string[]> {
  const found = await rows<{ name: string; sql: string }>(
    admin,
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as sql from pg_index i
     where i.indrelid::regclass::text = any(:tables) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    { tables: tables.map(({ name }) => name) },
  );
  for (const { name } of found) await admin.raw(`drop index ${name}`);
  return found.map(({ sql }) => sql);
}

/** Does each piece once, one at a time on every connection. */
async function together<Piece>(
  clients: readonly pg.Client[],
  pieces: readonly Piece[],
  act: (client: pg.Client, piece: Piece) => Promise<unknown>,
): Promise<void> {
  const left = pieces.toReversed();
  await Promise.all(
    clients.map(async (client) => {
      for (let piece = left.pop(); piece !== undefined; piece = left.pop()) await act(client, piece);
    }),
  );
}

/** As the database makes it: see `copied`. */
function idOf(id: string, copy: number): string {
  const hex = createHash('md5').update(`${id}/${copy}`).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Rows for `bench_seals`, as COPY takes them. */
function sealsOf(ring: KeyRing, originals: readonly Original[], copy: number): string {
  const lines = originals.map(({ id, customer }) => {
    const own = idOf(id, copy);
    const { key, wrapped } = newOrderKey(ring, own);
    const sealed = sealCustomer(key, customer, own).toString('hex');
    return `${id}\t\\\\x${sealed}\t${wrapped.kekId}\t\\\\x${wrapped.wrapped.toString('hex')}\n`;
  });
  return lines.join('');
}

async function copyOnce(
  client: pg.Client,
  { tables, copy, seals }: { tables: readonly OrderTable[]; copy: number; seals: string },
): Promise<void> {
  await client.query('begin; truncate bench_seals');
  await pipeline(Readable.from([seals]), client.query(from('copy bench_seals from stdin')));
  for (const { name, columns, owner } of tables) {
    const sealed = SEALED[name] ?? [];
    const values = columns.map((column) =>
      sealed.includes(column.name) ? `x.${column.name}` : copied(column, copy),
    );
    const seal = sealed.length > 0 ? `join bench_seals x on x.from_id = s.${owner}` : '';
    await client.query(
      `insert into ${name} (${columns.map((column) => column.name).join(', ')}) select ${values.join(', ')} from bench_from_${name} s ${seal}`,
    );
  }
  await client.query('commit');
}

/** Ids that are one stay one, in whatever table they stand. */
function copied({ name, kind }: OrderTable['columns'][number], copy: number): string {
  if (kind === 'uuid') return `md5(s.${name} || '/${copy}')::uuid`;
  if (kind === 'moment') return `s.${name} - ${copy} * ${APART}`;
  if (HASHED.includes(name)) return `decode(md5(s.${name} || int4send(${copy})), 'hex')`;
  return NAMED.includes(name) ? `s.${name} || '-${copy}'` : `s.${name}`;
}
