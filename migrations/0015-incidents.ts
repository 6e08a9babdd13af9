/** The technician's desk: causes, attempts, retries that come later or in canary batches, corrected data (P6.3.2). */
export const up = `
create function fold_cause(code text) returns text language sql immutable parallel safe return
  case when code like 'Postgres: %' then left(code, 15) else '' end || regexp_replace(regexp_replace(
    case when code like 'Postgres: %' then substr(code, 16) else code end,
    '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[0-9a-fA-F]{16,}', '<id>', 'g'), '[0-9]+', '#', 'g');
comment on function fold_cause is 'a failure without its numbers and ids, so that the same cause reads the same; an SQLSTATE stays';

alter table cases
  drop constraint cases_status_check,
  add constraint cases_status_check
    check (status in ('open', 'retrying', 'proven', 'resolved', 'cancelled', 'skipped', 'given_up')),
  add column cause_key text generated always as
    (case when kind = 'technical' then left(md5(step || ' ' || fold_cause(code)), 16) end) stored,
  add column failed_at timestamptz(3) not null default clock_timestamp(),
  add column retry_at timestamptz(3),
  add column retry_by text references people (id),
  add constraint cases_retry_has_person check ((retry_at is null) = (retry_by is null)),
  add constraint cases_closed_by_people_has_cause check (status not in ('skipped', 'given_up') or root_cause is not null);
comment on column cases.cause_key is 'step and failure without numbers and ids: cases of one cause share it';
comment on column cases.retry_at is 'the sweeper asks for the retry then, on behalf of retry_by';
create index cases_by_cause on cases (cause_key, opened_at, id) where kind = 'technical' and status in ('open', 'retrying');
create index cases_retry_due on cases (retry_at) where retry_at is not null;
create index cases_closed on cases (closed_at) where closed_at is not null;

create table case_attempts (
  case_id uuid not null references cases (id),
  attempt int not null check (attempt > 0),
  code text not null,
  failed_at timestamptz(3) not null default clock_timestamp(),
  primary key (case_id, attempt)
);
create index case_attempts_by_time on case_attempts (failed_at);
insert into case_attempts (case_id, attempt, code, failed_at)
select id, attempts, code, opened_at from cases where kind = 'technical';

create table incident_notes (
  cause_key text primary key check (cause_key ~ '^[0-9a-f]{16}$'),
  version int not null default 1 check (version > 0),
  assigned_to text references people (id),
  kek_id text not null,
  wrapped bytea not null,
  fix_sealed bytea,
  edited_by text not null references people (id),
  edited_at timestamptz(3) not null default clock_timestamp()
);
comment on table incident_notes is 'what people say about a cause: who has it, and the known fix under a key of its own';

create table retry_batches (
  id uuid primary key,
  cause_key text,
  requested_by text not null references people (id),
  on_behalf_of text references people (id),
  department text references departments (code),
  root_cause text not null,
  max_failure_percent int not null check (max_failure_percent between 0 and 100),
  wanted text not null default 'run' check (wanted in ('run', 'suspend', 'cancel')),
  revision int not null default 1 check (revision > 0),
  sent_revision int not null default 0,
  status text not null default 'running' check (status in ('running', 'suspended', 'stopped', 'cancelled', 'finished')),
  stopped_revision int not null default 0,
  stage int not null default 0,
  created_at timestamptz(3) not null default clock_timestamp(),
  ended_at timestamptz(3),
  constraint retry_batches_ended_has_time check ((status in ('cancelled', 'finished')) = (ended_at is not null))
);
comment on column retry_batches.wanted is 'what people ask for; the workflow makes it the status';
comment on column retry_batches.stopped_revision is 'the revision at which too much failed; only a later wish goes on';
create index retry_batches_by_time on retry_batches (created_at desc, id desc);
create index retry_batches_unsent on retry_batches (id) where sent_revision < revision;

create table retry_batch_items (
  batch_id uuid not null references retry_batches (id),
  position int not null check (position > 0),
  case_id uuid not null references cases (id),
  order_id uuid not null references orders (id),
  status text not null default 'pending'
    check (status in ('pending', 'started', 'passed', 'proven', 'failed', 'refused', 'cancelled')),
  stage int,
  retry_fact int,
  code text,
  started_at timestamptz(3),
  ended_at timestamptz(3),
  primary key (batch_id, position),
  unique (batch_id, case_id)
);
comment on column retry_batch_items.status is 'passed: the step was read back; proven: the write-off was; nothing counts before it is read';
create unique index retry_batch_items_one on retry_batch_items (case_id) where status in ('pending', 'started');

create table amendments (
  id uuid primary key,
  order_id uuid not null references orders (id),
  case_id uuid not null references cases (id),
  proposed_by text not null references people (id),
  proposed_fact int not null,
  fields text[] not null check (cardinality(fields) > 0),
  changes_sealed bytea not null,
  status text not null default 'proposed' check (status in ('proposed', 'applied', 'refused')),
  decided_by text,
  proposed_at timestamptz(3) not null default clock_timestamp(),
  decided_at timestamptz(3),
  constraint amendments_decided_has_time check ((status = 'proposed') = (decided_at is null)),
  constraint amendments_two_people check (status <> 'applied' or decided_by <> proposed_by)
);
comment on table amendments is 'corrected data of an order: proposed by one person, applied after another agreed; values under the order''s key';
create unique index amendments_one_open on amendments (order_id) where status = 'proposed';
create index amendments_by_case on amendments (case_id);

create or replace function refuse_own_hand() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if exists (
    select from public.facts
    where order_id = new.order_id and actor_kind = 'person'
      and array[actor_id, on_behalf_of] && array[new.actor_id, new.on_behalf_of]
      and type in ('order_entered', 'order_amended', 'payment_received', 'payment_refunded', 'shipped', 'service_completed', 'retry_requested', 'evidence_supplied', 'amendment_proposed')
  ) then
    raise exception 'four_eyes' using errcode = 'P0001';
  end if;
  return new;
end $$;

grant select on case_attempts, incident_notes, retry_batches, retry_batch_items, amendments to oqr_api, oqr_worker;
grant insert on retry_batches, retry_batch_items, amendments to oqr_api;
grant insert, update (version, assigned_to, fix_sealed, edited_by, edited_at) on incident_notes to oqr_api;
grant update (wanted, revision) on retry_batches to oqr_api;
grant insert on case_attempts to oqr_worker;
grant update (failed_at, retry_at, retry_by) on cases to oqr_worker;
grant update (sent_revision, status, stopped_revision, stage, ended_at) on retry_batches to oqr_worker;
grant update (status, stage, retry_fact, code, started_at, ended_at) on retry_batch_items to oqr_worker;
grant update (status, decided_by, decided_at) on amendments to oqr_worker;
grant update (customer_sealed, phone_key, email_key, notify) on orders to oqr_worker;
`;

export const down = `
revoke update (customer_sealed, phone_key, email_key, notify) on orders from oqr_worker;
create or replace function refuse_own_hand() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if exists (
    select from public.facts
    where order_id = new.order_id and actor_kind = 'person'
      and array[actor_id, on_behalf_of] && array[new.actor_id, new.on_behalf_of]
      and type in ('order_entered', 'order_amended', 'payment_received', 'payment_refunded', 'shipped', 'service_completed', 'retry_requested', 'evidence_supplied')
  ) then
    raise exception 'four_eyes' using errcode = 'P0001';
  end if;
  return new;
end $$;
drop table amendments;
drop table retry_batch_items;
drop table retry_batches;
drop table incident_notes;
drop table case_attempts;
update cases set status = 'cancelled' where status in ('skipped', 'given_up');
alter table cases
  drop constraint cases_closed_by_people_has_cause,
  drop constraint cases_retry_has_person,
  drop column cause_key, drop column failed_at, drop column retry_at, drop column retry_by,
  drop constraint cases_status_check,
  add constraint cases_status_check check (status in ('open', 'retrying', 'proven', 'resolved', 'cancelled'));
drop function fold_cause;
`;
