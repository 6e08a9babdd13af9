/** A review that waits for its second decision says so: those that do are listed and counted by an index alone. */
export const up = `
alter table reviews add column decided boolean not null default false;
update reviews r set decided = true where reviewers_needed > 1
  and exists (select from review_decisions d where d.review_id = r.id and d.withdrawn_at is null);
comment on column reviews.decided is 'of those that need two: whether one decision stands; kept by triggers on review_decisions';

create function review_takes_decisions() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  update public.reviews r set decided = not decided where id = coalesce(new.review_id, old.review_id) and reviewers_needed > 1
    and decided <> exists (select from public.review_decisions d where d.review_id = r.id and d.withdrawn_at is null);
  return null;
end $$;
create trigger review_decisions_tell_review after insert or delete or update of withdrawn_at on review_decisions
  for each row execute function review_takes_decisions();
comment on function review_takes_decisions is 'a review is decided while one decision of it stands';
grant update (decided) on reviews to oqr_worker;
drop index reviews_second;
create index reviews_second on reviews (opened_at, id) where status = 'open' and reviewers_needed > 1 and decided;
`;

export const down = `
drop index reviews_second;
create index reviews_second on reviews (opened_at, id) where status = 'open' and reviewers_needed > 1;
revoke update (decided) on reviews from oqr_worker;
drop trigger review_decisions_tell_review on review_decisions;
drop function review_takes_decisions();
alter table reviews drop column decided;
`;
