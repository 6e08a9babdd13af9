import type { Department, Role, Scope } from '../domain/people.js';
import type { TokenScope } from '../domain/scopes.js';
import { type Db, forEach, prepared, row, rows, run } from './sql.js';

export interface Person {
  id: string;
  displayName: string;
  department: Department;
  roles: Role[];
  /** Which orders they see; null: as their roles say. */
  scope: Scope | null;
}

/** Somebody who is away, and until when another stands in for them. */
export interface Absent extends Person {
  until: string;
}

/** A person with those whose place they take at this moment. */
export interface PersonAtWork extends Person {
  standsInFor: Absent[];
}

const AT_WORK = `p.id, p.display_name as "displayName", p.department, p.roles, p.scope, coalesce((
    select jsonb_agg(jsonb_build_object('id', q.id, 'displayName', q.display_name, 'department', q.department,
      'roles', q.roles, 'scope', q.scope, 'until', a.to_at) order by a.from_at, q.id)
    from absences a join people q on q.id = a.person_id
    where a.substitute_id = p.id and a.ended_at is null and q.active
      and a.from_at <= clock_timestamp() and clock_timestamp() < a.to_at), '[]') as "standsInFor"`;

/** A person as a bearer token names them; scopes are null where the token has none. */
export interface PersonOfToken extends PersonAtWork {
  scopes: TokenScope[] | null;
  /** Within the last minute. */
  usedJustNow: boolean;
}

/** The person a bearer token belongs to, while both are in force. */
export function personOfToken(db: Db, tokenHash: Buffer): Promise<PersonOfToken | undefined> {
  return row(db, PERSON_OF_TOKEN, { tokenHash });
}

const PERSON_OF_TOKEN = forEach(
  prepared(`
  select ${AT_WORK}, t.scopes, coalesce(t.last_used_at >= now() - interval '1 minute', false) as "usedJustNow"
  from api_tokens t join people p on p.id = t.person_id
  where t.token_hash = :tokenHash and t.revoked_at is null and (t.expires_at is null or t.expires_at > now()) and p.active`),
  'tokenHash bytea',
);

/** A person who may still work here. */
export function activePerson(db: Db, id: string): Promise<PersonAtWork | undefined> {
  return row(db, `select ${AT_WORK} from people p where p.id = :id and p.active`, { id });
}

/** Everybody who may still work here and holds one of these roles. */
export function peopleWithRole(db: Db, roles: readonly Role[]): Promise<Person[]> {
  return rows(
    db,
    `select id, display_name as "displayName", department, roles, scope from people
     where active and roles && :roles::text[] order by id`,
    { roles: [...roles] },
  );
}

export async function putDepartment(
  db: Db,
  department: { code: string; nameZh: string; nameEn: string },
): Promise<void> {
  await run(
    db,
    `insert into departments (code, name_zh, name_en) values (:code, :nameZh, :nameEn) on conflict (code) do nothing`,
    { ...department },
  );
}

export async function putPerson(db: Db, person: Person): Promise<void> {
  await run(
    db,
    `insert into people (id, display_name, department, roles, scope) values (:id, :displayName, :department, :roles, :scope)
     on conflict (id) do nothing`,
    { ...person },
  );
}

export async function putToken(
  db: Db,
  token: { tokenHash: Buffer; personId: string; label: string },
): Promise<void> {
  await run(
    db,
    `insert into api_tokens (token_hash, person_id, label) values (:tokenHash, :personId, :label) on conflict do nothing`,
    { ...token },
  );
}
