import type { Anomaly, AnomalyKind, ScanGuard } from '../domain/abuse.js';
import { type Db, forEach, prepared, row, rows, run, type Tx } from './sql.js';

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
export async function countScan(
  db: Db,
  keys: readonly CountedKey[],
): Promise<{ counts: ScanCount[]; guard: Partial<ScanGuard> | undefined }> {
  const asked = keys.map(({ kind, key }) => ({ kind, key: key.toString('hex') }));
  const found = await rows<ScanCount & Guard>(db, COUNT, { asked: JSON.stringify(asked) });
  return { counts: found, guard: found[0]?.guard ?? undefined };
}

interface Guard {
  guard: Partial<ScanGuard> | null;
}

const UNSYNCED = `unsynced as materialized (select set_config('synchronous_commit', 'off', true))`;
const GUARD = `select body -> 'scanGuard' as guard from policy_versions where active`;
const BLOCKS = 'left join scan_blocks b on b.kind = c.kind and b.key = c.key and b.until > clock_timestamp()';

const COUNT = forEach(
  prepared(`
     with ${UNSYNCED}, asked as (
       select kind, decode(key, 'hex') as key from jsonb_to_recordset(:asked::jsonb) as k(kind text, key text)
     ), counted as (
       insert into scan_counts (kind, key, minute)
       select kind, key, date_trunc('minute', clock_timestamp()) from asked order by kind, key
       on conflict (kind, key, minute) do update set count = scan_counts.count + 1 returning kind, key, count
     )
     select c.kind, c.count, b.until as "blockedUntil", (${GUARD}) from unsynced, counted c ${BLOCKS}`),
  'asked jsonb',
  // Of several scans under one key each has the count that it would have had after those before it.
  `, ${UNSYNCED}, asked as (
       select each.at, k.kind, decode(k.key, 'hex') as key
       from each cross join lateral jsonb_to_recordset(each.asked) as k(kind text, key text)
     ), placed as (
       select at, kind, key, row_number() over (partition by kind, key order by at) as place,
         count(*) over (partition by kind, key) as times from asked
     ), counted as (
       insert into scan_counts (kind, key, minute, count)
       select kind, key, date_trunc('minute', clock_timestamp()), count(*) from asked group by kind, key order by kind, key
       on conflict (kind, key, minute) do update set count = scan_counts.count + excluded.count
       returning kind, key, count
     )
     select p.at::int as at, c.kind, (c.count - p.times + p.place)::int as count, b.until as "blockedUntil", (${GUARD})
     from unsynced, placed p join counted c on c.kind = p.kind and c.key = p.key ${BLOCKS}`,
);

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
  await run(db, `delete from scan_counts where minute < statement_timestamp() - interval '1 hour'`);
  await run(db, 'delete from scan_blocks where until < statement_timestamp()');
}
