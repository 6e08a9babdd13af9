import type { CodeRow, CodeStatus } from './codes.js';
import { type Seeing, withinScope } from './scope.js';
import { type Db, row, rows, run, type Tx } from './sql.js';

/** A phone or handheld that scans without the house, under the person who registered it. */
export interface DeviceRow {
  id: string;
  personId: string;
  name: string;
  publicKey: Buffer;
  registeredAt: Date;
  revokedAt: Date | null;
}

const DEVICE = `id, person_id as "personId", name, public_key as "publicKey", registered_at as "registeredAt",
  revoked_at as "revokedAt"`;

/** Registers a device; false when its key is known already. */
export async function insertDevice(
  tx: Tx,
  device: Pick<DeviceRow, 'id' | 'personId' | 'name' | 'publicKey'>,
): Promise<boolean> {
  const inserted = await run(
    tx,
    `insert into scan_devices (id, person_id, name, public_key) values (:id, :personId, :name, :publicKey)
     on conflict (public_key) do nothing`,
    { ...device },
  );
  return inserted === 1;
}

export function deviceById(db: Db, id: string): Promise<DeviceRow | undefined> {
  return row(db, `select ${DEVICE} from scan_devices where id = :id`, { id });
}

/** Devices of one person, or of everybody; those in force first, then the newest. */
export function devicesOf(db: Db, personId: string | null): Promise<DeviceRow[]> {
  return rows(
    db,
    `select ${DEVICE} from scan_devices where (:personId::text is null or person_id = :personId)
     order by revoked_at is not null, registered_at desc, id limit 500`,
    { personId },
  );
}

/** Whether it was in force until now. */
export async function revokeDevice(tx: Tx, id: string, by: string): Promise<boolean> {
  const revoked = await run(
    tx,
    `update scan_devices set revoked_at = clock_timestamp(), revoked_by = :by where id = :id and revoked_at is null`,
    { id, by },
  );
  return revoked === 1;
}

/** An order with its live code, as it may go onto a device. */
export type ListedOrder = Pick<CodeRow, 'issueNo' | 'tokenId' | 'profile' | 'keyId' | 'expiresAt'> & {
  orderId: string;
  codeId: string;
};

/** Takes a list: what waits for a department now and this person sees, the most urgent first. */
export async function takeList(
  tx: Tx,
  list: { id: string; deviceId: string; department: string; hours: number; limit: number },
  person: Seeing,
): Promise<{ takenAt: Date; holdsUntil: Date; orders: ListedOrder[] }> {
  const taken = await row<{ takenAt: Date; holdsUntil: Date }>(
    tx,
    `insert into device_lists (id, device_id, taken_at, holds_until)
     select :id, :deviceId, now, now + make_interval(hours => :hours) from (select clock_timestamp() as now) as clock
     returning taken_at as "takenAt", holds_until as "holdsUntil"`,
    { id: list.id, deviceId: list.deviceId, hours: list.hours },
  );
  if (!taken) throw new Error('takeList: nothing inserted');
  const { within, scope } = withinScope(person);
  const orders = await rows<ListedOrder>(
    tx,
    `with chosen as (
       select o.id, c.id as code_id, o.due_at from orders o join codes c on c.order_id = o.id and c.status = 'live'
       where o.owner_department = :department and o.due_at is not null and o.state in ('issued', 'dispatched', 'circulating')
         and ${within} order by o.due_at, o.id limit :limit
     ), listed as (
       insert into device_list_items (list_id, order_id, code_id) select :id, id, code_id from chosen
     )
     select n.id as "orderId", c.id as "codeId", c.issue_no as "issueNo", c.token_id as "tokenId", c.profile,
       c.key_id as "keyId", c.expires_at as "expiresAt"
     from chosen n join codes c on c.id = n.code_id order by n.due_at, n.id`,
    { ...scope, id: list.id, department: list.department, limit: list.limit },
  );
  return { ...taken, orders };
}

/** The list that a device held at a moment and that names a code, or undefined. */
export function listHolding(
  db: Db,
  { deviceId, codeId, at }: { deviceId: string; codeId: string; at: Date },
): Promise<{ id: string; takenAt: Date; holdsUntil: Date } | undefined> {
  return row(
    db,
    `select l.id, l.taken_at as "takenAt", l.holds_until as "holdsUntil"
     from device_lists l join device_list_items i on i.list_id = l.id
     where l.device_id = :deviceId and i.code_id = :codeId and :at::timestamptz between l.taken_at and l.holds_until
     order by l.taken_at desc limit 1`,
    { deviceId, codeId, at },
  );
}

/** Codes of open orders that are over, the newest first. */
export function endedCodes(
  db: Db,
  limit: number,
): Promise<{ tokenId: Buffer; status: Exclude<CodeStatus, 'live'>; endedAt: Date }[]> {
  return rows(
    db,
    `select c.token_id as "tokenId", c.status, c.ended_at as "endedAt" from codes c join orders o on o.id = c.order_id
     where c.ended_at is not null and o.state not in ('written_off', 'archived', 'purged')
     order by c.ended_at desc, c.id desc limit :limit`,
    { limit },
  );
}

/** When a code was ended, or null while it lives. */
export async function endOfCode(db: Db, codeId: string): Promise<Date | null> {
  const found = await row<{ endedAt: Date | null }>(
    db,
    'select ended_at as "endedAt" from codes where id = :codeId',
    { codeId },
  );
  return found?.endedAt ?? null;
}

export interface OfflineScanRow {
  deviceId: string;
  number: number;
  entryHash: Buffer;
  orderId: string | null;
  shown: 'green' | 'amber';
  onList: boolean;
  happenedAt: Date;
  verdict: 'recorded' | 'conflict' | 'refused';
  reason: string;
  fact: number | null;
}

/** What became of a device's scan with that number, or undefined. */
export function offlineScan(
  db: Db,
  deviceId: string,
  number: number,
): Promise<(OfflineScanRow & { orderNo: string | null }) | undefined> {
  return row(
    db,
    `select s.device_id as "deviceId", s.number, s.entry_hash as "entryHash", s.order_id as "orderId", o.order_no as "orderNo",
       s.shown, s.on_list as "onList", s.happened_at as "happenedAt", s.verdict, s.reason, s.fact
     from offline_scans s left join orders o on o.id = s.order_id where s.device_id = :deviceId and s.number = :number`,
    { deviceId, number },
  );
}

/** The highest number that was heard from a device; 0 when there is none. */
export async function lastHeard(db: Db, deviceId: string): Promise<number> {
  const found = await row<{ number: number }>(
    db,
    'select coalesce(max(number), 0)::int as number from offline_scans where device_id = :deviceId',
    { deviceId },
  );
  return found?.number ?? 0;
}

export async function insertOfflineScan(tx: Tx, scan: OfflineScanRow): Promise<void> {
  await run(
    tx,
    `insert into offline_scans (device_id, number, entry_hash, order_id, shown, on_list, happened_at, verdict, reason, fact)
     values (:deviceId, :number, :entryHash, :orderId, :shown, :onList, :happenedAt, :verdict, :reason, :fact)`,
    { ...scan },
  );
}

/** A device under a lock that only its own batches contend for: its numbers are taken in turn. */
export function lockDevice(tx: Tx, id: string): Promise<DeviceRow | undefined> {
  return row(tx, `select ${DEVICE} from scan_devices where id = :id for no key update`, { id });
}
