import type { Person } from './people.js';
import { type Db, rows } from './sql.js';

/** Everybody who works here, by department and name. */
export function colleagues(db: Db): Promise<Pick<Person, 'id' | 'displayName' | 'department'>[]> {
  return rows(
    db,
    `select id, display_name as "displayName", department from people where active order by department, display_name, id`,
  );
}
