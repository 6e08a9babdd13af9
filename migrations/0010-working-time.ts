/** The company calendar, the ledger of pauses, and what the manager's desk reads of an order (P4.2.2). */
export const up = `
create table calendars (
  id int primary key check (id = 1),
  name text not null,
  zone text not null,
  revision int not null default 1 check (revision > 0),
  alarmed_on date
);
comment on table calendars is 'one row: the company''s';
comment on column calendars.zone is 'IANA name; days and shifts are local to it';
comment on column calendars.revision is 'goes up with every edit, so that deadlines are derived anew';
comment on column calendars.alarmed_on is 'the last day on which a missing year was told';
insert into calendars (id, name, zone) values (1, 'company', 'Asia/Shanghai');

create table calendar_years (
  year int primary key check (year between 2000 and 2199),
  source text not null,
  loaded_at timestamptz not null default now()
);
comment on table calendar_years is 'years whose holidays are known; any other is counted by its weekdays, and told';

create table calendar_days (
  day date primary key,
  kind text not null check (kind in ('holiday', 'make_up')),
  source text not null
);

create table shifts (
  department text references departments (code),
  weekday int not null check (weekday between 1 and 7),
  from_minute int not null check (from_minute >= 0),
  to_minute int not null check (to_minute <= 1440),
  constraint shifts_end_later check (from_minute < to_minute),
  constraint shifts_once unique nulls not distinct (department, weekday, from_minute)
);
comment on column shifts.department is 'null: every department without shifts of its own';
insert into shifts (weekday, from_minute, to_minute)
select weekday, from_minute, to_minute
from generate_series(1, 5) as weekday, (values (540, 720), (780, 1080)) as hours (from_minute, to_minute);

create table clock_pauses (
  order_id uuid not null references orders (id),
  fact_number int not null,
  state_since timestamptz not null,
  reason text not null,
  paused_by text not null,
  paused_at timestamptz(3) not null,
  resumed_at timestamptz(3),
  primary key (order_id, fact_number),
  constraint clock_pauses_end_later check (resumed_at >= paused_at)
);
comment on table clock_pauses is 'when an order''s clock stood still, why, by whom; follows from its facts';
create unique index clock_pauses_one_open on clock_pauses (order_id) where resumed_at is null;

alter table orders
  add column budget_minutes int check (budget_minutes >= 0),
  add column paused_at timestamptz(3),
  add column overdue_noted_at timestamptz(3),
  add column cause text check (cause ~ '^[a-z0-9_]{1,60}$'),
  add column next_action text check (next_action ~ '^[a-z0-9_]{1,60}$'),
  add column calendar_revision int not null default 0;
comment on column orders.due_at is 'state_since plus the budget in working time of the owner department, pauses left out';
comment on column orders.budget_minutes is 'working minutes that the policy allows for the state; null: no deadline';
comment on column orders.cause is 'why it is where it is, as a word to group by';
comment on column orders.next_action is 'what would move it, as a word to group by';
comment on column orders.calendar_revision is 'the calendar that due_at was derived from';
create index orders_overdue_unnoted on orders (due_at) where due_at is not null and overdue_noted_at is null;
create index orders_due_by_revision on orders (calendar_revision) where due_at is not null;

grant select on calendars, calendar_years, calendar_days, shifts, clock_pauses to oqr_api, oqr_worker;
grant update (name, zone, revision) on calendars to oqr_api;
grant insert, update (source, loaded_at) on calendar_years to oqr_api;
grant insert, delete, update (kind, source) on calendar_days to oqr_api;
grant insert, delete on shifts to oqr_api;
grant update (alarmed_on) on calendars to oqr_worker;
grant insert, update (resumed_at) on clock_pauses to oqr_worker;
grant update (budget_minutes, paused_at, overdue_noted_at, cause, next_action, calendar_revision) on orders to oqr_worker;
`;

export const down = `
alter table orders drop column budget_minutes, drop column paused_at, drop column overdue_noted_at, drop column cause,
  drop column next_action, drop column calendar_revision;
drop table clock_pauses;
drop table shifts;
drop table calendar_days;
drop table calendar_years;
drop table calendars;
`;
