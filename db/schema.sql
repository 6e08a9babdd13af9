-- The schema after the last migration, read from the catalog by `npm run schema`. Change it by a migration.

create sequence order_file_numbers;

CREATE OR REPLACE FUNCTION public.attempt_takes_from_case()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  select cause_key into new.cause_key from public.cases where id = new.case_id;
  return new;
end $function$;
comment on function attempt_takes_from_case is 'an attempt begins with what it is counted by';

CREATE OR REPLACE FUNCTION public.attempts_add_up()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  sign int := tg_argv[0];
begin
  insert into public.cause_failures as f (cause_key, hour, slot, failures)
  select cause_key, date_trunc('hour', failed_at, 'UTC'), pg_backend_pid() % 16, sign * count(*)
  from changed where cause_key is not null group by 1, 2 order by 1, 2
  on conflict (cause_key, hour, slot) do update set failures = f.failures + excluded.failures;
  return null;
end $function$;
comment on function attempts_add_up is NULL;

CREATE OR REPLACE FUNCTION public.case_takes_from_order()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  select amount_minor, currency into new.amount_minor, new.currency from public.orders where id = new.order_id;
  return new;
end $function$;
comment on function case_takes_from_order is 'the amount of an order never changes, so a case takes it once';

CREATE OR REPLACE FUNCTION public.cases_add_up()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
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
end $function$;
comment on function cases_add_up is NULL;

CREATE OR REPLACE FUNCTION public.fold_cause(code text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (CASE WHEN (code ~~ 'Postgres: %'::text) THEN "left"(code, 15) ELSE ''::text END || regexp_replace(regexp_replace(CASE WHEN (code ~~ 'Postgres: %'::text) THEN substr(code, 16) ELSE code END, '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[0-9a-fA-F]{16,}'::text, '<id>'::text, 'g'::text), '[0-9]+'::text, '#'::text, 'g'::text));
comment on function fold_cause is 'a failure without its numbers and ids, so that the same cause reads the same; an SQLSTATE stays';

CREATE OR REPLACE FUNCTION public.hop_takes_from_order()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  select state_since into new.order_since from public.orders where id = new.order_id;
  return new;
end $function$;
comment on function hop_takes_from_order is 'an offer begins with what it is listed by';

CREATE OR REPLACE FUNCTION public.note_departments()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare handed text[] := array[new.from_department, case new.to_kind
  when 'department' then new.to_name when 'carrier' then 'logistics' else 'customer_service' end];
begin
  update public.orders set departments = (select array_agg(distinct d order by d) from unnest(departments || handed) d)
  where id = new.order_id and not departments @> handed;
  return new;
end $function$;
comment on function note_departments is 'both sides of a hand-over see the order from then on';

CREATE OR REPLACE FUNCTION public.refuse_own_hand()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$;
comment on function refuse_own_hand is 'four eyes (P6.1.3): nobody reviews an order they had a hand in';

CREATE OR REPLACE FUNCTION public.refuse_same_hands()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$;
comment on function refuse_same_hands is 'nobody decides a review twice, nor for whom has decided it, nor in whose place (P6.1.3)';

CREATE OR REPLACE FUNCTION public.refuse_unamended()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$;
comment on function refuse_unamended is 'the worker writes amounts, customers and lines only as two people amended them, and never after the write-off';

CREATE OR REPLACE FUNCTION public.review_takes_decisions()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  update public.reviews r set decided = not decided where id = coalesce(new.review_id, old.review_id) and reviewers_needed > 1
    and decided <> exists (select from public.review_decisions d where d.review_id = r.id and d.withdrawn_at is null);
  return null;
end $function$;
comment on function review_takes_decisions is 'a review is decided while one decision of it stands';

CREATE OR REPLACE FUNCTION public.review_takes_from_order()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  select due_at, amount_minor into new.order_due_at, new.amount_minor from public.orders where id = new.order_id;
  return new;
end $function$;
comment on function review_takes_from_order is 'a review begins with what it is listed by';

CREATE OR REPLACE FUNCTION public.roles_exclude(roles text[])
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$;
comment on function roles_exclude is 'whether nobody may hold these roles together';

CREATE OR REPLACE FUNCTION public.tell_attempts_their_cause()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  update public.case_attempts set cause_key = new.cause_key where case_id = new.id;
  return null;
end $function$;
comment on function tell_attempts_their_cause is 'a case that fails otherwise takes its attempts to the other cause';

CREATE OR REPLACE FUNCTION public.tell_offer_since_when()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  update public.hops set order_since = new.state_since where order_id = new.id and status = 'offered';
  return null;
end $function$;
comment on function tell_offer_since_when is 'an offer is listed by its order''s state; an answered one keeps what it had';

CREATE OR REPLACE FUNCTION public.tell_review_when_due()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  update public.reviews set order_due_at = new.due_at where order_id = new.id and status = 'open';
  return null;
end $function$;
comment on function tell_review_when_due is 'an open review is due when its order is; an ended one keeps what it had';

create table absences (
  id uuid not null,
  person_id text not null,
  substitute_id text not null,
  from_at timestamp(3) with time zone not null,
  to_at timestamp(3) with time zone not null,
  arranged_by text not null,
  arranged_at timestamp(3) with time zone not null default clock_timestamp(),
  ended_at timestamp(3) with time zone,
  constraint absences_pkey PRIMARY KEY (id),
  constraint absences_end_later CHECK (((from_at < to_at) AND (to_at <= (from_at + '92 days'::interval)))),
  constraint absences_not_for_oneself CHECK ((arranged_by <> substitute_id)),
  constraint absences_two_people CHECK ((person_id <> substitute_id)),
  constraint absences_arranged_by_fkey FOREIGN KEY (arranged_by) REFERENCES people(id),
  constraint absences_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id),
  constraint absences_substitute_id_fkey FOREIGN KEY (substitute_id) REFERENCES people(id)
);
CREATE INDEX absences_by_person ON public.absences USING btree (person_id, to_at);
CREATE INDEX absences_by_substitute ON public.absences USING btree (substitute_id, to_at);
comment on table absences is 'from from_at to to_at the substitute may act in the roles of the person who is away';
comment on column absences.ended_at is 'ended before its time';

create table amendments (
  id uuid not null,
  order_id uuid not null,
  case_id uuid,
  proposed_by text not null,
  proposed_fact integer not null,
  fields text[] not null,
  changes_sealed bytea not null,
  status text not null default 'proposed'::text,
  decided_by text,
  proposed_at timestamp(3) with time zone not null default clock_timestamp(),
  decided_at timestamp(3) with time zone,
  constraint amendments_pkey PRIMARY KEY (id),
  constraint amendments_decided_has_time CHECK (((status = 'proposed'::text) = (decided_at IS NULL))),
  constraint amendments_fields_check CHECK ((cardinality(fields) > 0)),
  constraint amendments_status_check CHECK ((status = ANY (ARRAY['proposed'::text, 'applied'::text, 'refused'::text]))),
  constraint amendments_two_people CHECK (((status <> 'applied'::text) OR (decided_by <> proposed_by))),
  constraint amendments_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id),
  constraint amendments_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint amendments_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES people(id)
);
CREATE INDEX amendments_by_case ON public.amendments USING btree (case_id);
CREATE UNIQUE INDEX amendments_one_open ON public.amendments USING btree (order_id) WHERE (status = 'proposed'::text);
comment on table amendments is 'corrected data of an order: proposed by one person, applied after another agreed; values under the order''s key';
comment on column amendments.case_id is 'null: what the code states was amended, and not the inputs of a failed step';

create table api_tokens (
  token_hash bytea not null,
  person_id text not null,
  label text not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  id uuid not null default gen_random_uuid(),
  scopes text[],
  issued_by text,
  last_used_at timestamp with time zone,
  constraint api_tokens_pkey PRIMARY KEY (token_hash),
  constraint api_tokens_id_key UNIQUE (id),
  constraint api_tokens_issued_by_fkey FOREIGN KEY (issued_by) REFERENCES people(id),
  constraint api_tokens_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);
CREATE INDEX api_tokens_person ON public.api_tokens USING btree (person_id);
comment on column api_tokens.token_hash is 'SHA-256 of the bearer token; the token itself is never stored';
comment on column api_tokens.scopes is 'rights it may use while its person has them; null: all of them';

create table attachment_contents (
  attachment_id uuid not null,
  sealed bytea not null,
  constraint attachment_contents_pkey PRIMARY KEY (attachment_id),
  constraint attachment_contents_attachment_id_fkey FOREIGN KEY (attachment_id) REFERENCES order_attachments(id)
);
comment on table attachment_contents is 'file contents, AES-256-GCM under the order''s own key; deleted by purge';

create table bench_marks (
  id integer not null,
  marked_at timestamp with time zone not null default now(),
  constraint bench_marks_pkey PRIMARY KEY (id),
  constraint bench_marks_id_check CHECK ((id = 1))
);
comment on table bench_marks is 'a row here: orders of this database are generated, and no house serves it unless told to';

create table bill_differences (
  id uuid not null,
  bill_id uuid not null,
  provider text not null,
  movement text not null,
  trade_no text not null,
  what text not null,
  out_trade_no text not null,
  order_id uuid,
  fact_number integer,
  ours_minor bigint,
  theirs_minor bigint,
  currency text not null,
  found_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint bill_differences_pkey PRIMARY KEY (id),
  constraint bill_differences_provider_movement_trade_no_what_key UNIQUE (provider, movement, trade_no, what),
  constraint bill_differences_movement_check CHECK ((movement = ANY (ARRAY['payment'::text, 'refund'::text]))),
  constraint bill_differences_what_check CHECK ((what = ANY (ARRAY['missing_here'::text, 'missing_there'::text, 'amount_differs'::text]))),
  constraint bill_differences_bill_id_fkey FOREIGN KEY (bill_id) REFERENCES bills(id),
  constraint bill_differences_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX bill_differences_by_order ON public.bill_differences USING btree (order_id);
CREATE INDEX bill_differences_newest ON public.bill_differences USING btree (found_at DESC, id DESC);
comment on table bill_differences is 'once each, however often the bill is taken; one of a known order is a fact of it, and so its case';

create table bill_settlements (
  difference_id uuid not null,
  how text not null,
  settled_by text not null,
  settled_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint bill_settlements_pkey PRIMARY KEY (difference_id),
  constraint bill_settlements_difference_id_fkey FOREIGN KEY (difference_id) REFERENCES bill_differences(id),
  constraint bill_settlements_settled_by_fkey FOREIGN KEY (settled_by) REFERENCES people(id)
);

create table bills (
  id uuid not null,
  provider text not null,
  day date not null,
  file_hash bytea not null,
  rows integer not null,
  matched integer not null,
  differences integer not null,
  taken_by text not null,
  taken_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint bills_pkey PRIMARY KEY (id),
  constraint bills_provider_check CHECK ((provider = ANY (ARRAY['wechat'::text, 'alipay'::text]))),
  constraint bills_taken_by_fkey FOREIGN KEY (taken_by) REFERENCES people(id)
);
CREATE INDEX bills_newest ON public.bills USING btree (taken_at DESC, id DESC);
comment on column bills.day is 'in China, where both providers close their books';

create table calendar_days (
  day date not null,
  kind text not null,
  source text not null,
  reason text,
  constraint calendar_days_pkey PRIMARY KEY (day),
  constraint calendar_days_kind_check CHECK ((kind = ANY (ARRAY['holiday'::text, 'make_up'::text]))),
  constraint calendar_days_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 100)))
);
comment on column calendar_days.reason is 'why: a code word where it came with a year, free text where somebody wrote it';

create table calendar_years (
  year integer not null,
  source text not null,
  loaded_at timestamp with time zone not null default now(),
  constraint calendar_years_pkey PRIMARY KEY (year),
  constraint calendar_years_year_check CHECK (((year >= 2000) AND (year <= 2199)))
);
comment on table calendar_years is 'years whose holidays are known; any other is counted by its weekdays, and told';

create table calendars (
  id integer not null,
  name text not null,
  zone text not null,
  revision integer not null default 1,
  alarmed_on date,
  constraint calendars_pkey PRIMARY KEY (id),
  constraint calendars_id_check CHECK ((id = 1)),
  constraint calendars_revision_check CHECK ((revision > 0))
);
comment on table calendars is 'one row: the company''s';
comment on column calendars.zone is 'IANA name; days and shifts are local to it';
comment on column calendars.revision is 'goes up with every edit, so that deadlines are derived anew';
comment on column calendars.alarmed_on is 'the last day on which a missing year was told';

