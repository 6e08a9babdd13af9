/** The reviewer desk: why a review is here, leases that end, who reads, who it was handed to, drafts (P6.1.3). */
export const up = `
alter table reviews add column risks text[] not null default '{}';
comment on column reviews.risks is 'the risk rules that were met, to filter and count by';
update reviews r set risks = coalesce((
  select array_agg(e ->> 'id') from verifications v, jsonb_array_elements(v.evaluation -> 'risks') e
  where v.id = r.verification_id and (e ->> 'met')::boolean), '{}');
create index reviews_by_time on reviews (opened_at, id);
create index reviews_returned on reviews (opened_at, id) where status = 'returned';

alter table review_claims
  add column released_at timestamptz(3),
  add column taken_from text references people (id);
comment on column review_claims.released_at is 'given back, decided, or taken over before it ran out';
create index review_claims_unreleased on review_claims (expires_at) where released_at is null;

alter table review_decisions add column withdrawn_at timestamptz(3);
comment on column review_decisions.withdrawn_at is 'taken back while a second reviewer was due; it counts no more';
create index review_decisions_by_person on review_decisions (person_id, review_id);

create table review_handovers (
  id bigint generated always as identity primary key,
  review_id uuid not null references reviews (id),
  kind text not null check (kind in ('handed', 'escalated')),
  given_by text not null references people (id),
  to_person text references people (id),
  given_at timestamptz(3) not null default clock_timestamp(),
  return_at timestamptz(3),
  ended_at timestamptz(3),
  constraint review_handovers_to_whom check ((kind = 'handed') = (to_person is not null)),
  constraint review_handovers_come_back check ((kind = 'handed') = (return_at is not null)),
  constraint review_handovers_other_person check (to_person <> given_by)
);
comment on table review_handovers is 'who alone may claim a review: a person until the return, or any lead';
create unique index review_handovers_one_open on review_handovers (review_id) where ended_at is null;

create table review_presence (
  review_id uuid not null references reviews (id),
  person_id text not null references people (id),
  seen_at timestamptz(3) not null default clock_timestamp(),
  primary key (review_id, person_id)
);
comment on table review_presence is 'heartbeats of open desks; one that is old is nobody';

create table review_drafts (
  review_id uuid not null references reviews (id),
  person_id text not null references people (id),
  sealed bytea not null,
  saved_at timestamptz(3) not null default clock_timestamp(),
  primary key (review_id, person_id)
);
comment on column review_drafts.sealed is 'free text is personal: under the order''s own key';

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
drop trigger facts_four_eyes on facts;
create trigger facts_four_eyes before insert on facts
  for each row when (new.type in ('review_claimed', 'review_approved', 'review_rejected', 'review_returned', 'review_withdrawn', 'review_handed_over', 'review_escalated'))
  execute function refuse_own_hand();

alter table people
  drop constraint people_roles_check,
  add constraint people_roles_check check (roles <@ array['order_desk', 'sales', 'customer_service', 'finance', 'logistics',
    'reviewer', 'review_lead', 'technician', 'manager', 'supervisor', 'archivist', 'trainer', 'auditor', 'administrator']);

grant select on review_handovers, review_presence, review_drafts to oqr_api, oqr_worker;
grant update (expires_at, released_at) on review_claims to oqr_api;
grant insert, update (ended_at) on review_handovers to oqr_api;
grant usage on sequence review_handovers_id_seq to oqr_api;
grant insert, update (seen_at), delete on review_presence to oqr_api;
grant insert, update (sealed, saved_at), delete on review_drafts to oqr_api;
grant update (fact_number, decision, reason, decided_at, withdrawn_at) on review_decisions to oqr_worker;
`;

export const down = `
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
drop trigger facts_four_eyes on facts;
create trigger facts_four_eyes before insert on facts
  for each row when (new.type in ('review_claimed', 'review_approved', 'review_rejected', 'review_returned'))
  execute function refuse_own_hand();
update people set roles = array_remove(roles, 'review_lead');
alter table people
  drop constraint people_roles_check,
  add constraint people_roles_check check (roles <@ array['order_desk', 'sales', 'customer_service', 'finance', 'logistics',
    'reviewer', 'technician', 'manager', 'supervisor', 'archivist', 'trainer', 'auditor', 'administrator']);
drop table review_drafts;
drop table review_presence;
drop table review_handovers;
drop index review_decisions_by_person;
alter table review_decisions drop column withdrawn_at;
revoke update on review_decisions from oqr_worker;
revoke update on review_claims from oqr_api;
drop index review_claims_unreleased;
alter table review_claims drop column released_at, drop column taken_from;
drop index reviews_by_time, reviews_returned;
alter table reviews drop column risks;
`;
