import type { Person } from './people.js';
import { type Db, rows } from './sql.js';

/** Everybody who works here, by department and name. */
export function colleagues(db: Db): Promise<Pick<Person, 'id' | 'displayName' | 'department'>[]> {
  return rows(
    db,
    `select id, display_name as "displayName", department from people where active order by department, display_name, id`,
  );
}

/** Who these are, by id; also those who do not work here any more. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<Record<string, string>> {
  const found = await rows<{ id: string; name: string }>(
    db,
    'select id, display_name as name from people where id = any(:ids)',
    { ids: [...ids] },
  );
  return Object.fromEntries(found.map(({ id, name }) => [id, name]));
}
