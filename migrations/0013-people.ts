/**
 * Who may hold which roles together, who stands in for whom, on whose behalf a deed was done, and which departments have
 * had a part in an order (P1.2, P6.1.3).
 */
export const up = `
create function roles_exclude(roles text[]) returns boolean language sql immutable set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from (values
      ('reviewer', array['order_desk', 'sales', 'finance', 'logistics', 'technician', 'administrator']),
      ('review_lead', array['order_desk', 'sales', 'finance', 'logistics', 'technician', 'administrator']),
      ('finance', array['order_desk', 'sales', 'logistics', 'administrator']),
      ('administrator', array['manager']),
      ('supervisor', array['order_desk', 'sales', 'customer_service', 'finance', 'logistics', 'reviewer', 'review_lead',
        'technician', 'manager', 'archivist', 'administrator']),
      ('auditor', array['order_desk', 'sales', 'customer_service', 'finance', 'logistics', 'reviewer', 'review_lead',
        'technician', 'manager', 'archivist', 'trainer', 'administrator'])
    ) as apart (role, others)
    where role = any (roles) and others && roles
  )
$$;
comment on function roles_exclude is 'whether nobody may hold these roles together';

alter table people
  drop constraint people_roles_check,
  add constraint people_roles_check check (roles <@ array['order_desk', 'sales', 'customer_service', 'finance', 'logistics',
    'reviewer', 'technician', 'manager', 'supervisor', 'archivist', 'trainer', 'auditor', 'administrator']),
  add constraint people_roles_apart check (not roles_exclude(roles)),
  add column scope text check (scope in ('all', 'department')),
  add column version int not null default 1 check (version > 0);
comment on column people.scope is 'which orders they see; null: as their roles say';
grant insert (id, display_name, department, roles, scope),
  update (display_name, department, roles, scope, active, version) on people to oqr_api;
grant insert on sign_in_accounts to oqr_api;

create table absences (
  id uuid primary key,
  person_id text not null references people (id),
  substitute_id text not null references people (id),
  from_at timestamptz(3) not null,
  to_at timestamptz(3) not null,
  arranged_by text not null references people (id),
  arranged_at timestamptz(3) not null default clock_timestamp(),
  ended_at timestamptz(3),
  constraint absences_two_people check (person_id <> substitute_id),
  constraint absences_not_for_oneself check (arranged_by <> substitute_id),
  constraint absences_end_later check (from_at < to_at and to_at <= from_at + interval '92 days')
);
comment on table absences is 'from from_at to to_at the substitute may act in the roles of the person who is away';
comment on column absences.ended_at is 'ended before its time';
create index absences_by_substitute on absences (substitute_id, to_at);
create index absences_by_person on absences (person_id, to_at);
grant select, insert, update (ended_at) on absences to oqr_api;

alter table facts add column on_behalf_of text references people (id);
comment on column facts.on_behalf_of is 'the person who was away and whose roles the actor stood in with';
create or replace function refuse_own_hand() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if exists (
    select from public.facts
    where order_id = new.order_id and actor_kind = 'person'
      and array[actor_id, on_behalf_of] && array[new.actor_id, new.on_behalf_of]
      and type in ('order_entered', 'order_amended', 'payment_received', 'payment_refunded', 'shipped', 'service_completed', 'retry_requested')
  ) then
    raise exception 'four_eyes' using errcode = 'P0001';
  end if;
  return new;
end $$;

alter table orders add column departments text[] not null default '{order_desk}';
comment on column orders.departments is 'who entered it and who was handed it: with the owner, the departments that see it';
grant insert (departments) on orders to oqr_api;
grant update (departments) on orders to oqr_worker;

create function note_departments() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare handed text[] := array[new.from_department, case new.to_kind
  when 'department' then new.to_name when 'carrier' then 'logistics' else 'customer_service' end];
begin
  update public.orders set departments = (select array_agg(distinct d order by d) from unnest(departments || handed) d)
  where id = new.order_id and not departments @> handed;
  return new;
end $$;
comment on function note_departments is 'both sides of a hand-over see the order from then on';
create trigger hops_note_departments after insert on hops for each row execute function note_departments();
`;

export const down = `
drop trigger hops_note_departments on hops;
drop function note_departments;
alter table orders drop column departments;
create or replace function refuse_own_hand() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if exists (
    select from public.facts
    where order_id = new.order_id and actor_kind = 'person' and actor_id = new.actor_id
      and type in ('order_entered', 'order_amended', 'payment_received', 'payment_refunded', 'shipped', 'service_completed', 'retry_requested')
  ) then
    raise exception 'four_eyes' using errcode = 'P0001';
  end if;
  return new;
end $$;
alter table facts drop column on_behalf_of;
drop table absences;
revoke insert on sign_in_accounts from oqr_api;
revoke insert (id, display_name, department, roles),
  update (display_name, department, roles, active) on people from oqr_api;
alter table people drop constraint people_roles_apart, drop constraint people_roles_check, drop column scope, drop column version;
drop function roles_exclude;
alter table people add constraint people_roles_check check (cardinality(roles) > 0);
`;
