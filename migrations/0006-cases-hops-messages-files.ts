/** What goes on beside the main line: exception cases, transfers, messages; and the archived order file. */
export const up = `
create table cases (
  id uuid primary key,
  order_id uuid not null references orders (id),
  kind text not null check (kind in ('technical', 'business')),
  step text not null,
  code text not null,
  blocking boolean not null,
  status text not null default 'open' check (status in ('open', 'retrying', 'proven', 'resolved', 'cancelled')),
  attempts int not null default 1,
  detail jsonb not null default '{}',
  owner_department text not null references departments (code),
  opened_at timestamptz(3) not null default clock_timestamp(),
  due_at timestamptz,
  closed_at timestamptz,
  resolution text,
  root_cause text,
  constraint cases_closed_has_time check ((status in ('open', 'retrying')) = (closed_at is null)),
  constraint cases_proven_is_technical check (status <> 'proven' or kind = 'technical')
);
comment on column cases.status is 'a technical case is proven only when its write-off was read back after a retry';
create unique index cases_one_technical on cases (order_id, step) where kind = 'technical' and status in ('open', 'retrying');
create index cases_open on cases (opened_at, id) where status in ('open', 'retrying');
create index cases_by_order on cases (order_id);

create table hops (
  id uuid primary key,
  order_id uuid not null references orders (id),
  hop_no int not null check (hop_no > 0),
  from_department text not null references departments (code),
  to_kind text not null check (to_kind in ('department', 'carrier', 'customer')),
  to_name text not null,
  status text not null default 'offered' check (status in ('offered', 'accepted', 'refused', 'timed_out')),
  offered_fact int not null,
  answered_fact int,
  offered_by text not null,
  answered_by text,
  offered_at timestamptz not null,
  answered_at timestamptz,
  answer_by timestamptz not null,
  unique (order_id, hop_no),
  constraint hops_answered_has_time check ((status = 'offered') = (answered_at is null))
);
create unique index hops_one_offered on hops (order_id) where status = 'offered';
create index hops_overdue on hops (answer_by) where status = 'offered';

create table messages (
  id uuid primary key,
  order_id uuid not null references orders (id),
  code_id uuid not null references codes (id),
  channel text not null check (channel in ('email', 'sms', 'page')),
  template text not null,
  attempt_key text not null unique,
  status text not null default 'queued' check (status in ('queued', 'sending', 'sent', 'failed', 'unknown')),
  provider_id text,
  error_code text,
  queued_at timestamptz(3) not null default clock_timestamp(),
  sending_at timestamptz,
  finished_at timestamptz
);
comment on table messages is 'the outbox of delivery; the text is made from the order when it is sent and never stored';
create index messages_queued on messages (queued_at) where status = 'queued';
create index messages_sending on messages (sending_at) where status = 'sending';
create index messages_by_order on messages (order_id);

create sequence order_file_numbers;
create table order_files (
  order_id uuid primary key references orders (id),
  archive_no text not null unique,
  classification text not null,
  archived_at timestamptz not null default clock_timestamp(),
  retain_until timestamptz not null,
  summary jsonb not null
);
`;

export const down = `
drop table order_files;
drop sequence order_file_numbers;
drop table messages;
drop table hops;
drop table cases;
`;
