/** Lists on a large house: generated orders are told from real ones, and a database that holds them is marked. */
export const up = `
create table bench_marks (
  id int primary key check (id = 1),
  marked_at timestamptz not null default now()
);
comment on table bench_marks is 'a row here: orders of this database are generated, and no house serves it unless told to';

alter table orders add column seeded boolean not null default false;
comment on column orders.seeded is 'generated, at rest: sweeper and reconciler leave it alone until somebody acts on it';

create table saved_views (
  id uuid primary key,
  list text not null check (list in ('orders', 'reviews', 'cases', 'waiting')),
  name text not null check (length(name) between 1 and 60),
  query jsonb not null,
  owner text not null references people (id),
  shared text not null check (shared in ('mine', 'role', 'everybody')),
  role text,
  version int not null default 1,
  created_at timestamptz not null default now(),
  constraint saved_views_role_when_shared check ((shared = 'role') = (role is not null))
);
comment on column saved_views.query is 'the filter of the list as its address carries it';
create index saved_views_by_list on saved_views (list, owner);
create index saved_views_by_owner on saved_views (owner);

create table view_defaults (
  person_id text not null references people (id),
  list text not null,
  view_id text not null,
  primary key (person_id, list)
);
comment on column view_defaults.view_id is 'of saved_views, or a view that comes with the house';

grant select, insert, delete, update (name, query, shared, role, version) on saved_views to oqr_api;
grant select, insert, delete, update (view_id) on view_defaults to oqr_api;
grant select on bench_marks to oqr_api, oqr_worker;
`;

export const down = `
drop table view_defaults;
drop table saved_views;
alter table orders drop column seeded;
drop table bench_marks;
`;