create table case_attempts (
  case_id uuid not null,
  attempt integer not null,
  code text not null,
  failed_at timestamp(3) with time zone not null default clock_timestamp(),
  cause_key text,
  constraint case_attempts_pkey PRIMARY KEY (case_id, attempt),
  constraint case_attempts_attempt_check CHECK ((attempt > 0)),
  constraint case_attempts_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id)
);
CREATE INDEX case_attempts_by_cause ON public.case_attempts USING btree (cause_key, failed_at);
CREATE TRIGGER case_attempts_add_after AFTER UPDATE ON public.case_attempts REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION attempts_add_up('1');
CREATE TRIGGER case_attempts_add_new AFTER INSERT ON public.case_attempts REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION attempts_add_up('1');
CREATE TRIGGER case_attempts_take_before AFTER UPDATE ON public.case_attempts REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION attempts_add_up('-1');
CREATE TRIGGER case_attempts_take_from_case BEFORE INSERT ON public.case_attempts FOR EACH ROW EXECUTE FUNCTION attempt_takes_from_case();
CREATE TRIGGER case_attempts_take_gone AFTER DELETE ON public.case_attempts REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION attempts_add_up('-1');
comment on column case_attempts.cause_key is 'of its case: the database keeps it, so that failures of a cause are counted without cases';

create table cases (
  id uuid not null,
  order_id uuid not null,
  kind text not null,
  step text not null,
  code text not null,
  blocking boolean not null,
  status text not null default 'open'::text,
  attempts integer not null default 1,
  detail jsonb not null default '{}'::jsonb,
  owner_department text not null,
  opened_at timestamp(3) with time zone not null default clock_timestamp(),
  due_at timestamp with time zone,
  closed_at timestamp with time zone,
  resolution text,
  root_cause text,
  cause_key text default 
CASE
    WHEN (kind = 'technical'::text) THEN "left"(md5(((step || ' '::text) || fold_cause(code))), 16)
    ELSE NULL::text
END,
  failed_at timestamp(3) with time zone not null default clock_timestamp(),
  retry_at timestamp(3) with time zone,
  retry_by text,
  amount_minor bigint not null,
  currency text not null,
  constraint cases_pkey PRIMARY KEY (id),
  constraint cases_closed_by_people_has_cause CHECK (((status <> ALL (ARRAY['skipped'::text, 'given_up'::text])) OR (root_cause IS NOT NULL))),
  constraint cases_closed_has_time CHECK (((status = ANY (ARRAY['open'::text, 'retrying'::text])) = (closed_at IS NULL))),
  constraint cases_kind_check CHECK ((kind = ANY (ARRAY['technical'::text, 'business'::text]))),
  constraint cases_proven_is_technical CHECK (((status <> 'proven'::text) OR (kind = 'technical'::text))),
  constraint cases_retry_has_person CHECK (((retry_at IS NULL) = (retry_by IS NULL))),
  constraint cases_status_check CHECK ((status = ANY (ARRAY['open'::text, 'retrying'::text, 'proven'::text, 'resolved'::text, 'cancelled'::text, 'skipped'::text, 'given_up'::text]))),
  constraint cases_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint cases_owner_department_fkey FOREIGN KEY (owner_department) REFERENCES departments(code),
  constraint cases_retry_by_fkey FOREIGN KEY (retry_by) REFERENCES people(id)
);
CREATE INDEX cases_by_cause ON public.cases USING btree (cause_key, opened_at, id) WHERE ((kind = 'technical'::text) AND (status = ANY (ARRAY['open'::text, 'retrying'::text])));
CREATE INDEX cases_by_kind ON public.cases USING btree (kind, opened_at, id) WHERE (status = ANY (ARRAY['open'::text, 'retrying'::text]));
CREATE INDEX cases_by_order ON public.cases USING btree (order_id);
CREATE INDEX cases_closed ON public.cases USING btree (closed_at) WHERE (closed_at IS NOT NULL);
CREATE INDEX cases_given_up ON public.cases USING btree (opened_at, id) WHERE (status = 'given_up'::text);
CREATE INDEX cases_last_failed ON public.cases USING btree (cause_key, failed_at) WHERE ((kind = 'technical'::text) AND (status = ANY (ARRAY['open'::text, 'retrying'::text])));
CREATE UNIQUE INDEX cases_one_technical ON public.cases USING btree (order_id, step) WHERE ((kind = 'technical'::text) AND (status = ANY (ARRAY['open'::text, 'retrying'::text])));
CREATE INDEX cases_open ON public.cases USING btree (opened_at, id) WHERE (status = ANY (ARRAY['open'::text, 'retrying'::text]));
CREATE INDEX cases_retry_due ON public.cases USING btree (retry_at) WHERE (retry_at IS NOT NULL);
CREATE INDEX cases_sums ON public.cases USING btree (cause_key, currency) INCLUDE (status, step, attempts, amount_minor, opened_at, failed_at) WHERE ((kind = 'technical'::text) AND (status = ANY (ARRAY['open'::text, 'retrying'::text])));
CREATE TRIGGER cases_add_after AFTER UPDATE ON public.cases REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION cases_add_up('1');
CREATE TRIGGER cases_add_new AFTER INSERT ON public.cases REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION cases_add_up('1');
CREATE TRIGGER cases_take_before AFTER UPDATE ON public.cases REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION cases_add_up('-1');
CREATE TRIGGER cases_take_from_order BEFORE INSERT ON public.cases FOR EACH ROW EXECUTE FUNCTION case_takes_from_order();
CREATE TRIGGER cases_take_gone AFTER DELETE ON public.cases REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION cases_add_up('-1');
CREATE TRIGGER cases_tell_attempts AFTER UPDATE OF code ON public.cases FOR EACH ROW WHEN ((old.cause_key IS DISTINCT FROM new.cause_key)) EXECUTE FUNCTION tell_attempts_their_cause();
comment on column cases.status is 'a technical case is proven only when its write-off was read back after a retry';
comment on column cases.cause_key is 'step and failure without numbers and ids: cases of one cause share it';
comment on column cases.retry_at is 'the sweeper asks for the retry then, on behalf of retry_by';
comment on column cases.amount_minor is 'of its order, so that causes are summed without their orders';

create table cause_failures (
  cause_key text not null,
  hour timestamp with time zone not null,
  slot integer not null,
  failures bigint not null,
  constraint cause_failures_pkey PRIMARY KEY (cause_key, hour, slot)
);
comment on table cause_failures is 'failed attempts by cause and hour of the clock; kept by triggers on case_attempts, read as the sum of its slots';
comment on column cause_failures.slot is 'sessions share slots, as in cause_sums';

create table cause_sums (
  cause_key text not null,
  currency text not null,
  slot integer not null,
  cases bigint not null,
  retrying bigint not null,
  again bigint not null,
  amount_minor numeric not null,
  open_amount_minor numeric not null,
  constraint cause_sums_pkey PRIMARY KEY (cause_key, currency, slot)
);
comment on table cause_sums is 'open technical cases by cause and currency; kept by triggers on cases, read as the sum of its slots';
comment on column cause_sums.slot is 'sessions share slots, so that cases of one cause seldom wait for each other';
comment on column cause_sums.again is 'open after more than one attempt';

create table clock_pauses (
  order_id uuid not null,
  fact_number integer not null,
  state_since timestamp with time zone not null,
  reason text not null,
  paused_by text not null,
  paused_at timestamp(3) with time zone not null,
  resumed_at timestamp(3) with time zone,
  constraint clock_pauses_pkey PRIMARY KEY (order_id, fact_number),
  constraint clock_pauses_end_later CHECK ((resumed_at >= paused_at)),
  constraint clock_pauses_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE UNIQUE INDEX clock_pauses_one_open ON public.clock_pauses USING btree (order_id) WHERE (resumed_at IS NULL);
comment on table clock_pauses is 'when an order''s clock stood still, why, by whom; follows from its facts';

create table code_prints (
  id uuid not null,
  order_id uuid not null,
  code_id uuid not null,
  preset text not null,
  format text not null,
  copies integer not null,
  printed_by text not null,
  printed_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint code_prints_pkey PRIMARY KEY (id),
  constraint code_prints_copies_check CHECK (((copies >= 1) AND (copies <= 100))),
  constraint code_prints_format_check CHECK ((format = ANY (ARRAY['svg'::text, 'png'::text, 'pdf'::text, 'zpl'::text]))),
  constraint code_prints_code_id_fkey FOREIGN KEY (code_id) REFERENCES codes(id),
  constraint code_prints_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint code_prints_printed_by_fkey FOREIGN KEY (printed_by) REFERENCES people(id)
);
CREATE INDEX code_prints_by_order ON public.code_prints USING btree (order_id, printed_at);
comment on table code_prints is 'what people took to a printer; whether paper came out, nobody tells';

create table codes (
  id uuid not null,
  order_id uuid not null,
  issue_no integer not null,
  token_id bytea not null,
  profile text not null,
  key_id smallint not null,
  status text not null,
  issued_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint codes_pkey PRIMARY KEY (id),
  constraint codes_order_id_issue_no_key UNIQUE (order_id, issue_no),
  constraint codes_token_id_key UNIQUE (token_id),
  constraint codes_issue_no_check CHECK ((issue_no > 0)),
  constraint codes_key_id_check CHECK (((key_id >= 0) AND (key_id <= 255))),
  constraint codes_profile_check CHECK ((profile = ANY (ARRAY['short'::text, 'sealed'::text]))),
  constraint codes_status_check CHECK ((status = ANY (ARRAY['live'::text, 'replaced'::text, 'voided'::text, 'expired'::text, 'compromised'::text]))),
  constraint codes_token_id_check CHECK ((length(token_id) = 16)),
  constraint codes_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX codes_ended ON public.codes USING btree (ended_at, id) WHERE (ended_at IS NOT NULL);
CREATE INDEX codes_expiring ON public.codes USING btree (expires_at) WHERE (status = 'live'::text);
CREATE INDEX codes_live_by_key ON public.codes USING btree (key_id, order_id) WHERE (status = 'live'::text);
CREATE UNIQUE INDEX codes_one_live ON public.codes USING btree (order_id) WHERE (status = 'live'::text);

create table contact_choices (
  customer_key bytea not null,
  channel text not null,
  allowed boolean not null,
  preferred boolean not null default false,
  chosen_by text not null,
  chosen_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint contact_choices_pkey PRIMARY KEY (customer_key, channel),
  constraint contact_choices_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text, 'push'::text]))),
  constraint contact_choices_chosen_by_check CHECK ((chosen_by = ANY (ARRAY['customer'::text, 'person'::text])))
);
comment on table contact_choices is 'by which channels a customer may be written to; without a row they may';

create table customer_sessions (
  id_hash bytea not null,
  order_id uuid not null,
  code_id uuid not null,
  proven_by text,
  proven_at timestamp(3) with time zone,
  opened_at timestamp(3) with time zone not null default clock_timestamp(),
  expires_at timestamp(3) with time zone not null,
  constraint customer_sessions_pkey PRIMARY KEY (id_hash),
  constraint customer_sessions_check CHECK (((proven_by IS NULL) = (proven_at IS NULL))),
  constraint customer_sessions_proven_by_check CHECK ((proven_by = ANY (ARRAY['phone'::text, 'code'::text]))),
  constraint customer_sessions_code_id_fkey FOREIGN KEY (code_id) REFERENCES codes(id),
  constraint customer_sessions_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX customer_sessions_by_order ON public.customer_sessions USING btree (order_id);
CREATE INDEX customer_sessions_expire ON public.customer_sessions USING btree (expires_at);
comment on table customer_sessions is 'whoever holds a live code, bound to it alone: another code, or none, ends the session';
comment on column customer_sessions.id_hash is 'SHA-256 of what the cookie holds';
comment on column customer_sessions.proven_by is 'the second proof; before it nothing of the order is shown but one word';

create table data_keys (
  order_id uuid not null,
  purpose text not null,
  kek_id text not null,
  wrapped bytea,
  created_at timestamp with time zone not null default now(),
  destroyed_at timestamp with time zone,
  constraint data_keys_pkey PRIMARY KEY (order_id, purpose),
  constraint data_keys_gone_or_here CHECK (((wrapped IS NULL) = (destroyed_at IS NOT NULL))),
  constraint data_keys_purpose_check CHECK ((purpose = 'pii'::text)),
  constraint data_keys_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);

create table dead_letters (
  message_id uuid not null,
  order_id uuid not null,
  code text not null,
  died_at timestamp(3) with time zone not null default clock_timestamp(),
  replayed_as uuid,
  constraint dead_letters_pkey PRIMARY KEY (message_id),
  constraint dead_letters_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages(id),
  constraint dead_letters_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint dead_letters_replayed_as_fkey FOREIGN KEY (replayed_as) REFERENCES messages(id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX dead_letters_by_order ON public.dead_letters USING btree (order_id);
CREATE INDEX dead_letters_waiting ON public.dead_letters USING btree (died_at DESC, message_id) WHERE (replayed_as IS NULL);
comment on table dead_letters is 'messages that failed, bounced or are unknown, past every retry; a replay is a new message';

create table departments (
  code text not null,
  name_zh text not null,
  name_en text not null,
  constraint departments_pkey PRIMARY KEY (code),
  constraint departments_code_check CHECK ((code ~ '^[a-z_]{1,40}$'::text))
);

create table device_list_items (
  list_id uuid not null,
  order_id uuid not null,
  code_id uuid not null,
  constraint device_list_items_pkey PRIMARY KEY (list_id, order_id),
  constraint device_list_items_code_id_fkey FOREIGN KEY (code_id) REFERENCES codes(id),
  constraint device_list_items_list_id_fkey FOREIGN KEY (list_id) REFERENCES device_lists(id),
  constraint device_list_items_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX device_list_items_by_order ON public.device_list_items USING btree (order_id);
comment on table device_list_items is 'a scan of such a code before its list runs out is never refused afterwards: recorded, or a case';

create table device_lists (
  id uuid not null,
  device_id uuid not null,
  taken_at timestamp(3) with time zone not null default clock_timestamp(),
  holds_until timestamp(3) with time zone not null,
  constraint device_lists_pkey PRIMARY KEY (id),
  constraint device_lists_hold CHECK ((holds_until > taken_at)),
  constraint device_lists_device_id_fkey FOREIGN KEY (device_id) REFERENCES scan_devices(id)
);
CREATE INDEX device_lists_by_device ON public.device_lists USING btree (device_id, taken_at);

create table digest_subscriptions (
  person_id text not null,
  daily boolean not null,
  weekly boolean not null,
  kek_id text not null,
  wrapped bytea not null,
  email_sealed bytea not null,
  changed_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint digest_subscriptions_pkey PRIMARY KEY (person_id),
  constraint digest_subscriptions_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);
comment on column digest_subscriptions.email_sealed is 'the address, sealed; nothing else in the database has it, and the row goes when digests are stopped';

create table digests (
  id uuid not null,
  person_id text not null,
  period text not null,
  day date not null,
  status text not null default 'queued'::text,
  attempts integer not null default 0,
  due_at timestamp(3) with time zone not null default clock_timestamp(),
  sending_at timestamp(3) with time zone,
  finished_at timestamp(3) with time zone,
  error_code text,
  constraint digests_pkey PRIMARY KEY (person_id, period, day),
  constraint digests_id_key UNIQUE (id),
  constraint digests_period_check CHECK ((period = ANY (ARRAY['daily'::text, 'weekly'::text]))),
  constraint digests_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'unknown'::text]))),
  constraint digests_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);
