import { type Db, row, rows, run, type Tx } from './sql.js';

/** A log row as the chain hashes it: text of every column, made by the database so that it never varies. */
export interface ChainedEntry {
  entryId: number;
  canonical: string;
}

const CANONICAL = `jsonb_build_array(e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.actor_kind, e.actor_id,
  e.department, e.action, e.order_id, e.fact_number, e.detail)::text`;

/** Lets one sealer at a time through; held until the transaction ends. */
export async function lockChain(tx: Tx): Promise<boolean> {
  const got = await row<{ locked: boolean }>(
    tx,
    `select pg_try_advisory_xact_lock(hashtext('log_chain')) as locked`,
  );
  return got?.locked === true;
}

/** Where the chain has got to in the order (transaction, id). */
export interface SealedUpTo {
  transactionId: string;
  entryId: number;
}

export async function sealedUpTo(db: Db): Promise<SealedUpTo> {
  const last = await row<SealedUpTo>(
    db,
    `select l.transaction_id::text as "transactionId", l.id as "entryId" from log_chain c
     join log_entries l on l.id = c.entry_id order by c.seq desc limit 1`,
  );
  return last ?? { transactionId: '0', entryId: 0 };
}

/**
 * Rows after the last sealed one whose transaction is older than every running one: none can still appear before them,
 * so what is sealed is always a prefix.
 */
export function unsealed(tx: Tx, after: SealedUpTo, limit: number): Promise<ChainedEntry[]> {
  return rows(
    tx,
    `select e.id as "entryId", ${CANONICAL} as canonical from log_entries e
     where e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
       and (e.transaction_id, e.id) > (:transactionId::text::xid8, :entryId::bigint)
     order by e.transaction_id, e.id limit :limit`,
    { ...after, limit },
  );
}

export function chainHead(db: Db): Promise<{ seq: number; hash: Buffer } | undefined> {
  return row(db, 'select seq, hash from log_chain order by seq desc limit 1');
}

export async function appendToChain(
  tx: Tx,
  links: readonly { seq: number; entryId: number; hash: Buffer }[],
): Promise<void> {
  await run(
    tx,
    `insert into log_chain (seq, entry_id, hash)
     select * from unnest(:seqs::bigint[], :entries::bigint[], :hashes::bytea[])`,
    { seqs: links.map((l) => l.seq), entries: links.map((l) => l.entryId), hashes: links.map((l) => l.hash) },
  );
}

export async function insertCheckpoint(
  tx: Tx,
  checkpoint: { seq: number; hash: Buffer; keyId: string; signature: Buffer },
): Promise<void> {
  await run(
    tx,
    'insert into log_checkpoints (seq, hash, key_id, signature) values (:seq, :hash, :keyId, :signature) on conflict do nothing',
    { ...checkpoint },
  );
}

/** The canonical texts of the rows at these positions, as PostgreSQL prints them; none for a row that is gone. */
export async function canonicalAt(db: Db, seqs: readonly number[]): Promise<Map<number, string>> {
  const found = await rows<{ seq: number; canonical: string }>(
    db,
    `select c.seq, ${CANONICAL} as canonical from log_chain c join log_entries e on e.id = c.entry_id
     where c.seq = any(:seqs::bigint[]) order by c.seq`,
    { seqs },
  );
  return new Map(found.map(({ seq, canonical }) => [seq, canonical]));
}
