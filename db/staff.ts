import { endSessionsOf } from './open-sessions.js';
import type { Person } from './people.js';
import { type Db, row, rows, run, type Tx } from './sql.js';

/** People as their administrator sees them, with their present and coming absences. */
export interface StaffRow extends Person {
  active: boolean;
  version: number;
  account: 'none' | 'first_password' | 'own_password';
  absences: AbsenceSeen[];
}

export interface AbsenceSeen {
  id: string;
  substitute: { id: string; displayName: string };
  from: string;
  to: string;
}

const STAFF = `select p.id, p.display_name as "displayName", p.department, p.roles, p.scope, p.active, p.version,
    case when a.person_id is null then 'none' when a.must_change_password then 'first_password' else 'own_password' end as account,
    coalesce((
      select jsonb_agg(jsonb_build_object('id', b.id, 'from', b.from_at, 'to', b.to_at, 'substitute',
        jsonb_build_object('id', s.id, 'displayName', s.display_name)) order by b.from_at)
      from absences b join people s on s.id = b.substitute_id
      where b.person_id = p.id and b.ended_at is null and b.to_at > clock_timestamp()), '[]') as absences
  from people p left join sign_in_accounts a on a.person_id = p.id`;

const MOST = 2_000;

/** Everybody, those who left last. */
export function listStaff(db: Db): Promise<StaffRow[]> {
  return rows(db, `${STAFF} order by p.active desc, p.department, p.id limit ${MOST}`);
}

/** Whether there is such a person, at work or not. */
export async function isPerson(db: Db, id: string): Promise<boolean> {
  return (await row(db, 'select from people where id = :id', { id })) !== undefined;
}

/** Adds a person unless the id is taken; returns whether it did. */
export async function addPerson(tx: Tx, person: Person): Promise<boolean> {
  const added = await run(
    tx,
    `insert into people (id, display_name, department, roles, scope) values (:id, :displayName, :department, :roles, :scope)
     on conflict (id) do nothing`,
    { ...person },
  );
  return added === 1;
}

export type LockedPerson = Person & Pick<StaffRow, 'active' | 'version'>;

/** Locks a person until the transaction ends: whoever changes them or arranges their absence does this first. */
export function lockPerson(tx: Tx, id: string): Promise<LockedPerson | undefined> {
  return row(
    tx,
    `select id, display_name as "displayName", department, roles, scope, active, version from people
     where id = :id for no key update`,
    { id },
  );
}

/** Writes a locked person's new settings as the next version, and returns it; somebody who left loses their sessions. */
export async function changePerson(tx: Tx, person: Omit<LockedPerson, 'version'>): Promise<number> {
  const changed = await row<{ version: number }>(
    tx,
    `update people set display_name = :displayName, department = :department, roles = :roles, scope = :scope,
       active = :active, version = version + 1 where id = :id returning version`,
    { ...person },
  );
  if (!changed) throw new Error('changePerson: the person is gone');
  if (!person.active) await endSessionsOf(tx, person.id);
  return changed.version;
}

/** Gives a person a password that opens nothing but its own change, and ends every session of the one before. */
export async function giveFirstPassword(
  tx: Tx,
  given: { personId: string; passwordHash: string },
): Promise<void> {
  await run(
    tx,
    `insert into sign_in_accounts (person_id, password_hash) values (:personId, :passwordHash)
     on conflict (person_id) do update set password_hash = excluded.password_hash, must_change_password = true, changed_at = now()`,
    given,
  );
  await endSessionsOf(tx, given.personId);
}
