import { type Db, rows } from '../db/sql.js';

/** The schema as the catalog has it, to be read and compared: tables with what hangs on them, functions, grants. */
export async function schemaDump(db: Db): Promise<string> {
  const tables = await tableNames(db);
  const parts = [
    '-- The schema after the last migration, read from the catalog by `npm run schema`. Change it by a migration.',
    (await sequences(db)).join('\n'),
    (await functions(db)).join('\n\n'),
  ];
  for (const table of tables) parts.push(await tableDump(db, table));
  parts.push((await grants(db)).join('\n'));
  return `${parts.join('\n\n')}\n`;
}

/** Knex keeps its own books in these. */
const BOOKKEEPING = ['schema_migrations', 'schema_migrations_lock'];

async function tableNames(db: Db): Promise<string[]> {
  const found = await lines(
    db,
    `select relname as line from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       order by relname`,
  );
  return found.filter((table) => !BOOKKEEPING.includes(table));
}

async function tableDump(db: Db, table: string): Promise<string> {
  const inside = [...(await columns(db, table)), ...(await constraints(db, table))];
  return [
    `create table ${table} (\n${inside.map((line) => `  ${line}`).join(',\n')}\n);`,
    ...(await indexes(db, table)),
    ...(await triggers(db, table)),
    ...(await comments(db, table)),
  ].join('\n');
}

const columns = (db: Db, table: string) =>
  lines(
    db,
    `select concat_ws(' ', attname, format_type(atttypid, atttypmod), case when attnotnull then 'not null' end,
         case when attidentity <> '' then 'generated always as identity' end, 'default ' || pg_get_expr(adbin, adrelid)) as line
       from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
       where attrelid = cast(:table as regclass) and attnum > 0 and not attisdropped order by attnum`,
    { table },
  );

/** Not-null constraints stand at their columns. */
const constraints = (db: Db, table: string) =>
  lines(
    db,
    `select format('constraint %s %s', conname, pg_get_constraintdef(oid)) as line from pg_constraint
       where conrelid = cast(:table as regclass) and contype in ('p', 'u', 'c', 'f', 'x')
       order by position(contype::text in 'pucfx'), conname`,
    { table },
  );

/** Indexes that no constraint made. */
const indexes = (db: Db, table: string) =>
  lines(
    db,
    `select pg_get_indexdef(indexrelid) || ';' as line from pg_index join pg_class on pg_class.oid = indexrelid
       where indrelid = cast(:table as regclass)
         and not exists (select from pg_constraint where conindid = indexrelid and conrelid = indrelid)
       order by relname`,
    { table },
  );

const triggers = (db: Db, table: string) =>
  lines(
    db,
    `select pg_get_triggerdef(oid) || ';' as line from pg_trigger
       where tgrelid = cast(:table as regclass) and not tgisinternal order by tgname`,
    { table },
  );

const comments = (db: Db, table: string) =>
  lines(
    db,
    `select format('comment on %s is %L;', case objsubid when 0 then 'table ' || :table
         else 'column ' || :table || '.' || (select attname from pg_attribute where attrelid = objoid and attnum = objsubid) end,
         description) as line
       from pg_description where classoid = 'pg_class'::regclass and objoid = cast(:table as regclass) order by objsubid`,
    { table },
  );

/** Identity columns bring their own. */
const sequences = (db: Db) =>
  lines(
    db,
    `select format('create sequence %s;', relname) as line from pg_class s
       where relkind = 'S' and relnamespace = 'public'::regnamespace
         and not exists (select from pg_depend where objid = s.oid and deptype in ('a', 'i')) order by relname`,
  );

const functions = (db: Db) =>
  lines(
    db,
    `select trim(trailing E'\\n' from pg_get_functiondef(oid)) || E';\\n'
         || format('comment on function %s is %L;', proname, obj_description(oid, 'pg_proc')) as line
       from pg_proc where pronamespace = 'public'::regnamespace order by proname`,
  );

/** What each run-time role may do: least privilege, in one place to read. */
const grants = (db: Db) =>
  lines(
    db,
    `with granted as (
       select relname, acl.grantee, acl.privilege_type, null::text as columns
         from pg_class, aclexplode(relacl) acl where relnamespace = 'public'::regnamespace
       union all
       select relname, acl.grantee, acl.privilege_type, string_agg(attname, ', ' order by attname)
         from pg_attribute join pg_class on pg_class.oid = attrelid, aclexplode(attacl) acl
         where relnamespace = 'public'::regnamespace group by 1, 2, 3
     )
     select format('grant %s%s on %s to %s;', lower(privilege_type), ' (' || columns || ')',
         string_agg(relname, ', ' order by relname), rolname) as line
       from granted join pg_roles on pg_roles.oid = grantee
       where rolname like 'oqr\\_%' and relname <> all (string_to_array(:bookkeeping, ' '))
       group by rolname, privilege_type, columns
       order by rolname, privilege_type, columns nulls first`,
    { bookkeeping: BOOKKEEPING.join(' ') },
  );

async function lines(db: Db, sql: string, bindings: Record<string, unknown> = {}): Promise<string[]> {
  const found = await rows<{ line: string }>(db, sql, bindings);
  return found.map(({ line }) => line);
}