CREATE INDEX digests_under_way ON public.digests USING btree (due_at) WHERE (status = ANY (ARRAY['queued'::text, 'sending'::text]));
comment on column digests.day is 'of a weekly one the Monday of its week';

create table facts (
  order_id uuid not null,
  number integer not null,
  type text not null,
  family text not null,
  happened_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default clock_timestamp(),
  actor_kind text not null,
  actor_id text not null,
  department text,
  source text not null,
  external_id text,
  detail jsonb not null default '{}'::jsonb,
  sealed bytea,
  on_behalf_of text,
  constraint facts_pkey PRIMARY KEY (order_id, number),
  constraint facts_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['person'::text, 'system'::text, 'customer'::text]))),
  constraint facts_family_check CHECK ((family = ANY (ARRAY['world'::text, 'decision'::text, 'lifecycle'::text]))),
  constraint facts_number_check CHECK ((number > 0)),
  constraint facts_source_check CHECK ((source = ANY (ARRAY['api'::text, 'import'::text, 'webhook'::text, 'lifecycle'::text, 'queue'::text]))),
  constraint facts_department_fkey FOREIGN KEY (department) REFERENCES departments(code),
  constraint facts_on_behalf_of_fkey FOREIGN KEY (on_behalf_of) REFERENCES people(id),
  constraint facts_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX facts_by_person ON public.facts USING btree (actor_id, order_id) WHERE (actor_kind = 'person'::text);
CREATE INDEX facts_of_money ON public.facts USING btree (recorded_at, order_id, number) WHERE (type = ANY (ARRAY['payment_received'::text, 'payment_refunded'::text]));
CREATE UNIQUE INDEX facts_stated_once ON public.facts USING btree (order_id, source, external_id) WHERE (external_id IS NOT NULL);
CREATE TRIGGER facts_four_eyes BEFORE INSERT ON public.facts FOR EACH ROW WHEN ((new.type = ANY (ARRAY['review_claimed'::text, 'review_approved'::text, 'review_rejected'::text, 'review_returned'::text, 'review_withdrawn'::text, 'review_handed_over'::text, 'review_escalated'::text]))) EXECUTE FUNCTION refuse_own_hand();
CREATE TRIGGER facts_hands_apart BEFORE INSERT ON public.facts FOR EACH ROW WHEN ((new.type = ANY (ARRAY['review_approved'::text, 'review_rejected'::text, 'review_returned'::text]))) EXECUTE FUNCTION refuse_same_hands();
comment on column facts.sealed is 'the personal parts of the detail, under the order''s own key';
comment on column facts.on_behalf_of is 'the person who was away and whose roles the actor stood in with';

create table figures (
  name text not null,
  body jsonb not null,
  counted_at timestamp(3) with time zone not null,
  took_ms integer not null,
  constraint figures_pkey PRIMARY KEY (name),
  constraint figures_name_check CHECK ((name ~ '^[a-z_]{1,40}$'::text))
);
comment on table figures is 'what the manager''s board shows, counted by the sweeper, so that no screen counts orders';

create table flow_days (
  day date not null,
  issued integer not null,
  written_off_auto integer not null,
  written_off_reviewed integer not null,
  constraint flow_days_pkey PRIMARY KEY (day)
);
comment on table flow_days is 'codes issued and orders written off on a day of the company calendar';

create table hops (
  id uuid not null,
  order_id uuid not null,
  hop_no integer not null,
  from_department text not null,
  to_kind text not null,
  to_name text not null,
  status text not null default 'offered'::text,
  offered_fact integer not null,
  answered_fact integer,
  offered_by text not null,
  answered_by text,
  offered_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  answer_by timestamp with time zone not null,
  order_since timestamp with time zone,
  constraint hops_pkey PRIMARY KEY (id),
  constraint hops_order_id_hop_no_key UNIQUE (order_id, hop_no),
  constraint hops_answered_has_time CHECK (((status = 'offered'::text) = (answered_at IS NULL))),
  constraint hops_hop_no_check CHECK ((hop_no > 0)),
  constraint hops_status_check CHECK ((status = ANY (ARRAY['offered'::text, 'accepted'::text, 'refused'::text, 'timed_out'::text]))),
  constraint hops_to_kind_check CHECK ((to_kind = ANY (ARRAY['department'::text, 'carrier'::text, 'customer'::text]))),
  constraint hops_from_department_fkey FOREIGN KEY (from_department) REFERENCES departments(code),
  constraint hops_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX hops_offered ON public.hops USING btree (order_since, order_id) WHERE (status = 'offered'::text);
CREATE UNIQUE INDEX hops_one_offered ON public.hops USING btree (order_id) WHERE (status = 'offered'::text);
CREATE INDEX hops_overdue ON public.hops USING btree (answer_by) WHERE (status = 'offered'::text);
CREATE INDEX hops_timed_out ON public.hops USING btree (order_id) WHERE (status = 'timed_out'::text);
CREATE TRIGGER hops_note_departments AFTER INSERT ON public.hops FOR EACH ROW EXECUTE FUNCTION note_departments();
CREATE TRIGGER hops_take_from_order BEFORE INSERT ON public.hops FOR EACH ROW EXECUTE FUNCTION hop_takes_from_order();
comment on column hops.order_since is 'when its order''s state began, while it is offered: the database keeps it, so that offers are listed in that order';

create table idempotency_keys (
  principal text not null,
  key text not null,
  request_hash bytea not null,
  status integer,
  answer jsonb,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_keys_pkey PRIMARY KEY (principal, key),
  constraint idempotency_keys_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255)))
);
CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (created_at);
comment on column idempotency_keys.answer is 'ids, numbers, states and refusals only: a stored answer is harmless';

create table identities (
  id uuid not null default gen_random_uuid(),
  issuer text not null,
  subject text not null,
  person_id text not null,
  linked_by text not null,
  linked_at timestamp with time zone not null default now(),
  constraint identities_pkey PRIMARY KEY (id),
  constraint identities_issuer_subject_key UNIQUE (issuer, subject),
  constraint identities_linked_by_fkey FOREIGN KEY (linked_by) REFERENCES people(id),
  constraint identities_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);
CREATE INDEX identities_person ON public.identities USING btree (person_id);
comment on table identities is 'who an OpenID provider speaks of; nobody is let in who is not named here';

create table import_refusals (
  import_id uuid not null,
  number integer not null,
  row_numbers integer[] not null,
  order_no text,
  code text not null,
  column_name text,
  intake_day date,
  raw_sealed bytea,
  constraint import_refusals_pkey PRIMARY KEY (import_id, number),
  constraint import_refusals_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id),
  constraint import_refusals_intake_day_fkey FOREIGN KEY (intake_day) REFERENCES intake_keys(day)
);
comment on column import_refusals.raw_sealed is 'the refused rows as they came, under an intake key';

create table imports (
  id uuid not null,
  person_id text not null,
  preset text,
  notify boolean not null,
  dry_run boolean not null,
  status text not null default 'running'::text,
  bytes bigint not null default 0,
  rows_read integer not null default 0,
  accepted integer not null default 0,
  unchanged integer not null default 0,
  refused integer not null default 0,
  error_code text,
  started_at timestamp with time zone not null default now(),
  touched_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  constraint imports_pkey PRIMARY KEY (id),
  constraint imports_status_check CHECK ((status = ANY (ARRAY['running'::text, 'finished'::text, 'failed'::text, 'interrupted'::text]))),
  constraint imports_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);

create table incident_notes (
  cause_key text not null,
  version integer not null default 1,
  assigned_to text,
  kek_id text not null,
  wrapped bytea not null,
  fix_sealed bytea,
  edited_by text not null,
  edited_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint incident_notes_pkey PRIMARY KEY (cause_key),
  constraint incident_notes_cause_key_check CHECK ((cause_key ~ '^[0-9a-f]{16}$'::text)),
  constraint incident_notes_version_check CHECK ((version > 0)),
  constraint incident_notes_assigned_to_fkey FOREIGN KEY (assigned_to) REFERENCES people(id),
  constraint incident_notes_edited_by_fkey FOREIGN KEY (edited_by) REFERENCES people(id)
);
comment on table incident_notes is 'what people say about a cause: who has it, and the known fix under a key of its own';

create table intake_keys (
  day date not null,
  kek_id text not null,
  wrapped bytea,
  destroy_after date not null,
  destroyed_at timestamp with time zone,
  constraint intake_keys_pkey PRIMARY KEY (day),
  constraint intake_keys_gone_or_here CHECK (((wrapped IS NULL) = (destroyed_at IS NOT NULL)))
);
comment on table intake_keys is 'seals what belongs to no order yet: orphan facts, refused rows; destroyed after 30 days';

