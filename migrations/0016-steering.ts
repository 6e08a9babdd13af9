/** What managers decide about orders, what their desk reads, and notices to people (P4.2.2, P4.2.3). */
export const up = `
alter table orders
  add column assignee text,
  add column priority smallint not null default 1 check (priority between 0 and 3),
  add column escalation int not null default 0 check (escalation >= 0),
  add column held boolean not null default false,
  add column watched boolean not null default false;
comment on column orders.assignee is 'who of the owner department shall move it on; null: whoever comes first';
comment on column orders.priority is '0 low, 1 normal, 2 high, 3 urgent';
comment on column orders.escalation is 'how often it was escalated since it came into its state';
comment on column orders.held is 'nothing is written off while it is held';
comment on column orders.budget_minutes is 'working minutes that the policy and its manager allow for the state; null: no deadline';

drop index orders_overdue;
create index orders_stuck on orders (due_at, id) where due_at is not null;
create index orders_stuck_by_department on orders (owner_department, due_at, id) where due_at is not null;
create index orders_stuck_by_cause on orders (cause, due_at, id) where due_at is not null;
create index orders_by_stay on orders (state, state_since, id);
create index orders_assigned on orders (assignee, due_at, id) where assignee is not null;
create index orders_watched on orders (state_since, id) where watched;
create index hops_timed_out on hops (order_id) where status = 'timed_out';
create index write_offs_by_time on write_offs (written_off_at, review_id);

create table notices (
  id uuid primary key,
  order_id uuid not null references orders (id),
  fact_number int not null,
  kind text not null check (kind in ('nudged', 'reassigned', 'escalated', 'explanation_asked', 'explained')),
  from_person text not null,
  to_department text not null references departments (code),
  to_person text,
  created_at timestamptz(3) not null default clock_timestamp(),
  seen_at timestamptz(3),
  seen_by text,
  foreign key (order_id, fact_number) references facts (order_id, number),
  constraint notices_seen_by_somebody check ((seen_at is null) = (seen_by is null))
);
comment on table notices is 'what somebody wants of a person or department about an order; the words are the note of its fact';
create index notices_of_person on notices (to_person, created_at, id) where seen_at is null and to_person is not null;
create index notices_of_department on notices (to_department, created_at, id) where seen_at is null and to_person is null;
create index notices_by_order on notices (order_id);

create table figures (
  name text primary key check (name ~ '^[a-z_]{1,40}$'),
  body jsonb not null,
  counted_at timestamptz(3) not null,
  took_ms int not null
);
comment on table figures is 'what the manager''s board shows, counted by the sweeper, so that no screen counts orders';

create table flow_days (
  day date primary key,
  issued int not null,
  written_off_auto int not null,
  written_off_reviewed int not null
);
comment on table flow_days is 'codes issued and orders written off on a day of the company calendar';

grant update (assignee, priority, escalation, held, watched) on orders to oqr_worker;
grant select, insert, update (seen_at, seen_by) on notices to oqr_api;
grant select on notices to oqr_worker;
grant select on figures, flow_days to oqr_api;
grant select, insert, update (body, counted_at, took_ms) on figures to oqr_worker;
grant select, insert, update (issued, written_off_auto, written_off_reviewed) on flow_days to oqr_worker;
`;

export const down = `
drop table flow_days;
drop table figures;
drop table notices;
drop index write_offs_by_time;
drop index hops_timed_out;
drop index orders_by_stay;
drop index orders_stuck;
create index orders_overdue on orders (due_at) where due_at is not null;
alter table orders drop column assignee, drop column priority, drop column escalation, drop column held, drop column watched;
comment on column orders.budget_minutes is 'working minutes that the policy allows for the state; null: no deadline';
`;
