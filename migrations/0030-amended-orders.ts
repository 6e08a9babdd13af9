/** What a code states may be amended by two people, after which the code is issued anew (P1.3, P4.3.2). */
export const up = `
alter table amendments alter column case_id drop not null;
comment on column amendments.case_id is 'null: what the code states was amended, and not the inputs of a failed step';

grant update (amount_minor, customer_key, kind) on orders to oqr_worker;
grant insert, delete on order_lines to oqr_worker;
grant insert, delete on order_terms to oqr_worker;

create function refuse_unamended() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  subject jsonb := coalesce(to_jsonb(new), to_jsonb(old));
  amended uuid := coalesce(subject ->> 'order_id', subject ->> 'id')::uuid;
begin
  if exists (select from public.write_offs where order_id = amended) or not exists (
    select from public.amendments a join public.facts f on f.order_id = a.order_id and f.type = 'order_amended'
      and f.detail ->> 'amendmentId' = a.id::text
    where a.order_id = amended and a.status = 'proposed'
  ) then
    raise exception 'nobody agreed to amend this order' using errcode = 'insufficient_privilege';
  end if;
  return coalesce(new, old);
end $$;
comment on function refuse_unamended is 'the worker writes amounts, customers and lines only as two people amended them, and never after the write-off';
create trigger orders_amended before update of amount_minor, customer_key, kind on orders for each row
  when (current_user = 'oqr_worker' and (old.amount_minor, old.customer_key, old.kind) is distinct from
    (new.amount_minor, new.customer_key, new.kind)) execute function refuse_unamended();
create trigger order_lines_amended before insert or delete on order_lines for each row
  when (current_user = 'oqr_worker') execute function refuse_unamended();
`;

export const down = `
drop trigger order_lines_amended on order_lines;
drop trigger orders_amended on orders;
drop function refuse_unamended();
revoke insert, delete on order_terms from oqr_worker;
revoke insert, delete on order_lines from oqr_worker;
revoke update (amount_minor, customer_key, kind) on orders from oqr_worker;
delete from amendments where case_id is null;
alter table amendments alter column case_id set not null;
`;
