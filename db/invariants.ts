import type { PolicyVersion } from '../domain/policy.js';
import { type Db, row, rows, type Tx } from './sql.js';

/** What the invariants ask of the house as a whole (domain.md); single orders are in `whole-orders`. Reads only. */

/** Reads one consistent moment of a live system; short, so that it never holds back the clean-up of old rows. */
export function atOneMoment<Answer>(db: Db, read: (tx: Tx) => Promise<Answer>): Promise<Answer> {
  return db.transaction(read, { isolationLevel: 'repeatable read', readOnly: true });
}

/** The clock that every row is stamped by. */
export async function databaseTime(db: Db): Promise<Date> {
  const found = await row<{ now: Date }>(db, 'select clock_timestamp() as now');
  if (!found) throw new Error('databaseTime: no answer');
  return found.now;
}

/** Every policy version by its number. */
export async function policyVersions(db: Db): Promise<Map<number, PolicyVersion>> {
  const found = await rows<{ version: number; body: PolicyVersion }>(
    db,
    'select version, body from policy_versions',
  );
  return new Map(found.map(({ version, body }) => [version, body]));
}

/** Everybody who holds a role now, or held it before it was changed. */
export async function peopleWithRole(db: Db, role: string): Promise<Set<string>> {
  const found = await rows<{ id: string }>(
    db,
    `select id from people where :role = any(roles) union
     select detail ->> 'person' from log_entries
     where action = 'person_changed' and detail -> 'rolesWere' @> to_jsonb(:role::text)`,
    { role },
  );
  return new Set(found.map(({ id }) => id));
}

/** Orphan facts that were adopted more than once. */
export function orphansAdoptedTwice(db: Db): Promise<{ orphanId: string; times: number }[]> {
  return rows(
    db,
    `select orphan_id as "orphanId", count(*)::int as times from orphan_adoptions group by orphan_id having count(*) > 1 limit 100`,
  );
}

export interface Sums {
  currency: string;
  /** Text, since a sum over many orders may pass the safe integers. */
  orders: string;
  writeOffs: string;
  files: string | null;
  filedOrders: string | null;
}

/** Per currency: what written-off orders, their write-offs and their files come to. */
export function sumsPerCurrency(db: Db): Promise<Sums[]> {
  return rows(
    db,
    `select w.currency, sum(o.amount_minor)::text as orders, sum(w.amount_minor)::text as "writeOffs",
       sum((f.summary ->> 'amountMinor')::numeric)::text as files,
       sum(o.amount_minor) filter (where f.order_id is not null)::text as "filedOrders"
     from write_offs w join orders o on o.id = w.order_id left join order_files f on f.order_id = w.order_id
     group by w.currency order by w.currency`,
  );
}

export interface SignedPosition {
  seq: number;
  hash: Buffer;
  keyId: string;
  signature: Buffer;
}

/** Signed positions of the chain after one and up to another. */
export function checkpointsBetween(db: Db, afterSeq: number, upToSeq: number): Promise<SignedPosition[]> {
  return rows(
    db,
    `select seq, hash, key_id as "keyId", signature from log_checkpoints where seq > :afterSeq and seq <= :upToSeq order by seq`,
    { afterSeq, upToSeq },
  );
}

/** The chain's hash at each of these positions; a position that is not there is left out. */
export async function hashesAt(db: Db, seqs: readonly number[]): Promise<Map<number, Buffer>> {
  const found = await rows<{ seq: number; hash: Buffer }>(
    db,
    'select seq, hash from log_chain where seq = any(:seqs::bigint[])',
    { seqs },
  );
  return new Map(found.map(({ seq, hash }) => [seq, hash]));
}

/** Log rows older than `seconds` that are not in the chain, wherever they stand. */
export async function unsealedFor(
  db: Db,
  seconds: number,
): Promise<{ count: number; oldestSeconds: number }> {
  const found = await row<{ count: number; oldestSeconds: number }>(
    db,
    `select count(*)::int as count, coalesce(max(extract(epoch from clock_timestamp() - e.at)), 0)::float8 as "oldestSeconds"
     from log_entries e where e.at < statement_timestamp() - make_interval(secs => :seconds)
       and not exists (select from log_chain c where c.entry_id = e.id)`,
    { seconds },
  );
  return found ?? { count: 0, oldestSeconds: 0 };
}

/** What these roles may do to these tables, of the privileges asked about; a right to one column counts. */
export function privilegesOn(
  db: Db,
  ask: { roles: readonly string[]; tables: readonly string[]; privileges: readonly string[] },
): Promise<{ role: string; table: string; privilege: string }[]> {
  return rows(
    db,
    `select r.rolname as role, t.name as "table", p.name as privilege
     from unnest(:roles::text[]) as x (name) join pg_roles r on r.rolname = x.name
     cross join unnest(:tables::text[]) as t (name) cross join unnest(:privileges::text[]) as p (name)
     where has_table_privilege(r.oid, t.name::regclass, p.name)
       or (p.name in ('INSERT', 'UPDATE') and has_any_column_privilege(r.oid, t.name::regclass, p.name))
     order by 1, 2, 3`,
    { ...ask },
  );
}

/** Of these roles, those that stand above privileges: superusers, makers of roles, and members of a table's owner. */
export function rolesAbovePrivileges(
  db: Db,
  ask: { roles: readonly string[]; tables: readonly string[] },
): Promise<{ role: string; reason: string }[]> {
  return rows(
    db,
    `select r.rolname as role, why.reason from unnest(:roles::text[]) as x (name) join pg_roles r on r.rolname = x.name
     cross join lateral (
       select 'is a superuser' as reason where r.rolsuper
       union all select 'may make roles' where r.rolcreaterole
       union all select 'may replicate' where r.rolreplication
       union all select 'owns ' || c.relname from unnest(:tables::text[]) as t (name) join pg_class c on c.oid = t.name::regclass
         where not r.rolsuper and pg_has_role(r.oid, c.relowner, 'MEMBER')
     ) why order by 1, 2`,
    { ...ask },
  );
}

/** An order as reconciliation sees it. */
export interface Pulse {
  id: string;
  orderNo: string;
  state: string;
  /** Since its state or its facts last changed. */
  quietSeconds: number;
}

const PULSE = `select o.id, o.order_no as "orderNo", o.state,
  extract(epoch from clock_timestamp() - greatest(o.state_since, o.created_at, f.recorded_at))::float8 as "quietSeconds"
  from orders o left join facts f on f.order_id = o.id and f.number = o.fact_count`;

/** Orders in any of these states after an id, by id; no generated ones, which rest until somebody acts on them. */
export function pulsesAfter(
  db: Db,
  states: readonly string[],
  after: string,
  limit: number,
): Promise<Pulse[]> {
  return rows(
    db,
    `${PULSE} where o.state = any(:states) and not o.seeded and o.id > :after::uuid order by o.id limit :limit`,
    {
      states,
      after,
      limit,
    },
  );
}

export function pulsesOf(db: Db, ids: readonly string[]): Promise<Pulse[]> {
  return rows(db, `${PULSE} where o.id = any(:ids::uuid[])`, { ids });
}