create table issue_records (
  code_id uuid not null,
  order_id uuid not null,
  order_no text not null,
  issue_no integer not null,
  issued_at timestamp with time zone not null,
  symbol_version integer not null,
  modules integer not null,
  ecc text not null,
  decoder text not null,
  decoded boolean not null,
  check_ms real not null,
  grade text,
  grade_parts jsonb,
  constraint issue_records_pkey PRIMARY KEY (code_id),
  constraint issue_records_check CHECK ((modules = (17 + (4 * symbol_version)))),
  constraint issue_records_decoded_check CHECK (decoded),
  constraint issue_records_ecc_check CHECK ((ecc = ANY (ARRAY['L'::text, 'M'::text, 'Q'::text, 'H'::text]))),
  constraint issue_records_grade_check CHECK ((grade = ANY (ARRAY['A'::text, 'B'::text, 'C'::text, 'D'::text, 'F'::text]))),
  constraint issue_records_symbol_version_check CHECK (((symbol_version >= 1) AND (symbol_version <= 40))),
  constraint issue_records_code_id_fkey FOREIGN KEY (code_id) REFERENCES codes(id),
  constraint issue_records_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX issue_records_by_time ON public.issue_records USING btree (issued_at, code_id);
comment on column issue_records.decoded is 'a code that an independent decoder does not read back is never issued';
comment on column issue_records.grade is 'indicative, in the manner of ISO/IEC 15415, of the symbol as drawn; null before it was graded';

create table key_compromise_orders (
  compromise_id uuid not null,
  order_id uuid not null,
  issue_no integer not null,
  fact_number integer not null,
  asked_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint key_compromise_orders_pkey PRIMARY KEY (compromise_id, order_id),
  constraint key_compromise_orders_compromise_id_fkey FOREIGN KEY (compromise_id) REFERENCES key_compromises(id),
  constraint key_compromise_orders_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX key_compromise_orders_by_order ON public.key_compromise_orders USING btree (order_id);
comment on table key_compromise_orders is 'the orders whose reissue was asked for, each once; issue_no is the code that was not to be trusted';

create table key_compromises (
  id uuid not null,
  key_id smallint not null,
  profile text not null,
  compromised_at timestamp(3) with time zone not null,
  key_from timestamp(3) with time zone not null,
  key_until timestamp(3) with time zone not null,
  successor_id smallint,
  declared_by text not null,
  department text not null,
  declared_at timestamp(3) with time zone not null default clock_timestamp(),
  finished_at timestamp(3) with time zone,
  constraint key_compromises_pkey PRIMARY KEY (id),
  constraint key_compromises_key_id_key UNIQUE (key_id),
  constraint key_compromises_key_id_check CHECK (((key_id >= 1) AND (key_id <= 255))),
  constraint key_compromises_profile_check CHECK ((profile = ANY (ARRAY['short'::text, 'sealed'::text]))),
  constraint key_compromises_declared_by_fkey FOREIGN KEY (declared_by) REFERENCES people(id)
);
comment on table key_compromises is 'the key itself is in the ring outside the database; this is what follows from it';
comment on column key_compromises.key_until is 'until when the key minted: its retirement, or the declaration';

create table log_chain (
  seq bigint not null,
  entry_id bigint not null,
  hash bytea not null,
  sealed_at timestamp with time zone not null default clock_timestamp(),
  constraint log_chain_pkey PRIMARY KEY (seq),
  constraint log_chain_entry_id_key UNIQUE (entry_id),
  constraint log_chain_hash_check CHECK ((length(hash) = 32)),
  constraint log_chain_seq_check CHECK ((seq > 0)),
  constraint log_chain_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES log_entries(id)
);

create table log_checkpoints (
  seq bigint not null,
  hash bytea not null,
  key_id text not null,
  signature bytea not null,
  at timestamp with time zone not null default clock_timestamp(),
  constraint log_checkpoints_pkey PRIMARY KEY (seq),
  constraint log_checkpoints_seq_fkey FOREIGN KEY (seq) REFERENCES log_chain(seq)
);

create table log_entries (
  id bigint not null generated always as identity,
  transaction_id xid8 not null default pg_current_xact_id(),
  at timestamp with time zone not null default clock_timestamp(),
  actor_kind text not null,
  actor_id text not null,
  department text,
  action text not null,
  order_id uuid,
  fact_number integer,
  detail jsonb not null default '{}'::jsonb,
  constraint log_entries_pkey PRIMARY KEY (id)
);
CREATE INDEX log_entries_by_actor ON public.log_entries USING btree (actor_id, id);
CREATE INDEX log_entries_by_order ON public.log_entries USING btree (order_id, id) WHERE (order_id IS NOT NULL);
CREATE INDEX log_entries_to_seal ON public.log_entries USING btree (transaction_id, id);

create table message_templates (
  kind text not null,
  channel text not null,
  version integer not null,
  texts jsonb not null,
  saved_by text not null,
  saved_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint message_templates_pkey PRIMARY KEY (kind, channel, version),
  constraint message_templates_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text, 'push'::text]))),
  constraint message_templates_kind_check CHECK (((length(kind) >= 1) AND (length(kind) <= 60))),
  constraint message_templates_version_check CHECK ((version > 0))
);
comment on table message_templates is 'append-only: the highest version of a kind and channel is in force, an older one stays readable';
comment on column message_templates.texts is 'zh and en: subject, body, instructions, reminder; placeholders, nothing personal';

create table messages (
  id uuid not null,
  order_id uuid not null,
  code_id uuid not null,
  channel text not null,
  template text not null,
  attempt_key text not null,
  status text not null default 'queued'::text,
  provider_id text,
  error_code text,
  queued_at timestamp(3) with time zone not null default clock_timestamp(),
  sending_at timestamp with time zone,
  finished_at timestamp with time zone,
  template_version integer,
  not_before timestamp with time zone,
  received_at timestamp(3) with time zone,
  constraint messages_pkey PRIMARY KEY (id),
  constraint messages_attempt_key_key UNIQUE (attempt_key),
  constraint messages_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text, 'push'::text, 'page'::text]))),
  constraint messages_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'unknown'::text, 'bounced'::text]))),
  constraint messages_code_id_fkey FOREIGN KEY (code_id) REFERENCES codes(id),
  constraint messages_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX messages_by_order ON public.messages USING btree (order_id);
CREATE INDEX messages_by_provider ON public.messages USING btree (provider_id) WHERE (provider_id IS NOT NULL);
CREATE INDEX messages_queued ON public.messages USING btree (queued_at) WHERE (status = 'queued'::text);
CREATE INDEX messages_sending ON public.messages USING btree (sending_at) WHERE (status = 'sending'::text);
comment on table messages is 'the outbox of delivery; the text is made from the order when it is sent and never stored';
comment on column messages.template_version is 'of message_templates, noted when the message is claimed for sending';
comment on column messages.not_before is 'quiet hours: nobody takes it from the queue before';
comment on column messages.received_at is 'a receipt of the provider said that it arrived';

create table notices (
  id uuid not null,
  order_id uuid not null,
  fact_number integer not null,
  kind text not null,
  from_person text not null,
  to_department text not null,
  to_person text,
  created_at timestamp(3) with time zone not null default clock_timestamp(),
  seen_at timestamp(3) with time zone,
  seen_by text,
  constraint notices_pkey PRIMARY KEY (id),
  constraint notices_kind_check CHECK ((kind = ANY (ARRAY['nudged'::text, 'reassigned'::text, 'escalated'::text, 'explanation_asked'::text, 'explained'::text, 'scan_anomaly'::text]))),
  constraint notices_seen_by_somebody CHECK (((seen_at IS NULL) = (seen_by IS NULL))),
  constraint notices_order_id_fact_number_fkey FOREIGN KEY (order_id, fact_number) REFERENCES facts(order_id, number),
  constraint notices_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint notices_to_department_fkey FOREIGN KEY (to_department) REFERENCES departments(code)
);
CREATE INDEX notices_by_order ON public.notices USING btree (order_id);
CREATE INDEX notices_of_department ON public.notices USING btree (to_department, created_at, id) WHERE ((seen_at IS NULL) AND (to_person IS NULL));
CREATE INDEX notices_of_person ON public.notices USING btree (to_person, created_at, id) WHERE ((seen_at IS NULL) AND (to_person IS NOT NULL));
comment on table notices is 'what somebody wants of a person or department about an order; the words are the note of its fact';

create table offline_scans (
  device_id uuid not null,
  number integer not null,
  entry_hash bytea not null,
  order_id uuid,
  shown text not null,
  on_list boolean not null,
  happened_at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null default clock_timestamp(),
  verdict text not null,
  reason text not null,
  fact integer,
  constraint offline_scans_pkey PRIMARY KEY (device_id, number),
  constraint offline_scans_entry_hash_check CHECK ((length(entry_hash) = 32)),
  constraint offline_scans_green_stays CHECK ((NOT ((shown = 'green'::text) AND on_list AND (verdict = 'refused'::text)))),
  constraint offline_scans_number_check CHECK ((number > 0)),
  constraint offline_scans_shown_check CHECK ((shown = ANY (ARRAY['green'::text, 'amber'::text]))),
  constraint offline_scans_verdict_check CHECK ((verdict = ANY (ARRAY['recorded'::text, 'conflict'::text, 'refused'::text]))),
  constraint offline_scans_device_id_fkey FOREIGN KEY (device_id) REFERENCES scan_devices(id),
  constraint offline_scans_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX offline_scans_by_order ON public.offline_scans USING btree (order_id);

create table order_attachments (
  id uuid not null,
  order_id uuid not null,
  author text not null,
  department text not null,
  media_type text not null,
  bytes integer not null,
  name_sealed bytea,
  created_at timestamp(3) with time zone not null default clock_timestamp(),
  withdrawn_at timestamp(3) with time zone,
  constraint order_attachments_pkey PRIMARY KEY (id),
  constraint order_attachments_bytes_check CHECK (((bytes >= 1) AND (bytes <= 10485760))),
  constraint order_attachments_media_type_check CHECK ((media_type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text, 'image/webp'::text, 'application/pdf'::text]))),
  constraint order_attachments_author_fkey FOREIGN KEY (author) REFERENCES people(id),
  constraint order_attachments_department_fkey FOREIGN KEY (department) REFERENCES departments(code),
  constraint order_attachments_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX order_attachments_by_order ON public.order_attachments USING btree (order_id, created_at);

