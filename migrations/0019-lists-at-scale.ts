/** Lists at scale: reviews and cases carry what they are listed by, and each list of a desk has an index of its own. */
export const up = `
alter table reviews add column order_due_at timestamptz(3), add column amount_minor bigint;
update reviews r set order_due_at = o.due_at, amount_minor = o.amount_minor from orders o where o.id = r.order_id;
alter table reviews alter column amount_minor set not null,
  add column weight float8 not null
    generated always as (reviewers_needed * (1 + cardinality(risks)) * amount_minor::float8) stored;
comment on column reviews.order_due_at is 'of its order, while it is open: the database keeps it, so that a queue is read without its orders';
comment on column reviews.weight is 'risk × amount; with its age, what is taken next';

alter table cases add column amount_minor bigint, add column currency text;
update cases c set amount_minor = o.amount_minor, currency = o.currency from orders o where o.id = c.order_id;
alter table cases alter column amount_minor set not null, alter column currency set not null;
comment on column cases.amount_minor is 'of its order, so that causes are summed without their orders';

create function review_takes_from_order() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  select due_at, amount_minor into new.order_due_at, new.amount_minor from public.orders where id = new.order_id;
  return new;
end $$;
create trigger reviews_take_from_order before insert on reviews for each row execute function review_takes_from_order();

create function case_takes_from_order() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  select amount_minor, currency into new.amount_minor, new.currency from public.orders where id = new.order_id;
  return new;
end $$;
create trigger cases_take_from_order before insert on cases for each row execute function case_takes_from_order();

create function tell_review_when_due() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  update public.reviews set order_due_at = new.due_at where order_id = new.id and status = 'open';
  return null;
end $$;
create trigger orders_tell_review after update of due_at on orders for each row
  when (old.due_at is distinct from new.due_at) execute function tell_review_when_due();
comment on function review_takes_from_order is 'a review begins with what it is listed by';
comment on function case_takes_from_order is 'the amount of an order never changes, so a case takes it once';
comment on function tell_review_when_due is 'an open review is due when its order is; an ended one keeps what it had';
grant update (order_due_at) on reviews to oqr_worker;

create index reviews_next on reviews (order_due_at, weight, opened_at, id) where status = 'open';
create index reviews_by_amount on reviews (amount_minor) where status = 'open';
create index reviews_by_risk on reviews using gin (risks) where status = 'open';
create index reviews_second on reviews (opened_at, id) where status = 'open' and reviewers_needed > 1;

create index cases_sums on cases (cause_key, currency) include (status, step, attempts, amount_minor, opened_at, failed_at)
  where kind = 'technical' and status in ('open', 'retrying');
create index cases_given_up on cases (opened_at, id) where status = 'given_up';
create index cases_by_kind on cases (kind, opened_at, id) where status in ('open', 'retrying');

create index orders_dear on orders (currency, ((due_at at time zone 'UTC')::date), amount_minor desc, id)
  include (due_at, cause) where due_at is not null;
create index orders_stuck_by_state on orders (state, due_at, id) where due_at is not null;
create index orders_unusual on orders (priority, due_at, id) where due_at is not null and priority <> 1;
create index orders_held on orders (due_at, id) where held;
create index orders_paused on orders (state_since, id) where paused_at is not null;
`;

export const down = `
drop index orders_paused;
drop index orders_held;
drop index orders_unusual;
drop index orders_stuck_by_state;
drop index orders_dear;
drop index cases_by_kind;
drop index cases_given_up;
drop index cases_sums;
drop index reviews_second;
drop index reviews_by_risk;
drop index reviews_by_amount;
drop index reviews_next;
drop trigger orders_tell_review on orders;
drop function tell_review_when_due();
drop trigger cases_take_from_order on cases;
drop function case_takes_from_order();
drop trigger reviews_take_from_order on reviews;
drop function review_takes_from_order();
revoke update (order_due_at) on reviews from oqr_worker;
alter table cases drop column amount_minor, drop column currency;
alter table reviews drop column weight, drop column order_due_at, drop column amount_minor;
`;
