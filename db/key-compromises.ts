import type { State } from '../domain/lifecycle.js';
import { type Db, type Page, page, readCursor, row, rows, run, type Tx } from './sql.js';

/** A key of codes, by what tells the codes that were closed with it. */
export interface ExposedKey {
  keyId: number;
  profile: 'short' | 'sealed';
  /** While it minted. */
  from: Date;
  until: Date;
  /** Labels that are printed in its profile: they carry it even when the code was issued under another key. */
  presets: readonly string[];
}

export interface Compromise {
  id: string;
  keyId: number;
  profile: 'short' | 'sealed';
  compromisedAt: Date;
  keyFrom: Date;
  keyUntil: Date;
  successorId: number | null;
  declaredBy: string;
  department: string;
  declaredAt: Date;
  finishedAt: Date | null;
}

const COLUMNS = `id, key_id as "keyId", profile, compromised_at as "compromisedAt", key_from as "keyFrom",
  key_until as "keyUntil", successor_id as "successorId", declared_by as "declaredBy", department,
  declared_at as "declaredAt", finished_at as "finishedAt"`;

const OPEN = `o.state in ('issued', 'dispatched', 'circulating', 'verifying', 'pending_review', 'exception')`;

/** Live codes that would not be trusted any more: closed with the key, or printed with it on a label. */
const EXPOSED = `codes c join orders o on o.id = c.order_id
  where c.status = 'live' and not o.seeded and (c.key_id = :keyId or (c.profile <> :profile and exists (
    select from code_prints p where p.code_id = c.id and p.preset = any(:presets::text[])
      and p.printed_at >= :from and p.printed_at <= :until)))`;

const bound = ({ presets, ...key }: ExposedKey) => ({ ...key, presets: [...presets] });

/** How many orders a compromise of the key would touch; those that are over keep their code. */
export async function exposure(
  db: Db,
  key: ExposedKey,
): Promise<{ open: number; closed: number; byState: Partial<Record<State, number>> }> {
  const found = await rows<{ state: State; open: boolean; count: number }>(
    db,
    `select o.state, ${OPEN} as open, count(*)::int as count from ${EXPOSED} group by o.state order by o.state`,
    bound(key),
  );
  const sum = (open: boolean) =>
    found.filter((one) => one.open === open).reduce((total, { count }) => total + count, 0);
  const byState = Object.fromEntries(found.map(({ state, count }) => [state, count]));
  return { open: sum(true), closed: sum(false), byState };
}

export interface ExposedOrder {
  orderNo: string;
  state: State;
  issueNo: number;
  issuedAt: Date;
  printed: boolean;
}

/** The orders of one kind by number: those that a new code would be issued for, or those that are over. */
export async function exposedOrders(
  db: Db,
  key: ExposedKey,
  which: { open: boolean; limit: number; cursor?: string | undefined },
): Promise<Page<ExposedOrder>> {
  const [after] = readCursor(which.cursor) ?? [''];
  const found = await rows<ExposedOrder>(
    db,
    `select o.order_no as "orderNo", o.state, c.issue_no as "issueNo", c.issued_at as "issuedAt",
       c.key_id <> :keyId as printed
     from ${EXPOSED} and (${OPEN}) = :open and o.order_no > :after order by o.order_no limit :limit`,
    { ...bound(key), open: which.open, after, limit: which.limit + 1 },
  );
  return page(found, which.limit, (last) => [last.orderNo, '']);
}

/** Live codes per key, of orders that are not over. */
export async function liveCodesPerKey(db: Db): Promise<Map<number, number>> {
  const found = await rows<{ keyId: number; count: number }>(
    db,
    `select c.key_id as "keyId", count(*)::int as count from codes c join orders o on o.id = c.order_id
     where c.status = 'live' and not o.seeded and ${OPEN} group by c.key_id`,
  );
  return new Map(found.map(({ keyId, count }) => [keyId, count]));
}

export async function insertCompromise(
  tx: Tx,
  compromise: Omit<Compromise, 'declaredAt' | 'finishedAt'>,
): Promise<void> {
  await run(
    tx,
    `insert into key_compromises (id, key_id, profile, compromised_at, key_from, key_until, successor_id,
       declared_by, department)
     values (:id, :keyId, :profile, :compromisedAt, :keyFrom, :keyUntil, :successorId, :declaredBy, :department)`,
    { ...compromise },
  );
}

export interface CompromiseProgress extends Compromise {
  /** Orders whose reissue was asked for, of these with a newer code, and of the rest those that ended meanwhile. */
  asked: number;
  renewed: number;
  ended: number;
}

/** Every compromise with how far its reissues are, the newest first. */
export function compromises(db: Db): Promise<CompromiseProgress[]> {
  return rows(
    db,
    `select ${COLUMNS}, i.asked, i.renewed, i.ended from key_compromises k, lateral (
       select count(*)::int as asked, count(*) filter (where newer)::int as renewed,
         count(*) filter (where not newer and not open)::int as ended
       from (select ${OPEN} as open, exists (select from codes c where c.order_id = i.order_id and c.issue_no > i.issue_no) as newer
         from key_compromise_orders i join orders o on o.id = i.order_id where i.compromise_id = k.id) as of
     ) as i order by declared_at desc, id`,
  );
}

export function compromiseOfKey(db: Db, keyId: number): Promise<Compromise | undefined> {
  return row(db, `select ${COLUMNS} from key_compromises where key_id = :keyId`, { keyId });
}

export function unfinishedCompromises(db: Db): Promise<Compromise[]> {
  return rows(db, `select ${COLUMNS} from key_compromises where finished_at is null order by declared_at`);
}

/** Open orders whose reissue nobody has asked for yet, in the order of their ids. */
export function ordersToRenew(
  tx: Tx,
  id: string,
  key: ExposedKey,
  limit: number,
): Promise<{ orderId: string; issueNo: number }[]> {
  return rows(
    tx,
    `select c.order_id as "orderId", c.issue_no as "issueNo" from ${EXPOSED} and ${OPEN}
       and not exists (select from key_compromise_orders i where i.compromise_id = :id and i.order_id = c.order_id)
     order by c.order_id limit :limit`,
    { ...bound(key), id, limit },
  );
}

export async function noteAsked(
  tx: Tx,
  asked: { compromiseId: string; orderId: string; issueNo: number; factNumber: number },
): Promise<void> {
  await run(
    tx,
    `insert into key_compromise_orders (compromise_id, order_id, issue_no, fact_number)
     values (:compromiseId, :orderId, :issueNo, :factNumber) on conflict do nothing`,
    { ...asked },
  );
}

/** Closes a compromise when every order that was asked for has a newer code or is over; false while one is not. */
export async function finishCompromise(tx: Tx, id: string): Promise<boolean> {
  const finished = await run(
    tx,
    `update key_compromises set finished_at = clock_timestamp() where id = :id and finished_at is null and not exists (
       select from key_compromise_orders i join orders o on o.id = i.order_id
       where i.compromise_id = :id and ${OPEN}
         and not exists (select from codes c where c.order_id = i.order_id and c.issue_no > i.issue_no))`,
    { id },
  );
  return finished === 1;
}
