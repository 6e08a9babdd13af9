import type { Sharing, ViewList, ViewQuery } from '../domain/views.js';
import { type Db, row, rows, run, type Tx } from './sql.js';

export interface ViewRow {
  id: string;
  list: ViewList;
  name: string;
  query: ViewQuery;
  owner: string;
  ownerName: string;
  shared: Sharing;
  role: string | null;
  version: number;
}

const COLUMNS = `v.id, v.list, v.name, v.query, v.owner, p.display_name as "ownerName", v.shared, v.role, v.version`;

/** The views of a list that a person has: their own, those of their roles, everybody's. */
export function viewsOf(
  db: Db,
  list: ViewList,
  person: { id: string; roles: readonly string[] },
): Promise<ViewRow[]> {
  return rows(
    db,
    `select ${COLUMNS} from saved_views v join people p on p.id = v.owner
     where v.list = :list and (v.owner = :id or v.shared = 'everybody' or v.role = any(:roles::text[]))
     order by v.name, v.id limit 500`,
    { list, id: person.id, roles: [...person.roles] },
  );
}

export function viewById(db: Db, id: string): Promise<ViewRow | undefined> {
  return row(
    db,
    `select ${COLUMNS} from saved_views v join people p on p.id = v.owner where v.id::text = :id`,
    { id },
  );
}

/** Keeps a new view unless its owner has so many already. */
export async function insertView(
  tx: Tx,
  view: Pick<ViewRow, 'id' | 'list' | 'name' | 'query' | 'owner' | 'shared' | 'role'>,
  most: number,
): Promise<boolean> {
  const inserted = await run(
    tx,
    `insert into saved_views (id, list, name, query, owner, shared, role)
     select :id, :list, :name, :query::jsonb, :owner, :shared, :role
     where (select count(*) from saved_views where owner = :owner) < :most`,
    { ...view, query: JSON.stringify(view.query), most },
  );
  return inserted === 1;
}

/** Writes a view as it is now, unless somebody changed it since `version`. */
export function changeView(
  tx: Tx,
  view: Pick<ViewRow, 'id' | 'name' | 'query' | 'shared' | 'role' | 'version'>,
): Promise<number> {
  return run(
    tx,
    `update saved_views set name = :name, query = :query::jsonb, shared = :shared, role = :role, version = version + 1
     where id = :id and version = :version`,
    { ...view, query: JSON.stringify(view.query) },
  );
}

/** Takes a view away, unless somebody changed it since `version`; nobody opens a list with it any more. */
export async function deleteView(tx: Tx, id: string, version: number): Promise<number> {
  const deleted = await run(tx, 'delete from saved_views where id = :id and version = :version', {
    id,
    version,
  });
  if (deleted > 0) await run(tx, 'delete from view_defaults where view_id = :id', { id });
  return deleted;
}

/** The view that a person opens a list with. */
export async function defaultView(db: Db, personId: string, list: ViewList): Promise<string | undefined> {
  const found = await row<{ viewId: string }>(
    db,
    'select view_id as "viewId" from view_defaults where person_id = :personId and list = :list',
    { personId, list },
  );
  return found?.viewId;
}

/** Has a person open a list with a view, or with none. */
export async function setDefaultView(
  tx: Tx,
  person: { personId: string; list: ViewList },
  viewId: string | null,
): Promise<void> {
  if (viewId === null)
    await run(tx, 'delete from view_defaults where person_id = :personId and list = :list', { ...person });
  else
    await run(
      tx,
      `insert into view_defaults (person_id, list, view_id) values (:personId, :list, :viewId)
       on conflict (person_id, list) do update set view_id = excluded.view_id`,
      { ...person, viewId },
    );
}