create table order_comments (
  id uuid not null,
  order_id uuid not null,
  author text not null,
  department text not null,
  sealed bytea,
  created_at timestamp(3) with time zone not null default clock_timestamp(),
  withdrawn_at timestamp(3) with time zone,
  constraint order_comments_pkey PRIMARY KEY (id),
  constraint order_comments_author_fkey FOREIGN KEY (author) REFERENCES people(id),
  constraint order_comments_department_fkey FOREIGN KEY (department) REFERENCES departments(code),
  constraint order_comments_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX order_comments_by_order ON public.order_comments USING btree (order_id, created_at);
comment on column order_comments.sealed is 'the text, under the order''s own key; null after purge';
comment on column order_comments.withdrawn_at is 'by its author; the row stays';

create table order_files (
  order_id uuid not null,
  archive_no text not null,
  classification text not null,
  archived_at timestamp with time zone not null default clock_timestamp(),
  retain_until timestamp with time zone not null,
  summary jsonb not null,
  constraint order_files_pkey PRIMARY KEY (order_id),
  constraint order_files_archive_no_key UNIQUE (archive_no),
  constraint order_files_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);

create table order_lines (
  order_id uuid not null,
  line_no integer not null,
  kind text not null,
  sku text not null,
  name text not null,
  quantity integer not null,
  amount_minor bigint not null,
  constraint order_lines_pkey PRIMARY KEY (order_id, line_no),
  constraint order_lines_amount_minor_check CHECK (((amount_minor >= 0) AND (amount_minor <= '9007199254740991'::bigint))),
  constraint order_lines_kind_check CHECK ((kind = ANY (ARRAY['goods'::text, 'service'::text, 'charge'::text]))),
  constraint order_lines_line_no_check CHECK ((line_no > 0)),
  constraint order_lines_quantity_check CHECK ((quantity > 0)),
  constraint order_lines_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE TRIGGER order_lines_amended BEFORE INSERT OR DELETE ON public.order_lines FOR EACH ROW WHEN ((CURRENT_USER = 'oqr_worker'::name)) EXECUTE FUNCTION refuse_unamended();

create table order_terms (
  order_id uuid not null,
  term bytea not null,
  created_at timestamp(3) with time zone not null default now(),
  constraint order_terms_pkey PRIMARY KEY (order_id, term),
  constraint order_terms_term_check CHECK ((octet_length(term) = 16)),
  constraint order_terms_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX order_terms_found ON public.order_terms USING btree (term, created_at DESC, order_id);
comment on table order_terms is 'keyed hashes of what a customer is looked for by: name, pinyin, last four digits; deleted by purge';

create table orders (
  id uuid not null,
  order_no text not null,
  kind text not null,
  settlement text not null,
  currency text not null,
  amount_minor bigint not null,
  ordered_at timestamp with time zone not null,
  customer_key bytea not null,
  phone_key bytea,
  email_key bytea,
  customer_sealed bytea,
  content_key bytea not null,
  lane text not null default 'live'::text,
  notify boolean not null,
  created_at timestamp(3) with time zone not null default now(),
  fact_count integer not null default 0,
  state text not null default 'entered'::text,
  state_since timestamp with time zone not null default now(),
  owner_department text not null default 'order_desk'::text,
  waiting_for jsonb,
  due_at timestamp(3) with time zone,
  applied_fact integer not null default 0,
  budget_minutes integer,
  paused_at timestamp(3) with time zone,
  overdue_noted_at timestamp(3) with time zone,
  cause text,
  next_action text,
  calendar_revision integer not null default 0,
  departments text[] not null default '{order_desk}'::text[],
  assignee text,
  priority smallint not null default 1,
  escalation integer not null default 0,
  held boolean not null default false,
  watched boolean not null default false,
  seeded boolean not null default false,
  constraint orders_pkey PRIMARY KEY (id),
  constraint orders_order_no_key UNIQUE (order_no),
  constraint orders_amount_minor_check CHECK (((amount_minor >= 0) AND (amount_minor <= '9007199254740991'::bigint))),
  constraint orders_applied_within_count CHECK (((applied_fact >= 0) AND (applied_fact <= fact_count))),
  constraint orders_budget_minutes_check CHECK ((budget_minutes >= 0)),
  constraint orders_cause_check CHECK ((cause ~ '^[a-z0-9_]{1,60}$'::text)),
  constraint orders_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint orders_escalation_check CHECK ((escalation >= 0)),
  constraint orders_fact_count_check CHECK ((fact_count >= 0)),
  constraint orders_kind_check CHECK ((kind = ANY (ARRAY['goods'::text, 'service'::text, 'mixed'::text]))),
  constraint orders_lane_check CHECK ((lane = ANY (ARRAY['live'::text, 'bulk'::text]))),
  constraint orders_next_action_check CHECK ((next_action ~ '^[a-z0-9_]{1,60}$'::text)),
  constraint orders_order_no_check CHECK ((order_no ~ '^[A-Za-z0-9._/-]{1,64}$'::text)),
  constraint orders_priority_check CHECK (((priority >= 0) AND (priority <= 3))),
  constraint orders_settlement_check CHECK ((settlement = ANY (ARRAY['prepaid'::text, 'cash_on_delivery'::text, 'on_account'::text]))),
  constraint orders_state_check CHECK ((state = ANY (ARRAY['entered'::text, 'requested'::text, 'issued'::text, 'dispatched'::text, 'circulating'::text, 'verifying'::text, 'pending_review'::text, 'exception'::text, 'written_off'::text, 'archived'::text, 'voided'::text, 'expired'::text, 'purged'::text]))),
  constraint orders_owner_department_fkey FOREIGN KEY (owner_department) REFERENCES departments(code)
);
CREATE INDEX orders_assigned ON public.orders USING btree (assignee, due_at, id) WHERE (assignee IS NOT NULL);
CREATE INDEX orders_by_customer ON public.orders USING btree (customer_key, ordered_at, order_no);
CREATE INDEX orders_by_email ON public.orders USING btree (email_key) WHERE (email_key IS NOT NULL);
CREATE INDEX orders_by_phone ON public.orders USING btree (phone_key) WHERE (phone_key IS NOT NULL);
CREATE INDEX orders_by_state ON public.orders USING btree (state, created_at, id);
CREATE INDEX orders_by_stay ON public.orders USING btree (state, state_since, id);
CREATE INDEX orders_by_time ON public.orders USING btree (created_at, id);
CREATE INDEX orders_dear ON public.orders USING btree (currency, (((due_at AT TIME ZONE 'UTC'::text))::date), amount_minor DESC, id) INCLUDE (due_at, cause) WHERE (due_at IS NOT NULL);
CREATE INDEX orders_due_by_revision ON public.orders USING btree (calendar_revision) WHERE (due_at IS NOT NULL);
CREATE INDEX orders_held ON public.orders USING btree (due_at, id) WHERE held;
CREATE INDEX orders_no_backward ON public.orders USING btree (reverse(upper(order_no)) text_pattern_ops);
CREATE INDEX orders_no_forward ON public.orders USING btree (upper(order_no) text_pattern_ops);
CREATE INDEX orders_overdue_unnoted ON public.orders USING btree (due_at) WHERE ((due_at IS NOT NULL) AND (overdue_noted_at IS NULL));
CREATE INDEX orders_paused ON public.orders USING btree (state_since, id) WHERE (paused_at IS NOT NULL);
CREATE INDEX orders_stuck ON public.orders USING btree (due_at, id) WHERE (due_at IS NOT NULL);
CREATE INDEX orders_stuck_by_cause ON public.orders USING btree (cause, due_at, id) WHERE (due_at IS NOT NULL);
CREATE INDEX orders_stuck_by_department ON public.orders USING btree (owner_department, due_at, id) WHERE (due_at IS NOT NULL);
CREATE INDEX orders_stuck_by_state ON public.orders USING btree (state, due_at, id) WHERE (due_at IS NOT NULL);
CREATE INDEX orders_unusual ON public.orders USING btree (priority, due_at, id) WHERE ((due_at IS NOT NULL) AND (priority <> 1));
CREATE INDEX orders_watched ON public.orders USING btree (state_since, id) WHERE watched;
CREATE TRIGGER orders_amended BEFORE UPDATE OF amount_minor, customer_key, kind ON public.orders FOR EACH ROW WHEN (((CURRENT_USER = 'oqr_worker'::name) AND (((old.amount_minor IS DISTINCT FROM new.amount_minor) OR (old.customer_key IS DISTINCT FROM new.customer_key)) OR (old.kind IS DISTINCT FROM new.kind)))) EXECUTE FUNCTION refuse_unamended();
CREATE TRIGGER orders_tell_offer AFTER UPDATE OF state_since ON public.orders FOR EACH ROW WHEN ((old.state_since IS DISTINCT FROM new.state_since)) EXECUTE FUNCTION tell_offer_since_when();
CREATE TRIGGER orders_tell_review AFTER UPDATE OF due_at ON public.orders FOR EACH ROW WHEN ((old.due_at IS DISTINCT FROM new.due_at)) EXECUTE FUNCTION tell_review_when_due();
comment on column orders.customer_key is 'keyed hash of the customer number: finds first orders, reveals nothing';
comment on column orders.customer_sealed is 'personal data, AES-256-GCM under the order''s own key; null after purge';
comment on column orders.content_key is 'keyed hash of the order''s content: tells the same order from another with its number';
comment on column orders.fact_count is 'the number of the last fact; the only column the API may update, which also lets it lock the row';
comment on column orders.due_at is 'state_since plus the budget in working time of the owner department, pauses left out';
comment on column orders.applied_fact is 'the lifecycle has acted on every fact up to this number';
comment on column orders.budget_minutes is 'working minutes that the policy and its manager allow for the state; null: no deadline';
comment on column orders.cause is 'why it is where it is, as a word to group by';
comment on column orders.next_action is 'what would move it, as a word to group by';
comment on column orders.calendar_revision is 'the calendar that due_at was derived from';
comment on column orders.departments is 'who entered it and who was handed it: with the owner, the departments that see it';
comment on column orders.assignee is 'who of the owner department shall move it on; null: whoever comes first';
comment on column orders.priority is '0 low, 1 normal, 2 high, 3 urgent';
comment on column orders.escalation is 'how often it was escalated since it came into its state';
comment on column orders.held is 'nothing is written off while it is held';
comment on column orders.seeded is 'generated, at rest: sweeper and reconciler leave it alone until somebody acts on it';

create table orphan_adoptions (
  orphan_id uuid not null,
  order_id uuid not null,
  adopted_at timestamp with time zone not null default now(),
  constraint orphan_adoptions_pkey PRIMARY KEY (orphan_id),
  constraint orphan_adoptions_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint orphan_adoptions_orphan_id_fkey FOREIGN KEY (orphan_id) REFERENCES orphan_facts(id)
);

create table orphan_facts (
  id uuid not null,
  order_key bytea not null,
  source text not null,
  external_id text not null,
  intake_day date not null,
  sealed bytea not null,
  received_at timestamp with time zone not null default now(),
  constraint orphan_facts_pkey PRIMARY KEY (id),
  constraint orphan_facts_source_external_id_key UNIQUE (source, external_id),
  constraint orphan_facts_intake_day_fkey FOREIGN KEY (intake_day) REFERENCES intake_keys(day)
);
CREATE INDEX orphan_facts_by_order ON public.orphan_facts USING btree (order_key);

create table outbox (
  id bigint not null generated always as identity,
  order_id uuid not null,
  fact_number integer not null,
  signal text not null,
  lane text not null,
  created_at timestamp with time zone not null default now(),
  sends integer not null default 0,
  due_at timestamp with time zone not null default now(),
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_lane_check CHECK ((lane = ANY (ARRAY['live'::text, 'bulk'::text]))),
  constraint outbox_signal_check CHECK ((signal = ANY (ARRAY['factsRecorded'::text, 'reviewDecided'::text]))),
  constraint outbox_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX outbox_by_order ON public.outbox USING btree (order_id, fact_number);
CREATE INDEX outbox_due ON public.outbox USING btree (lane, due_at);
comment on table outbox is 'a row lives until the lifecycle has acted on its fact: recorded, sent, settled (then deleted)';
comment on column outbox.due_at is 'when it is sent next; in the future while it is on its way to Temporal or its order takes its turn';

create table passkeys (
  id uuid not null default gen_random_uuid(),
  person_id text not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone,
  constraint passkeys_pkey PRIMARY KEY (id),
  constraint passkeys_credential_id_key UNIQUE (credential_id),
  constraint passkeys_counter_check CHECK ((counter >= 0)),
  constraint passkeys_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  constraint passkeys_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);
CREATE INDEX passkeys_person ON public.passkeys USING btree (person_id);

create table payment_receipts (
  provider text not null,
  kind text not null,
  trade_no text not null,
  out_trade_no text not null,
  payment_id uuid,
  order_id uuid,
  fact_number integer,
  outcome text not null,
  reason text,
  amount_minor bigint not null,
  currency text not null,
  happened_at timestamp(3) with time zone not null,
  told_at timestamp(3) with time zone not null default clock_timestamp(),
  told_by text not null,
  constraint payment_receipts_pkey PRIMARY KEY (provider, kind, trade_no),
  constraint payment_receipts_check CHECK (((outcome = 'orphan'::text) = (order_id IS NULL))),
  constraint payment_receipts_kind_check CHECK ((kind = ANY (ARRAY['payment'::text, 'refund'::text]))),
  constraint payment_receipts_outcome_check CHECK ((outcome = ANY (ARRAY['taken'::text, 'mismatch'::text, 'orphan'::text]))),
  constraint payment_receipts_provider_check CHECK ((provider = ANY (ARRAY['wechat'::text, 'alipay'::text]))),
  constraint payment_receipts_told_by_check CHECK ((told_by = ANY (ARRAY['callback'::text, 'query'::text]))),
  constraint payment_receipts_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint payment_receipts_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments(id)
);
CREATE INDEX payment_receipts_by_order ON public.payment_receipts USING btree (order_id);
CREATE INDEX payment_receipts_by_payment ON public.payment_receipts USING btree (payment_id);
CREATE INDEX receipts_by_day ON public.payment_receipts USING btree (provider, happened_at);
comment on table payment_receipts is 'every movement of money that a provider told of, once: its key makes a fact of it once';

create table payments (
  id uuid not null,
  order_id uuid not null,
  provider text not null,
  scene text not null,
  amount_minor bigint not null,
  currency text not null,
  out_trade_no text not null,
  state text not null default 'created'::text,
  qr text,
  link text,
  started_by text not null,
  sealed bytea,
  error_code text,
  tries integer not null default 0,
  created_at timestamp(3) with time zone not null default clock_timestamp(),
  expires_at timestamp(3) with time zone not null,
  next_at timestamp with time zone not null default clock_timestamp(),
  ended_at timestamp(3) with time zone,
  constraint payments_pkey PRIMARY KEY (id),
  constraint payments_out_trade_no_key UNIQUE (out_trade_no),
  constraint payments_amount_minor_check CHECK ((amount_minor > 0)),
  constraint payments_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint payments_out_trade_no_check CHECK ((out_trade_no ~ '^[0-9a-f]{32}$'::text)),
  constraint payments_provider_check CHECK ((provider = ANY (ARRAY['wechat'::text, 'alipay'::text]))),
  constraint payments_scene_check CHECK ((scene = ANY (ARRAY['counter'::text, 'phone'::text]))),
  constraint payments_state_check CHECK ((state = ANY (ARRAY['created'::text, 'pending'::text, 'succeeded'::text, 'closed'::text, 'failed'::text]))),
  constraint payments_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX payments_by_order ON public.payments USING btree (order_id, created_at DESC);
CREATE INDEX payments_due ON public.payments USING btree (next_at) WHERE (state = ANY (ARRAY['created'::text, 'pending'::text]));
comment on table payments is 'attempts to pay; what the provider told of one stands in payment_receipts and counts more';
comment on column payments.out_trade_no is 'our name for it at the provider: random, so that it tells nothing';
comment on column payments.sealed is 'the payer''s address, which a provider may ask for, under the order''s own key';
comment on column payments.next_at is 'when a worker next looks after it';

create table people (
  id text not null,
  display_name text not null,
  department text not null,
  roles text[] not null,
  active boolean not null default true,
  created_at timestamp with time zone not null default now(),
  scope text,
  version integer not null default 1,
  constraint people_pkey PRIMARY KEY (id),
  constraint people_id_check CHECK ((id ~ '^[a-z0-9-]{1,40}$'::text)),
  constraint people_roles_apart CHECK ((NOT roles_exclude(roles))),
  constraint people_roles_check CHECK ((roles <@ ARRAY['order_desk'::text, 'sales'::text, 'customer_service'::text, 'finance'::text, 'logistics'::text, 'reviewer'::text, 'review_lead'::text, 'technician'::text, 'manager'::text, 'supervisor'::text, 'archivist'::text, 'trainer'::text, 'auditor'::text, 'administrator'::text])),
  constraint people_scope_check CHECK ((scope = ANY (ARRAY['all'::text, 'department'::text]))),
  constraint people_version_check CHECK ((version > 0)),
  constraint people_department_fkey FOREIGN KEY (department) REFERENCES departments(code)
);
comment on column people.scope is 'which orders they see; null: as their roles say';

create table policy_versions (
  version integer not null,
  body jsonb not null,
  approved_by text,
  effective_at timestamp with time zone not null default now(),
  active boolean not null default false,
  constraint policy_versions_pkey PRIMARY KEY (version),
  constraint policy_versions_version_check CHECK ((version > 0))
);
CREATE UNIQUE INDEX policy_versions_one_active ON public.policy_versions USING btree ((true)) WHERE active;

create table print_batch_files (
  id uuid not null,
  batch_id uuid not null,
  printed_by text not null,
  printed_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint print_batch_files_pkey PRIMARY KEY (id),
  constraint print_batch_files_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES print_batches(id),
  constraint print_batch_files_printed_by_fkey FOREIGN KEY (printed_by) REFERENCES people(id)
);
CREATE INDEX print_batch_files_by_batch ON public.print_batch_files USING btree (batch_id, printed_at);

create table print_batch_items (
  batch_id uuid not null,
  position integer not null,
  order_id uuid not null,
  code_id uuid not null,
  status text not null default 'pending'::text,
  reason text,
  grade text,
  constraint print_batch_items_pkey PRIMARY KEY (batch_id, "position"),
  constraint print_batch_items_batch_id_order_id_key UNIQUE (batch_id, order_id),
  constraint print_batch_items_grade_check CHECK ((grade = ANY (ARRAY['A'::text, 'B'::text, 'C'::text, 'D'::text, 'F'::text]))),
  constraint print_batch_items_position_check CHECK ((("position" >= 1) AND ("position" <= 10000))),
  constraint print_batch_items_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'ready'::text, 'skipped'::text]))),
  constraint print_batch_items_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES print_batches(id),
  constraint print_batch_items_code_id_fkey FOREIGN KEY (code_id) REFERENCES codes(id),
  constraint print_batch_items_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX print_batch_items_by_code ON public.print_batch_items USING btree (code_id);
comment on column print_batch_items.status is 'ready: the label was drawn and read back by the decoder; symbols themselves are never stored';

create table print_batches (
  id uuid not null,
  preset text not null,
  format text not null,
  requested_by text not null,
  status text not null default 'waiting'::text,
  created_at timestamp(3) with time zone not null default clock_timestamp(),
  ready_at timestamp(3) with time zone,
  constraint print_batches_pkey PRIMARY KEY (id),
  constraint print_batches_format_check CHECK ((format = ANY (ARRAY['pdf'::text, 'zpl'::text]))),
  constraint print_batches_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'running'::text, 'ready'::text]))),
  constraint print_batches_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES people(id)
);
CREATE INDEX print_batches_by_time ON public.print_batches USING btree (created_at, id);
CREATE INDEX print_batches_unready ON public.print_batches USING btree (created_at) WHERE (status <> 'ready'::text);

