/**
 * Every fact counts up its order's row. While an index asked how far the count is past the mark, each count was written
 * into all of the table's indexes; without it only the row is (PostgreSQL: heap-only tuples), which wants room in its page.
 */
export const up = `
drop index orders_unread;
alter table orders set (fillfactor = 70);

create table quiet_facts (
  order_id uuid primary key references orders (id),
  since timestamptz(3) not null default clock_timestamp()
);
comment on table quiet_facts is 'orders with facts past the mark that wake nobody: the sweeper moves the mark over them';
insert into quiet_facts (order_id) select id from orders where fact_count > applied_fact;

grant select, insert on quiet_facts to oqr_api;
grant select, insert, delete on quiet_facts to oqr_worker;
`;

export const down = `
drop table quiet_facts;
alter table orders reset (fillfactor);
create index orders_unread on orders (id) where fact_count > applied_fact;
`;
