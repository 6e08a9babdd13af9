/**
 * How many technical cases of a cause are open, and for how much, is kept as they change: to read it costs the same
 * however many there are.
 */
export const up = `
create table cause_sums (
  cause_key text not null,
  currency text not null,
  slot int not null,
  cases bigint not null,
  retrying bigint not null,
  again bigint not null,
  amount_minor numeric not null,
  open_amount_minor numeric not null,
  primary key (cause_key, currency, slot)
);
comment on table cause_sums is 'open technical cases by cause and currency; kept by triggers on cases, read as the sum of its slots';
comment on column cause_sums.slot is 'sessions share slots, so that cases of one cause seldom wait for each other';
comment on column cause_sums.again is 'open after more than one attempt';

create function cases_add_up() returns trigger language plpgsql security definer set search_path = public as $$
declare
  sign int := tg_argv[0];
begin
  insert into cause_sums as s (cause_key, currency, slot, cases, retrying, again, amount_minor, open_amount_minor)
  select cause_key, currency, pg_backend_pid() % 16, sign * count(*), sign * count(*) filter (where status = 'retrying'),
    sign * count(*) filter (where status = 'open' and attempts > 1), sign * sum(amount_minor),
    sign * coalesce(sum(amount_minor) filter (where status = 'open'), 0)
  from changed where kind = 'technical' and status in ('open', 'retrying')
  group by cause_key, currency order by cause_key, currency
  on conflict (cause_key, currency, slot) do update set cases = s.cases + excluded.cases, retrying = s.retrying + excluded.retrying,
    again = s.again + excluded.again, amount_minor = s.amount_minor + excluded.amount_minor,
    open_amount_minor = s.open_amount_minor + excluded.open_amount_minor;
  return null;
end $$;

create trigger cases_add_new after insert on cases referencing new table as changed
  for each statement execute function cases_add_up('1');
create trigger cases_take_before after update on cases referencing old table as changed
  for each statement execute function cases_add_up('-1');
create trigger cases_add_after after update on cases referencing new table as changed
  for each statement execute function cases_add_up('1');
create trigger cases_take_gone after delete on cases referencing old table as changed
  for each statement execute function cases_add_up('-1');

insert into cause_sums (cause_key, currency, slot, cases, retrying, again, amount_minor, open_amount_minor)
select cause_key, currency, 0, count(*), count(*) filter (where status = 'retrying'),
  count(*) filter (where status = 'open' and attempts > 1), sum(amount_minor),
  coalesce(sum(amount_minor) filter (where status = 'open'), 0)
from cases where kind = 'technical' and status in ('open', 'retrying') group by cause_key, currency;

create index cases_last_failed on cases (cause_key, failed_at)
  where kind = 'technical' and status in ('open', 'retrying');

grant select on cause_sums to oqr_api, oqr_worker;
`;

export const down = `
drop index cases_last_failed;
drop trigger cases_add_new on cases;
drop trigger cases_take_before on cases;
drop trigger cases_add_after on cases;
drop trigger cases_take_gone on cases;
drop function cases_add_up;
drop table cause_sums;
`;