create table print_samples (
  id uuid not null,
  batch_id uuid not null,
  position integer,
  outcome text not null,
  grade text not null,
  grade_parts jsonb,
  checked_by text not null,
  checked_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint print_samples_pkey PRIMARY KEY (id),
  constraint print_samples_grade_check CHECK ((grade = ANY (ARRAY['A'::text, 'B'::text, 'C'::text, 'D'::text, 'F'::text]))),
  constraint print_samples_outcome_check CHECK ((outcome = ANY (ARRAY['matched'::text, 'not_live'::text, 'not_in_batch'::text, 'not_ours'::text, 'unreadable'::text]))),
  constraint print_samples_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES print_batches(id),
  constraint print_samples_batch_id_position_fkey FOREIGN KEY (batch_id, "position") REFERENCES print_batch_items(batch_id, "position"),
  constraint print_samples_checked_by_fkey FOREIGN KEY (checked_by) REFERENCES people(id)
);
CREATE INDEX print_samples_by_batch ON public.print_samples USING btree (batch_id, checked_at);
comment on table print_samples is 'symbols found on scans and photographs of printed labels; the pictures are not kept';

create table proof_tries (
  id uuid not null default gen_random_uuid(),
  code_id uuid not null,
  what text not null,
  address_key bytea not null,
  at timestamp(3) with time zone not null default clock_timestamp(),
  constraint proof_tries_pkey PRIMARY KEY (id),
  constraint proof_tries_what_check CHECK ((what = ANY (ARRAY['phone'::text, 'code'::text, 'asked'::text]))),
  constraint proof_tries_code_id_fkey FOREIGN KEY (code_id) REFERENCES codes(id)
);
CREATE INDEX proof_tries_address ON public.proof_tries USING btree (address_key, what, at);
CREATE INDEX proof_tries_at ON public.proof_tries USING btree (at);
CREATE INDEX proof_tries_code ON public.proof_tries USING btree (code_id, what, at);
comment on table proof_tries is 'second proofs that failed, and one-time codes that were asked for; addresses only as keyed hashes';

create table push_subscriptions (
  id uuid not null,
  order_id uuid not null,
  endpoint_key bytea not null,
  sealed bytea not null,
  created_at timestamp(3) with time zone not null default clock_timestamp(),
  ended_at timestamp(3) with time zone,
  constraint push_subscriptions_pkey PRIMARY KEY (id),
  constraint push_subscriptions_order_id_endpoint_key_key UNIQUE (order_id, endpoint_key),
  constraint push_subscriptions_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
comment on column push_subscriptions.sealed is 'endpoint and keys of a browser, under the order''s own key';

create table quiet_facts (
  order_id uuid not null,
  since timestamp(3) with time zone not null default clock_timestamp(),
  constraint quiet_facts_pkey PRIMARY KEY (order_id),
  constraint quiet_facts_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
comment on table quiet_facts is 'orders with facts past the mark that wake nobody: the sweeper moves the mark over them';

create table quiet_hours (
  id integer not null,
  from_minute integer not null,
  to_minute integer not null,
  channels text[] not null,
  version integer not null default 1,
  constraint quiet_hours_pkey PRIMARY KEY (id),
  constraint quiet_hours_from_minute_check CHECK (((from_minute >= 0) AND (from_minute <= 1439))),
  constraint quiet_hours_id_check CHECK ((id = 1)),
  constraint quiet_hours_to_minute_check CHECK (((to_minute >= 0) AND (to_minute <= 1439)))
);
comment on table quiet_hours is 'minutes since midnight in the zone of the company calendar; equal minutes: never quiet';

create table recovery_codes (
  person_id text not null,
  code_hash bytea not null,
  created_at timestamp with time zone not null default now(),
  used_at timestamp with time zone,
  constraint recovery_codes_pkey PRIMARY KEY (person_id, code_hash),
  constraint recovery_codes_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);
comment on column recovery_codes.code_hash is 'SHA-256 of 80 random bits; one use';

create table refund_decisions (
  refund_id uuid not null,
  asked_by text not null,
  decided_by text not null,
  agreed boolean not null,
  decided_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint refund_decisions_pkey PRIMARY KEY (refund_id),
  constraint refund_decisions_four_eyes CHECK ((decided_by <> asked_by)),
  constraint refund_decisions_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people(id),
  constraint refund_decisions_refund_id_asked_by_fkey FOREIGN KEY (refund_id, asked_by) REFERENCES refunds(id, asked_by)
);
comment on table refund_decisions is 'what the second person said, once; never who asked';

create table refunds (
  id uuid not null,
  payment_id uuid not null,
  order_id uuid not null,
  amount_minor bigint not null,
  currency text not null,
  out_refund_no text not null,
  reason text not null,
  needs_second boolean not null,
  asked_by text not null,
  asked_at timestamp(3) with time zone not null default clock_timestamp(),
  state text not null default 'asked'::text,
  error_code text,
  tries integer not null default 0,
  next_at timestamp with time zone not null default clock_timestamp(),
  ended_at timestamp(3) with time zone,
  constraint refunds_pkey PRIMARY KEY (id),
  constraint refunds_id_asked_by_key UNIQUE (id, asked_by),
  constraint refunds_out_refund_no_key UNIQUE (out_refund_no),
  constraint refunds_amount_minor_check CHECK ((amount_minor > 0)),
  constraint refunds_out_refund_no_check CHECK ((out_refund_no ~ '^[0-9a-f]{32}$'::text)),
  constraint refunds_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'succeeded'::text, 'failed'::text, 'refused'::text]))),
  constraint refunds_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES people(id),
  constraint refunds_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint refunds_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments(id)
);
CREATE INDEX refunds_by_order ON public.refunds USING btree (order_id, asked_at DESC);
CREATE INDEX refunds_by_payment ON public.refunds USING btree (payment_id);
CREATE INDEX refunds_due ON public.refunds USING btree (next_at) WHERE (state = 'asked'::text);
comment on column refunds.needs_second is 'large: nothing is done before another person has agreed';

create table retry_batch_items (
  batch_id uuid not null,
  position integer not null,
  case_id uuid not null,
  order_id uuid not null,
  status text not null default 'pending'::text,
  stage integer,
  retry_fact integer,
  code text,
  started_at timestamp(3) with time zone,
  ended_at timestamp(3) with time zone,
  constraint retry_batch_items_pkey PRIMARY KEY (batch_id, "position"),
  constraint retry_batch_items_batch_id_case_id_key UNIQUE (batch_id, case_id),
  constraint retry_batch_items_position_check CHECK (("position" > 0)),
  constraint retry_batch_items_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'started'::text, 'passed'::text, 'proven'::text, 'failed'::text, 'refused'::text, 'cancelled'::text]))),
  constraint retry_batch_items_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES retry_batches(id),
  constraint retry_batch_items_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id),
  constraint retry_batch_items_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE UNIQUE INDEX retry_batch_items_one ON public.retry_batch_items USING btree (case_id) WHERE (status = ANY (ARRAY['pending'::text, 'started'::text]));
comment on column retry_batch_items.status is 'passed: the step was read back; proven: the write-off was; nothing counts before it is read';

create table retry_batches (
  id uuid not null,
  cause_key text,
  requested_by text not null,
  on_behalf_of text,
  department text,
  root_cause text not null,
  max_failure_percent integer not null,
  wanted text not null default 'run'::text,
  revision integer not null default 1,
  sent_revision integer not null default 0,
  status text not null default 'running'::text,
  stopped_revision integer not null default 0,
  stage integer not null default 0,
  created_at timestamp(3) with time zone not null default clock_timestamp(),
  ended_at timestamp(3) with time zone,
  constraint retry_batches_pkey PRIMARY KEY (id),
  constraint retry_batches_ended_has_time CHECK (((status = ANY (ARRAY['cancelled'::text, 'finished'::text])) = (ended_at IS NOT NULL))),
  constraint retry_batches_max_failure_percent_check CHECK (((max_failure_percent >= 0) AND (max_failure_percent <= 100))),
  constraint retry_batches_revision_check CHECK ((revision > 0)),
  constraint retry_batches_status_check CHECK ((status = ANY (ARRAY['running'::text, 'suspended'::text, 'stopped'::text, 'cancelled'::text, 'finished'::text]))),
  constraint retry_batches_wanted_check CHECK ((wanted = ANY (ARRAY['run'::text, 'suspend'::text, 'cancel'::text]))),
  constraint retry_batches_department_fkey FOREIGN KEY (department) REFERENCES departments(code),
  constraint retry_batches_on_behalf_of_fkey FOREIGN KEY (on_behalf_of) REFERENCES people(id),
  constraint retry_batches_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES people(id)
);
CREATE INDEX retry_batches_by_time ON public.retry_batches USING btree (created_at DESC, id DESC);
CREATE INDEX retry_batches_unsent ON public.retry_batches USING btree (id) WHERE (sent_revision < revision);
comment on column retry_batches.wanted is 'what people ask for; the workflow makes it the status';
comment on column retry_batches.stopped_revision is 'the revision at which too much failed; only a later wish goes on';

create table review_claims (
  id bigint not null generated always as identity,
  review_id uuid not null,
  person_id text not null,
  claimed_at timestamp with time zone not null default clock_timestamp(),
  expires_at timestamp with time zone not null,
  released_at timestamp(3) with time zone,
  taken_from text,
  constraint review_claims_pkey PRIMARY KEY (id),
  constraint review_claims_check CHECK ((expires_at > claimed_at)),
  constraint review_claims_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id),
  constraint review_claims_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id),
  constraint review_claims_taken_from_fkey FOREIGN KEY (taken_from) REFERENCES people(id)
);
CREATE INDEX review_claims_by_review ON public.review_claims USING btree (review_id, expires_at);
CREATE INDEX review_claims_unreleased ON public.review_claims USING btree (expires_at) WHERE (released_at IS NULL);
comment on column review_claims.released_at is 'given back, decided, or taken over before it ran out';

create table review_decisions (
  review_id uuid not null,
  person_id text not null,
  order_id uuid not null,
  fact_number integer not null,
  decision text not null,
  reason text,
  decided_at timestamp with time zone not null,
  withdrawn_at timestamp(3) with time zone,
  constraint review_decisions_pkey PRIMARY KEY (review_id, person_id),
  constraint review_decisions_decision_check CHECK ((decision = ANY (ARRAY['approved'::text, 'rejected'::text, 'returned'::text]))),
  constraint review_decisions_order_id_fact_number_fkey FOREIGN KEY (order_id, fact_number) REFERENCES facts(order_id, number),
  constraint review_decisions_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id),
  constraint review_decisions_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id)
);
CREATE INDEX review_decisions_by_person ON public.review_decisions USING btree (person_id, review_id);
CREATE TRIGGER review_decisions_tell_review AFTER INSERT OR DELETE OR UPDATE OF withdrawn_at ON public.review_decisions FOR EACH ROW EXECUTE FUNCTION review_takes_decisions();
comment on column review_decisions.withdrawn_at is 'taken back while a second reviewer was due; it counts no more';

