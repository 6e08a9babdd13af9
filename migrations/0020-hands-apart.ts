/** A review's approvals come from different hands: nobody adds to one in the place of who gave it, nor they to theirs (P6.1.3). */
export const up = `
create function refuse_same_hands() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if exists (
    select from public.facts given
    where given.order_id = new.order_id and given.type = 'review_approved' and given.actor_kind = 'person'
      and given.detail ->> 'reviewId' = new.detail ->> 'reviewId'
      and array[given.actor_id, given.on_behalf_of] && array[new.actor_id, new.on_behalf_of]
      and not exists (
        select from public.facts back
        where back.order_id = given.order_id and back.type = 'review_withdrawn' and back.number > given.number
          and back.actor_id = given.actor_id and back.detail ->> 'reviewId' = given.detail ->> 'reviewId')
  ) then
    raise exception 'four_eyes' using errcode = 'P0001';
  end if;
  return new;
end $$;
comment on function refuse_same_hands is 'nobody decides a review twice, nor for whom has decided it, nor in whose place (P6.1.3)';
create trigger facts_hands_apart before insert on facts
  for each row when (new.type in ('review_approved', 'review_rejected', 'review_returned'))
  execute function refuse_same_hands();
`;

export const down = `
drop trigger facts_hands_apart on facts;
drop function refuse_same_hands;
`;
