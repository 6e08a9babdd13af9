/** Lists on a large house: generated orders are told from real ones, and a database that holds them is marked. */
export const up = `
create table bench_marks (
  id int primary key check (id = 1),
  marked_at timestamptz not null default now()
);
comment on table bench_marks is 'a row here: orders of this database are generated, and no house serves it unless told to';

alter table orders add column seeded boolean not null default false;
comment on column orders.seeded is 'generated, at rest: sweeper and reconciler leave it alone until somebody acts on it';

grant select on bench_marks to oqr_api, oqr_worker;
`;

export const down = `
alter table orders drop column seeded;
drop table bench_marks;
`;
