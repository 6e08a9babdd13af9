import type { DigestOf, DigestPeriod } from '../domain/digest.js';
import type { Department, Role, Scope } from '../domain/people.js';
import { type Seeing, withinScope } from './scope.js';
import { type Db, row, rows, run, type Tx } from './sql.js';

export interface Subscription {
  personId: string;
  daily: boolean;
  weekly: boolean;
  kekId: string;
  wrapped: Buffer;
  emailSealed: Buffer;
}

/** Somebody who still works here and wants digests. */
export interface Subscriber extends Subscription {
  changedAt: Date;
  department: Department;
  roles: Role[];
  scope: Scope | null;
}

const COLUMNS = `s.person_id as "personId", s.daily, s.weekly, s.kek_id as "kekId", s.wrapped, s.email_sealed as "emailSealed"`;

export function subscriptionOf(db: Db, personId: string): Promise<Subscription | undefined> {
  return row(db, `select ${COLUMNS} from digest_subscriptions s where s.person_id = :personId`, { personId });
}

/** What a person wants from now on, in place of what they wanted before. */
export async function putSubscription(tx: Tx, one: Subscription): Promise<void> {
  await run(
    tx,
    `insert into digest_subscriptions (person_id, daily, weekly, kek_id, wrapped, email_sealed)
     values (:personId, :daily, :weekly, :kekId, :wrapped, :emailSealed)
     on conflict (person_id) do update set daily = excluded.daily, weekly = excluded.weekly, kek_id = excluded.kek_id,
       wrapped = excluded.wrapped, email_sealed = excluded.email_sealed, changed_at = clock_timestamp()`,
    { ...one },
  );
}

/** Stops the digests of a person and forgets their address. */
export async function dropSubscription(tx: Tx, personId: string): Promise<void> {
  await run(tx, 'delete from digest_subscriptions where person_id = :personId', { personId });
}

export function subscribers(db: Db): Promise<Subscriber[]> {
  return rows(
    db,
    `select ${COLUMNS}, s.changed_at as "changedAt", p.department, p.roles, p.scope
     from digest_subscriptions s join people p on p.id = s.person_id where p.active order by s.person_id`,
  );
}

/** Queues a digest; of one person and period there is one, however many workers ask. */
export async function queueDigest(db: Db, id: string, personId: string, of: DigestOf): Promise<number> {
  return run(
    db,
    `insert into digests (id, person_id, period, day) values (:id, :personId, :period, :day::date) on conflict do nothing`,
    { id, personId, ...of },
  );
}

export interface ClaimedDigest {
  id: string;
  personId: string;
  period: DigestPeriod;
  day: string;
  attempts: number;
}

/** Takes the digest that waits longest; a rival takes another. */
export function claimDigest(db: Db): Promise<ClaimedDigest | undefined> {
  return row(
    db,
    `update digests set status = 'sending', sending_at = clock_timestamp(), attempts = attempts + 1
     where id = (select id from digests where status = 'queued' and due_at <= statement_timestamp()
       order by due_at limit 1 for update skip locked)
     returning id, person_id as "personId", period, to_char(day, 'YYYY-MM-DD') as day, attempts`,
  );
}

/** Ends a digest, or puts it off: its relay certainly did not take it. */
export async function finishDigest(
  db: Db,
  id: string,
  end: { status: 'sent' | 'failed' | 'unknown' | 'queued'; errorCode?: string },
): Promise<void> {
  await run(
    db,
    `update digests set status = :status, error_code = :errorCode,
       due_at = case when :status = 'queued' then clock_timestamp() + interval '5 minutes' else due_at end,
       finished_at = case when :status = 'queued' then null else clock_timestamp() end
     where id = :id and status = 'sending'`,
    { id, status: end.status, errorCode: end.errorCode ?? null },
  );
}

/** Digests whose sender died: nobody knows whether they went out, so they do not go again. */
export function endAbandonedDigests(db: Db, seconds: number): Promise<number> {
  return run(
    db,
    `update digests set status = 'unknown', finished_at = clock_timestamp()
     where status = 'sending' and sending_at < statement_timestamp() - make_interval(secs => :seconds)`,
    { seconds },
  );
}

export interface StuckOfDepartment {
  department: string;
  nameZh: string;
  nameEn: string;
  stuck: number;
  /** Past their budget since the last digest. */
  fresh: number;
}

/** What is past its budget among what a person sees, by the department that owes the next move. */
export function stuckByDepartment(db: Db, person: Seeing, hours: number): Promise<StuckOfDepartment[]> {
  const { within, scope } = withinScope(person);
  return rows(
    db,
    `select d.code as department, d.name_zh as "nameZh", d.name_en as "nameEn", count(*)::int as stuck,
       count(*) filter (where o.due_at > clock_timestamp() - make_interval(hours => :hours))::int as fresh
     from orders o join departments d on d.code = o.owner_department
     where o.due_at < statement_timestamp() and ${within} group by 1, 2, 3 order by 4 desc, 1`,
    { ...scope, hours },
  );
}

/** Why orders that a person sees are stuck, the most orders first; a technical fault is one cause. */
export function stuckCauses(
  db: Db,
  person: Seeing,
  most: number,
): Promise<{ cause: string; orders: number }[]> {
  const { within, scope } = withinScope(person);
  return rows(
    db,
    `select o.cause, count(*)::int as orders from orders o
     where o.due_at < statement_timestamp() and o.cause is not null and ${within}
     group by 1 order by 2 desc, 1 limit :most`,
    { ...scope, most },
  );
}