create table review_drafts (
  review_id uuid not null,
  person_id text not null,
  sealed bytea not null,
  saved_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint review_drafts_pkey PRIMARY KEY (review_id, person_id),
  constraint review_drafts_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id),
  constraint review_drafts_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id)
);
comment on column review_drafts.sealed is 'free text is personal: under the order''s own key';

create table review_handovers (
  id bigint not null generated always as identity,
  review_id uuid not null,
  kind text not null,
  given_by text not null,
  to_person text,
  given_at timestamp(3) with time zone not null default clock_timestamp(),
  return_at timestamp(3) with time zone,
  ended_at timestamp(3) with time zone,
  constraint review_handovers_pkey PRIMARY KEY (id),
  constraint review_handovers_come_back CHECK (((kind = 'handed'::text) = (return_at IS NOT NULL))),
  constraint review_handovers_kind_check CHECK ((kind = ANY (ARRAY['handed'::text, 'escalated'::text]))),
  constraint review_handovers_other_person CHECK ((to_person <> given_by)),
  constraint review_handovers_to_whom CHECK (((kind = 'handed'::text) = (to_person IS NOT NULL))),
  constraint review_handovers_given_by_fkey FOREIGN KEY (given_by) REFERENCES people(id),
  constraint review_handovers_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id),
  constraint review_handovers_to_person_fkey FOREIGN KEY (to_person) REFERENCES people(id)
);
CREATE UNIQUE INDEX review_handovers_one_open ON public.review_handovers USING btree (review_id) WHERE (ended_at IS NULL);
comment on table review_handovers is 'who alone may claim a review: a person until the return, or any lead';

create table review_presence (
  review_id uuid not null,
  person_id text not null,
  seen_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint review_presence_pkey PRIMARY KEY (review_id, person_id),
  constraint review_presence_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id),
  constraint review_presence_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id)
);
comment on table review_presence is 'heartbeats of open desks; one that is old is nobody';

create table reviews (
  id uuid not null,
  order_id uuid not null,
  verification_id uuid not null,
  material_fact integer not null,
  reviewers_needed integer not null,
  status text not null default 'open'::text,
  opened_at timestamp(3) with time zone not null default clock_timestamp(),
  due_at timestamp with time zone,
  closed_at timestamp with time zone,
  risks text[] not null default '{}'::text[],
  order_due_at timestamp(3) with time zone,
  amount_minor bigint not null,
  weight double precision not null default (((reviewers_needed * (1 + cardinality(risks))))::double precision * (amount_minor)::double precision),
  decided boolean not null default false,
  constraint reviews_pkey PRIMARY KEY (id),
  constraint reviews_closed_has_time CHECK (((status = 'open'::text) = (closed_at IS NULL))),
  constraint reviews_reviewers_needed_check CHECK (((reviewers_needed >= 1) AND (reviewers_needed <= 2))),
  constraint reviews_status_check CHECK ((status = ANY (ARRAY['open'::text, 'approved'::text, 'rejected'::text, 'returned'::text, 'superseded'::text]))),
  constraint reviews_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint reviews_verification_id_fkey FOREIGN KEY (verification_id) REFERENCES verifications(id)
);
CREATE INDEX reviews_by_amount ON public.reviews USING btree (amount_minor) WHERE (status = 'open'::text);
CREATE INDEX reviews_by_risk ON public.reviews USING gin (risks) WHERE (status = 'open'::text);
CREATE INDEX reviews_by_time ON public.reviews USING btree (opened_at, id);
CREATE INDEX reviews_by_weight ON public.reviews USING btree (weight DESC, opened_at, id) INCLUDE (order_due_at) WHERE (status = 'open'::text);
CREATE INDEX reviews_next ON public.reviews USING btree (order_due_at, weight, opened_at, id) WHERE (status = 'open'::text);
CREATE UNIQUE INDEX reviews_one_open ON public.reviews USING btree (order_id) WHERE (status = 'open'::text);
CREATE INDEX reviews_queue ON public.reviews USING btree (opened_at, id) WHERE (status = 'open'::text);
CREATE INDEX reviews_returned ON public.reviews USING btree (opened_at, id) WHERE (status = 'returned'::text);
CREATE INDEX reviews_second ON public.reviews USING btree (opened_at, id) WHERE ((status = 'open'::text) AND (reviewers_needed > 1) AND decided);
CREATE TRIGGER reviews_take_from_order BEFORE INSERT ON public.reviews FOR EACH ROW EXECUTE FUNCTION review_takes_from_order();
comment on column reviews.risks is 'the risk rules that were met, to filter and count by';
comment on column reviews.order_due_at is 'of its order, while it is open: the database keeps it, so that a queue is read without its orders';
comment on column reviews.weight is 'risk × amount; with its age, what is taken next';
comment on column reviews.decided is 'of those that need two: whether one decision stands; kept by triggers on review_decisions';

create table saved_views (
  id uuid not null,
  list text not null,
  name text not null,
  query jsonb not null,
  owner text not null,
  shared text not null,
  role text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  constraint saved_views_pkey PRIMARY KEY (id),
  constraint saved_views_list_check CHECK ((list = ANY (ARRAY['orders'::text, 'reviews'::text, 'cases'::text, 'waiting'::text]))),
  constraint saved_views_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  constraint saved_views_role_when_shared CHECK (((shared = 'role'::text) = (role IS NOT NULL))),
  constraint saved_views_shared_check CHECK ((shared = ANY (ARRAY['mine'::text, 'role'::text, 'everybody'::text]))),
  constraint saved_views_owner_fkey FOREIGN KEY (owner) REFERENCES people(id)
);
CREATE INDEX saved_views_by_list ON public.saved_views USING btree (list, owner);
CREATE INDEX saved_views_by_owner ON public.saved_views USING btree (owner);
comment on column saved_views.query is 'the filter of the list as its address carries it';

create table scan_alert_reviews (
  alert_id uuid not null,
  reviewed_by text not null,
  finding text not null,
  reviewed_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint scan_alert_reviews_pkey PRIMARY KEY (alert_id),
  constraint scan_alert_reviews_finding_check CHECK ((finding = ANY (ARRAY['misuse'::text, 'harmless'::text]))),
  constraint scan_alert_reviews_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES scan_alerts(id),
  constraint scan_alert_reviews_reviewed_by_fkey FOREIGN KEY (reviewed_by) REFERENCES people(id)
);
comment on table scan_alert_reviews is 'one an alert, and final: whoever comes second reads what the first has found';

create table scan_alerts (
  id uuid not null,
  kind text not null,
  key bytea not null,
  day date not null,
  order_id uuid,
  issue_no integer,
  fact_number integer,
  case_id uuid,
  seen_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint scan_alerts_pkey PRIMARY KEY (id),
  constraint scan_alerts_kind_key_day_key UNIQUE (kind, key, day),
  constraint scan_alerts_kind_check CHECK ((kind = ANY (ARRAY['burst'::text, 'enumeration'::text, 'replay'::text, 'travel'::text]))),
  constraint scan_alerts_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id),
  constraint scan_alerts_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX scan_alerts_by_order ON public.scan_alerts USING btree (order_id) WHERE (order_id IS NOT NULL);
CREATE INDEX scan_alerts_by_time ON public.scan_alerts USING btree (seen_at DESC, id);
comment on table scan_alerts is 'once a day for each kind and each code or address; keyed hashes, nothing that names a stranger';

create table scan_blocks (
  kind text not null,
  key bytea not null,
  until timestamp(3) with time zone not null,
  constraint scan_blocks_pkey PRIMARY KEY (kind, key),
  constraint scan_blocks_kind_check CHECK ((kind = ANY (ARRAY['token'::text, 'address'::text])))
);
comment on table scan_blocks is 'strangers alone are refused; people at work go on scanning';

create table scan_counts (
  kind text not null,
  key bytea not null,
  minute timestamp with time zone not null,
  count integer not null default 1,
  constraint scan_counts_pkey PRIMARY KEY (kind, key, minute),
  constraint scan_counts_kind_check CHECK ((kind = ANY (ARRAY['token'::text, 'address'::text, 'device'::text, 'account'::text])))
);
CREATE INDEX scan_counts_by_minute ON public.scan_counts USING btree (minute);

create table scan_devices (
  id uuid not null,
  person_id text not null,
  name text not null,
  public_key bytea not null,
  registered_at timestamp(3) with time zone not null default clock_timestamp(),
  revoked_at timestamp(3) with time zone,
  revoked_by text,
  constraint scan_devices_pkey PRIMARY KEY (id),
  constraint scan_devices_public_key_key UNIQUE (public_key),
  constraint scan_devices_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  constraint scan_devices_public_key_check CHECK ((length(public_key) = 65)),
  constraint scan_devices_revoked_by_somebody CHECK (((revoked_at IS NULL) = (revoked_by IS NULL))),
  constraint scan_devices_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id),
  constraint scan_devices_revoked_by_fkey FOREIGN KEY (revoked_by) REFERENCES people(id)
);
CREATE INDEX scan_devices_by_person ON public.scan_devices USING btree (person_id, registered_at);
comment on column scan_devices.public_key is 'ECDSA P-256, an uncompressed point; the private half cannot leave the device';

create table scan_sightings (
  id bigint not null generated always as identity,
  seen_at timestamp(3) with time zone not null default clock_timestamp(),
  address_key bytea not null,
  token_key bytea not null,
  device_key bytea,
  person_id text,
  place text,
  order_id uuid,
  issue_no integer,
  verdict text not null,
  purpose text not null,
  taken_at timestamp(3) with time zone,
  constraint scan_sightings_pkey PRIMARY KEY (id),
  constraint scan_sightings_place_check CHECK (((length(place) >= 1) AND (length(place) <= 4)))
);
CREATE INDEX scan_sightings_by_age ON public.scan_sightings USING btree (seen_at);
CREATE INDEX scan_sightings_new ON public.scan_sightings USING btree (id) WHERE (taken_at IS NULL);
CREATE INDEX scan_sightings_of_address ON public.scan_sightings USING btree (address_key, seen_at);
CREATE INDEX scan_sightings_of_token ON public.scan_sightings USING btree (token_key, seen_at);
comment on table scan_sightings is 'kept for days; no foreign keys and no index that knows orders: an insert is the same work whether or not the code is known';
comment on column scan_sightings.place is 'the first characters of a geohash, of strangers three at most: no finer than 150 km';
comment on column scan_sightings.taken_at is 'when the sweeper wrote down the scan of a known code and looked for abuse';

create table sessions (
  sid text not null,
  sess json not null,
  expire timestamp with time zone not null,
  constraint sessions_pkey PRIMARY KEY (sid)
);
CREATE INDEX sessions_expire ON public.sessions USING btree (expire);
CREATE INDEX sessions_person ON public.sessions USING btree (((sess ->> 'personId'::text)));

create table shifts (
  department text,
  weekday integer not null,
  from_minute integer not null,
  to_minute integer not null,
  constraint shifts_once UNIQUE NULLS NOT DISTINCT (department, weekday, from_minute),
  constraint shifts_end_later CHECK ((from_minute < to_minute)),
  constraint shifts_from_minute_check CHECK ((from_minute >= 0)),
  constraint shifts_to_minute_check CHECK ((to_minute <= 1440)),
  constraint shifts_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7))),
  constraint shifts_department_fkey FOREIGN KEY (department) REFERENCES departments(code)
);
comment on column shifts.department is 'null: every department without shifts of its own';

create table sign_in_accounts (
  person_id text not null,
  password_hash text not null,
  must_change_password boolean not null default true,
  changed_at timestamp with time zone not null default now(),
  constraint sign_in_accounts_pkey PRIMARY KEY (person_id),
  constraint sign_in_accounts_password_hash_check CHECK ((password_hash ~~ '$argon2id$%'::text)),
  constraint sign_in_accounts_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);
comment on column sign_in_accounts.must_change_password is 'somebody else knows the password: it opens nothing but its own change';

create table sign_in_tries (
  id uuid not null default gen_random_uuid(),
  account_key bytea not null,
  address_key bytea not null,
  at timestamp with time zone not null default clock_timestamp(),
  constraint sign_in_tries_pkey PRIMARY KEY (id)
);
CREATE INDEX sign_in_tries_account ON public.sign_in_tries USING btree (account_key, at);
CREATE INDEX sign_in_tries_address ON public.sign_in_tries USING btree (address_key, at);
CREATE INDEX sign_in_tries_at ON public.sign_in_tries USING btree (at);
comment on table sign_in_tries is 'tries that have not succeeded; account and address only as keyed hashes';

create table totp_factors (
  person_id text not null,
  kek_id text not null,
  wrapped bytea not null,
  confirmed_at timestamp with time zone,
  last_step bigint not null default 0,
  created_at timestamp with time zone not null default now(),
  constraint totp_factors_pkey PRIMARY KEY (person_id),
  constraint totp_factors_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);
comment on column totp_factors.wrapped is 'the shared secret, sealed under a key of the ring';
comment on column totp_factors.confirmed_at is 'null: offered, and worth nothing until a code of it was given';
comment on column totp_factors.last_step is 'the newest time step whose code was taken: no code is taken twice';

