import type { Anomaly, AnomalyKind, ScanGuard } from '../domain/abuse.js';
import { type Db, prepared, row, rows, run, type Tx } from './sql.js';

export type CountedKind = 'token' | 'address' | 'device' | 'account';

export interface CountedKey {
  kind: CountedKind;
  key: Buffer;
}

export interface ScanCount {
  kind: CountedKind;
  count: number;
  /** Until when scans of strangers are refused; null: they are not. */
  blockedUntil: Date | null;
}

/**
 * Counts one scan under each of its keys in this minute, and tells which of them are blocked: one statement. All scans
 * from one address meet in its row, so its commit is not synced: a count that is lost with the power does no harm.
 */
export async function countScan(db: Db, keys: readonly CountedKey[]): Promise<ScanCount[]> {
  const asked = keys.map(({ kind, key }) => ({ kind, key: key.toString('hex') }));
  return rows(db, COUNT, { asked: JSON.stringify(asked) });
}

const COUNT = prepared(`
     with unsynced as materialized (
       select set_config('synchronous_commit', 'off', true)
     ), asked as (
       select kind, decode(key, 'hex') as key from jsonb_to_recordset(:asked::jsonb) as k(kind text, key text)
     ), counted as (
       insert into scan_counts (kind, key, minute)
       select kind, key, date_trunc('minute', clock_timestamp()) from asked order by kind, key
       on conflict (kind, key, minute) do update set count = scan_counts.count + 1 returning kind, key, count
     )
     select c.kind, c.count, b.until as "blockedUntil" from unsynced, counted c
     left join scan_blocks b on b.kind = c.kind and b.key = c.key and b.until > clock_timestamp()`);

/** The guard of the policy in force, or undefined where it names none. */
export async function guardInForce(db: Db): Promise<Partial<ScanGuard> | undefined> {
  const found = await row<{ guard: Partial<ScanGuard> | null }>(db, GUARD);
  return found?.guard ?? undefined;
}

const GUARD = prepared(`select body -> 'scanGuard' as guard from policy_versions where active`);

/** Refuses strangers' scans of a text or from an address for a while; a later end stays. */
export async function block(
  tx: Tx,
  { of, key }: Pick<Anomaly, 'of' | 'key'>,
  minutes: number,
): Promise<void> {
  await run(
    tx,
    `insert into scan_blocks (kind, key, until)
     values (:of, decode(:key, 'hex'), clock_timestamp() + make_interval(mins => :minutes))
     on conflict (kind, key) do update set until = greatest(scan_blocks.until, excluded.until)`,
    { of, key, minutes },
  );
}

export interface NewAlert {
  id: string;
  kind: AnomalyKind;
  key: string;
  orderId: string | null;
  issueNo: number | null;
  factNumber: number | null;
  caseId: string | null;
}

/** Whether an anomaly was told today. */
export async function wasTold(tx: Tx, { kind, key }: Pick<NewAlert, 'kind' | 'key'>): Promise<boolean> {
  const found = await row(
    tx,
    `select 1 from scan_alerts where kind = :kind and key = decode(:key, 'hex') and day = current_date`,
    { kind, key },
  );
  return found !== undefined;
}

/** Tells of an anomaly, once a day for each code or address; false when it was told already. */
export async function putAlert(tx: Tx, alert: NewAlert): Promise<boolean> {
  const told = await run(
    tx,
    `insert into scan_alerts (id, kind, key, day, order_id, issue_no, fact_number, case_id)
     values (:id, :kind, decode(:key, 'hex'), current_date, :orderId, :issueNo, :factNumber, :caseId)
     on conflict (kind, key, day) do nothing`,
    { ...alert },
  );
  return told === 1;
}

/** Lets go of counts after an hour, and of blocks that are over. */
export async function forgetCounts(db: Db): Promise<void> {
  await run(db, `delete from scan_counts where minute < clock_timestamp() - interval '1 hour'`);
  await run(db, 'delete from scan_blocks where until < clock_timestamp()');
}
