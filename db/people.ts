import type { Department, Role } from '../domain/people.js';
import { type Db, row, run } from './sql.js';

export interface Person {
  id: string;
  displayName: string;
  department: Department;
  roles: Role[];
}

/** The person a bearer token belongs to, while both are in force. */
export function personOfToken(db: Db, tokenHash: Buffer): Promise<Person | undefined> {
  return row(
    db,
    `select p.id, p.display_name as "displayName", p.department, p.roles from api_tokens t join people p on p.id = t.person_id
     where t.token_hash = :tokenHash and t.revoked_at is null and (t.expires_at is null or t.expires_at > now()) and p.active`,
    { tokenHash },
  );
}

/** A person who may still work here. */
export function activePerson(db: Db, id: string): Promise<Person | undefined> {
  return row(
    db,
    `select id, display_name as "displayName", department, roles from people where id = :id and active`,
    { id },
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
    `insert into people (id, display_name, department, roles) values (:id, :displayName, :department, :roles)
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