create table tracking_numbers (
  order_id uuid not null,
  fact integer not null,
  sealed bytea not null,
  term bytea,
  constraint tracking_numbers_pkey PRIMARY KEY (order_id, fact),
  constraint tracking_numbers_order_id_fact_fkey FOREIGN KEY (order_id, fact) REFERENCES facts(order_id, number)
);
CREATE INDEX tracking_numbers_found ON public.tracking_numbers USING btree (term);
CREATE INDEX tracking_numbers_unhashed ON public.tracking_numbers USING btree (order_id, fact) WHERE (term IS NULL);
comment on table tracking_numbers is 'under the order''s own key; who the carrier is stands in the fact';
comment on column tracking_numbers.term is 'keyed hash by which the order is found; null until an older number is hashed; deleted by purge';

create table unknown_scans (
  address_key bytea not null,
  minute timestamp with time zone not null,
  count integer not null default 1,
  constraint unknown_scans_pkey PRIMARY KEY (address_key, minute)
);

create table verifications (
  id uuid not null,
  order_id uuid not null,
  fact_number integer not null,
  policy_version integer not null,
  material_fact integer not null,
  verdict text not null,
  reviewers integer not null,
  evaluation jsonb not null,
  verified_at timestamp with time zone not null default clock_timestamp(),
  constraint verifications_pkey PRIMARY KEY (id),
  constraint verifications_order_id_fact_number_key UNIQUE (order_id, fact_number),
  constraint verifications_reviewers_check CHECK (((reviewers >= 0) AND (reviewers <= 2))),
  constraint verifications_verdict_check CHECK ((verdict = ANY (ARRAY['pass'::text, 'not_yet'::text, 'fail'::text]))),
  constraint verifications_order_id_fact_number_fkey FOREIGN KEY (order_id, fact_number) REFERENCES facts(order_id, number),
  constraint verifications_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint verifications_policy_version_fkey FOREIGN KEY (policy_version) REFERENCES policy_versions(version)
);

create table view_defaults (
  person_id text not null,
  list text not null,
  view_id text not null,
  constraint view_defaults_pkey PRIMARY KEY (person_id, list),
  constraint view_defaults_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);
comment on column view_defaults.view_id is 'of saved_views, or a view that comes with the house';

create table write_offs (
  order_id uuid not null,
  fact_number integer not null,
  verification_id uuid not null,
  review_id uuid,
  policy_version integer not null,
  material_fact integer not null,
  reason text not null,
  operator text not null,
  amount_minor bigint not null,
  currency text not null,
  written_off_at timestamp with time zone not null default clock_timestamp(),
  constraint write_offs_pkey PRIMARY KEY (order_id),
  constraint write_offs_order_id_fact_number_fkey FOREIGN KEY (order_id, fact_number) REFERENCES facts(order_id, number),
  constraint write_offs_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint write_offs_policy_version_fkey FOREIGN KEY (policy_version) REFERENCES policy_versions(version),
  constraint write_offs_review_id_fkey FOREIGN KEY (review_id) REFERENCES reviews(id),
  constraint write_offs_verification_id_fkey FOREIGN KEY (verification_id) REFERENCES verifications(id)
);
CREATE INDEX write_offs_by_time ON public.write_offs USING btree (written_off_at, review_id);
comment on table write_offs is 'exactly once: the primary key is the order, and no role may update or delete';

grant delete on calendar_days, customer_sessions, digest_subscriptions, identities, passkeys, proof_tries, recovery_codes, review_drafts, review_presence, saved_views, sessions, shifts, sign_in_tries, totp_factors, view_defaults to oqr_api;
grant insert on absences, amendments, attachment_contents, bill_differences, bill_settlements, bills, calendar_days, calendar_years, code_prints, contact_choices, customer_sessions, data_keys, device_list_items, device_lists, digest_subscriptions, facts, idempotency_keys, identities, import_refusals, imports, incident_notes, intake_keys, key_compromises, log_entries, message_templates, notices, offline_scans, order_attachments, order_comments, order_lines, order_terms, orphan_adoptions, orphan_facts, outbox, passkeys, payment_receipts, print_batch_files, print_batch_items, print_batches, print_samples, proof_tries, push_subscriptions, quiet_facts, recovery_codes, refund_decisions, retry_batch_items, retry_batches, review_claims, review_drafts, review_handovers, review_presence, saved_views, scan_counts, scan_devices, scan_sightings, sessions, shifts, sign_in_accounts, sign_in_tries, totp_factors, tracking_numbers, unknown_scans, view_defaults to oqr_api;
grant insert (alert_id, finding, reviewed_by) on scan_alert_reviews to oqr_api;
grant insert (amount_minor, asked_by, currency, id, needs_second, order_id, out_refund_no, payment_id, reason) on refunds to oqr_api;
grant insert (amount_minor, content_key, currency, customer_key, customer_sealed, departments, email_key, fact_count, id, kind, lane, notify, order_no, ordered_at, phone_key, settlement) on orders to oqr_api;
grant insert (amount_minor, currency, expires_at, id, order_id, out_trade_no, provider, scene, sealed, started_by) on payments to oqr_api;
grant insert (department, display_name, id, roles, scope) on people to oqr_api;
grant insert (expires_at, issued_by, label, person_id, scopes, token_hash) on api_tokens to oqr_api;
grant select on absences, amendments, api_tokens, attachment_contents, bench_marks, bill_differences, bill_settlements, bills, calendar_days, calendar_years, calendars, case_attempts, cases, cause_failures, cause_sums, clock_pauses, code_prints, codes, contact_choices, customer_sessions, data_keys, dead_letters, departments, device_list_items, device_lists, digest_subscriptions, facts, figures, flow_days, hops, idempotency_keys, identities, import_refusals, imports, incident_notes, intake_keys, issue_records, key_compromise_orders, key_compromises, log_chain, log_checkpoints, log_entries, message_templates, messages, notices, offline_scans, order_attachments, order_comments, order_files, order_lines, order_terms, orders, orphan_adoptions, orphan_facts, outbox, passkeys, payment_receipts, payments, people, policy_versions, print_batch_files, print_batch_items, print_batches, print_samples, proof_tries, push_subscriptions, quiet_facts, quiet_hours, recovery_codes, refund_decisions, refunds, retry_batch_items, retry_batches, review_claims, review_decisions, review_drafts, review_handovers, review_presence, reviews, saved_views, scan_alert_reviews, scan_alerts, scan_blocks, scan_counts, scan_devices, scan_sightings, sessions, shifts, sign_in_accounts, sign_in_tries, totp_factors, tracking_numbers, unknown_scans, verifications, view_defaults, write_offs to oqr_api;
grant update on digest_subscriptions to oqr_api;
grant update (accepted, bytes, error_code, finished_at, refused, rows_read, status, touched_at, unchanged) on imports to oqr_api;
grant update (active, department, display_name, roles, scope, version) on people to oqr_api;
grant update (allowed, chosen_at, chosen_by, preferred) on contact_choices to oqr_api;
grant update (answer, status) on idempotency_keys to oqr_api;
grant update (assigned_to, edited_at, edited_by, fix_sealed, version) on incident_notes to oqr_api;
grant update (changed_at, must_change_password, password_hash) on sign_in_accounts to oqr_api;
grant update (channels, from_minute, to_minute, version) on quiet_hours to oqr_api;
grant update (confirmed_at, created_at, kek_id, last_step, wrapped) on totp_factors to oqr_api;
grant update (count) on scan_counts, unknown_scans to oqr_api;
grant update (counter, last_used_at) on passkeys to oqr_api;
grant update (ended_at) on absences, review_handovers to oqr_api;
grant update (ended_at, sealed) on push_subscriptions to oqr_api;
grant update (expire, sess) on sessions to oqr_api;
grant update (expires_at, id_hash, proven_at, proven_by) on customer_sessions to oqr_api;
grant update (expires_at, released_at) on review_claims to oqr_api;
grant update (fact_count) on orders to oqr_api;
grant update (kind, reason, source) on calendar_days to oqr_api;
grant update (last_used_at, revoked_at) on api_tokens to oqr_api;
grant update (loaded_at, source) on calendar_years to oqr_api;
grant update (name, query, role, shared, version) on saved_views to oqr_api;
grant update (name, revision, zone) on calendars to oqr_api;
grant update (revision, wanted) on retry_batches to oqr_api;
grant update (revoked_at, revoked_by) on scan_devices to oqr_api;
grant update (saved_at, sealed) on review_drafts to oqr_api;
grant update (seen_at) on review_presence to oqr_api;
grant update (seen_at, seen_by) on notices to oqr_api;
grant update (term) on tracking_numbers to oqr_api;
grant update (used_at) on recovery_codes to oqr_api;
grant update (view_id) on view_defaults to oqr_api;
grant update (withdrawn_at) on order_attachments, order_comments to oqr_api;
grant usage on log_entries_id_seq, outbox_id_seq, review_claims_id_seq, review_handovers_id_seq to oqr_api;
grant insert on log_chain, log_checkpoints to oqr_sealer;
grant select on log_chain, log_checkpoints, log_entries to oqr_sealer;
grant delete on idempotency_keys, order_lines, order_terms, outbox, quiet_facts, scan_blocks, scan_counts, scan_sightings to oqr_worker;
grant insert on case_attempts, cases, clock_pauses, codes, dead_letters, digests, facts, figures, flow_days, hops, issue_records, key_compromise_orders, log_entries, messages, notices, order_files, order_lines, order_terms, outbox, payment_receipts, quiet_facts, review_decisions, reviews, scan_alerts, scan_blocks, verifications, write_offs to oqr_worker;
grant select on amendments, api_tokens, attachment_contents, bench_marks, bill_differences, bill_settlements, bills, calendar_days, calendar_years, calendars, case_attempts, cases, cause_failures, cause_sums, clock_pauses, code_prints, codes, contact_choices, data_keys, dead_letters, departments, device_list_items, device_lists, digest_subscriptions, digests, facts, figures, flow_days, hops, idempotency_keys, import_refusals, imports, incident_notes, intake_keys, issue_records, key_compromise_orders, key_compromises, log_chain, log_checkpoints, log_entries, message_templates, messages, notices, offline_scans, order_attachments, order_comments, order_files, order_lines, order_terms, orders, orphan_adoptions, orphan_facts, outbox, payment_receipts, payments, people, policy_versions, print_batch_files, print_batch_items, print_batches, print_samples, push_subscriptions, quiet_facts, quiet_hours, refund_decisions, refunds, retry_batch_items, retry_batches, review_claims, review_decisions, review_drafts, review_handovers, review_presence, reviews, scan_alerts, scan_blocks, scan_counts, scan_devices, scan_sightings, shifts, unknown_scans, verifications, write_offs to oqr_worker;
grant update (alarmed_on) on calendars to oqr_worker;
grant update (amount_minor, applied_fact, assignee, budget_minutes, calendar_revision, cause, customer_key, customer_sealed, departments, due_at, email_key, escalation, fact_count, held, kind, next_action, notify, overdue_noted_at, owner_department, paused_at, phone_key, priority, state, state_since, waiting_for, watched) on orders to oqr_worker;
grant update (answered_at, answered_by, answered_fact, order_since, status) on hops to oqr_worker;
grant update (attempts, closed_at, code, detail, due_at, failed_at, resolution, retry_at, retry_by, root_cause, status) on cases to oqr_worker;
grant update (attempts, due_at, error_code, finished_at, sending_at, status) on digests to oqr_worker;
grant update (body, counted_at, took_ms) on figures to oqr_worker;
grant update (closed_at, decided, order_due_at, status) on reviews to oqr_worker;
grant update (code, ended_at, retry_fact, stage, started_at, status) on retry_batch_items to oqr_worker;
grant update (decided_at, decided_by, status) on amendments to oqr_worker;
grant update (decided_at, decision, fact_number, reason, withdrawn_at) on review_decisions to oqr_worker;
grant update (due_at, sends) on outbox to oqr_worker;
grant update (ended_at) on push_subscriptions to oqr_worker;
grant update (ended_at, error_code, link, next_at, qr, state, tries) on payments to oqr_worker;
grant update (ended_at, error_code, next_at, state, tries) on refunds to oqr_worker;
grant update (ended_at, sent_revision, stage, status, stopped_revision) on retry_batches to oqr_worker;
grant update (ended_at, status) on codes to oqr_worker;
grant update (error_code, finished_at, not_before, provider_id, received_at, sending_at, status, template_version) on messages to oqr_worker;
grant update (finished_at) on key_compromises to oqr_worker;
grant update (grade, reason, status) on print_batch_items to oqr_worker;
grant update (issued, written_off_auto, written_off_reviewed) on flow_days to oqr_worker;
grant update (ready_at, status) on print_batches to oqr_worker;
grant update (replayed_as) on dead_letters to oqr_worker;
grant update (resumed_at) on clock_pauses to oqr_worker;
grant update (status) on imports to oqr_worker;
grant update (taken_at) on scan_sightings to oqr_worker;
grant update (until) on scan_blocks to oqr_worker;
grant usage on log_entries_id_seq, order_file_numbers, outbox_id_seq to oqr_worker;
