/** Offers and attempts carry what they are listed and counted by: no list reads their orders or cases for it. */
export const up = `
alter table hops add column order_since timestamptz;
update hops h set order_since = o.state_since from orders o where o.id = h.order_id and h.status = 'offered';
comment on column hops.order_since is 'when its order''s state began, while it is offered: the database keeps it, so that offers are listed in that order';

create function hop_takes_from_order() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  select state_since into new.order_since from public.orders where id = new.order_id;
  return new;
end $$;
create trigger hops_take_from_order before insert on hops for each row execute function hop_takes_from_order();

create function tell_offer_since_when() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  update public.hops set order_since = new.state_since where order_id = new.id and status = 'offered';
  return null;
end $$;
create trigger orders_tell_offer after update of state_since on orders for each row
  when (old.state_since is distinct from new.state_since) execute function tell_offer_since_when();
comment on function hop_takes_from_order is 'an offer begins with what it is listed by';
comment on function tell_offer_since_when is 'an offer is listed by its order''s state; an answered one keeps what it had';
grant update (order_since) on hops to oqr_worker;
create index hops_offered on hops (order_since, order_id) where status = 'offered';

alter table case_attempts add column cause_key text;
update case_attempts a set cause_key = c.cause_key from cases c where c.id = a.case_id;
comment on column case_attempts.cause_key is 'of its case: the database keeps it, so that failures of a cause are counted without cases';

create function attempt_takes_from_case() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  select cause_key into new.cause_key from public.cases where id = new.case_id;
  return new;
end $$;
create trigger case_attempts_take_from_case before insert on case_attempts for each row execute function attempt_takes_from_case();

create function tell_attempts_their_cause() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.case_attempts set cause_key = new.cause_key where case_id = new.id;
  return null;
end $$;
create trigger cases_tell_attempts after update of code on cases for each row
  when (old.cause_key is distinct from new.cause_key) execute function tell_attempts_their_cause();
comment on function attempt_takes_from_case is 'an attempt begins with what it is counted by';
comment on function tell_attempts_their_cause is 'a case that fails otherwise takes its attempts to the other cause';
create index case_attempts_by_cause on case_attempts (cause_key, failed_at);
drop index case_attempts_by_time;
`;

export const down = `
create index case_attempts_by_time on case_attempts (failed_at);
drop index case_attempts_by_cause;
drop trigger cases_tell_attempts on cases;
drop function tell_attempts_their_cause();
drop trigger case_attempts_take_from_case on case_attempts;
drop function attempt_takes_from_case();
alter table case_attempts drop column cause_key;
drop index hops_offered;
revoke update (order_since) on hops from oqr_worker;
drop trigger orders_tell_offer on orders;
drop function tell_offer_since_when();
drop trigger hops_take_from_order on hops;
drop function hop_takes_from_order();
alter table hops drop column order_since;
`;
