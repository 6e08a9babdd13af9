/** How often a cause failed in each hour is kept as attempts come: to read a day of it costs the same however many there were. */
export const up = `
create table cause_failures (
  cause_key text not null,
  hour timestamptz not null,
  slot int not null,
  failures bigint not null,
  primary key (cause_key, hour, slot)
);
comment on table cause_failures is 'failed attempts by cause and hour of the clock; kept by triggers on case_attempts, read as the sum of its slots';
comment on column cause_failures.slot is 'sessions share slots, as in cause_sums';

create function attempts_add_up() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  sign int := tg_argv[0];
begin
  insert into public.cause_failures as f (cause_key, hour, slot, failures)
  select cause_key, date_trunc('hour', failed_at, 'UTC'), pg_backend_pid() % 16, sign * count(*)
  from changed where cause_key is not null group by 1, 2 order by 1, 2
  on conflict (cause_key, hour, slot) do update set failures = f.failures + excluded.failures;
  return null;
end $$;

create trigger case_attempts_add_new after insert on case_attempts referencing new table as changed
  for each statement execute function attempts_add_up('1');
create trigger case_attempts_take_before after update on case_attempts referencing old table as changed
  for each statement execute function attempts_add_up('-1');
create trigger case_attempts_add_after after update on case_attempts referencing new table as changed
  for each statement execute function attempts_add_up('1');
create trigger case_attempts_take_gone after delete on case_attempts referencing old table as changed
  for each statement execute function attempts_add_up('-1');

insert into cause_failures (cause_key, hour, slot, failures)
select cause_key, date_trunc('hour', failed_at, 'UTC'), 0, count(*) from case_attempts where cause_key is not null group by 1, 2;

grant select on cause_failures to oqr_api, oqr_worker;
`;

export const down = `
drop trigger case_attempts_add_new on case_attempts;
drop trigger case_attempts_take_before on case_attempts;
drop trigger case_attempts_add_after on case_attempts;
drop trigger case_attempts_take_gone on case_attempts;
drop function attempts_add_up;
drop table cause_failures;
`;
